import {poissonBinomial} from "../statistics/poissonBinomial.js";
import {blockTimes} from "./blocks.js";
import {CLEAN_AFTER_MS, cleanEstimates, type CleanEstimates} from "./cleanEstimates.js";
import {programIn} from "./program.js";
import {compared, incomparable, type Comparison, type Signal} from "./signal.js";
import {dayOf, type Server, type Window} from "./window.js";

/** Tips at which clean estimates must differ at least: one mismatch may be what nobody foresaw. */
export const LEAST_MISMATCHES = 2;

/**
 * Share of clean tips at which one node may seem to differ from itself. A model checked against Bitcoin Core gives
 * none in 39,273; what is left is the second or two in which a node has a block that its server does not yet tell.
 */
export const STRAY_SHARE = 0.002;

/** Chance, for one node, of as many stray mismatches as we saw, below which we call it two. */
export const STRAY_CHANCE = 1e-4;

/** ms before a block becomes known in which nodes may have it and servers not yet tell it. ElectrumX polls every 5 s; some nodes are late by 30 s. */
const BEFORE_BLOCK_MS = 30_000;

/** Shortest targets that all say the same in nodes whose estimate follows the mempool of the moment. */
const LIVE_TARGETS = 3;

/** A full mempool's minimum moves within a tip and lifts estimates up to it; values this much above it are not lifted. */
const LIFTED_UP_TO = 1.5;

/**
 * Fee estimates. Every front end passes on its node's answer, whatever the program, so at one tip one node gives one
 * set of values: a clean mismatch separates. Equality is weak: nodes of one release with a like history agree to the
 * last digit at most tips.
 */
export const feeEstimates: Signal = {
  name: "fee estimates",
  layer: "node",
  group: "estimates",
  compares: `Fee estimates of the same targets at the same newest block, at least ${CLEAN_AFTER_MS / 1000} s after the server had it, the block read before and after.`,
  unit: "clean tips with every target equal and one of them above the lowest value",
  innocent: [
    "nodes of one release and mode agree exactly at 60 to 95% of tips",
    "in a quiet market all values are the relay minimum",
    "nodes cloned with their fee_estimates.dat agree for weeks",
    "a name that leads to several nodes looks like another node, which this would separate from each of them",
  ],
  compare(a: Server, b: Server, window: Window): Comparison {
    const {tips, equal, mismatches, first} = estimateTally(a, b, window);
    if (tips === 0) return incomparable("no block at which both gave clean estimates of one target");
    const excluded =
      isBeyondStray(mismatches, tips) && first !== null
        ? `estimates differ at ${mismatches} of ${tips} blocks, ${first}`
        : null;
    return compared(equal, tips, excluded);
  },
};

/** What all clean tips of a window say about a pair. */
export interface EstimateTally {
  /** clean tips of both with a common target, which both put to their nodes as it is */
  readonly tips: number;
  /** of them, tips with every target equal and not all at one value, as they are at the floor */
  readonly equal: number;
  /** tips at which any target differs */
  readonly differing: number;
  /** tips at which a target differs that nothing but blocks can change: only these exclude */
  readonly mismatches: number;
  /** the first of these, described */
  readonly first: string | null;
  /** separate UTC days with an equal tip */
  readonly days: number;
}

export function estimateTally(a: Server, b: Server, window: Window): EstimateTally {
  const theirs = estimatesByTip(b);
  const floors = fullMempools(window);
  const days = new Set<number>();
  let [tips, equal, differs] = [0, 0, 0];
  const mismatches = new Map<string, string>();
  for (const ours of cleanEstimates(a)) {
    const other = theirs.get(`${ours.run} ${ours.tip}`);
    if (!other || isBeforeBlock(window, ours) || isBeforeBlock(window, other)) continue;
    const targets = [...ours.fees.keys()].filter(
      (target) => other.fees.has(target) && asksTheSame(a, b, ours.run, target),
    );
    if (targets.length === 0 || ours.unsteady || other.unsteady) continue;
    tips++;
    const differing = targets.filter((target) => ours.fees.get(target) !== other.fees.get(target));
    if (differing.length > 0) differs++;
    else if (new Set(targets.map((target) => ours.fees.get(target))).size > 1) {
      equal++;
      days.add(dayOf(ours.askedAt));
    }
    const floor = floors.get(ours.run) ?? 0;
    const firm = differing.find((target) => isFirm(ours, target, floor) && isFirm(other, target, floor));
    if (firm !== undefined) mismatches.set(ours.tip, describe(ours, other, firm));
  }
  const [first = null] = mismatches.values();
  return {tips, equal, differing: differs, mismatches: mismatches.size, first, days: days.size};
}

const byTip = new WeakMap<Server, ReadonlyMap<string, CleanEstimates>>();

function estimatesByTip(server: Server): ReadonlyMap<string, CleanEstimates> {
  const known = byTip.get(server);
  if (known) return known;
  const made = new Map(cleanEstimates(server).map((one) => [`${one.run} ${one.tip}`, one]));
  byTip.set(server, made);
  return made;
}

function isBeforeBlock(window: Window, {run, askedAt}: CleanEstimates): boolean {
  return blockTimes(window, run).some((at) => at >= askedAt && at - askedAt <= BEFORE_BLOCK_MS);
}

function describe(a: CleanEstimates, b: CleanEstimates, target: number): string {
  const values = [a, b].map(({fees}) => fees.get(target) ?? 0).toSorted((x, y) => x - y);
  return `for ${target} blocks ${values.join(" and ")} sat/kvB at ${a.tip.slice(-8)}`;
}

const tails = new Map<string, boolean>();

/** Whether one node would hardly ever differ from itself at so many of n tips. */
function isBeyondStray(mismatches: number, n: number): boolean {
  if (mismatches < LEAST_MISMATCHES) return false;
  const key = `${mismatches} ${n}`;
  const known = tails.get(key);
  if (known !== undefined) return known;
  const chances = poissonBinomial(Array.from({length: n}, () => STRAY_SHARE));
  const beyond = chances.subarray(mismatches).reduce((sum, chance) => sum + chance, 0) < STRAY_CHANCE;
  tails.set(key, beyond);
  return beyond;
}

/**
 * Whether a value can change with blocks only. A node with the estimator of pull request 34075 answers short targets
 * with one live number of its mempool; a full mempool's minimum moves too.
 */
function isFirm({fees}: CleanEstimates, target: number, floor: number): boolean {
  const value = fees.get(target) ?? 0;
  const shortest = [...fees.keys()].toSorted((x, y) => x - y).slice(0, LIVE_TARGETS);
  const live = shortest.length === LIVE_TARGETS && shortest.every((one) => fees.get(one) === value);
  return !live && value > floor * LIFTED_UP_TO;
}

/** ElectrumX from 1.16 on asks its node for a neighbouring target instead of most. `server/session.py`, `SessionManager`. */
function asksTheSame(a: Server, b: Server, run: number, target: number): boolean {
  const untouched = target <= 12 || target === 25 || (target < 48 && target % 2 === 0) || target % 24 === 0;
  return untouched || [a, b].every((server) => !mayBucket(programIn(server, run).band));
}

function mayBucket(band: string): boolean {
  return band === "unknown" || (band.startsWith("electrumx") && band !== "electrumx-1.15");
}

const floorsOf = new WeakMap<Window, ReadonlyMap<number, number>>();

/**
 * sat/kvB by run: the second highest mempool minimum that servers reported above their relay minimum; none if no
 * mempool was full. One server's word must not silence the comparison of others.
 */
function fullMempools(window: Window): ReadonlyMap<number, number> {
  const known = floorsOf.get(window);
  if (known) return known;
  const raised = new Map<number, number[]>();
  for (const {rows} of window.servers)
    for (const {run, row} of rows)
      if (row.mempool_min_fee !== null && row.mempool_min_fee > (row.relay_fee ?? Infinity))
        raised.set(run, [...(raised.get(run) ?? []), row.mempool_min_fee]);
  const floors = new Map([...raised].map(([run, minima]) => [run, minima.toSorted((x, y) => y - x)[1] ?? 0]));
  floorsOf.set(window, floors);
  return floors;
}
