/**
 * How many tracked transactions of each bucket are waiting, by how long they have waited.
 *
 * Kept as running sums: for each bucket and each of the last heights, the number that entered at or
 * below that height. A question is then one look-up, a transaction that leaves costs one step for each
 * block it waited, and those older than the longest question need no place of their own.
 *
 * Says the same as the rings `unconfTxs` and `oldUnconfTxs` of all three horizons in Bitcoin Core
 * (block_policy_estimator.cpp, TxConfirmStats::ClearCurrent, NewTx, removeTx).
 */
export interface WaitingCounts {
  /** transactions; bucket × STRIDE + (height mod HEIGHTS) */
  readonly enteredBy: Int32Array;
  readonly buckets: number;
}

/** Blocks. The longest wait that is told apart from longer ones: the highest target of the long horizon. */
export const LONGEST_WAIT = 1008;

/** Heights kept for each bucket: a power of two above LONGEST_WAIT, so that a mask finds the place. */
const HEIGHTS = 1024;

/** Places from one bucket to the next. The 16 unused ones keep a walk over buckets off a single cache set. */
export const STRIDE = HEIGHTS + 16;

/** Nothing waits. */
export function createWaitingCounts(buckets: number): WaitingCounts {
  return {enteredBy: new Int32Array(buckets * STRIDE), buckets};
}

/** Adds one transaction that enters at the current best height. */
export function enter({enteredBy}: WaitingCounts, bucket: number, best: number): void {
  const place = bucket * STRIDE + (best & (HEIGHTS - 1));
  enteredBy[place] = (enteredBy[place] ?? 0) + 1;
}

/** Makes room for the height after the last; to be called once for each block. */
export function advance({enteredBy, buckets}: WaitingCounts, height: number): void {
  const place = height & (HEIGHTS - 1);
  const before = (height - 1) & (HEIGHTS - 1);
  for (let start = 0; start < buckets * STRIDE; start += STRIDE)
    enteredBy[start + place] = enteredBy[start + before] ?? 0;
}

/** Takes out one transaction that entered at `entryHeight`. */
export function exit({enteredBy}: WaitingCounts, bucket: number, entryHeight: number, best: number): void {
  const start = bucket * STRIDE;
  for (let height = Math.max(entryHeight, best - LONGEST_WAIT); height <= best; height++) {
    const place = start + (height & (HEIGHTS - 1));
    enteredBy[place] = (enteredBy[place] ?? 0) - 1;
  }
}

/** Takes out all. */
export function clear({enteredBy}: WaitingCounts): void {
  enteredBy.fill(0);
}

/**
 * Transactions of a bucket that have waited for at least so many blocks.
 *
 * @param blocks from 0 to LONGEST_WAIT
 */
export function waitingAtLeast(
  {enteredBy}: WaitingCounts,
  bucket: number,
  blocks: number,
  best: number,
): number {
  return enteredBy[bucket * STRIDE + placeOfWait(blocks, best)] ?? 0;
}

/**
 * Where `enteredBy` has the answer of `waitingAtLeast` for the first bucket; each next one is a STRIDE further on. For
 * walks over all buckets, which are most of what an estimate costs.
 */
export function placeOfWait(blocks: number, best: number): number {
  return (best - blocks) & (HEIGHTS - 1);
}
