import type {EndpointRow} from "../observation/schema.js";
import {type KnownProgram, knownPrograms} from "./knownProgram.js";
import {programIn, weigh} from "./program.js";
import {medianOf, mergeSamples, type Samples, samplesOf} from "./samples.js";
import {nodeSignals} from "./signals.js";
import {clear, copy, merge, type NodeSignal, nothing, type RunTally, widthOf} from "./totals.js";
import {
  dayOf,
  type KeptReadings,
  type ProgramEvidence,
  type Server,
  type Totals,
  type Window,
} from "./window.js";

/**
 * What all later code needs of some runs in a row: rows, the programs that the answers showed, and of each pair what
 * each signal of the node adds up. Many times smaller than what was read, and two of them make one.
 */
export interface Digest {
  /** oldest first; times in UTC ms */
  readonly runs: Window["runs"];
  /** tried in any of the runs, in alphabetical order */
  readonly endpoints: readonly string[];
  /** different rows, as JSON, without what was measured (`withoutMeasures`) */
  readonly rows: readonly string[];
  /** by endpoint, then by run: position in `rows`; -1 where the run did not try it */
  readonly rowOf: Int32Array;
  /** the same: what was known of its program, as `programCode`; -1 where nothing was seen */
  readonly programOf: Int32Array;
  /** the same: answered reads */
  readonly readsOf: Int32Array;
  /** positions in `endpoints` of those that told anything of a node in any run, ascending */
  readonly told: Int32Array;
  /** one for each of `nodeSignals`, in their order */
  readonly signals: readonly SignalDigest[];
}

/** What one signal says of all pairs of those that told anything; of these, (0, 1), (0, 2), … (1, 2), … */
export interface SignalDigest {
  /** by pair, then as the signal's fields */
  readonly numbers: Float64Array;
  /** by pair; only those of which a run has one */
  readonly notes: ReadonlyMap<number, string>;
  /** by pair, of the runs that have one; null if the signal is not sampled */
  readonly samples: Samples | null;
}

/** Days in a block of runs, counted from 1970: 48 runs four hours apart. */
const BLOCK_DAYS = 8;

/**
 * The block of consecutive runs that a run belongs to, by its start in UTC ms. Blocks are added up first, and then with
 * each other: so sums of fractions come out the same to the last bit, whatever a cache holds. By the calendar, so that
 * a run that is added later leaves all other blocks as they are.
 */
export function blockOf(startedAt: number): number {
  return Math.floor(dayOf(startedAt) / BLOCK_DAYS);
}

/** Digests a window of a single run. */
export function digestOf(window: Window): Digest {
  if (window.runs.length !== 1)
    throw new RangeError(`digestOf: expected a window of one run, got ${window.runs.length}`);
  const {servers} = window;
  const texts = servers.map(({rows: [first]}) => first && JSON.stringify(withoutMeasures(first.row)));
  const rows = [...new Set(texts.flatMap((text) => text ?? []))].toSorted();
  const position = new Map(rows.map((text, i) => [text, i]));
  const told = servers.flatMap((server, i) => (hasTold(server) ? [i] : []));
  return {
    runs: window.runs,
    endpoints: servers.map(({endpoint}) => endpoint),
    rows,
    rowOf: Int32Array.from(texts, (text) => (text === undefined ? -1 : (position.get(text) ?? -1))),
    programOf: Int32Array.from(servers, (server) => programCode(programIn(server, 0))),
    readsOf: Int32Array.from(servers, ({readings}) => readings.length),
    told: Int32Array.from(told),
    signals: tallyPairs(
      told.flatMap((i) => servers[i] ?? []),
      window,
    ),
  };
}

/** Whether a signal of the node can have anything to say of it. */
function hasTold({rows, readings, estimates, tips}: Server): boolean {
  return (
    readings.length > 0 ||
    estimates.length > 0 ||
    tips.length > 0 ||
    rows.some(({row}) => row.relay_fee !== null)
  );
}

/**
 * A row without what a run measures anew each time and no evidence looks at across runs, so that rows of an endpoint
 * are mostly the same. What a run alone looks at, such as the mempool's minimum, is in the signals' numbers already.
 */
function withoutMeasures(row: EndpointRow): EndpointRow {
  return {
    ...row,
    detail: null,
    asn_answered_at: null,
    opened_at: null,
    connect_ms: null,
    tls_ms: null,
    handshake_ms: null,
    padding: null,
    mempool_min_fee: null,
    peer_count: null,
    failures: "",
    bytes_received: 0,
    notifications: 0,
  };
}

function tallyPairs(servers: readonly Server[], window: Window): SignalDigest[] {
  const pairs = pairCount(servers.length);
  const made = nodeSignals.map((signal) => {
    const width = widthOf(signal.fields);
    const tally: RunTally = {numbers: nothing(signal.fields), note: null, sample: NaN};
    return {
      signal,
      width,
      tally,
      empty: nothing(signal.fields),
      numbers: new Float64Array(pairs * width),
      notes: new Map<number, string>(),
      samples: signal.sampled ? new Float64Array(pairs) : null,
    };
  });
  let pair = 0;
  for (const [i, a] of servers.entries())
    for (let j = i + 1; j < servers.length; j++, pair++) {
      const b = servers[j] as Server;
      for (const {signal, width, tally, empty, numbers, notes, samples} of made) {
        clear(tally, empty);
        signal.tally(a, b, 0, window, tally);
        if (samples) samples[pair] = tally.sample;
        if (tally.numbers[0] === 0) continue;
        copy(tally.numbers, numbers, pair * width);
        if (tally.note !== null) notes.set(pair, tally.note);
      }
    }
  return made.map(({numbers, notes, samples}) => ({
    numbers,
    notes,
    samples: samples && samplesOf(samples),
  }));
}

function pairCount(servers: number): number {
  return (servers * (servers - 1)) / 2;
}

/** Where a pair, i < j, of so many servers stands. */
function pairAt(i: number, j: number, servers: number): number {
  return (i * (2 * servers - i - 1)) / 2 + j - i - 1;
}

/**
 * Adds up digests, oldest first. Whatever was added up before, as long as it was the oldest of them, the same comes out
 * to the last bit.
 *
 * @param most samples that are kept of each pair
 */
export function mergeDigests(digests: readonly Digest[], most = Infinity): Digest {
  const [only] = digests;
  if (only && digests.length === 1 && most === Infinity) return only;
  const endpoints = [...new Set(digests.flatMap((digest) => digest.endpoints))].toSorted();
  const position = new Map(endpoints.map((endpoint, i) => [endpoint, i]));
  const rows = [...new Set(digests.flatMap((digest) => digest.rows))].toSorted();
  const rowAt = new Map(rows.map((text, i) => [text, i]));
  const runs = digests.flatMap((digest) => digest.runs);
  const cells = endpoints.length * runs.length;
  const rowOf = new Int32Array(cells).fill(-1);
  const programOf = new Int32Array(cells).fill(-1);
  const readsOf = new Int32Array(cells);
  const tellers = new Set<string>();
  let from = 0;
  for (const digest of digests) {
    const count = digest.runs.length;
    const places = digest.rows.map((text) => rowAt.get(text) ?? -1);
    for (const [e, endpoint] of digest.endpoints.entries()) {
      const to = (position.get(endpoint) ?? -1) * runs.length + from;
      for (let run = 0; run < count; run++) {
        const cell = e * count + run;
        rowOf[to + run] = places[digest.rowOf[cell] as number] ?? -1;
        programOf[to + run] = digest.programOf[cell] as number;
        readsOf[to + run] = digest.readsOf[cell] as number;
      }
    }
    for (const e of digest.told) tellers.add(digest.endpoints[e] ?? "");
    from += count;
  }
  const told = [...tellers].toSorted();
  return {
    runs,
    endpoints,
    rows,
    rowOf,
    programOf,
    readsOf,
    told: Int32Array.from(told, (endpoint) => position.get(endpoint) ?? -1),
    signals: mergeSignals(digests, told, most),
  };
}

function mergeSignals(digests: readonly Digest[], told: readonly string[], most: number): SignalDigest[] {
  const pairs = pairCount(told.length);
  const places = digests.map((digest) => pairsIn(digest, told));
  return nodeSignals.map((signal, s) => {
    const {fields, sampled} = signal;
    const width = widthOf(fields);
    const numbers = new Float64Array(pairs * width);
    const empty = nothing(fields);
    for (let pair = 0; pair < pairs; pair++) copy(empty, numbers, pair * width);
    const notes = new Map<number, string>();
    const parts = digests.flatMap(({signals}, d) => {
      const [part, pairOf] = [signals[s], places[d]];
      return part && pairOf ? [{...part, pairOf}] : [];
    });
    for (const [p, {numbers: later, notes: own, pairOf}] of parts.entries()) {
      for (let pair = 0; pair < pairOf.length; pair++) {
        const [to, from] = [(pairOf[pair] as number) * width, pair * width];
        if (p > 0) merge(fields, numbers, to, later, from);
        // Merged with nothing, numbers stay what they are.
        else if (later[from] !== 0)
          for (let k = 0; k < width; k++) numbers[to + k] = later[from + k] as number;
      }
      for (const [pair, note] of own) {
        const to = pairOf[pair] ?? -1;
        if (!notes.has(to)) notes.set(to, note);
      }
    }
    const sources = parts.flatMap(({samples, pairOf}) => (samples ? [{samples, pairOf}] : []));
    return {numbers, notes, samples: sampled ? mergeSamples(sources, pairs, most) : null};
  });
}

/** For each pair of a digest its place among the pairs of more servers. */
function pairsIn(digest: Digest, told: readonly string[]): Int32Array {
  const position = new Map(told.map((endpoint, i) => [endpoint, i]));
  const places = Array.from(digest.told, (e) => position.get(digest.endpoints[e] ?? "") ?? -1);
  const pairs = new Int32Array(pairCount(places.length));
  let pair = 0;
  for (let a = 0; a < places.length; a++)
    for (let b = a + 1; b < places.length; b++)
      pairs[pair++] = pairAt(places[a] as number, places[b] as number, told.length);
  return pairs;
}

/** Samples around the middle that tell a median. */
const FOR_MEDIAN = 2;

/** What digests, oldest first, come to, with no more of their samples than the medians need. */
export function concluded(digests: readonly Digest[]): Digest {
  return mergeDigests(digests, FOR_MEDIAN);
}

/** Whether enough samples were kept for all medians. */
export function knowsMedians({signals, told}: Digest): boolean {
  const pairs = pairCount(told.length);
  return signals.every(({samples}) => {
    if (!samples) return true;
    for (let pair = 0; pair < pairs; pair++) if (medianOf(samples, pair) === null) return false;
    return true;
  });
}

/** The window of a digest: its servers have their rows, and instead of readings, estimates and tips the totals of these. */
export function windowFrom(digest: Digest): Window {
  const rows = digest.rows.map((text) => JSON.parse(text) as EndpointRow);
  const evidence = new Map<number, ProgramEvidence>();
  const {runs} = digest;
  const servers = digest.endpoints.map((endpoint, e): Server => {
    const cell = e * runs.length;
    const own = Array.from(digest.rowOf.subarray(cell, cell + runs.length), (at) => rows[at]);
    return {
      endpoint,
      rows: own.flatMap((row, run) => (row ? [{run, row}] : [])),
      readings: [],
      estimates: [],
      tips: [],
      kept: keptReadings(digest, cell, evidence),
    };
  });
  return {runs, servers, totals: totalsIn(digest)};
}

function keptReadings(
  {runs, readsOf, programOf}: Digest,
  cell: number,
  evidence: Map<number, ProgramEvidence>,
): KeptReadings {
  return {
    count: readsOf.subarray(cell, cell + runs.length).reduce((sum, count) => sum + count, 0),
    programIn(run) {
      const code = programOf[cell + run] ?? -1;
      if (code < 0) return undefined;
      const known = evidence.get(code) ?? evidenceOf(code);
      evidence.set(code, known);
      return known;
    },
  };
}

function totalsIn({endpoints, told, signals}: Digest): NonNullable<Window["totals"]> {
  const position = new Map(Array.from(told, (e, i) => [endpoints[e] ?? "", i]));
  const known = new Map(nodeSignals.map((signal, s) => [signal.name, {signal, part: signals[s]}]));
  return (name, a, b) => {
    const found = known.get(name);
    if (!found) throw new RangeError(`totals: expected a signal of the node, got ${name}`);
    const {signal, part} = found;
    const [i, j] = [position.get(a.endpoint), position.get(b.endpoint)];
    if (i === undefined || j === undefined || i === j || !part) return none(signal);
    const pair = pairAt(Math.min(i, j), Math.max(i, j), told.length);
    const width = widthOf(signal.fields);
    const median = part.samples ? medianOf(part.samples, pair) : NaN;
    if (median === null) throw new RangeError(`totals: expected the middle samples of ${name}, got others`);
    return {
      numbers: part.numbers.subarray(pair * width, (pair + 1) * width),
      note: part.notes.get(pair) ?? null,
      median,
    };
  };
}

function none(signal: NodeSignal): Totals {
  return {numbers: nothing(signal.fields), note: null, median: NaN};
}

/** What a server said it is and what its answers allow: one bit for each known program, twice. */
function programCode({reported, written}: ProgramEvidence): number {
  const mask = (programs: readonly KnownProgram[]) =>
    programs.reduce((bits, program) => bits | (1 << knownPrograms.indexOf(program)), 0);
  return (mask(reported) << knownPrograms.length) | mask(written);
}

function evidenceOf(code: number): ProgramEvidence {
  const among = (bits: number) => knownPrograms.filter((_, i) => (bits & (1 << i)) !== 0);
  return weigh(among(code >> knownPrograms.length), among(code));
}
