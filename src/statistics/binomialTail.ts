/** Natural logarithm below which a number is 0 to a computer: the least above 0 is 2^-1074. */
const LOG_OF_LEAST = -746;

/**
 * Probability of at least so many successes in independent trials of one probability.
 *
 * Adds terms from the first one upwards, each from the one before, O(successes) for small probabilities.
 *
 * @param p in (0, 1)
 * @example binomialTail(3, 1, 0.5) // 0.875
 */
export function binomialTail(trials: number, least: number, p: number): number {
  if (least <= 0) return 1;
  if (least > trials) return 0;
  let logTerm = trials * Math.log1p(-p);
  const logOdds = Math.log(p) - Math.log1p(-p);
  for (let k = 1; k <= least; k++) {
    const step = Math.log((trials - k + 1) / k) + logOdds;
    logTerm += step;
    if (step < 0 && logTerm < LOG_OF_LEAST) return 0; // from here on it only falls
  }
  let term = Math.exp(logTerm);
  let sum = 0;
  for (let k = least; k <= trials && term > sum * Number.EPSILON; k++) {
    sum += term;
    term *= ((trials - k) / (k + 1)) * (p / (1 - p));
  }
  return Math.min(1, sum);
}
