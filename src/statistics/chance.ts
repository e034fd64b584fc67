import {mean, quantileSorted} from "simple-statistics";

/** A number and what chance alone gives in its place: neither is to be read without the other. */
export interface AgainstChance {
  readonly value: number;
  readonly chance: Chance;
  /** how many things the value is about; the text beside each function says which */
  readonly n: number;
}

/** The distribution of a number when the data are permuted. */
export interface Chance {
  readonly mean: number;
  /** lower end of the range that holds 95% of the permuted values */
  readonly low: number;
  /** upper end of the same */
  readonly high: number;
  /** one-sided: the probability that chance does as well as the value, or better; never 0 */
  readonly p: number;
}

/** How permutations are made. */
export interface Permuting {
  /** permutations, 1 or more; p cannot be below 1 / (draws + 1) */
  readonly draws: number;
  /** uniform numbers in [0, 1), seeded by the caller */
  readonly random: () => number;
}

/** The range of chance is the middle 95% of permuted values, as is usual. */
export const CHANCE_RANGE = [0.025, 0.975] as const;

/** Two ways to reach one value can differ in the last digits; such a draw counts as reaching it. */
const ROUNDING = 1e-12;

/**
 * p-value of a permutation test, (b + 1) / (B + 1): the data as they are count as one of the permutations.
 *
 * @param reached b: draws at least as extreme as the data
 * @param draws B
 * @throws {RangeError} unless 0 ≤ b ≤ B, both whole
 * @see Phipson and Smyth 2010, Permutation P-values Should Never Be Zero
 */
export function permutationPValue(reached: number, draws: number): number {
  if (!(Number.isInteger(reached) && Number.isInteger(draws) && 0 <= reached && reached <= draws))
    throw new RangeError(`permutationPValue: expected whole 0 ≤ reached ≤ draws, got ${reached} of ${draws}`);
  return (reached + 1) / (draws + 1);
}

/** How many draws do as well as the value: as high, or as low where low is better. */
export function countReached(
  value: number,
  draws: readonly number[],
  better: "higher" | "lower" = "higher",
): number {
  const sign = better === "higher" ? 1 : -1;
  return draws.filter((draw) => sign * (draw - value) >= -ROUNDING).length;
}

/**
 * A value beside the values that permuted data give.
 *
 * @param draws the value from permuted data, in any order
 * @param n how many things the value is about
 * @throws {RangeError} if there is no draw, or a number is not finite
 */
export function againstChance(
  value: number,
  draws: readonly number[],
  n: number,
  better: "higher" | "lower" = "higher",
): AgainstChance {
  if (draws.length === 0) throw new RangeError("againstChance: expected at least one draw, got none");
  const stray = [value, ...draws].find((number) => !Number.isFinite(number));
  if (stray !== undefined) throw new RangeError(`againstChance: expected finite values, got ${stray}`);
  const sorted = draws.toSorted((a, b) => a - b);
  const [low, high] = CHANCE_RANGE.map((share) => quantileSorted(sorted, share));
  return {
    value,
    chance: {
      mean: mean(sorted),
      low: low ?? value,
      high: high ?? value,
      p: permutationPValue(countReached(value, draws, better), draws.length),
    },
    n,
  };
}
