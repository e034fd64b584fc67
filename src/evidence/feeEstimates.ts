import {binomialTail} from "../statistics/binomialTail.js";
import {blockTimes} from "./blocks.js";
import {CLEAN_AFTER_MS, cleanEstimates, type CleanEstimates} from "./cleanEstimates.js";
import {numberOf} from "./numberOf.js";
import {programIn} from "./program.js";
import {compared, incomparable} from "./signal.js";
import {byRuns, putCount, totalsOf} from "./totals.js";
import {type Telling, tipWorth} from "./tipWorth.js";
import {dayOf, type Server, type Totals, type Window} from "./window.js";

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
export const feeEstimates = byRuns({
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
  // tips, equal ones, differing ones; separate tips with a mismatch; separate days with an equal one; worth of those
  fields: [
    {fold: "sum"},
    {fold: "sum"},
    {fold: "sum"},
    {fold: "separate"},
    {fold: "apart", gap: 1},
    {fold: "sum"},
  ],
  tally(a, b, run, window, into) {
    const mine = tellingIn(a, run, window);
    const theirs = tellingIn(b, run, window);
    if (mine.length === 0 || theirs.length === 0) return;
    const floor = (fullMempools(window).get(run) ?? 0) * LIFTED_UP_TO;
    const mayDiffer = (mine[0]?.bucketed ?? false) || (theirs[0]?.bucketed ?? false);
    let [tips, equal, differs, worth] = [0, 0, 0, 0];
    let [mismatches, firstTip, lastTip] = [0, NaN, NaN];
    for (const ours of mine) {
      const other = theirs.find(({tip}) => tip === ours.tip);
      if (!other) continue;
      let [common, first, varies, differing, firm] = [0, NaN, false, false, NaN];
      for (let i = 0, j = 0; i < ours.targets.length && j < other.targets.length;) {
        const target = ours.targets[i] as number;
        const theirTarget = other.targets[j] as number;
        if (target === theirTarget && !(mayDiffer && !isUntouched(target))) {
          const fee = ours.fees[i] as number;
          const answer = other.fees[j] as number;
          if (common++ === 0) first = fee;
          else if (fee !== first) varies = true;
          if (fee !== answer) {
            differing = true;
            const isFirm = fee !== ours.live && answer !== other.live && Math.min(fee, answer) > floor;
            if (isFirm && Number.isNaN(firm)) {
              firm = target;
              if (mismatches++ === 0) {
                into.note = describe(target, fee, answer, ours.tip);
                firstTip = ours.number;
              }
              lastTip = ours.number;
            }
          }
        }
        if (target <= theirTarget) i++;
        if (target >= theirTarget) j++;
      }
      if (common === 0) continue;
      tips++;
      if (differing) differs++;
      else if (varies) {
        equal++;
        worth += tipWorth(window, run, ours, tellingIn);
      }
    }
    const {numbers} = into;
    numbers[0] = tips;
    numbers[1] = equal;
    numbers[2] = differs;
    if (mismatches > 0) putCount(numbers, MISMATCHES, mismatches, firstTip, lastTip);
    const day = dayOf(window.runs[run]?.startedAt ?? NaN);
    if (equal > 0) putCount(numbers, DAYS, 1, day, day);
    numbers[WORTH] = worth;
  },
  conclude(totals) {
    const {tips, equal, mismatches, first} = tallyIn(totals);
    if (tips === 0) return incomparable("no block at which both gave clean estimates of one target");
    const excluded =
      isBeyondStray(mismatches, tips) && first !== null
        ? `estimates differ at ${mismatches} of ${tips} blocks, ${first}`
        : null;
    return compared(equal, tips, excluded);
  },
});

const MISMATCHES = 3;
const DAYS = 6;
const WORTH = 9;

/** What all clean tips of a window say about a pair. */
export interface EstimateTally {
  /** clean tips of both with a common target, which both put to their nodes as it is */
  readonly tips: number;
  /** of them, tips with every target equal and not all at one value, as they are at the floor */
  readonly equal: number;
  /** tips at which any target differs */
  readonly differing: number;
  /** separate tips at which a target differs that nothing but blocks can change: only these exclude */
  readonly mismatches: number;
  /** the first of these, described */
  readonly first: string | null;
  /** separate UTC days, by the start of the run, with an equal tip */
  readonly days: number;
  /** bits: what agreement at the equal tips is worth at most, by how many strangers agreed there */
  readonly worth: number;
}

export function estimateTally(a: Server, b: Server, window: Window): EstimateTally {
  return tallyIn(totalsOf(feeEstimates, a, b, window));
}

function tallyIn({numbers, note}: Totals): EstimateTally {
  const [tips = 0, equal = 0, differing = 0, mismatches = 0] = numbers;
  return {
    tips,
    equal,
    differing,
    mismatches,
    first: note,
    days: numbers[DAYS] ?? 0,
    worth: numbers[WORTH] ?? 0,
  };
}

const telling = new WeakMap<Window, WeakMap<Server, Map<number, readonly Telling[]>>>();

/** The clean and steady estimates of a server in a run, oldest first. */
function tellingIn(server: Server, run: number, window: Window): readonly Telling[] {
  let servers = telling.get(window);
  if (!servers) telling.set(window, (servers = new WeakMap()));
  let runs = servers.get(server);
  if (!runs) servers.set(server, (runs = new Map()));
  const known = runs.get(run);
  if (known) return known;
  const row = server.rows.find((one) => one.run === run)?.row;
  const bucketed = mayBucket(programIn(server, run).band);
  const made = cleanEstimates(server)
    .filter((one) => one.run === run && !one.unsteady && !isBeforeBlock(window, one))
    .toSorted((x, y) => x.askedAt - y.askedAt || (x.tip < y.tip ? -1 : 1))
    .map(({tip, fees}) => {
      const sorted = [...fees].toSorted(([x], [y]) => x - y);
      const values = sorted.map(([, fee]) => fee);
      return {
        tip,
        number: numberOf(tip),
        targets: sorted.map(([target]) => target),
        fees: values,
        live: liveValue(values),
        relayFee: row?.relay_fee ?? null,
        bucketed,
        worth: null,
      };
    });
  runs.set(run, made);
  return made;
}

function isBeforeBlock(window: Window, {run, askedAt}: CleanEstimates): boolean {
  return blockTimes(window, run).some((at) => at >= askedAt && at - askedAt <= BEFORE_BLOCK_MS);
}

/**
 * What changes with more than blocks: a node with the estimator of pull request 34075 answers short targets with one
 * live number of its mempool. (A full mempool's minimum moves too: `LIFTED_UP_TO`.)
 */
function liveValue(fees: readonly number[]): number {
  const shortest = fees.slice(0, LIVE_TARGETS);
  const [first = NaN] = shortest;
  return shortest.length === LIVE_TARGETS && shortest.every((fee) => fee === first) ? first : NaN;
}

function describe(target: number, a: number, b: number, tip: string): string {
  return `for ${target} blocks ${Math.min(a, b)} and ${Math.max(a, b)} sat/kvB at ${tip.slice(-8)}`;
}

/** Whether one node would hardly ever differ from itself at so many of n tips. */
function isBeyondStray(mismatches: number, n: number): boolean {
  return mismatches >= LEAST_MISMATCHES && binomialTail(n, mismatches, STRAY_SHARE) < STRAY_CHANCE;
}

/** ElectrumX from 1.16 on asks its node for a neighbouring target instead of most. `server/session.py`, `SessionManager`. */
function isUntouched(target: number): boolean {
  return target <= 12 || target === 25 || (target < 48 && target % 2 === 0) || target % 24 === 0;
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
