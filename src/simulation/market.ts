import type {Tip} from "../observation/tip.js";

/** One block of the simulated chain. */
export interface Block extends Tip {
  /** ms since the start of the observation, when it was found; warm-up blocks have negative times */
  readonly atMs: number;
  readonly previousHash: string;
}

/**
 * Everything that happens on the simulated network, before any node has seen it: transactions as columns
 * (a struct of arrays, because there are hundreds of thousands), and blocks.
 *
 * Times are ms since the start of the observation. What came before it, the warm-up, is negative.
 */
export interface Market {
  readonly startMs: number;
  readonly endMs: number;
  /** when it was broadcast; ascending */
  readonly arrivalMs: Float64Array;
  /** sat */
  readonly fee: Int32Array;
  /** ceil(weight / 4) */
  readonly vsize: Int32Array;
  /** weight units */
  readonly weight: Int32Array;
  /** bytes, witness included */
  readonly size: Int32Array;
  /** index of the block that holds it, or -1 */
  readonly minedIn: Int32Array;
  /** index into `kinds` */
  readonly kind: Uint8Array;
  /** 1 if a parent was unconfirmed when it was broadcast */
  readonly hasParent: Uint8Array;
  /** when a conflicting transaction took its place, or Infinity */
  readonly replacedMs: Float64Array;
  readonly blocks: readonly Block[];
  /** for each block, the transactions broadcast before it that are not in it or an earlier one */
  readonly pendingAfter: readonly Int32Array[];
  /** for each block, how many transactions were broadcast before it */
  readonly arrivedBefore: Int32Array;
}

/** How many of the ascending values are at most `limit`. */
export function countUpTo(ascending: Float64Array, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? Infinity) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
