/** What a pair shows beside what strangers like the two show. */
export interface Surprise {
  /**
   * bits, before calibration: how surprising it is that two strangers are so much alike. Either the log-likelihood
   * ratio of one node against two strangers, or minus log2 of the share of strangers that are as near.
   */
  readonly raw: number;
  /** what is usual among strangers, in the unit of `shown` */
  readonly strangers: number;
  /** what the pair shows: a distance, or a share or rate of differences */
  readonly shown: number;
  /** separate UTC days on which they agreed; 0 where days are not kept */
  readonly days: number;
}
