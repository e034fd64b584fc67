import {randomExponential} from "d3";
import {createRandom} from "../statistics/random.js";
import type {Market} from "./market.js";
import type {Regime} from "./regime.js";
import {createBids, createCheapRates, createKinds, createSizes} from "./transaction.js";

/** Mean vbytes of a bid and of a cheap transaction, to turn rates into flows. */
const BID_VSIZE = 260;
const CHEAP_VSIZE = 560;

/** Cheap transactions come faster while the backlog is short; a gap would close in about this time. */
const BACKLOG_MS = 3_600_000;

/** Bids rise and fall with the day by this share. */
const DAY_CYCLE = 0.25;
const DAY_MS = 86_400_000;

/** Nothing is relayed below this, sat/vB: Bitcoin Core's default minimum since 29.1. */
const LEAST_RATE = 0.1;

/** Share of transactions that are replaced if they wait long enough, and how long that takes on average. */
const REPLACED_SHARE = 0.05;
const REPLACED_AFTER_MS = 30 * 60_000;

/** Share of transactions broadcast while a parent was unconfirmed. */
const PARENT_SHARE = 0.22;

/** Where the market stands while transactions arrive. */
export interface Weather {
  /** around which bids are made, sat/vB */
  readonly level: number;
  /** vbytes waiting */
  readonly backlog: number;
  /** vbytes that blocks take, per ms */
  readonly flow: number;
}

/** The transactions of a market while it is being simulated, as growing columns. */
export interface Arrivals {
  readonly arrivalMs: readonly number[];
  readonly vsize: readonly number[];
  /** sat/vB */
  readonly rate: readonly number[];
  /** set to Infinity for a transaction that was mined after all */
  readonly replacedMs: number[];
  /** fills a stretch of time with cheap transactions up to the regime's backlog */
  addBacklog(fromMs: number, toMs: number): void;
  /** adds bids and cheap transactions, the latter the faster the shorter the backlog is */
  add(fromMs: number, toMs: number, weather: Weather): void;
  finish(): Pick<
    Market,
    "arrivalMs" | "fee" | "vsize" | "weight" | "size" | "kind" | "hasParent" | "replacedMs"
  >;
}

export function createArrivals(seed: string, regime: Regime): Arrivals {
  const random = createRandom(seed);
  const wait = randomExponential.source(random)(1);
  const drawSize = createSizes(random);
  const drawKind = createKinds(random);
  const drawBid = createBids(random, regime);
  const drawCheap = createCheapRates(random);
  const arrivalMs: number[] = [];
  const fee: number[] = [];
  const weight: number[] = [];
  const size: number[] = [];
  const kind: number[] = [];
  const hasParent: number[] = [];
  const replacedMs: number[] = [];
  const rate: number[] = [];
  const vsize: number[] = [];

  const append = (atMs: number, wanted: number, isLarge: boolean) => {
    const drawn = drawSize(isLarge);
    const virtual = Math.ceil(drawn.weight / 4);
    // Wallets round up. The small subtraction keeps a whole feerate times a whole size from gaining a satoshi.
    const paid = Math.ceil(Math.max(wanted, LEAST_RATE) * virtual - 1e-9);
    arrivalMs.push(atMs);
    weight.push(drawn.weight);
    size.push(drawn.size);
    vsize.push(virtual);
    fee.push(paid);
    rate.push(paid / virtual);
    kind.push(drawKind());
    hasParent.push(random() < PARENT_SHARE ? 1 : 0);
    replacedMs.push(random() < REPLACED_SHARE ? atMs + REPLACED_AFTER_MS * wait() : Infinity);
  };

  return {
    arrivalMs,
    vsize,
    rate,
    replacedMs,
    addBacklog(fromMs, toMs) {
      const step = (toMs - fromMs) / (regime.backlog / CHEAP_VSIZE);
      let total = 0;
      for (let at = fromMs; at < toMs && total < regime.backlog; at += step) {
        append(at, drawCheap(), true);
        total += vsize.at(-1) ?? 0;
      }
    },
    add(fromMs, toMs, {level, backlog, flow}) {
      const missing = (flow + (regime.backlog - backlog) / BACKLOG_MS) * 1000 - regime.bidRate * BID_VSIZE;
      const [least, most] = regime.cheapRate;
      const cheap = Math.min(most, Math.max(least, missing / CHEAP_VSIZE));
      let at = fromMs;
      for (;;) {
        const bids = regime.bidRate * (1 + DAY_CYCLE * Math.sin((2 * Math.PI * at) / DAY_MS));
        at += (1000 * wait()) / (bids + cheap);
        if (at >= toMs) return;
        const isBid = random() * (bids + cheap) < bids;
        append(at, isBid ? drawBid(level) : drawCheap(), !isBid);
      }
    },
    finish: () => ({
      arrivalMs: Float64Array.from(arrivalMs),
      fee: Int32Array.from(fee),
      vsize: Int32Array.from(vsize),
      weight: Int32Array.from(weight),
      size: Int32Array.from(size),
      kind: Uint8Array.from(kind),
      hasParent: Uint8Array.from(hasParent),
      replacedMs: Float64Array.from(replacedMs),
    }),
  };
}
