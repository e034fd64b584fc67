import {
  countConfirmed,
  countFailed,
  createConfirmStats,
  fade,
  settle,
  type ConfirmStats,
  type Horizon,
} from "./confirmStats.js";
import {bucketBounds, type GriddedRates} from "./feeBuckets.js";
import {
  advance,
  createWaitingCounts,
  enter,
  exit,
  LONGEST_WAIT,
  type WaitingCounts,
} from "./waitingCounts.js";

/** The heights of the first and the last block that some estimates rest on. */
export interface BlockSpan {
  readonly first: number;
  readonly last: number;
}

/**
 * What one node's fee estimator knows: a model of Bitcoin Core's CBlockPolicyEstimator that gives the
 * same answers. It changes only through the functions of this file and of estimatesFile.ts; the same
 * events in the same order give the same state.
 *
 * Takes 4 bytes for each handle of `rates` and about 2 MB besides.
 */
export interface Estimator {
  readonly rates: GriddedRates;
  readonly stats: Readonly<Record<Horizon, ConfirmStats>>;
  readonly waiting: WaitingCounts;
  /** height at which each tracked transaction entered, by handle, or UNTRACKED; Core's mapMemPoolTxs */
  readonly entryHeights: Int32Array;
  /** height of the last block that was counted; Core's nBestSeenHeight */
  best: number;
  /** height of the first block since the start that confirmed a tracked transaction, null before it */
  firstRecorded: number | null;
  /** span of the estimates that came from a file, null without; Core's historicalFirst, historicalBest */
  readonly history: BlockSpan | null;
}

/** In place of an entry height. */
const UNTRACKED = -1;

/** Blocks after which the span of a file no longer counts: six weeks. Core's OLDEST_ESTIMATE_HISTORY. */
const OLDEST_HISTORY = 6 * LONGEST_WAIT;

/** Transactions are told apart by their index in `rates`; the node begins after the block `bestHeight`. */
export interface EstimatorStart {
  readonly rates: GriddedRates;
  /** height of the last block before the node began */
  readonly bestHeight: number;
}

/** An estimator that has seen nothing: a new node, one that was upgraded to 31.0, one without a usable file. */
export function createEstimator({rates, bestHeight}: EstimatorStart): Estimator {
  const buckets = bucketBounds(rates.grid).length;
  return {
    rates,
    stats: {
      short: createConfirmStats("short", buckets),
      medium: createConfirmStats("medium", buckets),
      long: createConfirmStats("long", buckets),
    },
    waiting: createWaitingCounts(buckets),
    entryHeights: new Int32Array(rates.feerates.length).fill(UNTRACKED),
    best: bestHeight,
    firstRecorded: null,
    history: null,
  };
}

/**
 * Tracks a transaction that entered the mempool now, at the height of the last block.
 *
 * The caller leaves out what Core does not track: a transaction with a parent in the mempool,
 * submitted in a package, or put back by a reorganisation, and everything while the node is not
 * current (initial download, tip older than 3 hours, more than one block behind the best header).
 * Until 22 a transaction that replaced another was not tracked either (pull request 22539).
 *
 * @throws {RangeError} if the handle is unknown or tracked already
 * @see Bitcoin Core, block_policy_estimator.cpp, CBlockPolicyEstimator::processTransaction
 */
export function accept(estimator: Estimator, handle: number): void {
  const {rates, entryHeights, waiting, best} = estimator;
  const bucket = rates.buckets[handle];
  if (bucket === undefined || entryHeights[handle] !== UNTRACKED)
    throw new RangeError(`accept: expected a known handle that is not tracked, got ${handle}`);
  entryHeights[handle] = best;
  enter(waiting, bucket, best);
}

/**
 * Counts a block. One that is not above the last is ignored, as Core ignores side chains; blocks that
 * the node missed while it was down are counted one by one, with nothing removed.
 *
 * What the block made invalid has to `leave` before: Core tells its estimator in that order.
 *
 * @param removed handles of the transactions that the block took out of this node's mempool, in the
 *   block's order; those that are not tracked change nothing
 * @throws {RangeError} if a height was passed over, or a handle is unknown
 * @see Bitcoin Core, block_policy_estimator.cpp, CBlockPolicyEstimator::processBlock
 */
export function connectBlock(estimator: Estimator, height: number, removed: ArrayLike<number>): void {
  if (height <= estimator.best) return;
  if (height !== estimator.best + 1)
    throw new RangeError(`connectBlock: expected height ${estimator.best + 1}, got ${height}`);
  const {stats, rates, waiting} = estimator;
  const {short, medium, long} = stats;
  estimator.best = height;
  advance(waiting, height);
  for (const horizon of [short, medium, long]) fade(horizon);
  let counted = 0;
  for (let i = 0; i < removed.length; i++) {
    const handle = removed[i] ?? UNTRACKED;
    const entryHeight = stopTracking(estimator, handle);
    if (entryHeight === UNTRACKED) continue;
    const bucket = rates.buckets[handle] ?? 0;
    const feerate = rates.feerates[handle] ?? 0;
    const blocks = height - entryHeight;
    countConfirmed(short, bucket, feerate, blocks);
    countConfirmed(medium, bucket, feerate, blocks);
    countConfirmed(long, bucket, feerate, blocks);
    counted++;
  }
  if (counted === 0) return;
  for (const horizon of [short, medium, long]) settle(horizon);
  estimator.firstRecorded ??= height;
}

/**
 * Takes out a transaction that left the mempool without a block: replaced, expired, evicted or made
 * invalid. It counts as failed for the periods it sat through.
 *
 * @returns whether it was tracked; if not, nothing changes
 * @throws {RangeError} if the handle is unknown
 * @see Bitcoin Core, block_policy_estimator.cpp, CBlockPolicyEstimator::removeTx
 */
export function leave(estimator: Estimator, handle: number): boolean {
  const entryHeight = stopTracking(estimator, handle);
  if (entryHeight === UNTRACKED) return false;
  const {stats, rates, best} = estimator;
  const bucket = rates.buckets[handle] ?? 0;
  for (const horizon of [stats.short, stats.medium, stats.long])
    countFailed(horizon, bucket, best - entryHeight);
  return true;
}

/** Forgets a handle and gives the height at which it had entered, or UNTRACKED. */
function stopTracking({entryHeights, waiting, rates, best}: Estimator, handle: number): number {
  const entryHeight = entryHeights[handle];
  const bucket = rates.buckets[handle];
  if (entryHeight === undefined || bucket === undefined)
    throw new RangeError(`estimator: expected a handle below ${entryHeights.length}, got ${handle}`);
  if (entryHeight === UNTRACKED) return UNTRACKED;
  entryHeights[handle] = UNTRACKED;
  exit(waiting, bucket, entryHeight, best);
  return entryHeight;
}

/** Stops tracking every transaction at once, without counting anything. */
export function forgetTracked({entryHeights}: Estimator): void {
  entryHeights.fill(UNTRACKED);
}

/** Blocks from the first to the last that this run of the node counted; 0 before the first. */
export function currentSpan({best, firstRecorded}: Estimator): number {
  return firstRecorded === null ? 0 : best - firstRecorded;
}

/** Blocks that the estimates read from a file rest on; 0 without a file or if it is six weeks behind. */
export function historicalSpan({best, history}: Estimator): number {
  return history === null || best - history.last > OLDEST_HISTORY ? 0 : history.last - history.first;
}

/**
 * Decayed number of confirmed transactions in a bucket, and the mean of their rates in sat/kvB (NaN
 * for an empty bucket).
 */
export function bucketStats(
  {stats}: Estimator,
  horizon: Horizon,
  bucket: number,
): {readonly count: number; readonly meanFeerate: number} {
  const count = stats[horizon].counts[bucket] ?? 0;
  return {count, meanFeerate: (stats[horizon].rateSums[bucket] ?? 0) / count};
}
