import {binomialTail} from "../statistics/binomialTail.js";
import {blockTimes} from "./blocks.js";
import {differentRules, prepare, type PreparedReading} from "./commonSweeps.js";
import {commonFloor} from "./exactAgreement.js";
import {cutAlike} from "./knownProgram.js";
import {leastSecondsBetweenRefreshes, POLL_SECONDS, refreshSeconds} from "./refresh.js";
import {compared, incomparable} from "./signal.js";
import {byRuns, putCount, totalsOf} from "./totals.js";
import {dayOf, type Server, type Totals, type Window} from "./window.js";

/** ms that two servers' stretches must have in common: more than a question takes to arrive and be answered. */
export const LEAST_OVERLAP_MS = 5_000;

/** Runs in which a still interval must differ at least before it excludes. */
export const LEAST_DIFFERING_RUNS = 3;

/**
 * Share of runs in which one node may seem to differ from itself. The simulation gives none; a program that loses a
 * transaction for some minutes, or an answer that took longer than `LEAST_OVERLAP_MS`, would.
 */
export const STRAY_RUN_SHARE = 0.01;

/** Chance, for one node, of as many differing runs as we saw, below which we call it two. */
export const STRAY_RUN_CHANCE = 1e-4;

/** What runs say about the still intervals of a pair. Added up over runs. */
export interface StillTally {
  /** runs with a still interval of both at one moment */
  readonly runs: number;
  /** of them, runs in which one differs */
  readonly differing: number;
  /** still intervals, those of one run counted at the moment at which most vbytes stand still */
  readonly intervals: number;
  /** of them, equal ones */
  readonly equal: number;
  /** vbytes in the equal ones */
  readonly equalVsize: number;
  /** vbytes in the differing ones, as the fuller server has them */
  readonly differingVsize: number;
  /** separate UTC days, by the start of the run, with an equal one */
  readonly days: number;
}

/**
 * Agreement where nothing moves. If the vbytes between two feerates are the same before and after a server's
 * refresh, nothing came or went there in between, and a second front end of the same node, still over a stretch of time
 * that overlaps, must have the very same number, whatever the phases of the two clocks. Independent nodes have it only
 * if neither lacks or keeps a transaction there that the other does not.
 */
export const stillIntervals = byRuns({
  name: "still intervals",
  layer: "node",
  group: "mempool",
  compares:
    "The vbytes between two neighbouring feerates that both give, where each server shows the same number before and after a refresh, over stretches of time that overlap; only programs that count alike.",
  unit: "share of still intervals that are equal, 0 to 1",
  innocent: [
    "well connected nodes hold the same transactions to the vbyte where few are waiting",
    "default nodes tend to lack the same odd transactions",
    "both show a service that neither runs",
  ],
  // runs in which the two programs count alike; then as in StillTally
  fields: [
    {fold: "sum"},
    {fold: "sum"},
    {fold: "sum"},
    {fold: "sum"},
    {fold: "sum"},
    {fold: "sum"},
    {fold: "sum"},
    {fold: "apart", gap: 1},
  ],
  tally(a, b, run, window, {numbers}) {
    const mine = stretchesOf(a, window).get(run);
    const others = stretchesOf(b, window).get(run);
    const first = mine?.[0];
    const second = others?.[0];
    if (!mine || !others || !first || !second || !cutAlike(first.from.band, second.from.band)) return;
    numbers[0] = 1;
    let best: Agreement | null = null;
    let differs = false;
    for (const x of mine)
      for (const y of others) {
        if (Math.min(x.end, y.end) - Math.max(x.start, y.start) < LEAST_OVERLAP_MS) continue;
        const found = agreement(x, y, commonFloor(x.from.relayMinimum, y.from.relayMinimum));
        if (found.equal < found.intervals) differs = true;
        if (best === null || vsizeOf(found) > vsizeOf(best)) best = found;
      }
    if (best === null || best.intervals === 0) return;
    const {intervals, equal, equalVsize, differingVsize} = best;
    numbers[1] = 1;
    numbers[2] = differs ? 1 : 0;
    numbers[3] = intervals;
    numbers[4] = equal;
    numbers[5] = equalVsize;
    numbers[6] = differingVsize;
    const day = dayOf(window.runs[run]?.startedAt ?? NaN);
    if (equal > 0) putCount(numbers, DAYS, 1, day, day);
  },
  conclude(totals) {
    const found = tallyIn(totals);
    if (found === null) return incomparable(differentRules);
    if (found.intervals === 0)
      return incomparable("no feerates between which both stood still over a refresh at one time");
    return compared(found.equal / found.intervals, found.intervals, exclusion(found));
  },
});

const DAYS = 7;

function exclusion({runs, differing}: StillTally): string | null {
  if (differing < LEAST_DIFFERING_RUNS) return null;
  return binomialTail(runs, differing, STRAY_RUN_SHARE) < STRAY_RUN_CHANCE
    ? `different vbytes between two feerates where nothing moved on either, in ${differing} of ${runs} runs`
    : null;
}

/** What all runs of a window say together; null if the two programs never counted alike. */
export function stillTally(a: Server, b: Server, window: Window): StillTally | null {
  return tallyIn(totalsOf(stillIntervals, a, b, window));
}

function tallyIn({numbers}: Totals): StillTally | null {
  const [alike = 0, runs = 0, differing = 0, intervals = 0, equal = 0, equalVsize = 0, differingVsize = 0] =
    numbers;
  if (alike === 0) return null;
  return {runs, differing, intervals, equal, equalVsize, differingVsize, days: numbers[DAYS] ?? 0};
}

type Agreement = Omit<StillTally, "runs" | "differing" | "days">;

function vsizeOf({equalVsize, differingVsize}: Agreement): number {
  return equalVsize + differingVsize;
}

/** Two answers of a server with a refresh between them, and a stretch of time over which they bracket its mempool. */
interface Stretch {
  readonly from: PreparedReading;
  /** UTC ms: the earlier answer's mempool is no younger */
  readonly start: number;
  /** UTC ms: the later answer's mempool is no older */
  readonly end: number;
  /** sat/vB, descending: the limits that both answers have */
  readonly limits: readonly number[];
  /** vbytes from each limit up to the one before, in the earlier and in the later answer */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

const known = new WeakMap<Window, WeakMap<Server, ReadonlyMap<number, readonly Stretch[]>>>();

/** By run, the stretches of a server between two answers of one program in a row that are not the same answer. */
function stretchesOf(server: Server, window: Window): ReadonlyMap<number, readonly Stretch[]> {
  let servers = known.get(window);
  if (!servers) known.set(window, (servers = new WeakMap()));
  const before = servers.get(server);
  if (before) return before;
  const byRun = new Map<number, Stretch[]>();
  let first: PreparedReading | undefined;
  let last: PreparedReading | undefined;
  for (const one of prepare(server)) {
    if (!first || !last || first.reading.run !== one.reading.run || first.band !== one.band) first = one;
    else if (last.reading.key !== one.reading.key) {
      const stretch = stretchBetween(first, last, one, window);
      if (stretch !== null) byRun.set(one.reading.run, [...(byRun.get(one.reading.run) ?? []), stretch]);
      first = one;
    }
    last = one;
  }
  servers.set(server, byRun);
  return byRun;
}

/**
 * @param first the first reading of the earlier answer
 * @param last the last reading of the earlier answer
 * @param next the first reading of the later answer
 */
function stretchBetween(
  first: PreparedReading,
  last: PreparedReading,
  next: PreparedReading,
  window: Window,
): Stretch | null {
  const {cuts: earlier, band} = first;
  const {cuts: later, reading} = next;
  if (!earlier || !later) return null;
  const start = Math.min(first.reading.at, reading.at - 1000 * leastSecondsBetweenRefreshes(band));
  const end = Math.max(last.reading.at - 1000 * POLL_SECONDS, reading.at - 1000 * refreshSeconds[band]);
  // Around a block, programs are busy and late, and nodes have it at different moments.
  const from = start - 1000 * refreshSeconds[band];
  if (blockTimes(window, reading.run).some((at) => at > from && at <= reading.at)) return null;
  const limits: number[] = [];
  const before: number[] = [];
  const after: number[] = [];
  let [i, j, above, aboveLater] = [0, 0, 0, 0];
  while (i < earlier.limits.length && j < later.limits.length) {
    const [x = 0, y = 0] = [earlier.limits[i], later.limits[j]];
    if (x === y) {
      const [own, other] = [earlier.cumulative[i] ?? 0, later.cumulative[j] ?? 0];
      limits.push(x);
      before.push(own - above);
      after.push(other - aboveLater);
      [above, aboveLater] = [own, other];
    }
    if (x >= y) i++;
    if (y >= x) j++;
  }
  return {from: first, start, end, limits, before, after};
}

/** Compares the intervals between the limits that both stretches have, of those that stand still on both. */
function agreement(x: Stretch, y: Stretch, floor: number): Agreement {
  let intervals = 0;
  let equal = 0;
  let equalVsize = 0;
  let differingVsize = 0;
  let i = 0;
  let j = 0;
  let xBefore = 0;
  let xAfter = 0;
  let yBefore = 0;
  let yAfter = 0;
  while (i < x.limits.length && j < y.limits.length) {
    const p = x.limits[i] as number;
    const q = y.limits[j] as number;
    if (p < floor || q < floor) break;
    if (p >= q) {
      xBefore += x.before[i] as number;
      xAfter += x.after[i] as number;
      i++;
    }
    if (q >= p) {
      yBefore += y.before[j] as number;
      yAfter += y.after[j] as number;
      j++;
    }
    if (p !== q) continue;
    if (xBefore === xAfter && yBefore === yAfter && xBefore + yBefore > 0) {
      intervals++;
      if (xBefore === yBefore) {
        equal++;
        equalVsize += xBefore;
      } else differingVsize += Math.max(xBefore, yBefore);
    }
    xBefore = 0;
    xAfter = 0;
    yBefore = 0;
    yAfter = 0;
  }
  return {intervals, equal, equalVsize, differingVsize};
}
