import {HORIZON_RULES, medianRate, NONE, type Horizon} from "./confirmStats.js";
import {currentSpan, historicalSpan, type Estimator} from "./estimator.js";

/** How careful an answer is. The default of the RPC is economical from 28.0 (pull request 30275), conservative before. */
export type EstimateMode = "economical" | "conservative";

/** Share of transactions confirmed within half the target. Core's HALF_SUCCESS_PCT. */
const HALF_SUCCESS = 0.6;
/** Share of transactions confirmed within the target. Core's SUCCESS_PCT. */
const SUCCESS = 0.85;
/** Share of transactions confirmed within twice the target. Core's DOUBLE_SUCCESS_PCT. */
const DOUBLE_SUCCESS = 0.95;

/** Blocks: 12, 48 and 1,008. */
const HIGHEST_TARGET: Readonly<Record<Horizon, number>> = {
  short: highestTarget("short"),
  medium: highestTarget("medium"),
  long: highestTarget("long"),
};

function highestTarget(horizon: Horizon): number {
  return HORIZON_RULES[horizon].scale * HORIZON_RULES[horizon].periods;
}

/** The typical rate of what one horizon saw confirmed within a target often enough; NONE without any. */
export type RateOf = (horizon: Horizon, target: number, success: number) => number;

/**
 * Asks the estimator's tables each question once, for as long as its state stays as it is: estimates for different
 * targets rest on many of the same rates, and each takes a walk over all buckets.
 */
export function askingOnce({stats, waiting, best}: Estimator): RateOf {
  const known: Readonly<Record<Horizon, Map<number, number>>> = {
    short: new Map(),
    medium: new Map(),
    long: new Map(),
  };
  return (horizon, target, success) => {
    // Targets are whole numbers and successes below 1: the sum tells both.
    const question = target + success;
    const before = known[horizon].get(question);
    if (before !== undefined) return before;
    const rate = medianRate(stats[horizon], waiting, best, target, success);
    known[horizon].set(question, rate);
    return rate;
  };
}

/**
 * The node's estimate before it is raised to the floor of the RPC.
 *
 * The highest of the rates that got 60% of their transactions into half the target, 85% into the
 * target and 95% into twice the target; conservative asks the longer horizons about the last as well.
 * A target that reaches beyond half the blocks seen so far is lowered to that.
 *
 * @param target blocks, whole
 * @param rateOf from `askingOnce`, where several questions are asked of one state of the estimator
 * @returns whole sat/kvB, or null if the node cannot tell or the target is not in 1 to 1,008
 * @throws {RangeError} if the target is no whole number
 * @see Bitcoin Core, block_policy_estimator.cpp, CBlockPolicyEstimator::estimateSmartFee. After 31 the
 *   RPC answers with the lower of this and a mempool percentile (pull request 34075), not modelled here.
 */
export function estimateSmartFee(
  estimator: Estimator,
  target: number,
  mode: EstimateMode,
  rateOf: RateOf = askingOnce(estimator),
): number | null {
  if (!Number.isInteger(target))
    throw new RangeError(`estimateSmartFee: expected a whole number of blocks, got ${target}`);
  if (target < 1 || target > HIGHEST_TARGET.long) return null;
  const usable = Math.min(Math.max(target, 2), maxUsableTarget(estimator));
  if (usable <= 1) return null;
  const double = 2 * usable;
  let rate = Math.max(
    shortestHorizon(rateOf, Math.floor(usable / 2), HALF_SUCCESS, true),
    shortestHorizon(rateOf, usable, SUCCESS, true),
    shortestHorizon(rateOf, double, DOUBLE_SUCCESS, mode === "economical"),
  );
  if (mode === "conservative" || rate === NONE) rate = Math.max(rate, longerHorizons(rateOf, double));
  // Math.round is half away from zero for all rates, which are never negative.
  return rate === NONE ? null : Math.round(rate);
}

/** Blocks. Half of what the node has seen, so that failures had time to show. Core's MaxUsableEstimate. */
export function maxUsableTarget(estimator: Estimator): number {
  const span = Math.max(currentSpan(estimator), historicalSpan(estimator));
  return Math.min(HIGHEST_TARGET.long, Math.floor(span / 2));
}

/**
 * The rate from the shortest horizon that reaches the target. If the shorter ones are checked too, the
 * lowest of that and of their answers for their highest targets.
 *
 * @see Bitcoin Core, block_policy_estimator.cpp, CBlockPolicyEstimator::estimateCombinedFee
 */
function shortestHorizon(rateOf: RateOf, target: number, success: number, checkShorter: boolean): number {
  const ask = (horizon: Horizon, target: number) => rateOf(horizon, target, success);
  if (target < 1 || target > HIGHEST_TARGET.long) return NONE;
  if (target <= HIGHEST_TARGET.short) return ask("short", target);
  const own = target <= HIGHEST_TARGET.medium ? ask("medium", target) : ask("long", target);
  if (!checkShorter) return own;
  const medium = target > HIGHEST_TARGET.medium ? lower(own, ask("medium", HIGHEST_TARGET.medium)) : own;
  return lower(medium, ask("short", HIGHEST_TARGET.short));
}

function lower(rate: number, shorter: number): number {
  return shorter > 0 && (rate === NONE || shorter < rate) ? shorter : rate;
}

/**
 * The higher of what the horizons beyond the shortest one say.
 *
 * @see Bitcoin Core, block_policy_estimator.cpp, CBlockPolicyEstimator::estimateConservativeFee
 */
function longerHorizons(rateOf: RateOf, target: number): number {
  return Math.max(
    target <= HIGHEST_TARGET.short ? rateOf("medium", target, DOUBLE_SUCCESS) : NONE,
    target <= HIGHEST_TARGET.medium ? rateOf("long", target, DOUBLE_SUCCESS) : NONE,
  );
}

/** Lowest rates at which a node takes and passes on transactions, sat/kvB. */
export interface FeeFloors {
  /** rises above the relay minimum while the mempool is full */
  readonly mempoolMinimum: number;
  /** -minrelaytxfee: 1,000 by default, 100 from 28.3, 29.1 and 30.0 on (pull request 33106) */
  readonly relayMinimum: number;
}

/**
 * What the RPC answers, sat/kvB: the estimate raised to the node's floors; null stays null. Without the
 * floors before 23, as far as known (pull request 22722).
 *
 * @see Bitcoin Core, rpc/fees.cpp, estimatesmartfee
 */
export function raiseToFloor(estimate: number | null, floors: FeeFloors): number | null {
  return estimate === null ? null : Math.max(estimate, floors.mempoolMinimum, floors.relayMinimum);
}
