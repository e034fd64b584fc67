/**
 * Adjusted p-values (q-values) that bound the share of false ones among those called true, by Benjamini and Hochberg.
 *
 * Calling true all with q ≤ x keeps the expected share of false ones at x or below, if the tests are independent or
 * positively dependent.
 *
 * @param pValues in [0, 1], in any order
 * @returns q-values in the same order, each ≥ its p-value and ≤ 1
 * @throws {RangeError} if a p-value is outside [0, 1]
 * @see Benjamini and Hochberg 1995, Controlling the False Discovery Rate
 */
export function benjaminiHochberg(pValues: readonly number[]): readonly number[] {
  return stepUp(pValues, 1);
}

/**
 * The same under any dependence between the tests, at the price of a factor 1 + 1/2 + … + 1/m.
 *
 * Pairs that share a member are dependent in no simple way; this is the one to use for them.
 *
 * @see Benjamini and Yekutieli 2001, The control of the false discovery rate under dependency, theorem 1.3
 */
export function benjaminiYekutieli(pValues: readonly number[]): readonly number[] {
  return stepUp(
    pValues,
    pValues.reduce((sum, _, i) => sum + 1 / (i + 1), 0),
  );
}

function stepUp(pValues: readonly number[], factor: number): readonly number[] {
  const stray = pValues.find((p) => !(p >= 0 && p <= 1));
  if (stray !== undefined) throw new RangeError(`q-values: expected p-values in [0, 1], got ${stray}`);
  const qValues = pValues.map(() => 1);
  const largestFirst = [...pValues.entries()].toSorted(([, p], [, q]) => q - p);
  let least = 1;
  for (const [i, [position, p]] of largestFirst.entries()) {
    const rank = pValues.length - i;
    least = Math.min(least, p * ((factor * pValues.length) / rank));
    qValues[position] = least;
  }
  return qValues;
}
