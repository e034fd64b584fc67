/** Standard deviations either side of the mean that hold 95% of a normal distribution: R's `qnorm(0.975)`. */
export const NORMAL_95 = 1.959963984540054;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's score interval of a proportion: never outside [0, 1], and of some width even for none or all.
 *
 * @param successes whole, from 0 to trials
 * @param z standard deviations; for 95% unless given
 * @returns the whole of [0, 1] if nothing was tried
 * @throws {RangeError} unless 0 ≤ successes ≤ trials, both whole
 * @see Wilson 1927, Probable Inference, the Law of Succession, and Statistical Inference
 */
export function wilsonInterval(successes: number, trials: number, z: number = NORMAL_95): Interval {
  if (!(Number.isInteger(successes) && Number.isInteger(trials) && 0 <= successes && successes <= trials))
    throw new RangeError(
      `wilsonInterval: expected whole 0 ≤ successes ≤ trials, got ${successes} of ${trials}`,
    );
  if (trials === 0) return {low: 0, high: 1};
  const share = successes / trials;
  const spread = z * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  const [centre, scale] = [share + z ** 2 / (2 * trials), 1 + z ** 2 / trials];
  return {
    low: successes === 0 ? 0 : (centre - spread) / scale,
    high: successes === trials ? 1 : (centre + spread) / scale,
  };
}
