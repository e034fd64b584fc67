import type {PlannedOperator} from "../simulation/networkPlan.js";
import {createNode, type Node, type NodeOptions} from "../simulation/node.js";
import {createRandom} from "../statistics/random.js";

/** Whether nodes have had different lives: all alike is the hardest case for telling them apart. */
export type Histories = "alike" | "mixed";

export interface NodePopulation {
  readonly seed: number | string;
  /** share of transactions that a node never gets, in the middle; each has its own, from half to twice as much */
  readonly missShare: number;
  readonly histories: Histories;
  /** length of the observation */
  readonly hours: number;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Means of the relay delay, ms: of ordinary nodes, and of badly connected ones (one node in ten of mixed histories). */
const DELAY_MS = [1_000, 1_500] as const;
const SLOW_DELAY_MS = [3_000, 5_000] as const;

/** Nodes of mixed histories with something of their own: a half, among them the slow ones. */
const WITH_HISTORY = 0.5;
const SLOW = 0.1;

/** Relay minima, sat/kvB. Bitcoin Core lowered its default in 29.1; about two servers in three showed the new one in 2026. */
const TENTH = 100;
const ONE = 1000;
const TENTH_SHARE = 0.65;

/** Share of the nodes with the low minimum whose estimates reach as low: those that run 31.0. */
const LOW_GRID = 0.5;

/** Share of the nodes with the high minimum that are older than 28.0 and hence conservative by default. */
const CONSERVATIVE = 0.2;

/** Hours before the observation at which something of note happened, and how long a node is then down, minutes. */
const HOURS_BEFORE = [1, 72] as const;
const DOWN_MINUTES = [5, 30] as const;

/** Share of the restarts that happen before the observation and not in it. */
const RESTARTED_BEFORE = 0.5;

/** vbytes that `-maxmempool` of 5 (the least), 10 and 20 MB hold, as 300 MB hold 80 MvB (mempool.space issue 5043). */
const SMALL_LIMITS = [1_333_000, 2_667_000, 5_333_000] as const;

/** The nodes that a plan's servers ask, in its order. What a node is depends on the seed and its name only. */
export function createNodes(plan: readonly PlannedOperator[], population: NodePopulation): readonly Node[] {
  const ids = new Set(plan.flatMap(({servers}) => servers.map(({node}) => node)));
  return [...ids].map((id) => createNode(describeNode(id, population)));
}

function describeNode(id: string, population: NodePopulation): NodeOptions {
  const {seed, missShare, histories} = population;
  const random = createRandom(`${seed}/node of ${id}`);
  const low = random() < TENTH_SHARE;
  const own = random();
  const ordinary = {
    id,
    seed,
    missShare: missShare * logUniform(random, 0.5, 2),
    meanDelayMs: uniform(random, ...DELAY_MS),
    ...(low ? lowMinimum(random) : highMinimum(random)),
  };
  if (histories === "alike" || own >= WITH_HISTORY) return ordinary;
  if (own < SLOW) return {...ordinary, meanDelayMs: uniform(random, ...SLOW_DELAY_MS)};
  return {...ordinary, ...drawHistory(random, population)};
}

function lowMinimum(random: () => number): Partial<NodeOptions> {
  const newest = random() < LOW_GRID;
  return {
    policy: "tenth",
    relayMinimum: TENTH,
    estimateGrid: newest ? 100 : 1000,
    agent: newest ? "/Satoshi:31.0.0/" : "/Satoshi:30.0.0/",
  };
}

function highMinimum(random: () => number): Partial<NodeOptions> {
  const old = random() < CONSERVATIVE;
  return {
    policy: "one",
    relayMinimum: ONE,
    estimateGrid: 1000,
    estimateMode: old ? "conservative" : "economical",
    agent: old ? "/Satoshi:27.1.0/" : "/Satoshi:28.1.0/",
  };
}

function drawHistory(random: () => number, {hours}: NodePopulation): Partial<NodeOptions> {
  const restart = (keptMempool: boolean): Partial<NodeOptions> => {
    const before = random() < RESTARTED_BEFORE;
    const downMs = Math.round(
      before ? -HOUR_MS * logUniform(random, ...HOURS_BEFORE) : HOUR_MS * hours * random(),
    );
    const upMs = downMs + Math.round(MINUTE_MS * uniform(random, ...DOWN_MINUTES));
    return {restarts: [{downMs, upMs, keptMempool}]};
  };
  const histories = [
    () => restart(true),
    () => restart(false),
    () => ({sinceMs: Math.round(-HOUR_MS * logUniform(random, ...HOURS_BEFORE))}),
    () => ({sizeLimit: SMALL_LIMITS[Math.floor(random() * SMALL_LIMITS.length)] ?? SMALL_LIMITS[0]}),
    () => ({policy: "filtering", refuses: ["token"]}) as const,
  ] as const;
  return histories[Math.floor(random() * histories.length)]?.() ?? {};
}

function uniform(random: () => number, low: number, high: number): number {
  return low + (high - low) * random();
}

function logUniform(random: () => number, low: number, high: number): number {
  return low * (high / low) ** random();
}
