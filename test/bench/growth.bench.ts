/**
 * How an archive grows: bytes of a run, what git makes of it, and how long DuckDB reads, at 100, 1,000 and 10,000
 * endpoints, and for a year of runs. Prints two tables, as `.github/GROWTH.md` shows them.
 *
 *     npm run bench:growth                 some minutes: some runs at each size
 *     npm run bench:growth -- --lab DIR    also that archive of lab runs as it is, and a year made of it
 *     npm run bench:growth -- --year       also a year at 100 endpoints
 *
 * Fails if a year of lab runs makes a repository larger than it may.
 */
import {spawnSync} from "node:child_process";
import {cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync} from "node:fs";
import {cpus, tmpdir} from "node:os";
import {join} from "node:path";
import {parseArgs} from "node:util";
import {DuckDBInstance} from "@duckdb/node-api";
import {readArchive} from "../../src/data/archive.js";
import {calibrationWindow} from "../../src/calibration/calibrationNetwork.js";
import {HOURS_BETWEEN_RUNS} from "../../src/observation/schedule.js";
import {runName, type Tables} from "../../src/observation/snapshot.js";
import {hashHeader} from "../simulation/hashHeader.js";
import {otherServers, variedRun} from "./variedRun.js";
import {tablesOf, writeRun} from "./yearArchive.js";

const BASE_ENDPOINTS = 100;
const BASE_RUNS = 6;
const RUNS_A_YEAR = (365 * 24) / HOURS_BETWEEN_RUNS;
const HOURS_MS = HOURS_BETWEEN_RUNS * 3_600_000;
const START = Date.UTC(2026, 0, 5);

/** What we allow a year of lab runs to add to a repository, bytes. */
const MOST_BYTES = 130e6;

/** How many runs are really written at each size. */
const SIZES = [
  {endpoints: 100, runs: 120},
  {endpoints: 1_000, runs: 24},
  {endpoints: 10_000, runs: 4},
] as const;

interface Measured {
  readonly what: string;
  readonly runs: number;
  /** of the files, bytes */
  readonly files: number;
  /** of git's pack after `git gc`, bytes: of the first half of the runs, and of all */
  readonly packHalf: number;
  readonly pack: number;
  /** ms that DuckDB takes */
  readonly query: number;
}

/** A run in memory, and its start. */
type Source = (run: number) => {readonly tables: Tables; readonly start: number};

const folder = mkdtempSync(join(tmpdir(), "kinship-growth-"));

async function main(): Promise<void> {
  const {values} = parseArgs({options: {lab: {type: "string"}, year: {type: "boolean"}}});
  const measured: Measured[] = [];
  const note = (one: Measured): void => {
    measured.push(one);
    process.stderr.write(`${JSON.stringify(one)}\n`);
  };
  if (values.lab !== undefined) {
    const {snapshots} = await readArchive(values.lab);
    note(await measure("lab, as observed", snapshots.length, copied(values.lab, snapshots)));
    const base = snapshots.map(({tables, manifest}) => ({tables, start: Date.parse(manifest.started_at)}));
    // The check of the method: as many made ones as there are real ones.
    note(await measure("lab, varied", base.length, written(varied(base))));
    note(await measure("lab, a year, varied", RUNS_A_YEAR, written(varied(base))));
  }
  const base = simulated();
  if (values.year) note(await measure("100 endpoints, a year", RUNS_A_YEAR, written(varied(base))));
  for (const {endpoints, runs} of SIZES)
    note(
      await measure(`${endpoints} endpoints`, runs, written(grown(varied(base), endpoints / BASE_ENDPOINTS))),
    );
  rmSync(folder, {recursive: true});
  const most = Math.max(
    ...measured.filter(({what}) => what.startsWith("lab")).map(({pack, runs}) => (pack / runs) * RUNS_A_YEAR),
  );
  if (most > MOST_BYTES) {
    process.stderr.write(`growth: expected at most ${MOST_BYTES / 1e6} MB a year, got ${most / 1e6}\n`);
    process.exitCode = 1;
  }
  process.stdout.write(`Node ${process.version}, ${cpus().length} cores\n\n${table(measured)}\n`);
}

/** Runs of a hundred simulated servers. */
function simulated(): {tables: Tables; start: number}[] {
  const {window} = calibrationWindow({
    seed: "bench/growth",
    regime: "moderate",
    missShare: 0.001,
    histories: "mixed",
    endpoints: BASE_ENDPOINTS,
    runs: BASE_RUNS,
    rounds: 4,
    hashHeader,
  });
  return window.runs.map(({startedAt}, run) => ({tables: tablesOf(window, run), start: startedAt}));
}

/** One run after another, each unlike all others. */
function varied(base: readonly {tables: Tables; start: number}[]): Source {
  return (run) => {
    const of = base[run % base.length];
    if (!of) throw new RangeError("growth: expected runs to vary, got none");
    const start = START + run * HOURS_MS;
    return {tables: variedRun(of.tables, run, start - of.start), start};
  };
}

/** Each run with so many times as many servers. */
function grown(source: Source, times: number): Source {
  return (run) => {
    const parts = Array.from({length: times}, (_, copy) => {
      const {tables} = source(run + copy * 100_000);
      return {...tables, copy};
    });
    const start = START + run * HOURS_MS;
    let histograms = 0;
    const all = parts.map(({copy, ...tables}) => {
      const others = otherServers(tables, copy, histograms);
      histograms += Math.max(-1, ...tables.histograms.map(({histogram}) => histogram)) + 1;
      return others;
    });
    return {
      tables: {
        endpoints: all.flatMap(({endpoints}) => endpoints),
        reads: all.flatMap(({reads}) => reads),
        histograms: all.flatMap(({histograms: rows}) => rows),
        estimates: all.flatMap(({estimates}) => estimates),
        tips: all.flatMap(({tips}) => tips),
      },
      start,
    };
  };
}

function written(source: Source): (archive: string, run: number) => void {
  return (archive, run) => {
    const {tables, start} = source(run);
    writeRun(archive, tables, start, start + 120_000);
  };
}

function copied(from: string, snapshots: readonly {readonly path: string}[]) {
  return (archive: string, run: number): void => {
    const {path = ""} = snapshots[run] ?? {};
    cpSync(join(from, path), join(archive, path), {recursive: true});
  };
}

/** Writes runs, commits each, and measures files, pack and a query over the glob. */
async function measure(
  what: string,
  runs: number,
  write: (archive: string, run: number) => void,
): Promise<Measured> {
  const repository = join(folder, what.replaceAll(/\W/g, "-"));
  const archive = join(repository, "archive");
  mkdirSync(archive, {recursive: true});
  git(repository, "init", "--quiet");
  let packHalf = 0;
  for (let run = 0; run < runs; run++) {
    write(archive, run);
    git(repository, "add", "--all");
    git(repository, "commit", "--quiet", "-m", runName(START + run * HOURS_MS));
    if (run === Math.floor(runs / 2) - 1) packHalf = packed(repository);
  }
  const files = readdirSync(archive, {recursive: true, encoding: "utf8"})
    .map((path) => statSync(join(archive, path)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
  const pack = packed(repository);
  const query = await queryMs(archive);
  rmSync(repository, {recursive: true});
  return {what, runs, files, packHalf, pack, query};
}

/** Bytes of the pack after `git gc`. */
function packed(repository: string): number {
  git(repository, "gc", "--quiet");
  return 1024 * Number(/size-pack: (\d+)/.exec(git(repository, "count-objects", "-v"))?.[1]);
}

function git(repository: string, ...args: readonly string[]): string {
  const settings = ["gc.auto=0", "user.name=bench", "user.email=bench@example.invalid"];
  const {status, stdout, stderr} = spawnSync(
    "git",
    ["-C", repository, ...settings.flatMap((setting) => ["-c", setting]), ...args],
    {encoding: "utf8", env: {...process.env, GIT_CONFIG_GLOBAL: "/dev/null"}, maxBuffer: 2 ** 28},
  );
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
  return stdout;
}

/** ms for who answered in each run, and the vbytes of all histograms. */
async function queryMs(archive: string): Promise<number> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const start = performance.now();
  for (const sql of [
    `SELECT vantage, run, count(*) FILTER (outcome = 'answered') FROM read_parquet('${archive}/*/*/*/endpoints.parquet', hive_partitioning = true, union_by_name = true) GROUP BY ALL`,
    `SELECT sum(vsize) FROM read_parquet('${archive}/*/*/*/histograms.parquet', hive_partitioning = true, union_by_name = true)`,
  ])
    await connection.runAndReadAll(sql);
  const ms = performance.now() - start;
  connection.closeSync();
  return ms;
}

function table(measured: readonly Measured[]): string {
  const kb = (bytes: number): string => (bytes / 1000).toFixed(1);
  const gb = (bytes: number): string => (bytes / 1e9).toPrecision(3);
  const years = [1, 5, 20];
  return [
    `| what | runs written | kB a run, files | kB a run, git (first half; second half) | DuckDB, s | ${years.map((n) => `${n} y files, git; GB`).join(" | ")} |`,
    `| --- | ---: | ---: | ---: | ---: | ${years.map(() => "---:").join(" | ")} |`,
    ...measured.map(({what, runs, files, packHalf, pack, query}) => {
      const half = Math.floor(runs / 2);
      const second = (pack - packHalf) / (runs - half);
      const all = years.map(
        (n) => `${gb((n * RUNS_A_YEAR * files) / runs)}, ${gb((n * RUNS_A_YEAR * pack) / runs)}`,
      );
      return `| ${what} | ${runs} | ${kb(files / runs)} | ${kb(packHalf / half)}; ${kb(second)} | ${(query / 1000).toFixed(2)} | ${all.join(" | ")} |`;
    }),
  ].join("\n");
}

await main();
