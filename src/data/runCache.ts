import {createHash} from "node:crypto";
import {tables} from "../observation/schema.js";
import type {Manifest, Snapshot} from "../observation/snapshot.js";
import {type MatrixRun, unnamedRun} from "../report/matrixRun.js";
import {runFacts} from "../report/run.js";
import {manifestRecord, type RunRecord, runRecord} from "../report/runRecord.js";
import {checkTables, readManifestText, readSnapshot, runManifest} from "./archive.js";
import {keptCache} from "./keptCache.js";
import {columnsOf, type RowColumns, rowsOf} from "./rowColumns.js";

/**
 * Of what is kept of a run for the pages. To be raised with every change of how rounds are compared and clusters found
 * (`runFacts`), of `RunRecord` or of `MatrixRun`.
 */
export const RUN_VERSION = 2;

/** What pages need of a run, of which there may be years. */
export interface RunForPages {
  readonly record: RunRecord;
  /** endpoints that sent a histogram */
  readonly sent: readonly string[];
  /** the run as every pair of it can be looked at, its clusters without names; null if that was not asked for */
  readonly matrix: MatrixRun | null;
}

/** As much of it as the manifest does not say, as a file holds it. */
interface KeptRecord extends Pick<RunRecord, "reads" | "clusters">, Pick<RunForPages, "sent"> {
  readonly endpoints: RowColumns;
}

/** Beside the record, since only the newest runs have one. */
const matrices = keptCache<MatrixRun>("matrix", RUN_VERSION);
const records = keptCache<KeptRecord>("record", RUN_VERSION);

/** A column that is new to the schema is not in what was kept before. */
const COLUMNS = Object.keys(tables.endpoints).join();

/** A run that somebody may keep who reads it anyhow. */
export interface UnkeptRun {
  readonly path: string;
  readonly key: string;
  readonly matrix: boolean;
}

/** @returns null if all of it is kept, or if its manifest does not hold, so that nothing can be */
export function unkept(archive: string, path: string, matrix: boolean, cache: string): UnkeptRun | null {
  try {
    const {key} = named(archive, path);
    return records.has(cache, key) && (!matrix || matrices.has(cache, key)) ? null : {path, key, matrix};
  } catch {
    return null;
  }
}

/** Keeps what pages need of a run. */
export function keepRun(snapshot: Snapshot, {key, matrix}: UnkeptRun, cache: string): RunForPages {
  // Without a matrix nobody looks at other rounds than the main one.
  const facts = runFacts(snapshot, matrix ? Infinity : 0);
  const run: RunForPages = {
    record: runRecord(snapshot, facts),
    sent: [
      ...new Set(snapshot.tables.reads.flatMap((read) => (read.histogram === null ? [] : read.endpoint))),
    ],
    matrix: matrix ? unnamedRun(facts) : null,
  };
  const {endpoints, reads, clusters} = run.record;
  records.store(
    cache,
    key,
    records.encode({endpoints: columnsOf(endpoints), reads, clusters, sent: run.sent}),
  );
  if (run.matrix) matrices.store(cache, key, matrices.encode(run.matrix));
  return run;
}

/**
 * What pages need of a run, of what is kept or of its tables. These are checked against the manifest's hashes each time,
 * so that the same runs are left out whatever is kept.
 *
 * @param matrix whether its matrix is asked for; one that is kept and not asked for is removed
 * @throws {Error} as `readSnapshot` does
 */
export async function readRun(
  archive: string,
  path: string,
  matrix: boolean,
  cache: string,
): Promise<RunForPages> {
  const {key, manifest} = named(archive, path);
  if (!matrix) matrices.drop(cache, key);
  const kept = records.load(cache, key);
  const keptMatrix = matrix ? matrices.load(cache, key) : null;
  if (!kept || (matrix && !keptMatrix))
    return keepRun(await readSnapshot(archive, path), {path, key, matrix}, cache);
  checkTables(archive, path, manifest);
  return {record: recordOf(path, manifest, kept), sent: kept.sent, matrix: keptMatrix};
}

/** A run's record alone, in the same way. @throws {Error} as `readSnapshot` does */
export async function readRecord(archive: string, path: string, cache: string): Promise<RunRecord> {
  const {key, manifest} = named(archive, path);
  const kept = records.load(cache, key);
  if (!kept) return keepRun(await readSnapshot(archive, path), {path, key, matrix: false}, cache).record;
  checkTables(archive, path, manifest);
  return recordOf(path, manifest, kept);
}

function recordOf(path: string, manifest: Manifest, {endpoints, reads, clusters}: KeptRecord): RunRecord {
  return {...manifestRecord(path, manifest), endpoints: rowsOf<"endpoints">(endpoints), reads, clusters};
}

/** A run's manifest, and the name under which it is kept: of where it is and of the tables' hashes. */
function named(archive: string, path: string): {readonly key: string; readonly manifest: Manifest} {
  const text = readManifestText(archive, path);
  const hash = createHash("sha256").update(text).digest("hex");
  return {key: records.key([path, hash, COLUMNS]), manifest: runManifest(path, text)};
}
