import {createHash} from "node:crypto";
import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {parquetTable} from "../../data-loaders/archive.js";
import {calibrationWindow} from "../../src/calibration/calibrationNetwork.js";
import type {Window} from "../../src/evidence/window.js";
import {
  type EndpointRow,
  type EstimateRow,
  type HistogramRow,
  type ReadRow,
  SCHEMA_VERSION,
  type TipRow,
} from "../../src/observation/schema.js";
import {
  type Manifest,
  runName,
  runPath,
  type TableFile,
  type Tables,
} from "../../src/observation/snapshot.js";
import {createRandom} from "../../src/statistics/random.js";
import {hashHeader} from "../simulation/hashHeader.js";

/** Different runs that are simulated; the others are these at other times, with other block hashes. */
const SIMULATED_RUNS = 24;

const ENDPOINTS = 100;
const ROUNDS = 4;
const BETWEEN_RUNS_MS = 4 * 3_600_000;

/** Share of endpoints that are down in a run. */
const DOWN = 0.03;

/** Runs of four rounds of a hundred simulated servers, four hours apart, each written when it is asked for. */
export function yearArchive(folder: string): (run: number) => void {
  const window = calibrationWindow({
    seed: "bench/year",
    regime: "moderate",
    missShare: 0.001,
    histories: "mixed",
    endpoints: ENDPOINTS,
    runs: SIMULATED_RUNS,
    rounds: ROUNDS,
    hashHeader,
  }).window;
  const simulated = Array.from({length: SIMULATED_RUNS}, (_, run) => tablesOf(window, run));
  const random = createRandom("bench/year/down");
  return (run) => {
    const source = run % SIMULATED_RUNS;
    const tables = simulated[source];
    const start = window.runs[source]?.startedAt ?? 0;
    const end = window.runs[source]?.endedAt ?? 0;
    if (!tables) throw new RangeError(`yearArchive: expected a simulated run ${source}`);
    const later = (run - source) * BETWEEN_RUNS_MS;
    writeRun(folder, shifted(without(tables, random), later, run - source), start + later, end + later);
  };
}

/** What a run would have written of a simulated window. */
export function tablesOf({servers}: Window, run: number): Tables {
  const numbers = new Map<string, number>();
  const histograms: HistogramRow[] = [];
  const reads: ReadRow[] = [];
  for (const {endpoint, readings} of servers)
    for (const {run: of, sweep, trigger, at, histogram, style, key} of readings) {
      if (of !== run) continue;
      if (!numbers.has(key)) {
        numbers.set(key, numbers.size);
        for (const [bin, {label, vsize}] of histogram.entries())
          histograms.push({histogram: numbers.get(key) ?? -1, bin, label, vsize});
      }
      reads.push({
        endpoint,
        sweep,
        trigger,
        requested_at: at,
        elapsed_ms: 50,
        outcome: "answered",
        stage: null,
        reason: null,
        detail: null,
        histogram: numbers.get(key) ?? null,
        bins: histogram.length,
        number_style: style,
        text: null,
      });
    }
  const own = <T extends {readonly run: number}>(list: readonly T[]): T[] =>
    list.filter((one) => one.run === run);
  return {
    endpoints: servers.flatMap(({rows}) => own(rows).map(({row}) => row)),
    reads,
    histograms,
    estimates: servers.flatMap(({estimates}) => own(estimates).map(({run: _, ...row}): EstimateRow => row)),
    tips: servers.flatMap(({tips}) => own(tips).map(({run: _, ...row}): TipRow => row)),
  };
}

/** Some endpoints do not answer. */
function without(tables: Tables, random: () => number): Tables {
  const down = new Set(tables.endpoints.filter(() => random() < DOWN).map(({endpoint}) => endpoint));
  const up = <T extends {readonly endpoint: string}>(rows: readonly T[]) =>
    rows.filter(({endpoint}) => !down.has(endpoint));
  return {
    histograms: tables.histograms,
    endpoints: tables.endpoints.map((row) => (down.has(row.endpoint) ? failed(row) : row)),
    reads: up(tables.reads),
    estimates: up(tables.estimates),
    tips: up(tables.tips),
  };
}

function failed(row: EndpointRow): EndpointRow {
  const {endpoint, host, port, transport, source} = row;
  const nulls = Object.fromEntries(
    Object.keys(row).map((column) => [column, null]),
  ) as unknown as EndpointRow;
  return {
    ...nulls,
    endpoint,
    host,
    port,
    transport,
    source,
    outcome: "failed",
    stage: "connect",
    reason: "timeout",
    detail: "no answer in 10 s",
    failures: "",
    bytes_received: 0,
    notifications: 0,
  };
}

/** The same at another time, on other blocks. @param round changes the block hashes */
export function shifted(tables: Tables, ms: number, round: number): Tables {
  const known = new Map<string, string>();
  const block = <T extends string | null>(text: T): T => {
    if (text === null) return text;
    const found = known.get(text) ?? `${text.slice(0, -16)}${digest(`${text} ${round}`).slice(0, 16)}`;
    known.set(text, found);
    return found as T;
  };
  return {
    histograms: tables.histograms,
    endpoints: tables.endpoints.map((row) => ({...row, opened_at: (row.opened_at ?? 0) + ms})),
    reads: tables.reads.map((row) => ({...row, requested_at: row.requested_at + ms})),
    estimates: tables.estimates.map((row) => ({
      ...row,
      asked_at: row.asked_at + ms,
      tip_before: block(row.tip_before),
      tip_after: block(row.tip_after),
    })),
    tips: tables.tips.map((row) => ({...row, received_at: row.received_at + ms, hash: block(row.hash)})),
  };
}

export function digest(bytes: string | Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** As `writeSnapshot` leaves it, without waiting for the disk after every file. @returns its folder */
export function writeRun(folder: string, tables: Tables, start: number, end: number): string {
  const path = join(folder, runPath("bench", start));
  mkdirSync(path, {recursive: true});
  const files = (Object.keys(tables) as (keyof Tables)[]).map((name): TableFile => {
    const bytes = parquetTable(name, tables[name]);
    writeFileSync(join(path, `${name}.parquet`), bytes);
    return {
      name,
      file: `${name}.parquet`,
      rows: tables[name].length,
      bytes: bytes.byteLength,
      sha256: digest(bytes),
    };
  });
  const answered = new Set(tables.reads.map(({endpoint}) => endpoint)).size;
  const manifest: Manifest = {
    format: "electrum-kinship-snapshot",
    schema_version: SCHEMA_VERSION,
    network: "lab",
    simulated: true,
    vantage: "bench",
    run: runName(start),
    program: {name: "electrum-kinship", version: "0.0.0", commit: null},
    options: {},
    started_at: new Date(start).toISOString(),
    ended_at: new Date(end).toISOString(),
    counts: {
      endpoints: tables.endpoints.length,
      answered,
      failed: tables.endpoints.length - answered,
      not_tried: 0,
      by_failure: {},
      sweeps: new Set(tables.reads.map(({sweep}) => sweep)).size,
      reads: tables.reads.length,
      distinct_histograms: new Set(tables.reads.map(({histogram}) => histogram)).size,
    },
    own_side_suspected: false,
    tables: files,
  };
  writeFileSync(join(path, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  return path;
}
