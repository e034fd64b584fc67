/** How often something was seen, of the times it could have been. */
export interface Tally {
  readonly seen: number;
  readonly of: number;
}

/** Jeffreys' prior: half an observation of each outcome, before any is made. */
const PRIOR = 0.5;

/**
 * Probability of an outcome, drawn from its share towards an equal one by half an observation of each outcome.
 *
 * Never 0 or 1, so that what was not seen yet is rare and not impossible.
 *
 * @param outcomes how many different ones there can be
 * @throws {RangeError} unless 0 ≤ seen ≤ of, and there are two outcomes or more
 * @see Jeffreys 1946, An Invariant Form for the Prior Probability in Estimation Problems
 */
export function shrunkShare({seen, of}: Tally, outcomes = 2): number {
  if (!(0 <= seen && seen <= of && of < Infinity && outcomes >= 2))
    throw new RangeError(
      `shrunkShare: expected 0 ≤ seen ≤ of and 2 outcomes or more, got ${seen} of ${of}, ${outcomes}`,
    );
  return (seen + PRIOR) / (of + PRIOR * outcomes);
}

/**
 * Weight of evidence of an outcome, in bits: how many times likelier it is where the hypothesis holds, as a power of 2.
 *
 * 0 when both shares are equal, above 0 if the outcome speaks for the hypothesis. Always finite, and drawn towards 0 by
 * as much as the counts are small.
 *
 * @param holding the outcome where the hypothesis holds
 * @param failing the outcome where it does not
 * @param outcomes how many different ones there can be
 * @see Good 1985, Weight of Evidence: A Brief Survey
 * @example logLikelihoodRatio({seen: 9, of: 9}, {seen: 0, of: 9}) // log2(9.5 / 0.5) = 4.25
 */
export function logLikelihoodRatio(holding: Tally, failing: Tally, outcomes = 2): number {
  return Math.log2(shrunkShare(holding, outcomes) / shrunkShare(failing, outcomes));
}
