/** A log-normal distribution, by the mean and the standard deviation of the logarithm. */
export interface LogNormal {
  readonly mu: number;
  readonly sigma: number;
}

/** Standard deviations either side of the mean that hold the middle third of a normal distribution: R's `qnorm(2/3)`. */
const THIRD = 0.4307272992954575;

/**
 * The log-normal distribution with given lower and upper thirds.
 *
 * Two quantiles and no moments, so that up to a third of strays, at either end, has no say.
 *
 * @param lower quantile 1/3, ≥ 0
 * @param upper quantile 2/3, at least the lower, above 0
 * @param range least and largest sigma: data of few values seem less, or more, spread than they are
 * @throws {RangeError} unless 0 ≤ lower ≤ upper and upper > 0
 */
export function logNormalThrough(
  lower: number,
  upper: number,
  [least, most]: readonly [least: number, most: number],
): LogNormal {
  if (!(lower >= 0 && upper >= lower && upper > 0 && upper < Infinity))
    throw new RangeError(`logNormalThrough: expected 0 ≤ lower ≤ upper > 0, got ${lower} and ${upper}`);
  const wanted = lower > 0 ? Math.log(upper / lower) / (2 * THIRD) : Infinity;
  const sigma = Math.min(most, Math.max(least, wanted));
  return {mu: Math.log(upper) - sigma * THIRD, sigma};
}

/**
 * Half the width of the range over which is summed, in standard deviations, and its steps: good to many digits for up to
 * some ten events. Where the likelihood peaks within less than a step (hundreds of events, a wide spread) the result is
 * off by a nat or more; that far from 0 nothing depends on it.
 */
const WIDTH = 8;
const STEPS = 160;

/**
 * log of the mean of exp(-exposure·h)·h^events over h: up to a factor that does not depend on h, the likelihood of
 * so many events of a Poisson process whose rate is log-normal.
 *
 * @param exposure ≥ 0
 * @param events whole, ≥ 0
 */
export function logMeanLikelihood({mu, sigma}: LogNormal, exposure: number, events: number): number {
  const terms = Array.from({length: STEPS + 1}, (_, i) => {
    const z = WIDTH * ((2 * i) / STEPS - 1);
    const h = mu + sigma * z;
    return events * h - exposure * Math.exp(h) - (z * z) / 2;
  });
  const highest = Math.max(...terms);
  const sum = terms.reduce((total, term) => total + Math.exp(term - highest), 0);
  return highest + Math.log((sum * 2 * WIDTH) / STEPS) - Math.log(2 * Math.PI) / 2;
}

/** log of the probability of a value as low as this, or lower. @param value above 0 */
export function logLowerTail({mu, sigma}: LogNormal, value: number): number {
  return logNormalCdf((Math.log(value) - mu) / sigma);
}

/** Beyond so many standard deviations the tail is computed by its series; up to there, by summing the density. */
const FAR = 6;

/** Simpson's rule from the value outwards: steps, and the end, beyond which less than 1e-20 is left. */
const TAIL_STEPS = 200;
const TAIL_END = 12;

/** Of pairs that are all alike the same is asked again and again. */
let last = {z: NaN, log: NaN};

function logNormalCdf(z: number): number {
  if (z !== last.z) last = {z, log: sumLogCdf(z)};
  return last.log;
}

/** log of the standard normal distribution function. @see Abramowitz and Stegun 1964, 26.2.12, for the series */
function sumLogCdf(z: number): number {
  const from = Math.abs(z);
  if (from > FAR) {
    const inverse = 1 / (z * z);
    const series =
      1 - inverse + 3 * inverse ** 2 - 15 * inverse ** 3 + 105 * inverse ** 4 - 945 * inverse ** 5;
    const tail = -(z * z) / 2 - Math.log(from) - Math.log(2 * Math.PI) / 2 + Math.log(series);
    return z < 0 ? tail : Math.log1p(-Math.exp(tail));
  }
  const width = (TAIL_END - from) / TAIL_STEPS;
  let sum = 0;
  for (let i = 0; i <= TAIL_STEPS; i++) {
    const x = from + i * width;
    sum += (i === 0 || i === TAIL_STEPS ? 1 : i % 2 === 1 ? 4 : 2) * Math.exp((-x * x) / 2);
  }
  const tail = (sum * width) / 3 / Math.sqrt(2 * Math.PI);
  return z < 0 ? Math.log(tail) : Math.log1p(-tail);
}
