import {type FeeHistogram, totalVsize} from "../observation/histogram.js";
import {distribution, type Distribution} from "../statistics/divergence.js";
import {answerNumber} from "./answerNumber.js";
import {blockTimes, tipAt} from "./blocks.js";
import {cutPoints, type CutPoints, type Gaps, largestGaps} from "./cutPoints.js";
import {cutWeights} from "./cutWeights.js";
import {cutAlike, type ProgramBand} from "./knownProgram.js";
import {programIn} from "./program.js";
import type {Reading, Server, Window} from "./window.js";

/** A reading, with what all comparisons need of it worked out once. */
export interface PreparedReading {
  readonly reading: Reading;
  readonly band: ProgramBand;
  /** stands for the answer: equal for equal labels and vbytes */
  readonly answer: number;
  /** its shares over labels; null if there is nothing to share out */
  readonly shares: Distribution | null;
  /** it holds so much that equality is no accident */
  readonly telling: boolean;
  /** null if the program is unknown */
  readonly cuts: CutPoints | null;
  /** what each of these counts for */
  readonly weights: Float64Array | null;
  /** hash of the newest block that the server had reported; null if it had not said */
  readonly tip: string | null;
  /** sat/vB: the relay minimum that it reported in this run; null if it did not */
  readonly relayMinimum: number | null;
}

/** One sweep in which two servers were both read. */
export interface CommonSweep {
  readonly a: PreparedReading;
  readonly b: PreparedReading;
  /** no block can lie between the two mempools that it shows */
  readonly calm: boolean;
  /** one feerate cuts both mempools in the same place, and both count alike (`cutAlike`) */
  readonly alike: boolean;
  /** what `gapsIn` found last, from which feerate on */
  gaps: Gaps | null;
  from: number;
}

/**
 * ms between two readings of one sweep beyond which they are not near-simultaneous. A sweep writes its questions in
 * one loop, so more than this means that a machine's clock was set.
 */
const MAX_APART_MS = 10_000;

/**
 * ms for which a program may show the mempool of before a block: its histogram's refresh period, and some seconds
 * until it notices blocks. Fulcrum (1.9.8 and later) and romanz/electrs refresh at once. ElectrumX:
 * `MEMPOOL_HISTOGRAM_REFRESH_SECS`, 120 s, plus its 5 s poll; esplora's electrs: `BACKLOG_STATS_TTL`, 10 s.
 */
const staleAfterBlockMs: Readonly<Record<ProgramBand, number>> = {
  fulcrum: 0,
  electrs: 0,
  "electrumx-1.15": 135_000,
  "electrumx-1.16": 135_000,
  "electrumx-1.17": 135_000,
  "electrumx-1.20": 135_000,
  "esplora-f32": 20_000,
  "esplora-f64": 20_000,
  unknown: 135_000,
};

/** The same where a server's own newest block is not known: it may be seconds behind the others. */
const UNKNOWN_TIP_MS = 30_000;

const prepared = new WeakMap<Server, readonly PreparedReading[]>();

/** A server's readings in order of run and sweep. */
export function prepare(server: Server): readonly PreparedReading[] {
  const known = prepared.get(server);
  if (known) return known;
  const relay = new Map(server.rows.map(({run, row}) => [run, row.relay_fee]));
  const readings = server.readings
    .toSorted((a, b) => a.run - b.run || a.sweep - b.sweep)
    .map((reading) => {
      const {band} = programIn(server, reading.run);
      const minimum = relay.get(reading.run) ?? null;
      const cuts = cutPoints(reading.histogram, band);
      return {
        reading,
        band,
        ...factsOf(reading.histogram),
        cuts,
        weights: cuts && cutWeights(cuts),
        tip: tipAt(server, reading.run, reading.at),
        relayMinimum: minimum === null ? null : minimum / 1000,
      };
    });
  prepared.set(server, readings);
  return readings;
}

/** What comparisons need of an answer, whoever gave it. */
interface AnswerFacts {
  readonly answer: number;
  readonly shares: Distribution | null;
  readonly telling: boolean;
}

const answers = new WeakMap<FeeHistogram, AnswerFacts>();

function factsOf(histogram: FeeHistogram): AnswerFacts {
  const known = answers.get(histogram);
  if (known) return known;
  const facts = {
    answer: answerNumber(histogram),
    shares: distribution(histogram.map(({label, vsize}) => [label, vsize])),
    telling: isTelling(histogram),
  };
  answers.set(histogram, facts);
  return facts;
}

/** Bins with something in them from which on equality of all is no accident. */
export const LEAST_BINS = 3;

/** vbytes from which on even one bin's exact number is: some 3,000 transactions. */
export const LEAST_TOTAL = 1_000_000;

function isTelling(histogram: FeeHistogram): boolean {
  return (
    histogram.filter(({vsize}) => vsize > 0).length >= LEAST_BINS || totalVsize(histogram) >= LEAST_TOTAL
  );
}

const runs = new WeakMap<Server, ReadonlyMap<number, readonly PreparedReading[]>>();

/** A server's readings of one run in order of sweep. */
export function preparedIn(server: Server, run: number): readonly PreparedReading[] {
  const known = runs.get(server);
  if (known) return known.get(run) ?? [];
  const byRun = new Map<number, PreparedReading[]>();
  for (const one of prepare(server)) {
    const list = byRun.get(one.reading.run);
    if (list) list.push(one);
    else byRun.set(one.reading.run, [one]);
  }
  runs.set(server, byRun);
  return byRun.get(run) ?? [];
}

interface Asked {
  readonly a: Server;
  readonly b: Server;
  readonly run: number;
  readonly window: Window;
  readonly sweeps: readonly CommonSweep[];
}

/** Signals ask for the same two servers one after another. */
let last: Asked | null = null;

/** The sweeps of a run in which both were read at nearly the same moment, oldest first. */
export function commonSweeps(a: Server, b: Server, run: number, window: Window): readonly CommonSweep[] {
  if (last && last.a === a && last.b === b && last.run === run && last.window === window) return last.sweeps;
  const sweeps = findCommon(a, b, run, window);
  last = {a, b, run, window, sweeps};
  return sweeps;
}

function findCommon(a: Server, b: Server, run: number, window: Window): readonly CommonSweep[] {
  const ours = preparedIn(a, run);
  const theirs = preparedIn(b, run);
  const common: CommonSweep[] = [];
  const [first, other] = [ours[0], theirs[0]];
  if (!first || !other) return common;
  const blocks = blockTimes(window, run);
  // In one run a server is judged to run one program.
  const alike = cutAlike(first.band, other.band);
  const stale = Math.max(staleAfterBlockMs[first.band], staleAfterBlockMs[other.band]);
  for (let i = 0, j = 0; i < ours.length && j < theirs.length;) {
    const x = ours[i] as PreparedReading;
    const y = theirs[j] as PreparedReading;
    const order = x.reading.sweep - y.reading.sweep;
    if (order === 0 && Math.abs(x.reading.at - y.reading.at) <= MAX_APART_MS)
      common.push({a: x, b: y, calm: isCalm(x, y, stale, blocks), alike, gaps: null, from: 0});
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  return common;
}

/**
 * Whether no block can lie between the two mempools that a sweep shows: both servers have the same newest block, and
 * every block that became known in the run is older than what either may still hold back.
 *
 * @param stale ms for which their programs may hold it back
 */
function isCalm(a: PreparedReading, b: PreparedReading, stale: number, blocks: readonly number[]): boolean {
  const told = a.tip !== null && b.tip !== null;
  if (told && a.tip !== b.tip) return false;
  const back = told ? stale : Math.max(stale, UNKNOWN_TIP_MS);
  if (back === 0) return true;
  const from = Math.min(a.reading.at, b.reading.at) - back;
  const to = Math.max(a.reading.at, b.reading.at);
  for (const at of blocks) if (at > from && at <= to) return false;
  return true;
}

/** The largest gaps of a sweep's curves from a feerate on; null if one has none. Signals ask for the same ones. */
export function gapsIn(sweep: CommonSweep, from: number): Gaps | null {
  if (sweep.gaps && sweep.from === from) return sweep.gaps;
  const [ours, theirs] = [sweep.a.cuts, sweep.b.cuts];
  if (!ours || !theirs) return null;
  sweep.from = from;
  return (sweep.gaps = largestGaps(ours, theirs, from));
}

/** Why the numbers of two servers at one cut point do not mean the same. */
export const differentRules =
  "their programs count vbytes or feerates in different ways, or the program of one is not known";
