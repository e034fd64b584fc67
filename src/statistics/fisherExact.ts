import {logFactorials} from "./logFactorial.js";

/** Tables that differ in the last digits only count as equally likely; R's `fisher.test` allows the same. */
const RELATIVE_ERROR = 1 + 1e-7;

/**
 * Fisher's exact test of a table of two rows and two columns, two-sided: the probability, with all sums of rows and
 * columns held, of a table that is no more likely than this one.
 *
 * @param table whole numbers ≥ 0: [[a, b], [c, d]]
 * @returns p in (0, 1]; 1 if a row or a column is empty, as then there is one table only
 * @throws {RangeError} if a cell is no whole number ≥ 0
 * @see Fisher 1935, The Logic of Inductive Inference
 * @example fisherExact([[3, 1], [1, 3]]) // 0.4857…, the lady tasting tea
 */
export function fisherExact([[a, b], [c, d]]: readonly [
  readonly [number, number],
  readonly [number, number],
]): number {
  for (const cell of [a, b, c, d])
    if (!(Number.isInteger(cell) && cell >= 0))
      throw new RangeError(`fisherExact: expected whole numbers of 0 or more, got ${cell}`);
  const [first, column, n] = [a + b, a + c, a + b + c + d];
  const log = logFactorials(n);
  const choose = (from: number, k: number) => (log[from] ?? 0) - (log[k] ?? 0) - (log[from - k] ?? 0);
  const chance = (k: number) =>
    Math.exp(choose(first, k) + choose(n - first, column - k) - choose(n, column));
  const observed = chance(a);
  let p = 0;
  for (let k = Math.max(0, column - (n - first)); k <= Math.min(first, column); k++)
    if (chance(k) <= observed * RELATIVE_ERROR) p += chance(k);
  return Math.min(1, p);
}
