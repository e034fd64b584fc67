import {formatEndpoint} from "../../src/observation/endpoint.js";
import {histogramKey} from "../../src/observation/histogram.js";
import {MAINNET_GENESIS} from "../../src/observation/tip.js";
import type {EndpointRow} from "../../src/observation/schema.js";
import {simulateNetwork, type SimulatedEndpoint} from "../../src/simulation/network.js";
import {labelStyles} from "../../src/simulation/program.js";
import type {RegimeName} from "../../src/simulation/regime.js";
import {
  histogramAt,
  processEstimateAt,
  processTipAt,
  tipNoticesBetween,
} from "../../src/simulation/serverProcess.js";
import type {EstimateReading, Reading, Server, TipReading, Window} from "../../src/evidence/window.js";
import {hashText, hashToUnit} from "../../src/statistics/random.js";
import {hashHeader} from "../simulation/hashHeader.js";
import {BETWEEN_RUNS, endpointRow, T0} from "./nodeWindow.js";

export interface SimulatedWindow {
  readonly window: Window;
  /** by endpoint */
  readonly truth: ReadonlyMap<
    string,
    {readonly node: string; readonly process: string; readonly operator: string}
  >;
}

export interface SimulatedWindowOptions {
  readonly seed: number | string;
  readonly runs?: number;
  readonly rounds?: number;
  readonly regime?: RegimeName;
}

const INTERVAL_MS = 30_000;
const TIP_SWEEP_DELAY_MS = 3_000;
const TARGETS = [2, 3, 5, 8, 10, 12, 25, 144, 504, 1008];

/** Answers come back within this, ms, and questions are written within this of one another. */
const JITTER_MS = 200;

/**
 * The window that observing a simulated network gives: runs four hours apart, rounds 30 s apart, a sweep 3 s after
 * each new block, estimates in the first and the last round. Without sockets, so it takes a second or two.
 */
export function simulatedWindow({
  seed,
  runs = 6,
  rounds = 4,
  regime = "moderate",
}: SimulatedWindowOptions): SimulatedWindow {
  const hours = (runs * BETWEEN_RUNS) / 3_600_000;
  const {endpoints} = simulateNetwork({seed, hours, startUtcMs: T0, hashHeader, regime});
  const conversing = endpoints.filter(
    ({behaviour}) => behaviour === "answers" || behaviour === "other-chain",
  );
  const spans = Array.from({length: runs}, (_, run) => {
    const from = run * BETWEEN_RUNS;
    const to = from + (rounds - 1) * INTERVAL_MS;
    const notices = conversing
      .filter(({behaviour}) => behaviour === "answers")
      .flatMap(({process}) => tipNoticesBetween(process, from, to).slice(0, 1))
      .toSorted((a, b) => a - b);
    const tipSweep = (notices[1] ?? Infinity) + TIP_SWEEP_DELAY_MS;
    const sweeps = [
      ...Array.from({length: rounds}, (_, round) => ({ms: from + round * INTERVAL_MS, trigger: "round"})),
      ...(tipSweep < to ? [{ms: tipSweep, trigger: "tip"}] : []),
    ].toSorted((a, b) => a.ms - b.ms);
    return {run, from, to, sweeps};
  });
  return {
    window: {
      runs: spans.map(({run, from, to}) => ({
        path: `run-${run}`,
        startedAt: T0 + from - 2_000,
        endedAt: T0 + to + 2_000,
      })),
      servers: conversing
        .map((endpoint) => observe(endpoint, spans))
        .toSorted((a, b) => (a.endpoint < b.endpoint ? -1 : 1)),
    },
    truth: new Map(
      conversing.map(({endpoint, node, process, operator}) => [
        formatEndpoint(endpoint),
        {node, process: process.id, operator},
      ]),
    ),
  };
}

interface Span {
  readonly run: number;
  readonly from: number;
  readonly to: number;
  readonly sweeps: readonly {readonly ms: number; readonly trigger: string}[];
}

function observe({endpoint: place, process}: SimulatedEndpoint, spans: readonly Span[]): Server {
  const endpoint = formatEndpoint(place);
  const own = hashText(endpoint);
  const readings: Reading[] = [];
  const estimates: EstimateReading[] = [];
  const tips: TipReading[] = [];
  for (const {run, from, to, sweeps} of spans) {
    const tell = (ms: number, event: string) => {
      const tip = processTipAt(process, ms);
      if (tip) tips.push({run, endpoint, event, received_at: T0 + ms, ...tip});
      return tip?.hash ?? null;
    };
    for (const ms of tipNoticesBetween(process, from + JITTER_MS, to)) tell(ms, "notification");
    for (const [sweep, {ms, trigger}] of sweeps.entries()) {
      const at = ms + Math.floor(JITTER_MS * hashToUnit(own, run * 100 + sweep));
      const histogram = histogramAt(process, at);
      const style = histogram.length === 0 ? "empty" : labelStyles[process.program.rule];
      readings.push({run, sweep, trigger, at: T0 + at, histogram, style, key: histogramKey(histogram)});
      if (trigger !== "round" || (ms !== from && ms !== to)) continue;
      const before = tell(at + 50, "read");
      const fees = TARGETS.map((target) => processEstimateAt(process, target, null, at + 100) ?? -1);
      const after = tell(at + 150, "read");
      for (const [i, target] of TARGETS.entries())
        estimates.push({
          run,
          endpoint,
          sweep,
          asked_at: T0 + at + 100,
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
  const row = endpointRow(endpoint, rowOf(process));
  return {endpoint, rows: spans.map(({run}) => ({run, row})), readings, estimates, tips};
}

function rowOf({program, view, genesisHash}: SimulatedEndpoint["process"]): Partial<EndpointRow> {
  const {family, agent, protocolMax} = program;
  const modern = protocolMax.startsWith("1.6");
  const minimum = view.node.relayMinimum;
  const tenth = minimum === 100;
  return {
    server_version: agent,
    protocol: modern ? "1.6" : "1.4",
    key_order: family === "electrumx" ? "jsonrpc,result,id" : "id,jsonrpc,result",
    line_end: family === "fulcrum" ? "crlf" : "lf",
    padding: /^ElectrumX 1\.(18|19|20)/.test(agent) ? 950 : 0,
    relay_fee: minimum,
    relay_fee_text:
      family === "electrumx" || family === "fulcrum"
        ? tenth
          ? "1e-06"
          : "1e-05"
        : tenth
          ? "1e-6"
          : "0.00001",
    relay_fee_method: modern ? "mempool.get_info" : "blockchain.relayfee",
    mempool_min_fee: modern ? minimum : null,
    incremental_fee: modern ? minimum : null,
    genesis_hash: family === "fulcrum" || family === "electrumx" ? genesisHash : MAINNET_GENESIS,
  };
}
