/**
 * Adjusted Rand index of two partitions of the same things: how far they agree, chance taken off.
 *
 * 1 when they are the same partition under other names, about 0 for labels given at random, below 0 if they agree
 * less than that. Two partitions that both leave no choice (all together, or all apart) agree: 1.
 *
 * @param a label of each thing in one partition
 * @param b label of each thing in the other
 * @throws {RangeError} if the lengths differ
 * @see Hubert and Arabie 1985, Comparing Partitions, eq. 5
 * @example adjustedRandIndex([0, 0, 1, 1], [0, 0, 1, 2]) // 4/7
 */
export function adjustedRandIndex(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  if (a.length !== b.length)
    throw new RangeError(`adjustedRandIndex: expected equal lengths, got ${a.length} and ${b.length}`);
  const cells = b.map((label, i) => `${typeof a[i]} ${a[i]}\u0000${typeof label} ${label}`);
  const together = pairsWithin(cells);
  const [inA, inB] = [pairsWithin(a), pairsWithin(b)];
  const all = (a.length * (a.length - 1)) / 2;
  const expected = all === 0 ? 0 : (inA * inB) / all;
  const most = (inA + inB) / 2;
  return most === expected ? 1 : (together - expected) / (most - expected);
}

/** Pairs of things that carry the same label. */
function pairsWithin(labels: readonly (number | string)[]): number {
  const counts = new Map<number | string, number>();
  let pairs = 0;
  for (const label of labels) {
    const count = counts.get(label) ?? 0;
    pairs += count;
    counts.set(label, count + 1);
  }
  return pairs;
}

/** How often chance alone reaches an agreement. */
export interface Chance {
  /** adjusted Rand index of the labels as they are */
  readonly observed: number;
  /** the same after shuffling, from low to high: the null distribution */
  readonly draws: readonly number[];
  /** (draws that reach the observed value + 1) / (draws + 1), one-sided; never 0 */
  readonly pValue: number;
}

/**
 * Permutation test of the adjusted Rand index: shuffles one labelling over the things, keeping the sizes of its groups.
 *
 * @param count shuffles
 * @param random uniform numbers in [0, 1), seeded by the caller
 */
export function agreementByChance(
  a: readonly (number | string)[],
  b: readonly (number | string)[],
  count: number,
  random: () => number,
): Chance {
  const observed = adjustedRandIndex(a, b);
  const draws = Float64Array.from({length: count}, () =>
    adjustedRandIndex(a, shuffled(b, random)),
  ).toSorted();
  const reached = draws.filter((draw) => draw >= observed - ROUNDING).length;
  return {observed, draws: Array.from(draws), pValue: (reached + 1) / (count + 1)};
}

/** Two ways to reach one index can differ in the last digits; such a draw counts as reaching it. */
const ROUNDING = 1e-12;

/** Fisher and Yates; the argument is left as it was. */
function shuffled<T>(values: readonly T[], random: () => number): readonly T[] {
  const result = [...values];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j] as T, result[i] as T]; // both lie inside: 0 ≤ j ≤ i
  }
  return result;
}
