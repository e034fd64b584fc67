import {commonSweeps, type CommonSweep, differentRules, gapsIn} from "./commonSweeps.js";
import {sentVsize} from "./cutPoints.js";
import {refreshSeconds} from "./refresh.js";
import {compared, incomparable} from "./signal.js";
import {addDistinct, AT_MOST, byRuns, countDistinct, putCount} from "./totals.js";

/** Sweeps in which a difference must hold, and runs that they must lie in: a restart or a stuck cache is over by then. */
export const LEAST_SWEEPS = 6;
export const LEAST_RUNS = 3;

/** ms from the start of one run to that of the next from which on they count apart: more than twice the longest cache period (ElectrumX, 120 s). */
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
export const persistentDifference = byRuns({
  name: "lasting difference",
  layer: "node",
  group: "mempool",
  compares:
    "The vbytes that pay at least a feerate, as intervals, between programs that count alike; whether one has more in the same direction over several runs.",
  unit: "share of sweeps with more than any refresh explains, in one direction, negated: 0 is none",
  innocent: ["most nodes hold nearly the same transactions, so the lack of a difference says nothing"],
  // sweeps of programs that cut alike, usable ones, and those in which the first has more, and the second; vbytes of the
  // smallest such difference; separate runs (by UTC ms) with one; and different answers of each in these
  fields: [
    {fold: "sum"},
    {fold: "sum"},
    {fold: "sum"},
    {fold: "sum"},
    {fold: "least"},
    {fold: "apart", gap: RUNS_APART_MS},
    {fold: "distinct"},
    {fold: "distinct"},
  ],
  tally(a, b, run, window, {numbers}) {
    let alike = 0;
    let usable = 0;
    let more = 0;
    let less = 0;
    let smallest = Infinity;
    for (const sweep of commonSweeps(a, b, run, window)) {
      if (!sweep.alike) continue;
      alike++;
      if (!sweep.calm || !hasSent(sweep)) continue;
      usable++;
      const gaps = gapsIn(sweep, 0);
      if (!gaps) continue;
      const {aOver, bOver} = gaps;
      const gap = Math.max(aOver, bOver);
      const most = explained(sweep);
      if (gap <= most) continue;
      if (aOver > most) more++;
      if (bOver > most) less++;
      smallest = Math.min(smallest, gap);
      addDistinct(numbers, ANSWERS_OF_A, sweep.a.answer);
      addDistinct(numbers, ANSWERS_OF_B, sweep.b.answer);
    }
    numbers[0] = alike;
    numbers[1] = usable;
    numbers[2] = more;
    numbers[3] = less;
    numbers[4] = smallest;
    const start = window.runs[run]?.startedAt ?? NaN;
    if (more + less > 0) putCount(numbers, RUNS, 1, start, start);
  },
  conclude({numbers}) {
    const [alike = 0, usable = 0, more = 0, less = 0, smallest = 0] = numbers;
    if (alike === 0) return incomparable(differentRules);
    if (usable === 0) return incomparable("no calm sweep in which both sent a mempool");
    const [most, least] = more >= less ? [more, less] : [less, more];
    // With none in the other direction, runs and answers are those of this one.
    const held =
      least === 0 &&
      most >= LEAST_SWEEPS &&
      most >= LEAST_SHARE * usable &&
      (numbers[RUNS] ?? 0) >= LEAST_RUNS &&
      countDistinct(numbers, ANSWERS_OF_A) >= LEAST_ANSWERS &&
      countDistinct(numbers, ANSWERS_OF_B) >= LEAST_ANSWERS;
    return compared(
      0 - (most - least) / usable,
      usable,
      held
        ? `one has ${Math.floor(smallest / 1000)} kvB or more beyond the other in ${most} of ${usable} sweeps`
        : null,
    );
  },
});

/** Where fields of more than one number begin. */
const RUNS = 5;
const ANSWERS_OF_A = 8;
const ANSWERS_OF_B = ANSWERS_OF_A + AT_MOST;

/** Different answers that show that a program lives: one that hangs shows an old mempool for days. */
const LEAST_ANSWERS = 3;

function hasSent({a, b}: CommonSweep): boolean {
  return a.cuts !== null && b.cuts !== null && sentVsize(a.cuts) > 0 && sentVsize(b.cuts) > 0;
}

/** vbytes by which one may lie above the other and both be of one node. */
function explained({a, b}: CommonSweep): number {
  const sent = Math.max(a.cuts ? sentVsize(a.cuts) : 0, b.cuts ? sentVsize(b.cuts) : 0);
  return Math.max(
    LEAST_DIFFERENCE,
    LEAST_SHARE_OF_MEMPOOL * sent,
    FASTEST_CHANGE * Math.max(refreshSeconds[a.band], refreshSeconds[b.band]),
  );
}
