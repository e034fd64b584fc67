import {failAllWaiting, type ConfirmStats, type Horizon} from "./confirmStats.js";
import {
  createEstimator,
  currentSpan,
  forgetTracked,
  historicalSpan,
  type BlockSpan,
  type Estimator,
} from "./estimator.js";
import type {FeeGrid, GriddedRates} from "./feeBuckets.js";
import {clear} from "./waitingCounts.js";

/** What fee_estimates.dat keeps: the faded tables and the blocks they rest on, no waiting transaction. */
export interface EstimatesFile {
  /** stands for the version of the file, which changed with the grid */
  readonly grid: FeeGrid;
  readonly best: number;
  readonly span: BlockSpan | null;
  readonly stats: Readonly<Record<Horizon, ConfirmStats>>;
}

/** Whole hours. A file older than this, its age rounded down, is not read (pull request 27622); Core's MAX_FILE_AGE. */
export const OLDEST_FILE_HOURS = 60;

/**
 * Writes the file as the node does every hour; what waits goes on waiting. A node that crashes comes
 * back with the last of these.
 *
 * @see Bitcoin Core, block_policy_estimator.cpp, CBlockPolicyEstimator::Write
 */
export function writeEstimates(estimator: Estimator): EstimatesFile {
  const {rates, best, firstRecorded, history, stats} = estimator;
  const ownSpan = firstRecorded !== null && currentSpan(estimator) > historicalSpan(estimator) / 2;
  return {
    grid: rates.grid,
    best,
    span: ownSpan ? {first: firstRecorded, last: best} : history,
    stats: copyStats(stats),
  };
}

/**
 * Stops the node cleanly: everything that waits counts as failed, then the file is written. The
 * estimator tracks nothing afterwards.
 *
 * @see Bitcoin Core, block_policy_estimator.cpp, CBlockPolicyEstimator::Flush and FlushUnconfirmed
 */
export function shutDown(estimator: Estimator): EstimatesFile {
  const {stats, waiting, best} = estimator;
  for (const horizon of [stats.short, stats.medium, stats.long]) failAllWaiting(horizon, waiting, best);
  clear(waiting);
  forgetTracked(estimator);
  return writeEstimates(estimator);
}

/**
 * Starts the node from a file. Its best height is that of the file: the caller connects the blocks
 * missed since, with nothing removed, and then accepts the saved mempool anew, which gives every
 * transaction the current height.
 *
 * @param ageHours since the file was written
 * @returns null if the node refuses the file, being too old or of another grid; it then starts with
 *   nothing (`createEstimator`)
 * @see Bitcoin Core, block_policy_estimator.cpp, CBlockPolicyEstimator::Read
 */
export function startFromFile(rates: GriddedRates, file: EstimatesFile, ageHours: number): Estimator | null {
  if (Math.floor(ageHours) > OLDEST_FILE_HOURS || file.grid !== rates.grid) return null;
  const fresh = createEstimator({rates, bestHeight: file.best});
  return {...fresh, stats: copyStats(file.stats), history: file.span};
}

function copyStats(stats: Readonly<Record<Horizon, ConfirmStats>>): Readonly<Record<Horizon, ConfirmStats>> {
  return {short: copyOf(stats.short), medium: copyOf(stats.medium), long: copyOf(stats.long)};
}

function copyOf({rule, counts, rateSums, confirmed, failed, fresh}: ConfirmStats): ConfirmStats {
  return {
    rule,
    counts: counts.slice(),
    rateSums: rateSums.slice(),
    confirmed: confirmed.slice(),
    failed: failed.slice(),
    fresh: fresh.slice(),
  };
}
