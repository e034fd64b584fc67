import {randomExponential, randomNormal} from "d3";
import {createRandom} from "../statistics/random.js";
import {createArrivals} from "./arrivals.js";
import {createChain, type ChainOptions} from "./chain.js";
import type {Market} from "./market.js";
import {regimes, type Regime, type RegimeName} from "./regime.js";

export interface MarketOptions extends ChainOptions {
  /** a named one, or one's own */
  readonly regime: RegimeName | Regime;
  /** length of the observation */
  readonly hours: number;
  /** simulated before the observation begins, so that mempools and estimators have a past */
  readonly warmupHours: number;
}

/** Mean time between blocks, which consensus aims at. */
const BLOCK_MS = 600_000;

/** vbytes of transactions in a full block: a million less the header, the coinbase and what pools leave free. */
const BLOCK_VSIZE = 998_000;

/** ms between the moment a pool chose its transactions and the block: 5 to 35 s. */
const TEMPLATE_AGE_MS = [5_000, 35_000] as const;

/** The level of bids wanders as an Ornstein-Uhlenbeck process in the logarithm: spread and time constant. */
const LEVEL_SPREAD = 0.35;
const LEVEL_MS = 24 * 3_600_000;

/** The backlog at the beginning was broadcast during the two days before. */
const OLD_MS = 48 * 3_600_000;

/** A replaced transaction is forgotten for good this long after, when the slowest node has heard of it. */
const FORGET_MS = 10 * 60_000;

const HOUR_MS = 3_600_000;

/**
 * Simulates a fee market: bids and cheap transactions arriving at random, blocks that take the best-paying
 * of them, a chain of headers. The same options give the same market to the last bit.
 *
 * Simplifications: transactions stand alone (a parent is a flag), a replacement is one of the ordinary
 * arrivals, and every miner sees every transaction.
 */
export function simulateMarket(options: MarketOptions): Market {
  const regime = typeof options.regime === "string" ? regimes[options.regime] : options.regime;
  const startMs = -options.warmupHours * HOUR_MS;
  const endMs = options.hours * HOUR_MS;
  const arrivals = createArrivals(`${options.seed}/arrivals`, regime);
  const {arrivalMs, vsize, rate, replacedMs} = arrivals;
  const random = createRandom(`${options.seed}/blocks`);
  const interval = randomExponential.source(random)(1 / BLOCK_MS);
  const normal = randomNormal.source(random)();
  const chain = createChain(options);
  const minedIn: number[] = [];
  const pendingAfter: Int32Array[] = [];
  const arrivedBefore: number[] = [];

  arrivals.addBacklog(startMs - OLD_MS, startMs);
  let pending = bestFirst(rate, 0, arrivalMs.length);
  let taken = arrivalMs.length;
  let wander = LEVEL_SPREAD * normal();
  let now = startMs;
  while (now < endMs) {
    const blockMs = now + interval();
    const kept = Math.exp(-(blockMs - now) / LEVEL_MS);
    wander = wander * kept + LEVEL_SPREAD * Math.sqrt(1 - kept * kept) * normal();
    let backlog = 0;
    for (const i of pending) backlog += vsize[i] ?? 0;
    arrivals.add(now, Math.min(blockMs, endMs), {
      level: regime.level * Math.exp(wander),
      backlog,
      flow: BLOCK_VSIZE / BLOCK_MS,
    });
    now = blockMs;
    if (blockMs >= endMs) break;

    pending = merge(rate, pending, bestFirst(rate, taken, arrivalMs.length));
    taken = arrivalMs.length;
    const [youngest, oldest] = TEMPLATE_AGE_MS;
    const templateMs = blockMs - (youngest + random() * (oldest - youngest));
    const block = chain.blocks.length;
    let room = BLOCK_VSIZE;
    pending = pending.filter((i) => {
      const replaced = replacedMs[i] ?? Infinity;
      if (replaced < blockMs - FORGET_MS) return false;
      const size = vsize[i] ?? 0;
      if (size > room || (arrivalMs[i] ?? Infinity) > templateMs || replaced <= templateMs) return true;
      room -= size;
      minedIn[i] = block;
      replacedMs[i] = Infinity;
      return false;
    });
    chain.add(blockMs);
    pendingAfter.push(pending);
    arrivedBefore.push(taken);
  }

  return {
    startMs,
    endMs,
    ...arrivals.finish(),
    minedIn: Int32Array.from(arrivalMs, (_, i) => minedIn[i] ?? -1),
    blocks: chain.blocks,
    pendingAfter,
    arrivedBefore: Int32Array.from(arrivedBefore),
  };
}

/** The transactions from one index to another, best-paying first. */
function bestFirst(rate: readonly number[], from: number, to: number): Int32Array {
  return Int32Array.from({length: to - from}, (_, i) => from + i).toSorted(
    (a, b) => (rate[b] ?? 0) - (rate[a] ?? 0) || a - b,
  );
}

/** Two lists of transactions, each best-paying first, as one. */
function merge(rate: readonly number[], left: Int32Array, right: Int32Array): Int32Array {
  const merged = new Int32Array(left.length + right.length);
  for (let i = 0, l = 0, r = 0; i < merged.length; i++) {
    const fromLeft =
      r >= right.length || (l < left.length && (rate[left[l] ?? 0] ?? 0) >= (rate[right[r] ?? 0] ?? 0));
    merged[i] = (fromLeft ? left[l++] : right[r++]) ?? 0;
  }
  return merged;
}
