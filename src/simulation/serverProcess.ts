import {formatHistogram, type FeeHistogram} from "../observation/histogram.js";
import type {Tip} from "../observation/tip.js";
import {hashText, hashToUnit} from "../statistics/random.js";
import {refreshMs} from "./histogramRefresh.js";
import {histogramRules} from "./histogramRule.js";
import {countUpTo} from "./market.js";
import {estimateAt} from "./nodeEstimates.js";
import {mempoolAt, type NodeView} from "./nodeView.js";
import {isAtLeast, labelStyles, type Family, type Program} from "./program.js";
import type {EstimateMode} from "./smartFee.js";

/** A host as `server.features` declares it. */
export interface DeclaredHost {
  readonly host: string;
  readonly tcpPort?: number | undefined;
  readonly sslPort?: number | undefined;
}

/** One entry of `server.peers.subscribe`. */
export interface Peer extends DeclaredHost {
  readonly address: string;
  readonly protocolMax: string;
}

/** What an operator may set of a server. */
export interface ProcessSettings {
  readonly id: string;
  readonly program: Program;
  readonly genesisHash: string;
  /** null: the program's own */
  readonly banner: string | null;
  /** null: the program's own */
  readonly donationAddress: string | null;
  readonly declaredHosts: readonly DeclaredHost[];
  readonly peers: readonly Peer[];
  /** when it was started anew, ms since the start of the observation, ascending: its clocks then begin with other phases */
  readonly restartsMs?: readonly number[];
}

/** One running server program: settings, the node it asks, and clocks whose phases are its own. */
export interface ServerProcess extends ProcessSettings {
  readonly view: NodeView;
  /** 32 bits from which its phases and lags are drawn */
  readonly seed: number;
  /** for each block, when the process has noticed it */
  readonly noticedMs: Float64Array;
  /** the newest histogram that was computed and its moment: a cache that changes no answer */
  readonly memo: {atMs: number; histogram: FeeHistogram};
}

/** ms after the node has a block until the program knows of it: from where to where. ElectrumX and esplora poll, the others are told. */
const NOTICE_MS: Readonly<Record<Family, readonly [number, number]>> = {
  electrumx: [4_800, 7_400],
  fulcrum: [100, 1_600],
  electrs: [100, 1_200],
  esplora: [500, 5_500],
};

/** ElectrumX: how often it polls the mempool. */
const ELECTRUMX_POLL_MS = 5_000;

/** esplora asks for all its estimates together and keeps them this long (`new_index/query.rs`). */
const ESPLORA_ESTIMATES_MS = 60_000;

const PHASE = {refresh: 1, poll: 2, estimates: 3} as const;

/** From one start's draws of phases to the next one's: more than there are clocks. */
const STARTS_APART = 16;
const NOTICE = 0x51ce;

export function createProcess(
  settings: ProcessSettings,
  view: NodeView,
  seed: number | string,
): ServerProcess {
  const own = hashText(`${seed}/process/${settings.id}`);
  const [least, most] = NOTICE_MS[settings.program.family];
  let last = -Infinity;
  const noticedMs = Float64Array.from(view.blockMs, (ms, block) => {
    last = Math.max(last, ms + least + (most - least) * hashToUnit(own ^ NOTICE, block));
    return last;
  });
  return {...settings, view, seed: own, noticedMs, memo: {atMs: NaN, histogram: []}};
}

/** The newest block that the process has noticed, or undefined before the first. */
export function processTipAt({noticedMs, view}: ServerProcess, ms: number): Tip | undefined {
  return view.market.blocks[countUpTo(noticedMs, ms) - 1];
}

/** When the process notices blocks, after one moment and up to another. Blocks noticed together are announced once, the last of them. */
export function tipNoticesBetween(
  {noticedMs}: ServerProcess,
  fromMs: number,
  toMs: number,
): readonly number[] {
  return [...new Set(noticedMs.subarray(countUpTo(noticedMs, fromMs), countUpTo(noticedMs, toMs)))];
}

/** The moment whose mempool the process's histogram shows. */
export function histogramMomentAt(process: ServerProcess, ms: number): number {
  const {program, noticedMs} = process;
  switch (program.family) {
    case "electrumx": {
      const refreshed = lastTick(process, "refresh", refreshMs.electrumx, ms);
      return lastTick(process, "poll", ELECTRUMX_POLL_MS, refreshed);
    }
    case "fulcrum":
    case "electrs":
      return Math.max(
        lastTick(process, "refresh", refreshMs[program.family], ms),
        noticedMs[countUpTo(noticedMs, ms) - 1] ?? -Infinity,
      );
    case "esplora":
      return lastTick(process, "refresh", refreshMs[program.family], ms);
  }
}

export function histogramAt(process: ServerProcess, ms: number): FeeHistogram {
  const {memo, program, view} = process;
  const atMs = histogramMomentAt(process, ms);
  if (memo.atMs !== atMs) {
    const held = mempoolAt(view, atMs);
    const {fee, weight, size} = view.market;
    const columns = {fee: pick(fee, held), weight: pick(weight, held), size: pick(size, held)};
    memo.histogram = histogramRules[program.rule](columns);
    memo.atMs = atMs;
  }
  return memo.histogram;
}

/** The `result` member of `mempool.get_fee_histogram`, as the program prints it. */
export function histogramTextAt(process: ServerProcess, ms: number): string {
  return formatHistogram(histogramAt(process, ms), labelStyles[process.program.rule]);
}

/**
 * The estimate that the process gives, in sat/kvB, or null where its node has none.
 *
 * ElectrumX from 1.16 on keeps what the node said at its own newest tip; esplora keeps all for a minute (in
 * truth from the first question after expiry, here on a clock, so that no answer depends on who asked
 * before); the others pass every question on.
 *
 * @param mode null: what the node takes by default
 */
export function processEstimateAt(
  process: ServerProcess,
  target: number,
  mode: EstimateMode | null,
  ms: number,
): number | null {
  return estimateAt(process.view, target, mode, estimateMomentAt(process, ms));
}

function estimateMomentAt(process: ServerProcess, ms: number): number {
  const {program, noticedMs} = process;
  if (program.family === "esplora") return lastTick(process, "estimates", ESPLORA_ESTIMATES_MS, ms);
  if (program.family === "electrumx" && isAtLeast(program, "1.16"))
    return noticedMs[countUpTo(noticedMs, ms) - 1] ?? ms;
  return ms;
}

/**
 * The last tick, at or before a moment, of one of the process's clocks. Its phase is drawn anew at each start,
 * which is itself a tick: a program reads everything when it begins.
 */
function lastTick(
  {seed, restartsMs = []}: ServerProcess,
  clock: keyof typeof PHASE,
  periodMs: number,
  ms: number,
): number {
  const starts = restartsMs.filter((startMs) => startMs <= ms);
  const offset = Math.floor(hashToUnit(seed, PHASE[clock] + STARTS_APART * starts.length) * periodMs);
  const tick = Math.floor((ms - offset) / periodMs) * periodMs + offset;
  return Math.max(tick, starts.at(-1) ?? -Infinity);
}

function pick(column: Int32Array, indices: Int32Array): Int32Array {
  const picked = new Int32Array(indices.length);
  for (let i = 0; i < indices.length; i++) picked[i] = column[indices[i] ?? 0] ?? 0;
  return picked;
}
