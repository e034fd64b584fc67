import type {FeeHistogram} from "../observation/histogram.js";
import {refreshMs} from "./histogramRefresh.js";
import {histogramRules, type HistogramRule} from "./histogramRule.js";
import type {Market} from "./market.js";
import {simulateMarket} from "./marketSimulation.js";
import {createNode} from "./node.js";
import {mempoolAt, viewMarket, type NodeView} from "./nodeView.js";
import {programs, type Family} from "./program.js";
import {regimeBetween} from "./regime.js";

/** Two nodes over one market, with one server of every program on each. Node A is an ordinary node. */
export interface TwoNodes {
  readonly seed: number;
  /** 0 is quiet, 1/2 moderate, 1 busy */
  readonly busyness: number;
  /** servers called B ask node A too, and B's other settings say nothing, but for the phase */
  readonly oneNode: boolean;
  /** of node B, sat/kvB */
  readonly relayMinimum: number;
  /** of node B: share of transactions that it never gets */
  readonly missShare: number;
  /** h since node B was switched on with an empty mempool; Infinity for a node older than the market */
  readonly ageHours: number;
  /** how much older the histograms of servers B are than those of servers A, as a share of the program's refresh period */
  readonly phase: number;
}

export const nodeNames = ["A", "B"] as const;
export type NodeName = (typeof nodeNames)[number];

/** What one server sends. */
export interface Answer {
  readonly rule: HistogramRule;
  /** the node's name; where both are one node, it only tells the two servers of a program apart */
  readonly node: NodeName;
  readonly histogram: FeeHistogram;
}

/** All rules, oldest ElectrumX first. */
export const rules = Object.keys(histogramRules) as readonly HistogramRule[];

/** The programs of one family refresh alike. Each rule has a program. */
export const familyOf = Object.fromEntries(
  Object.values(programs).map(({rule, family}) => [rule, family]),
) as Readonly<Record<HistogramRule, Family>>;

/** A quarter of an hour for bids to pile up on the backlog, and half an hour in which to find the moment. Longer takes longer to compute. */
const WARMUP_HOURS = 0.25;
const HOURS = 0.5;
const HOUR_MS = 3_600_000;

/**
 * ms since the last block at the moment of asking. All histograms compared are then of one and the same stretch
 * between blocks, the longest refresh period being shorter.
 */
export const SINCE_BLOCK_MS = 300_000;

/** Node A's, and an ordinary node's: as the simulated networks have it. */
export const ORDINARY_MISS_SHARE = createNode({id: "A", seed: 0}).missShare;
export const ORDINARY_RELAY_MINIMUM = createNode({id: "A", seed: 0}).relayMinimum;

/** The market of some settings, about a twentieth of a second's work; its headers have no valid hash, as nobody looks at them. */
export function marketOf({seed, busyness}: Pick<TwoNodes, "seed" | "busyness">): Market {
  return simulateMarket({
    seed: `programs/${seed}`,
    regime: regimeBetween(busyness),
    hours: HOURS,
    warmupHours: WARMUP_HOURS,
    startUtcMs: 0,
    firstHeight: 0,
    hashHeader: () => "0".repeat(64),
  });
}

/** When all servers are asked: five minutes after the block that the next one leaves most time, or just before that one. */
export function momentOf({blocks, endMs}: Market): number {
  const waits = blocks.map(({atMs}, i) => ({atMs, wait: (blocks[i + 1]?.atMs ?? endMs) - atMs}));
  const longest = waits
    .filter(({atMs}) => atMs >= 0)
    .reduce((best, next) => (next.wait > best.wait ? next : best), {atMs: endMs, wait: 0});
  return longest.atMs + Math.min(SINCE_BLOCK_MS, Math.max(0, longest.wait - 1));
}

/** What the servers of node A send, one for each rule; they have all just read its mempool. */
export function answersOfA(market: Market, seed: number): readonly Answer[] {
  const view = viewMarket(market, createNode({id: "A", seed}));
  return answers(view, "A", () => momentOf(market));
}

/** What the servers of node B send: each shows a moment that lies the phase's share of its refresh period back. */
export function answersOfB(market: Market, settings: TwoNodes): readonly Answer[] {
  const {seed, oneNode, relayMinimum, missShare, ageHours, phase} = settings;
  const moment = momentOf(market);
  const sinceMs = moment - ageHours * HOUR_MS;
  const node = oneNode
    ? createNode({id: "A", seed})
    : createNode({id: "B", seed, relayMinimum, missShare, sinceMs});
  return answers(viewMarket(market, node), "B", (rule) => moment - phase * refreshMs[familyOf[rule]]);
}

function answers(view: NodeView, node: NodeName, moment: (rule: HistogramRule) => number): readonly Answer[] {
  const read = new Map<number, ReturnType<typeof columnsAt>>();
  return rules.map((rule) => {
    const ms = moment(rule);
    const columns = read.get(ms) ?? columnsAt(view, ms);
    read.set(ms, columns);
    return {rule, node, histogram: histogramRules[rule](columns)};
  });
}

function columnsAt(view: NodeView, ms: number) {
  const held = mempoolAt(view, ms);
  const {fee, weight, size} = view.market;
  const pick = (column: Int32Array) => held.map((i) => column[i] ?? 0);
  return {fee: pick(fee), weight: pick(weight), size: pick(size)};
}
