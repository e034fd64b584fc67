import type {EstimateReading, Reading, Server, TipReading, Window} from "../evidence/window.js";
import {formatEndpoint} from "../observation/endpoint.js";
import {histogramKey} from "../observation/histogram.js";
import type {SimulatedEndpoint} from "../simulation/network.js";
import {labelStyles} from "../simulation/program.js";
import {
  histogramAt,
  processEstimateAt,
  processTipAt,
  tipNoticesBetween,
} from "../simulation/serverProcess.js";
import {hashText, hashToUnit} from "../statistics/random.js";
import {endpointRowOf} from "./endpointRow.js";

/** When a simulated observation asks. */
export interface Schedule {
  /** UTC ms of the first run's first round */
  readonly startUtcMs: number;
  readonly runs: number;
  /** ms from the beginning of one run to that of the next */
  readonly betweenRunsMs: number;
  /** rounds in one run */
  readonly rounds: number;
  /** ms from one round to the next */
  readonly intervalMs: number;
}

/** One run: its moments in ms since the start of the observation. */
interface Span {
  readonly run: number;
  readonly from: number;
  readonly to: number;
  readonly sweeps: readonly {readonly ms: number; readonly trigger: "round" | "tip"}[];
}

/** A sweep follows this long after a second server has announced a block, as in a real run by default. */
const TIP_SWEEP_DELAY_MS = 3_000;

/** Blocks: the targets that a real run asks for. */
const TARGETS: readonly number[] = [2, 3, 5, 8, 10, 12, 25, 144, 504, 1008];

/** Answers come back within this, ms, and questions are written within this of one another. */
const JITTER_MS = 200;

/** ms after its histogram that a server is asked for its newest block, for estimates, and for its newest block again. */
const TIP_BEFORE_MS = 50;
const ESTIMATES_MS = 100;
const TIP_AFTER_MS = 150;

/** ms of each run before its first question and after its last. */
const MARGIN_MS = 2_000;

/**
 * The window that observing simulated servers gives: rounds on the clock, a sweep after the first block of a run,
 * estimates in the first and the last round. Without sockets. Endpoints that do not converse are left out.
 */
export function observeEndpoints(endpoints: readonly SimulatedEndpoint[], schedule: Schedule): Window {
  const conversing = conversingAmong(endpoints);
  const spans = Array.from({length: schedule.runs}, (_, run) => planRun(conversing, schedule, run));
  const {startUtcMs} = schedule;
  return {
    runs: spans.map(({run, from, to}) => ({
      path: `run-${run}`,
      startedAt: startUtcMs + from - MARGIN_MS,
      endedAt: startUtcMs + to + MARGIN_MS,
    })),
    servers: conversing
      .map((endpoint) => observe(endpoint, spans, startUtcMs))
      .toSorted((a, b) => (a.endpoint < b.endpoint ? -1 : 1)),
  };
}

/** The endpoints of which a run gets answers. */
export function conversingAmong(endpoints: readonly SimulatedEndpoint[]): readonly SimulatedEndpoint[] {
  return endpoints.filter(({behaviour}) => behaviour === "answers" || behaviour === "other-chain");
}

function planRun(
  endpoints: readonly SimulatedEndpoint[],
  {betweenRunsMs, rounds, intervalMs}: Schedule,
  run: number,
): Span {
  const from = run * betweenRunsMs;
  const to = from + (rounds - 1) * intervalMs;
  const notices = endpoints
    .filter(({behaviour}) => behaviour === "answers")
    .flatMap(({process}) => tipNoticesBetween(process, from, to).slice(0, 1))
    .toSorted((a, b) => a - b);
  const tipSweep = (notices[1] ?? Infinity) + TIP_SWEEP_DELAY_MS;
  const sweeps: Span["sweeps"] = [
    ...Array.from({length: rounds}, (_, round) => ({
      ms: from + round * intervalMs,
      trigger: "round" as const,
    })),
    ...(tipSweep < to ? [{ms: tipSweep, trigger: "tip" as const}] : []),
  ].toSorted((a, b) => a.ms - b.ms);
  return {run, from, to, sweeps};
}

function observe(simulated: SimulatedEndpoint, spans: readonly Span[], startUtcMs: number): Server {
  const {process} = simulated;
  const endpoint = formatEndpoint(simulated.endpoint);
  const own = hashText(endpoint);
  const readings: Reading[] = [];
  const estimates: EstimateReading[] = [];
  const tips: TipReading[] = [];
  for (const {run, from, to, sweeps} of spans) {
    const tell = (ms: number, event: "read" | "notification") => {
      const tip = processTipAt(process, ms);
      if (tip) tips.push({run, endpoint, event, received_at: startUtcMs + ms, ...tip});
      return tip?.hash ?? null;
    };
    for (const ms of tipNoticesBetween(process, from + JITTER_MS, to)) tell(ms, "notification");
    for (const [sweep, {ms, trigger}] of sweeps.entries()) {
      const at = ms + Math.floor(JITTER_MS * hashToUnit(own, run * 100 + sweep));
      const histogram = histogramAt(process, at);
      const style = histogram.length === 0 ? "empty" : labelStyles[process.program.rule];
      const key = histogramKey(histogram);
      readings.push({run, sweep, trigger, at: startUtcMs + at, histogram, style, key});
      if (trigger !== "round" || (ms !== from && ms !== to)) continue;
      const before = tell(at + TIP_BEFORE_MS, "read");
      const fees = TARGETS.map((target) => processEstimateAt(process, target, null, at + ESTIMATES_MS) ?? -1);
      const after = tell(at + TIP_AFTER_MS, "read");
      for (const [i, target] of TARGETS.entries())
        estimates.push({
          run,
          endpoint,
          sweep,
          asked_at: startUtcMs + at + ESTIMATES_MS,
          target,
          fee: fees[i] ?? -1,
          text: null,
          reason: null,
          detail: null,
          tip_before: before,
          tip_after: after,
        });
    }
  }
  const row = endpointRowOf(simulated, startUtcMs);
  return {endpoint, rows: spans.map(({run}) => ({run, row})), readings, estimates, tips};
}
