import {type Distribution, divergence} from "./divergence.js";

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

/** Distances between n things: n rows of n, symmetric, 0 on the diagonal. */
export type DistanceMatrix = readonly (readonly number[])[];

/** Jensen–Shannon divergences between all pairs, in bits. Each pair is computed once. */
export function divergenceMatrix(distributions: readonly Distribution[]): DistanceMatrix {
  const rows: number[][] = [];
  for (const [i, p] of distributions.entries()) {
    const row = distributions.slice(0, i).map((q) => divergence(p, q));
    for (const [j, value] of row.entries()) rows[j]?.push(value);
    rows.push([...row, 0]);
  }
  return rows;
}

/** The distance of two things in the matrix. @throws {RangeError} if either is not in it */
export function distance(matrix: DistanceMatrix, i: number, j: number): number {
  const value = matrix[i]?.[j];
  if (value === undefined)
    throw new RangeError(`distance: expected indices below ${matrix.length}, got ${i} and ${j}`);
  return value;
}
