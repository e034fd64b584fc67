/**
 * What calibration measured on held-out simulated networks, as far as the home page states it: the part of
 * `calibration.json` that it needs. Counts are of pairs unless said otherwise.
 */
export interface MeasuredErrors {
  readonly networks: {readonly heldOut: number};
  /** all networks of the usual size together, by the number of runs that they were watched */
  readonly all: readonly MeasuredPerformance[];
  /** the same by kind of network */
  readonly conditions: readonly {
    /** share of all transactions that each node misses: how far nodes differ */
    readonly missShare: number;
    readonly performance: readonly MeasuredPerformance[];
  }[];
}

export interface MeasuredPerformance {
  readonly runs: number;
  readonly networks: number;
  /** pairs of two servers on one node */
  readonly oneNode: number;
  readonly differentNodes: number;
  /** pairs of one node that were ruled out: each is an error */
  readonly falseExclusions: number;
  readonly supported: {readonly right: number; readonly wrong: number};
  /** at `candidate` or `supported` */
  readonly candidate: {readonly right: number; readonly wrong: number};
  /** `aboveTruth`: networks in which the lower bound on nodes was too high */
  readonly nodes: {readonly aboveTruth: number};
}

/** The row of a study that was watched as long as this archive, or of the next shorter one; undefined if there is none. */
export function watchedAsLong<Row extends {readonly runs: number}>(
  rows: readonly Row[],
  runs: number,
): Row | undefined {
  return rows.filter((row) => row.runs <= runs).toSorted((a, b) => b.runs - a.runs)[0];
}

/** How many pairs of one node are found, at `candidate` or better, for each share of missed transactions. */
export interface Power {
  readonly missShare: number;
  readonly found: number;
  readonly oneNode: number;
}

/** From nodes that differ least to those that differ most. Only networks that were watched for exactly so many runs. */
export function powerAfter({conditions}: MeasuredErrors, runs: number): readonly Power[] {
  const shares = [...new Set(conditions.map(({missShare}) => missShare))].toSorted((a, b) => a - b);
  return shares.flatMap((missShare) => {
    const rows = conditions
      .filter((condition) => condition.missShare === missShare)
      .flatMap(({performance}) => performance.filter((each) => each.runs === runs));
    const oneNode = rows.reduce((sum, row) => sum + row.oneNode, 0);
    const found = rows.reduce((sum, row) => sum + row.candidate.right, 0);
    return oneNode === 0 ? [] : [{missShare, found, oneNode}];
  });
}
