import {type Distribution, divergence} from "./divergence.js";

export {type Grouping, groupByKey} from "./grouping.js";

/** Distances between n things: n rows of n, symmetric, 0 on the diagonal. */
export type DistanceMatrix = readonly (readonly number[])[];

/** Jensen–Shannon divergences between all pairs, in bits. Each pair is computed once. */
export function divergenceMatrix(distributions: readonly Distribution[]): DistanceMatrix {
  const rows: number[][] = [];
  for (const p of distributions) {
    const row: number[] = [];
    for (let j = 0; j < rows.length; j++) {
      const q = distributions[j];
      const value = q ? divergence(p, q) : 0;
      row.push(value);
      rows[j]?.push(value);
    }
    row.push(0);
    rows.push(row);
  }
  return rows;
}

/**
 * A distance matrix from a function of two positions, called once for each pair i > j, row by row.
 *
 * @param count how many things there are
 */
export function symmetricMatrix(
  count: number,
  between: (i: number, j: number) => number,
): readonly number[][] {
  const rows: number[][] = [];
  for (let i = 0; i < count; i++) {
    const row: number[] = [];
    for (let j = 0; j < i; j++) {
      const value = between(i, j);
      row.push(value);
      rows[j]?.push(value);
    }
    row.push(0);
    rows.push(row);
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
