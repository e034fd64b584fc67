import {type Endpoint, formatEndpoint} from "../src/observation/endpoint.js";
import {failed} from "../src/observation/failure.js";
import type {Tables} from "../src/observation/snapshot.js";
import type {Tip} from "../src/observation/tip.js";
import type {Clock} from "./clock.js";
import {furtherCandidates} from "./discovery.js";
import {feeHistogram} from "./electrum/methods.js";
import type {OriginAnswer} from "./origin/lookUpOrigin.js";
import {lookUpOrigins, ORIGINS_WITHIN_MS} from "./origin/lookUpOrigins.js";
import type {Probe} from "./probe.js";
import {askEstimates, askFeatures, askOnce, askPeers, isLive, type LiveSubject} from "./questions.js";
import {RunRecord, type Subject, subject, type Trigger} from "./record.js";
import type {Candidate} from "./roster.js";

/**
 * Milliseconds from a new tip to the sweep that it triggers. Fulcrum polls its node every 2 s and refreshes its
 * histogram at once after a block (`Controller.cpp`), so its clocks are in phase for some seconds afterwards.
 */
export const TIP_SWEEP_DELAY_MS = 3_000;

/** Milliseconds after a new tip from which every cache but bwt's holds the new estimates (esplora's, 60 s, is the longest). */
export const ESTIMATE_DELAY_MS = 90_000;

/** Hosts that must announce a block before it triggers anything, so that one server cannot make us ask all others. */
export const TIP_QUORUM = 2;

/** Blocks by which a new tip may exceed the median of what servers said: two that agree on a far one must not hide the next. */
export const MAX_TIP_STEP = 6;

/** Sweeps in one run that tips may trigger: blocks come every ten minutes, runs last a few. */
export const MAX_TIP_SWEEPS = 6;

/** Announcements kept of one endpoint. A day of listening brings about 144 blocks; a flood is not evidence. */
export const MAX_ANNOUNCEMENTS = 500;

/** Waves of asking new servers for further ones: each costs a timeout, and the second finds little that is new. */
const DISCOVERY_WAVES = 2;

export interface RunOptions {
  readonly clock: Clock;
  readonly rounds: number;
  readonly intervalMs: number;
  readonly listenMs: number;
  readonly timeoutMs: number;
  /** connections that are being opened at one time */
  readonly concurrency: number;
  /** how many endpoints a run may ask in all; null: the list alone */
  readonly discoverUpTo: number | null;
  readonly hasOptedOut: (endpoint: Endpoint) => boolean;
  /** gives the pause before each connection, ms; default: none */
  readonly jitter?: (() => number) | undefined;
  /** which network announces an address; default: nobody is asked */
  readonly origin?: ((address: string) => Promise<OriginAnswer | null>) | undefined;
  readonly open: (endpoint: Endpoint, onTip: (tip: Tip, receivedAt: number) => void) => Promise<Probe>;
  readonly onProgress: (progress: Progress) => void;
}

/** What a run is doing, for a progress bar. */
export interface Progress {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
}

/** Observes once: opens every conversation, asks in rounds and after new tips, and gives the archive's tables. Never throws for what the world does. */
export async function observeRun(candidates: readonly Candidate[], options: RunOptions): Promise<Tables> {
  const run = new Run(options);
  try {
    await run.open(candidates);
    await run.rounds();
    await run.listen();
    await Promise.all([run.features(), run.origins()]);
  } finally {
    run.close();
  }
  return run.record.tables();
}

class Run {
  readonly record = new RunRecord();
  readonly #options: RunOptions;
  /** hosts that announced a block, by its hash */
  readonly #announced = new Map<string, Set<string>>();
  /** announcements so far, by endpoint */
  readonly #heard = new Map<number, number>();
  #height = 0;
  #sweeps = 0;
  #tipSweeps = 0;
  #tipSweepDue = Infinity;
  #estimatesDue = Infinity;
  #wake = new AbortController();

  constructor(options: RunOptions) {
    this.#options = options;
  }

  get #live(): LiveSubject[] {
    return this.record.subjects.filter(isLive);
  }

  /** Opens a conversation with each candidate and, if asked to discover, with those whom they name. */
  async open(candidates: readonly Candidate[]): Promise<void> {
    const known = new Set<string>();
    let wave: readonly Candidate[] = candidates;
    for (let i = 0; wave.length > 0; i++) {
      for (const {endpoint} of wave) known.add(formatEndpoint(endpoint));
      const opened = await this.#openAll(wave);
      const room = (this.#options.discoverUpTo ?? 0) - known.size;
      if (room <= 0 || i === DISCOVERY_WAVES) return;
      const answers = await Promise.all(
        opened.filter(isLive).map((one) => askPeers(one, this.#options.timeoutMs)),
      );
      wave = furtherCandidates(answers.flat(), known).slice(0, room);
    }
  }

  async #openAll(wave: readonly Candidate[]): Promise<Subject[]> {
    const {concurrency, onProgress, hasOptedOut, jitter} = this.#options;
    const first = this.record.subjects.length;
    const queue = wave.map((candidate, i) => ({
      candidate,
      index: first + i,
      pauseMs: jitter?.() ?? 0, // drawn in the list's order, so that a seed gives the same pauses
    }));
    const opened: Subject[] = [];
    const worker = async (): Promise<void> => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const {candidate, index, pauseMs} = next;
        const probe = hasOptedOut(candidate.endpoint)
          ? failed("resolve", "opted-out")
          : await this.#openOne(candidate.endpoint, index, pauseMs);
        opened.push(subject(index, candidate, probe));
        onProgress({phase: "connecting", done: opened.length, total: wave.length});
      }
    };
    await Promise.all(Array.from({length: Math.min(concurrency, wave.length)}, worker));
    opened.sort((a, b) => a.index - b.index);
    this.record.subjects.push(...opened);
    return opened;
  }

  async #openOne(endpoint: Endpoint, index: number, pauseMs: number): Promise<Probe> {
    const {clock, open} = this.#options;
    if (pauseMs > 0) await clock.sleepUntil(clock.now() + pauseMs, new AbortController().signal);
    return open(endpoint, (tip, receivedAt) => this.#onTip(index, tip, receivedAt));
  }

  async rounds(): Promise<void> {
    const {clock, rounds, intervalMs} = this.#options;
    if (this.#live.length === 0) return; // nobody to ask
    const start = clock.now();
    const end = start + (rounds - 1) * intervalMs;
    for (let round = 0; round < rounds;) {
      const roundDue = start + round * intervalMs;
      const due = Math.min(roundDue, this.#tipSweepDue, this.#estimatesDue);
      this.#wake = new AbortController();
      await clock.sleepUntil(due, this.#wake.signal);
      if (clock.now() < Math.min(roundDue, this.#tipSweepDue, this.#estimatesDue)) continue; // woken by a new tip
      if (clock.now() >= this.#tipSweepDue) {
        this.#tipSweepDue = Infinity;
        await this.#sweep("tip", false, false);
      } else if (clock.now() >= this.#estimatesDue) {
        this.#estimatesDue = Infinity;
        // Later than the last round, the run is over: it does not last for estimates alone.
        if (clock.now() <= end) await this.#estimatesOnly();
      } else {
        await this.#sweep("round", round === 0 || round === rounds - 1, round === 0);
        round += 1;
        this.#options.onProgress({phase: "rounds", done: round, total: rounds});
      }
    }
  }

  /** Waits while servers announce blocks. */
  async listen(): Promise<void> {
    const {clock, listenMs, onProgress} = this.#options;
    if (listenMs === 0 || this.#live.length === 0) return;
    onProgress({phase: "listening", done: 0, total: 1});
    await clock.sleepUntil(clock.now() + listenMs, new AbortController().signal);
    onProgress({phase: "listening", done: 1, total: 1});
  }

  async features(): Promise<void> {
    await Promise.all(this.#live.map((one) => askFeatures(one, this.#options.timeoutMs)));
  }

  /** Asks which network announces each address that was reached. After the rounds: it disturbs no answer that is compared. */
  async origins(): Promise<void> {
    const {origin} = this.#options;
    if (!origin) return;
    const reached = this.record.subjects.flatMap((one) => {
      const address = one.probe?.opening.address ?? null;
      return address === null ? [] : [{one, address}];
    });
    const addresses = reached.map(({address}) => address);
    const answers = await lookUpOrigins(addresses, origin, timeLeft(ORIGINS_WITHIN_MS));
    for (const {one, address} of reached) one.origin = answers.get(address) ?? null;
  }

  close(): void {
    for (const {probe} of this.record.subjects) probe?.close();
  }

  /**
   * Asks every endpoint for its histogram, in one tight loop that only writes, then follows each answer with this
   * sweep's other questions. Over within the timeout, whatever servers do.
   */
  async #sweep(trigger: Trigger, withEstimates: boolean, withQuestions: boolean): Promise<void> {
    const sweep = this.#sweeps++;
    const left = countdown(this.#options.timeoutMs);
    const asked = this.#live.map((one) => ({one, answer: one.probe.ask(feeHistogram, left())}));
    await Promise.all(
      asked.map(async ({one, answer}) => {
        const histogram = await answer;
        this.record.read(one, sweep, trigger, histogram);
        // Who has not answered this in time gets no further question in this sweep.
        if (histogram.outcome !== "answered" && histogram.reason === "timeout") return;
        await Promise.all([
          withEstimates ? askEstimates(this.record, one, sweep, left) : undefined,
          withQuestions ? askOnce(one, left) : undefined,
        ]);
      }),
    );
  }

  async #estimatesOnly(): Promise<void> {
    const sweep = this.#sweeps - 1;
    const left = countdown(this.#options.timeoutMs);
    await Promise.all(this.#live.map((one) => askEstimates(this.record, one, sweep, left)));
  }

  /** Keeps an announcement; a block that enough hosts announce, higher than any before, is a new tip. */
  #onTip(index: number, tip: Tip, receivedAt: number): void {
    const one = this.record.subjects[index];
    if (!one) return; // announced while connections are still being opened: nothing is scheduled yet
    const heard = (this.#heard.get(index) ?? 0) + 1;
    this.#heard.set(index, heard);
    if (heard > MAX_ANNOUNCEMENTS) return;
    this.record.tip(one, "notification", tip, receivedAt);
    const hosts = this.#announced.get(tip.hash) ?? new Set();
    this.#announced.set(tip.hash, hosts.add(one.candidate.endpoint.host));
    const quorum = Math.min(TIP_QUORUM, new Set(this.#live.map((live) => live.candidate.endpoint.host)).size);
    if (hosts.size < quorum || this.#tipSweeps >= MAX_TIP_SWEEPS) return;
    const newest = Math.max(this.#height, this.record.medianHeight());
    if (tip.height <= newest || tip.height > newest + MAX_TIP_STEP) return;
    this.#height = tip.height;
    this.#tipSweeps += 1;
    this.#tipSweepDue = receivedAt + TIP_SWEEP_DELAY_MS;
    this.#estimatesDue = receivedAt + ESTIMATE_DELAY_MS;
    this.#wake.abort();
  }
}

/** Milliseconds that are left of a deadline that begins now; at least 1. Real time, also in the lab: sockets live in it. */
function countdown(ms: number): () => number {
  const left = timeLeft(ms);
  return () => Math.max(1, left());
}

/** Real milliseconds that are left of so many; below 0 when they are over. */
function timeLeft(ms: number): () => number {
  const end = performance.now() + ms;
  return () => end - performance.now();
}
