/**
 * The lowest bound of a node's fee buckets, sat/kvB, which names the whole grid: 1,000 in Bitcoin Core
 * 0.15 to 30 (file version 149900), 100 from 31.0 (file version 309900, pull request 33199). The
 * minimum relay fee fell to 100 earlier, in 28.3, 29.1 and 30.0, with the old grid still in place.
 */
export type FeeGrid = 100 | 1000;

/** Each bound over the one below it, a pure number. Core's FEE_SPACING. */
const SPACING = 1.05;

/** sat/kvB. Bounds are made up to here; Core's MAX_BUCKET_FEERATE. */
const HIGHEST_FEERATE = 1e7;

/** sat/kvB. The bound of the last bucket, above every possible rate; Core's INF_FEERATE. */
const UNBOUNDED_FEERATE = 1e99;

const BOUNDS: Readonly<Record<FeeGrid, readonly number[]>> = {100: boundsFrom(100), 1000: boundsFrom(1000)};

/** Repeated multiplication, as in Core: a power of 1.05 would differ in the last bit. */
function boundsFrom(lowest: number): number[] {
  const bounds: number[] = [];
  for (let bound = lowest; bound <= HIGHEST_FEERATE; bound *= SPACING) bounds.push(bound);
  return [...bounds, UNBOUNDED_FEERATE];
}

/**
 * Upper bounds of the buckets, sat/kvB, ascending: bucket b holds the rates above bound b - 1, up to
 * and including bound b. 237 buckets on the grid of 100, 190 on that of 1,000.
 *
 * @see Bitcoin Core, block_policy_estimator.cpp, CBlockPolicyEstimator::CBlockPolicyEstimator
 */
export function bucketBounds(grid: FeeGrid): readonly number[] {
  return BOUNDS[grid];
}

/**
 * Index of the bucket that a rate falls in: the first whose bound is not below it.
 *
 * @param feerate sat/kvB
 * @throws {RangeError} if the rate is no whole number or negative, since Core rounds rates down
 * @example bucketOf(100, 101) // 1
 */
export function bucketOf(grid: FeeGrid, feerate: number): number {
  if (!Number.isInteger(feerate) || feerate < 0)
    throw new RangeError(`bucketOf: expected whole sat/kvB from 0, got ${feerate}`);
  const bounds = BOUNDS[grid];
  let low = 0;
  let high = bounds.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] ?? UNBOUNDED_FEERATE) < feerate) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The rate that the estimator sees, whole sat/kvB, rounded down.
 *
 * @param fee satoshi, the base fee (prioritisetransaction does not count)
 * @param vsize vbytes, adjusted for signature operations
 * @see Bitcoin Core, feerate.cpp, CFeeRate::GetFeePerK
 * @example wholeFeerate(200, 141) // 1418
 */
export function wholeFeerate(fee: number, vsize: number): number {
  return Math.floor((fee * 1000) / vsize);
}

/**
 * The rates of a market's transactions and the buckets they fall in, one entry a transaction. The
 * index is the transaction's handle. Made once and shared by all nodes of a grid.
 *
 * Both arrays are read when an event happens, so an entry may be overwritten, in both of them, once no
 * node tracks the handle any more.
 */
export interface GriddedRates {
  readonly grid: FeeGrid;
  /** whole sat/kvB by handle */
  readonly feerates: ArrayLike<number>;
  /** bucket index by handle; there are fewer than 256 buckets */
  readonly buckets: Uint8Array;
}

/**
 * Finds the bucket of every rate.
 *
 * @param feerates whole sat/kvB by handle; kept, not copied
 * @throws {RangeError} if a rate is no whole number or negative
 */
export function onGrid(grid: FeeGrid, feerates: ArrayLike<number>): GriddedRates {
  return {grid, feerates, buckets: Uint8Array.from(feerates, (feerate) => bucketOf(grid, feerate))};
}
