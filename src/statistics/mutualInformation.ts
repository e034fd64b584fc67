import type {Contingency} from "./contingency.js";
import {logFactorials} from "./logFactorial.js";

/** Entropy of a partition by the sizes of its clusters, in bits; 0 for one cluster or none. */
export function entropy(sizes: readonly number[]): number {
  const n = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.reduce((sum, size) => sum + (size > 0 ? (size / n) * Math.log2(n / size) : 0), 0);
}

/** What one partition tells about the other, in bits: 0 if they are independent, the entropy if they are the same. */
export function mutualInformation({n, rows, columns, cells}: Contingency): number {
  return cells.reduce((sum, {row, column, count}) => {
    const product = (rows[row] ?? 0) * (columns[column] ?? 0);
    return sum + (count / n) * Math.log2((n * count) / product);
  }, 0);
}

/**
 * Mean of the mutual information over all permutations of the labels, in bits: exact, from the hypergeometric law of
 * each cell.
 *
 * @param rows sizes of the clusters of one partition
 * @param columns sizes of those of the other; both sum to the same n
 * @see Vinh, Epps and Bailey 2010, Information Theoretic Measures for Clusterings Comparison
 */
export function expectedMutualInformation(rows: readonly number[], columns: readonly number[]): number {
  const n = rows.reduce((sum, size) => sum + size, 0);
  const ln = logFactorials(n);
  const at = (k: number) => ln[k] ?? 0;
  let expected = 0;
  for (const [a, rowsOfSize] of tally(rows))
    for (const [b, columnsOfSize] of tally(columns)) {
      const fixed = at(a) + at(b) + at(n - a) + at(n - b) - at(n);
      let ofPair = 0;
      for (let k = Math.max(1, a + b - n); k <= Math.min(a, b); k++) {
        const probability = Math.exp(fixed - at(k) - at(a - k) - at(b - k) - at(n - a - b + k));
        ofPair += probability * (k / n) * Math.log2((n * k) / (a * b));
      }
      expected += rowsOfSize * columnsOfSize * ofPair;
    }
  return expected;
}

/** Equal sizes give equal terms, so each is worked out once. */
function tally(sizes: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const size of sizes) counts.set(size, (counts.get(size) ?? 0) + 1);
  return counts;
}

/** What chance and the sizes of clusters alone make of the mutual information of two partitions, in bits. */
export interface MutualScale {
  /** its mean over all permutations */
  readonly expected: number;
  /** the most it may be, as the mean of the two entropies has it */
  readonly most: number;
}

/** The scale for partitions with clusters of these sizes: a permutation leaves it as it is. */
export function mutualScale(rows: readonly number[], columns: readonly number[]): MutualScale {
  return {
    expected: expectedMutualInformation(rows, columns),
    most: (entropy(rows) + entropy(columns)) / 2,
  };
}

/**
 * Adjusted mutual information: 1 for one partition under two sets of names, about 0 for labels given at random.
 *
 * Normalised by the arithmetic mean of the two entropies, as scikit-learn does by default. Two partitions that both
 * leave no choice (all together, or all apart) agree: 1.
 *
 * @param scale if known already
 * @see Vinh, Epps and Bailey 2010
 */
export function adjustedMutualInformation(
  table: Contingency,
  {expected, most} = mutualScale(table.rows, table.columns),
): number {
  const {n, rows, columns} = table;
  const [more, fewer] = [Math.max(rows.length, columns.length), Math.min(rows.length, columns.length)];
  if (more <= 1 || fewer === n) return 1;
  return (mutualInformation(table) - expected) / (most - expected);
}

/**
 * Variation of information, in bits: what each partition leaves unsaid about the other, both summed. A metric.
 *
 * Each term is ≥ 0, and exactly 0 for equal partitions.
 *
 * @returns bits, from 0 to log2 n
 * @see Meilă 2007, Comparing clusterings: an information based distance
 */
export function variationOfInformation({n, rows, columns, cells}: Contingency): number {
  return cells.reduce((sum, {row, column, count}) => {
    const unsaid = Math.log2((rows[row] ?? 0) / count) + Math.log2((columns[column] ?? 0) / count);
    return sum + (count / n) * unsaid;
  }, 0);
}
