import type {FeeHistogram} from "../observation/histogram.js";
import type {EndpointRow, EstimateRow, TipRow} from "../observation/schema.js";
import {histogramsByNumber, type Snapshot} from "../observation/snapshot.js";
import {answerNames} from "./answerNumber.js";
import type {KnownProgram, ProgramBand} from "./knownProgram.js";

/** One answered question for the histogram. */
export interface Reading {
  /** position of the run in `Window.runs` */
  readonly run: number;
  readonly sweep: number;
  readonly trigger: string;
  /** when the question was written, UTC ms */
  readonly at: number;
  readonly histogram: FeeHistogram;
  /** how its numbers were written (`NumberStyle`); null if not recorded */
  readonly style: string | null;
  /** equal, of one window, exactly when labels and integers are */
  readonly key: string;
}

/** One answered or failed question for an estimate, with the run it belongs to. */
export interface EstimateReading extends EstimateRow {
  readonly run: number;
}

export interface TipReading extends TipRow {
  readonly run: number;
}

/** Everything that a window of runs holds about one endpoint. */
export interface Server {
  /** canonical spelling; the key */
  readonly endpoint: string;
  /** its row of each run that tried it, oldest first */
  readonly rows: readonly {readonly run: number; readonly row: EndpointRow}[];
  /** answered reads, in order of run and sweep */
  readonly readings: readonly Reading[];
  readonly estimates: readonly EstimateReading[];
  readonly tips: readonly TipReading[];
  /** what is kept of its readings, where these were left out because they are in the window's totals */
  readonly kept?: KeptReadings;
}

/** What later code asks of readings that are not there any more. */
export interface KeptReadings {
  /** answered reads */
  readonly count: number;
  /** what they and the rows showed of the program in a run; undefined where there was neither */
  programIn(run: number): ProgramEvidence | undefined;
}

/** What is known of the program that a server ran in one run. */
export interface ProgramEvidence {
  /** what `server.version` allows; none for a program that counts in another way, all if it names none we know */
  readonly reported: readonly KnownProgram[];
  /** what the written bytes allow; none if no known program writes so */
  readonly written: readonly KnownProgram[];
  /** the one that both allow; unknown where several or none are left */
  readonly band: ProgramBand;
  /** it names a known program, and the bytes are none of that program's */
  readonly disagree: boolean;
}

/** Some runs of one archive, seen by endpoint: what all evidence is computed from. */
export interface Window {
  /** oldest first; times in UTC ms */
  readonly runs: readonly {readonly path: string; readonly startedAt: number; readonly endedAt: number}[];
  /** by endpoint, in alphabetical order */
  readonly servers: readonly Server[];
  /** what its runs say of two of its servers, added up before; without it, it is worked out from the readings */
  readonly totals?: (signal: string, a: Server, b: Server) => Totals;
}

/** What all runs of a window say of one pair, by one signal. */
export interface Totals {
  readonly numbers: Float64Array;
  /** a text of the first run that has one */
  readonly note: string | null;
  /** of the samples of the runs that have one; NaN without any */
  readonly median: number;
}

/** Answered reads of a server, whether they are still there or not. */
export function answeredReads({readings, kept}: Server): number {
  return kept?.count ?? readings.length;
}

/** Turns runs around: from "what each run saw" to "what was seen of each endpoint". Order of the input does not matter. */
export function windowOf(snapshots: readonly Snapshot[]): Window {
  const ordered = snapshots.toSorted(
    (a, b) => compare(a.manifest.started_at, b.manifest.started_at) || compare(a.path, b.path),
  );
  const servers = new Map<
    string,
    {rows: Server["rows"][number][]; readings: Reading[]; estimates: EstimateReading[]; tips: TipReading[]}
  >();
  const nameOf = answerNames();
  const of = (endpoint: string) => {
    const server = servers.get(endpoint) ?? {rows: [], readings: [], estimates: [], tips: []};
    servers.set(endpoint, server);
    return server;
  };
  for (const [run, {tables}] of ordered.entries()) {
    const histograms = histogramsByNumber(tables.histograms);
    const keys = new Map([...histograms].map(([number, histogram]) => [number, nameOf(histogram)]));
    for (const row of tables.endpoints) of(row.endpoint).rows.push({run, row});
    for (const {
      endpoint,
      sweep,
      trigger,
      requested_at: at,
      number_style: style,
      histogram: number,
    } of tables.reads) {
      if (number === null) continue;
      // The empty histogram has a number and no rows.
      of(endpoint).readings.push({
        run,
        sweep,
        trigger,
        at,
        histogram: histograms.get(number) ?? [],
        style,
        key: keys.get(number) ?? "",
      });
    }
    for (const row of tables.estimates) of(row.endpoint).estimates.push({run, ...row});
    for (const row of tables.tips) of(row.endpoint).tips.push({run, ...row});
  }
  return {
    runs: ordered.map(({path, manifest}) => ({
      path,
      startedAt: Date.parse(manifest.started_at),
      endedAt: Date.parse(manifest.ended_at),
    })),
    servers: [...servers]
      .map(([endpoint, server]) => ({endpoint, ...server}))
      .toSorted((a, b) => compare(a.endpoint, b.endpoint)),
  };
}

const DAY_MS = 86_400_000;

/** Number of the UTC day that a moment, in UTC ms, lies in. */
export function dayOf(at: number): number {
  return Math.floor(at / DAY_MS);
}

/** Whole days from the start of the first run to that of the last. */
export function wholeDays({runs}: Pick<Window, "runs">): number {
  const [first, last] = [runs[0], runs.at(-1)];
  return first && last ? Math.floor((last.startedAt - first.startedAt) / DAY_MS) : 0;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
