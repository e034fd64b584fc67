import {placeOfWait, STRIDE, waitingAtLeast, type WaitingCounts} from "./waitingCounts.js";

/** The three memories of the estimator. Core calls them SHORT_, MED_ and LONG_HALFLIFE. */
export type Horizon = "short" | "medium" | "long";

interface HorizonRule {
  /** what one block leaves of every count, in (0, 1) */
  readonly decay: number;
  /** blocks in one period: waits are told apart by the period only */
  readonly scale: number;
  /** periods kept; times the scale, the highest target */
  readonly periods: number;
  /** decayed number of confirmed transactions that a range of buckets needs before it is judged */
  readonly needed: number;
}

/**
 * Half-lives of 18, 144 and 1,004 blocks; highest targets 12, 48 and 1,008 blocks. A range needs 0.5
 * transactions a block on the short horizon, 0.1 on the others, each in the steady state: 13.158,
 * 20.833 and 144.93.
 *
 * @see Bitcoin Core, block_policy_estimator.h, SHORT_DECAY to SUFFICIENT_TXS_SHORT; unchanged since 0.15
 */
export const HORIZON_RULES: Readonly<Record<Horizon, HorizonRule>> = {
  short: {decay: 0.962, scale: 1, periods: 12, needed: 0.5 / (1 - 0.962)},
  medium: {decay: 0.9952, scale: 2, periods: 24, needed: 0.1 / (1 - 0.9952)},
  long: {decay: 0.99931, scale: 24, periods: 42, needed: 0.1 / (1 - 0.99931)},
};

/** Stands for no answer; below every rate, so that a maximum passes over it. Core's -1. */
export const NONE = -1;

/** What one horizon remembers. Counts and sums fade with every block, so they are no whole numbers. */
export interface ConfirmStats {
  readonly rule: HorizonRule;
  /** confirmed transactions by bucket; Core's txCtAvg */
  readonly counts: Float64Array;
  /** sat/kvB, sum over the confirmed transactions by bucket; Core's m_feerate_avg */
  readonly rateSums: Float64Array;
  /** transactions confirmed within p periods, at (p - 1) × buckets + bucket; Core's confAvg */
  readonly confirmed: Float64Array;
  /** transactions that left unconfirmed after p periods or more, same places; Core's failAvg */
  readonly failed: Float64Array;
  /** transactions that the block at hand confirmed in period p, same places; all 0 between blocks */
  readonly fresh: Int32Array;
}

export function createConfirmStats(horizon: Horizon, buckets: number): ConfirmStats {
  const rule = HORIZON_RULES[horizon];
  const places = rule.periods * buckets;
  return {
    rule,
    counts: new Float64Array(buckets),
    rateSums: new Float64Array(buckets),
    confirmed: new Float64Array(places),
    failed: new Float64Array(places),
    fresh: new Int32Array(places),
  };
}

/** Lets everything fade by one block. */
export function fade({rule, counts, rateSums, confirmed, failed}: ConfirmStats): void {
  for (const table of [counts, rateSums, confirmed, failed])
    for (let i = 0; i < table.length; i++) table[i] = (table[i] ?? 0) * rule.decay;
}

/**
 * Counts one transaction of the block at hand. Its period enters the tables with `settle`.
 *
 * @param blocks from entry to confirmation, at least 1
 * @see Bitcoin Core, block_policy_estimator.cpp, TxConfirmStats::Record
 */
export function countConfirmed(stats: ConfirmStats, bucket: number, feerate: number, blocks: number): void {
  const {rule, counts, rateSums, fresh} = stats;
  counts[bucket] = (counts[bucket] ?? 0) + 1;
  rateSums[bucket] = (rateSums[bucket] ?? 0) + feerate;
  const period = Math.ceil(blocks / rule.scale);
  if (period > rule.periods) return;
  const place = (period - 1) * counts.length + bucket;
  fresh[place] = (fresh[place] ?? 0) + 1;
}

/** Ends a block: a transaction confirmed in one period is also confirmed within every later one. */
export function settle({counts, confirmed, fresh}: ConfirmStats): void {
  for (let place = 0; place < fresh.length; place++) {
    const within = fresh[place] ?? 0;
    if (within === 0) continue;
    confirmed[place] = (confirmed[place] ?? 0) + within;
    fresh[place] = 0;
    const next = place + counts.length;
    if (next < fresh.length) fresh[next] = (fresh[next] ?? 0) + within;
  }
}

/**
 * Counts transactions that left the mempool unconfirmed, as failures in every period they sat through.
 *
 * @param blocks waited so far; under one period nothing is counted
 * @see Bitcoin Core, block_policy_estimator.cpp, TxConfirmStats::removeTx
 */
export function countFailed({rule, counts, failed}: ConfirmStats, bucket: number, blocks: number): void {
  const periods = Math.min(Math.floor(blocks / rule.scale), rule.periods);
  for (let period = 0; period < periods; period++) {
    const place = period * counts.length + bucket;
    failed[place] = (failed[place] ?? 0) + 1;
  }
}

/** Counts everything that waits as failed, as a clean shutdown does. The caller then clears the waiting. */
export function failAllWaiting(stats: ConfirmStats, waiting: WaitingCounts, best: number): void {
  const {rule, counts, failed} = stats;
  for (let period = 1; period <= rule.periods; period++)
    for (let bucket = 0; bucket < counts.length; bucket++) {
      const place = (period - 1) * counts.length + bucket;
      failed[place] = (failed[place] ?? 0) + waitingAtLeast(waiting, bucket, period * rule.scale, best);
    }
}

/**
 * The typical rate of the cheapest transactions that were confirmed in time often enough, sat/kvB.
 *
 * Goes from the dearest bucket down and judges a range as soon as it holds enough transactions. A
 * range that fails is carried along, and may pass together with those below it; the last range that
 * passes gives the answer, the mean rate of the bucket in which its median transaction lies.
 *
 * @param target blocks, from 1 to the highest of the horizon
 * @param success share of transactions that must be confirmed within the target, in (0, 1]
 * @returns sat/kvB, not rounded, or NONE if no range passes
 * @see Bitcoin Core, block_policy_estimator.cpp, TxConfirmStats::EstimateMedianVal
 */
export function medianRate(
  stats: ConfirmStats,
  waiting: WaitingCounts,
  best: number,
  target: number,
  success: number,
): number {
  const {rule, counts, confirmed, failed} = stats;
  const row = (Math.ceil(target / rule.scale) - 1) * counts.length;
  const {enteredBy} = waiting;
  // The last range that passed, from its lowest bucket to its highest.
  let low = -1;
  let top = -1;
  let high = counts.length - 1;
  const stride = STRIDE;
  let place = placeOfWait(target, best) + high * stride;
  const {needed} = rule;
  let sinceJudged = 0;
  let inTime = 0;
  let total = 0;
  let left = 0;
  let late = 0;
  for (let bucket = high; bucket >= 0; bucket--, place -= stride) {
    const count = counts[bucket] ?? 0;
    sinceJudged += count;
    total += count;
    inTime += confirmed[row + bucket] ?? 0;
    left += failed[row + bucket] ?? 0;
    late += enteredBy[place] ?? 0;
    if (sinceJudged < needed) continue;
    sinceJudged = 0;
    if (inTime / (total + left + late) < success) continue;
    low = bucket;
    top = high;
    high = bucket - 1;
    inTime = total = left = late = 0;
  }
  return low < 0 ? NONE : meanAtMedian(stats, low, top);
}

/** Mean rate of the bucket that holds the median transaction of a range, counted from its low end. */
function meanAtMedian({counts, rateSums}: ConfirmStats, low: number, high: number): number {
  let half = 0;
  for (let bucket = low; bucket <= high; bucket++) half += counts[bucket] ?? 0;
  half /= 2;
  for (let bucket = low; bucket <= high; bucket++) {
    const count = counts[bucket] ?? 0;
    if (count >= half) return (rateSums[bucket] ?? 0) / count;
    half -= count;
  }
  return NONE;
}
