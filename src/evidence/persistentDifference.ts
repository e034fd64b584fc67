import {commonSweeps, differentRules, isCalm, type CommonSweep} from "./commonSweeps.js";
import {largestGaps, sentVsize} from "./cutPoints.js";
import {cutAlike} from "./knownProgram.js";
import {refreshSeconds} from "./refresh.js";
import {compared, incomparable, type Comparison, type Signal} from "./signal.js";
import type {Server, Window} from "./window.js";

/** Sweeps in which a difference must hold, and runs that they must lie in: a restart or a stuck cache is over by then. */
export const LEAST_SWEEPS = 6;
export const LEAST_RUNS = 3;

/** ms between runs that count apart: more than twice the longest cache period (ElectrumX, 120 s). */
export const RUNS_APART_MS = 300_000;

/** Share of the usable sweeps in which the difference must hold; in the others it may be smaller, never the opposite. */
export const LEAST_SHARE = 0.9;

/** vbytes: a difference up to this is what well connected nodes of one policy, or one node's stragglers, show. */
export const LEAST_DIFFERENCE = 200_000;

/** Of the larger mempool. Independent nodes of one policy differ by up to 2% of a busy mempool's tail. */
export const LEAST_SHARE_OF_MEMPOOL = 0.05;

/** vbytes a second: more than twice what all of the network sends in its busiest hours (some 7 transactions, 2 kvB). */
export const FASTEST_CHANGE = 5_000;

/**
 * A difference that lasts. Two programs that cut alike show one node's mempool at moments that lie at most a refresh
 * apart; what changes in that time is bounded. A curve that lies above another by more than that, in the same
 * direction over hours, is of another mempool.
 */
export const persistentDifference: Signal = {
  name: "lasting difference",
  layer: "node",
  group: "mempool",
  compares:
    "The vbytes that pay at least a feerate, as intervals, between programs that count alike; whether one has more in the same direction over several runs.",
  unit: "share of sweeps with more than any refresh explains, in one direction, negated: 0 is none",
  innocent: ["most nodes hold nearly the same transactions, so the lack of a difference says nothing"],
  compare(a: Server, b: Server, window: Window): Comparison {
    const alike = commonSweeps(a, b).filter((sweep) => cutAlike(sweep.a.band, sweep.b.band));
    if (alike.length === 0) return incomparable(differentRules);
    const usable = alike.filter((sweep) => isCalm(sweep, window) && hasSent(sweep));
    if (usable.length === 0) return incomparable("no calm sweep in which both sent a mempool");
    const differences = usable.map((sweep) => ({sweep, ...excess(sweep)}));
    const more = differences.filter(({a: above}) => above > 0);
    const less = differences.filter(({b: above}) => above > 0);
    const [most, least] = more.length >= less.length ? [more, less] : [less, more];
    const held =
      least.length === 0 &&
      most.length >= LEAST_SWEEPS &&
      most.length >= LEAST_SHARE * usable.length &&
      runsApart(
        most.map(({sweep}) => sweep.a.reading.run),
        window,
      ) >= LEAST_RUNS &&
      isAlive(most.map(({sweep}) => sweep.a.reading.key)) &&
      isAlive(most.map(({sweep}) => sweep.b.reading.key));
    const smallest = Math.min(...most.map(({gap}) => gap));
    return compared(
      0 - (most.length - least.length) / usable.length,
      usable.length,
      held
        ? `one has ${Math.floor(smallest / 1000)} kvB or more beyond the other in ${most.length} of ${usable.length} sweeps`
        : null,
    );
  },
};

function hasSent({a, b}: CommonSweep): boolean {
  return [a, b].every(({cuts}) => cuts !== null && sentVsize(cuts) > 0);
}

/** vbytes by which each lies above the other beyond what one node explains, ≤ 0 if it does not; and the larger gap itself. */
function excess({a, b}: CommonSweep): {readonly a: number; readonly b: number; readonly gap: number} {
  if (!a.cuts || !b.cuts) return {a: 0, b: 0, gap: 0};
  const {aOver, bOver} = largestGaps(a.cuts, b.cuts, 0);
  const tolerance = Math.max(
    LEAST_DIFFERENCE,
    LEAST_SHARE_OF_MEMPOOL * Math.max(sentVsize(a.cuts), sentVsize(b.cuts)),
    FASTEST_CHANGE * Math.max(refreshSeconds[a.band], refreshSeconds[b.band]),
  );
  return {a: aOver - tolerance, b: bOver - tolerance, gap: Math.max(aOver, bOver)};
}

/** How many of these runs began so long after the one before that no cache spans both. */
function runsApart(runs: readonly number[], window: Window): number {
  let last = -Infinity;
  let count = 0;
  const starts = [...new Set(runs)]
    .map((run) => window.runs[run]?.startedAt ?? NaN)
    .toSorted((x, y) => x - y);
  for (const start of starts)
    if (start - last >= RUNS_APART_MS) {
      last = start;
      count++;
    }
  return count;
}

/** Whether the answers changed at all between runs: a program that hangs shows an old mempool for days. */
function isAlive(keys: readonly string[]): boolean {
  return new Set(keys).size >= LEAST_RUNS;
}
