import {hashText} from "../statistics/random.js";
import type {FeeGrid} from "./feeBuckets.js";
import type {EstimateMode} from "./smartFee.js";
import type {TransactionKind} from "./transaction.js";

/** A time during which a node was down. What was broadcast meanwhile it never asks for (Bitcoin Core issue 25018). */
export interface Restart {
  readonly downMs: number;
  readonly upMs: number;
  /** whether `mempool.dat` was there to load at the start */
  readonly keptMempool: boolean;
}

/** A Bitcoin node: the settings and the luck that make its view of the market its own. */
export interface Node {
  readonly id: string;
  /** 32 bits from which all of its luck is drawn */
  readonly seed: number;
  /** nodes of one policy share half of their misses: default nodes tend to lack the same odd transactions */
  readonly policySeed: number;
  /** share of transactions it never gets */
  readonly missShare: number;
  /** mean of the exponential delay after which it has every other transaction */
  readonly meanDelayMs: number;
  /** sat/kvB; also the floor of its fee estimates */
  readonly relayMinimum: number;
  /** sat/kvB: smallest step by which a replacement must raise the feerate, and the mempool minimum after an eviction */
  readonly incrementalMinimum: number;
  /** vbytes; beyond it the cheapest transactions are evicted */
  readonly sizeLimit: number;
  readonly refuses: readonly TransactionKind[];
  /** when it was first switched on with an empty mempool; -Infinity for a node older than the market */
  readonly sinceMs: number;
  readonly restarts: readonly Restart[];
  /** lower end of its estimator's grid, sat/kvB: 100 from Bitcoin Core 31.0 on, 1000 before */
  readonly estimateGrid: FeeGrid;
  /** its default, economical from 28.0 on */
  readonly estimateMode: EstimateMode;
  /** what it calls itself, which some banners show */
  readonly agent: string;
}

export type NodeOptions = Partial<Omit<Node, "id" | "seed" | "policySeed">> & {
  readonly id: string;
  readonly seed: number | string;
  readonly policy?: string;
};

/** 300 MB of memory, the default, holds about 80 MvB (mempool.space issue 5043, 2024). */
const DEFAULT_SIZE_LIMIT = 80e6;

/** A long-running, well connected node with default settings, except where the options say otherwise. */
export function createNode({id, seed, policy = "default", ...options}: NodeOptions): Node {
  const relayMinimum = options.relayMinimum ?? 100;
  return {
    id,
    seed: hashText(`${seed}/node/${id}`),
    policySeed: hashText(`${seed}/policy/${policy}`),
    missShare: 0.0003,
    meanDelayMs: 1_200,
    relayMinimum,
    incrementalMinimum: relayMinimum,
    sizeLimit: DEFAULT_SIZE_LIMIT,
    refuses: [],
    sinceMs: -Infinity,
    restarts: [],
    estimateGrid: 100,
    estimateMode: "economical",
    agent: "/Satoshi:31.0.0/",
    ...options,
  };
}
