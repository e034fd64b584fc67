import {hashToUnit} from "../statistics/random.js";
import {countUpTo, type Block, type Market} from "./market.js";
import type {Node} from "./node.js";
import {kinds} from "./transaction.js";

/** What one node sees of one market. Nothing is stored for a transaction: every view is computed when asked for. */
export interface NodeView {
  readonly market: Market;
  readonly node: Node;
  /** for each block, when the node has it */
  readonly blockMs: Float64Array;
}

/** Blocks reach nine nodes in ten after 0.2 to 2 s, the rest after 4 to 30 s. */
const BLOCK_DELAY_MS = [200, 2_000] as const;
const LATE_BLOCK_SHARE = 0.1;
const LATE_BLOCK_MS = [4_000, 30_000] as const;

/** A node that was down has caught up with the chain this long after its start. */
export const CATCH_UP_MS = 5_000;

/** Delays longer than this many means are cut off (one in 500 million). */
const LONGEST_DELAY = 20;

/** Names for the independent draws that a node makes. */
const DELAY = 0x1f3a;
const MISS = 0x2e5b;
const BLOCK = 0x3d7c;
const REMOVAL = 0x4c9d;

export function viewMarket(market: Market, node: Node): NodeView {
  let last = -Infinity;
  const blockMs = Float64Array.from(market.blocks, ({atMs, height}) => {
    const u = hashToUnit(node.seed ^ BLOCK, height);
    const late = u < LATE_BLOCK_SHARE;
    const [low, high] = late ? LATE_BLOCK_MS : BLOCK_DELAY_MS;
    const share = late ? u / LATE_BLOCK_SHARE : (u - LATE_BLOCK_SHARE) / (1 - LATE_BLOCK_SHARE);
    last = Math.max(last, atMs + low + share * (high - low));
    for (const {downMs, upMs} of node.restarts)
      if (last >= downMs && last < upMs + CATCH_UP_MS) last = upMs + CATCH_UP_MS;
    return last;
  });
  return {market, node, blockMs};
}

/** Index of the newest block that the node has at a time, or -1. */
export function tipIndexAt({blockMs}: NodeView, ms: number): number {
  return countUpTo(blockMs, ms) - 1;
}

/** The newest block that the node has at a time, or undefined before the first. */
export function tipAt(view: NodeView, ms: number): Block | undefined {
  return view.market.blocks[tipIndexAt(view, ms)];
}

/** The last moment, up to the one asked for, at which the node ran: while it is down, its servers know no more than that. */
export function lastUpMs({node}: NodeView, ms: number): number {
  return node.restarts.find(({downMs, upMs}) => ms >= downMs && ms < upMs)?.downMs ?? ms;
}

/** When a transaction reaches the node's mempool, if it ever does; its misses are not looked at here. */
export function entryMs({market, node}: NodeView, transaction: number): number {
  const u = hashToUnit(node.seed ^ DELAY, transaction);
  return (
    (market.arrivalMs[transaction] ?? Infinity) + node.meanDelayMs * Math.min(LONGEST_DELAY, -Math.log1p(-u))
  );
}

/** When the node has heard of the replacement of a transaction; Infinity if there is none. */
export function removalMs({market, node}: NodeView, transaction: number): number {
  const replacedMs = market.replacedMs[transaction] ?? Infinity;
  if (replacedMs === Infinity) return Infinity;
  return replacedMs - node.meanDelayMs * Math.log1p(-hashToUnit(node.seed ^ REMOVAL, transaction));
}

/** What `accepts` has answered so far: one byte a transaction, 0 where nobody has asked. */
const answered = new WeakMap<NodeView, Uint8Array>();
const YES = 1;
const NO = 2;

function answersOf(view: NodeView): Uint8Array {
  const known = answered.get(view) ?? new Uint8Array(view.market.arrivalMs.length);
  answered.set(view, known);
  return known;
}

/** Whether the node would take a transaction that it hears of: misses, minimum feerate, filters. */
export function accepts(view: NodeView, transaction: number): boolean {
  return acceptsOnce(view, answersOf(view), transaction);
}

function acceptsOnce(view: NodeView, known: Uint8Array, transaction: number): boolean {
  const before = known[transaction] ?? 0;
  if (before !== 0) return before === YES;
  const accepted = judge(view, transaction);
  known[transaction] = accepted ? YES : NO;
  return accepted;
}

function judge({market, node}: NodeView, transaction: number): boolean {
  // Core: fee >= ceil(minimum * vsize / 1000), which for whole satoshi is this.
  if ((market.fee[transaction] ?? 0) * 1000 < node.relayMinimum * (market.vsize[transaction] ?? 0))
    return false;
  const half = node.missShare / 2;
  if (hashToUnit(node.seed ^ MISS, transaction) < half) return false;
  if (hashToUnit(node.policySeed ^ MISS, transaction) < half) return false;
  if (node.refuses.length === 0) return true;
  const kind = kinds[market.kind[transaction] ?? 0];
  return kind === undefined || !node.refuses.includes(kind);
}

/** Whether the node keeps, up to `ms`, what entered its mempool at `entered`: not if it was down then, or forgot since. */
export function remembers({node}: NodeView, entered: number, ms: number): boolean {
  if (entered < node.sinceMs) return false;
  return node.restarts.every(
    ({downMs, upMs, keptMempool}) => downMs > ms || entered >= upMs || (entered < downMs && keptMempool),
  );
}

/**
 * The transactions in the node's mempool at a time, as indices into the market, in no particular order.
 *
 * Two simplifications: eviction has no memory (what fits again is back), and nothing expires.
 */
export function mempoolAt(view: NodeView, atMs: number): Int32Array {
  const {market, node} = view;
  const ms = lastUpMs(view, atMs);
  const tip = tipIndexAt(view, ms);
  const old = market.pendingAfter[tip] ?? new Int32Array();
  const from = tip < 0 ? 0 : (market.arrivedBefore[tip] ?? 0);
  const to = countUpTo(market.arrivalMs, ms);
  const certainMs = ms - LONGEST_DELAY * node.meanDelayMs;
  const hasHistory = node.restarts.length > 0 || node.sinceMs > -Infinity;
  const {arrivalMs, replacedMs} = market;
  const known = answersOf(view);
  const held = new Int32Array(old.length + Math.max(0, to - from));
  let count = 0;
  const consider = (i: number) => {
    const arrived = arrivalMs[i] ?? Infinity;
    if (arrived > ms || !acceptsOnce(view, known, i)) return;
    if (arrived > certainMs || hasHistory) {
      const entered = entryMs(view, i);
      if (entered > ms || !remembers(view, entered, ms)) return;
    }
    if ((replacedMs[i] ?? Infinity) <= ms && removalMs(view, i) <= ms) return;
    held[count++] = i;
  };
  for (let k = 0; k < old.length; k++) consider(old[k] ?? 0);
  for (let i = from; i < to; i++) consider(i);
  return evict(view, held.subarray(0, count));
}

function evict({market, node}: NodeView, held: Int32Array): Int32Array {
  let total = 0;
  for (const i of held) total += market.vsize[i] ?? 0;
  if (total <= node.sizeLimit) return held;
  const rate = (i: number) => (market.fee[i] ?? 0) / (market.vsize[i] ?? 1);
  const best = held.toSorted((a, b) => rate(b) - rate(a) || a - b);
  let room = node.sizeLimit;
  const end = best.findIndex((i) => (room -= market.vsize[i] ?? 0) < 0);
  return best.subarray(0, end);
}
