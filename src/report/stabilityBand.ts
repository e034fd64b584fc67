/** A band of mean Jaccard values and how a cluster in it is called. */
export interface StabilityBand {
  /** mean Jaccard's index, in [0, 1]: the band begins here, and ends where the next higher begins */
  readonly least: number;
  readonly word: string;
  readonly meaning: string;
}

/**
 * Mean of Jaccard's index over resamples. The limits and words are those of `clusterboot` of R's package fpc, by the
 * author of the method; 0.5 alone has a reason in theory: up to it a cluster can have dissolved.
 *
 * @see Hennig 2007, Cluster-wise assessment of cluster stability
 * @see Hennig 2008, Dissolution point and isolation robustness
 */
export const STABILITY_BANDS = [
  {least: 0.85, word: "highly stable", meaning: "nearly the same members in every stretch of time"},
  {least: 0.75, word: "stable", meaning: "a valid cluster"},
  {least: 0.6, word: "a pattern", meaning: "something is there, but which servers belong to it is doubtful"},
  {least: 0.5, word: "not to be trusted", meaning: "too weak to be taken for a cluster"},
  {least: 0, word: "dissolved", meaning: "half of it or more is lost in the average stretch of time"},
] as const satisfies readonly StabilityBand[];

/**
 * The band of a mean Jaccard value. At exactly 0.5 a cluster is dissolved; the other limits belong to the band above.
 *
 * @param jaccard in [0, 1]
 */
export function stabilityBand(jaccard: number): StabilityBand {
  const dissolved = STABILITY_BANDS[4];
  return (
    STABILITY_BANDS.find(({least}) => jaccard >= least && jaccard > STABILITY_BANDS[3].least) ?? dissolved
  );
}
