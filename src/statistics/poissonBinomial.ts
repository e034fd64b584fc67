/**
 * Distribution of the number of successes in independent trials of unequal probability.
 *
 * By adding one trial after another, O(n²). Every term is ≥ 0, so small probabilities keep their digits.
 *
 * @param probabilities one for each trial, in [0, 1]
 * @returns n + 1 probabilities: at k, that of exactly k successes
 * @throws {RangeError} if a probability is outside [0, 1]
 * @see Hong 2013, On computing the distribution function for the Poisson binomial distribution
 */
export function poissonBinomial(probabilities: readonly number[]): Float64Array {
  const mass = new Float64Array(probabilities.length + 1);
  mass[0] = 1;
  let trials = 0;
  for (const p of probabilities) {
    if (!(p >= 0 && p <= 1))
      throw new RangeError(`poissonBinomial: expected probabilities in [0, 1], got ${p}`);
    trials++;
    for (let k = trials; k > 0; k--) mass[k] = (mass[k] ?? 0) * (1 - p) + (mass[k - 1] ?? 0) * p;
    mass[0] = (mass[0] ?? 0) * (1 - p);
  }
  return mass;
}
