import type {Weights} from "./divergence.js";

/** Items that are the same by key, found before anything is computed. */
export interface Grouping {
  /** for each item, the number of its group; groups are numbered by their first member */
  readonly groupOf: readonly number[];
  /** for each group, the position of its first member */
  readonly first: readonly number[];
  /** for each group, how many items it has */
  readonly sizes: readonly number[];
}

/**
 * Groups items whose keys are equal.
 *
 * The key decides identity. A divergence cannot: it is 0 for proportional histograms, and a rounded one for many more.
 *
 * @example groupByKey(["a", "b", "a"]) // {groupOf: [0, 1, 0], first: [0, 1], sizes: [2, 1]}
 */
export function groupByKey(keys: readonly string[]): Grouping {
  const numbers = new Map<string, number>();
  const groupOf: number[] = [];
  const first: number[] = [];
  const sizes: number[] = [];
  for (const [position, key] of keys.entries()) {
    const group = numbers.get(key) ?? numbers.size;
    if (group === numbers.size) {
      numbers.set(key, group);
      first.push(position);
    }
    groupOf.push(group);
    sizes[group] = (sizes[group] ?? 0) + 1;
  }
  return {groupOf, first, sizes};
}

/**
 * Groups histograms that are the same in every label and every weight, in the order sent, bit for bit.
 *
 * A 32-bit hash picks the few that can be equal; the numbers themselves decide.
 *
 * @example groupIdentical([[[2, 9]], [[2, 8]], [[2, 9]]]).groupOf // [0, 1, 0]
 */
export function groupIdentical(histograms: readonly Weights[]): Grouping {
  const buckets = new Map<number, number[]>();
  const groupOf: number[] = [];
  const first: number[] = [];
  const sizes: number[] = [];
  for (const [position, histogram] of histograms.entries()) {
    const hash = hashOf(histogram);
    const bucket = buckets.get(hash) ?? [];
    if (bucket.length === 0) buckets.set(hash, bucket);
    let group = bucket.find((known) => identical(histogram, histograms[first[known] ?? -1] ?? []));
    if (group === undefined) {
      group = first.length;
      bucket.push(group);
      first.push(position);
      sizes.push(0);
    }
    groupOf.push(group);
    sizes[group] = (sizes[group] ?? 0) + 1;
  }
  return {groupOf, first, sizes};
}

/** One double seen as two words of 32 bits. */
const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);

/** FNV-1a over words in place of bytes: quick, and no more is asked of it than to tell most histograms apart. */
function hashOf(histogram: Weights): number {
  let hash = 0x811c9dc5;
  for (const [label, weight] of histogram) hash = mix(mix(hash, label), weight);
  return hash;
}

function mix(hash: number, value: number): number {
  number[0] = value;
  const half = Math.imul(hash ^ (words[0] as number), 0x01000193); // both words are there
  return Math.imul(half ^ (half >>> 15) ^ (words[1] as number), 0x01000193);
}

function identical(a: Weights, b: Weights): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    const [p, q] = [a[i], b[i]];
    if (!p || !q || !Object.is(p[0], q[0]) || !Object.is(p[1], q[1])) return false;
  }
  return true;
}
