import {type TableName, tableNames} from "../observation/schema.js";
import type {Archived} from "./archived.js";
import {INDEX_SCHEMA, type MachineFile, machineFiles} from "./machineFiles.js";
import type {RunRecord} from "./runRecord.js";
import type {SiteFacts} from "./siteFacts.js";

/** Everything that the site publishes of an archive: each snapshot with its files, and the files made of all of them. */
export interface ArchiveIndex {
  readonly schema: typeof INDEX_SCHEMA;
  readonly project: {readonly name: string; readonly version: string; readonly homepage: string};
  /** null: no run yet */
  readonly network: string | null;
  readonly simulated: boolean;
  /** the run that ended last; null if there is none */
  readonly generated_from: {readonly path: string; readonly ended_at: string} | null;
  /** of the archive's state (`ArchiveChecksums.archive`) */
  readonly sha256: string;
  readonly totals: {readonly snapshots: number; readonly rows: number; readonly bytes: number};
  /** in the order of `rows`, `bytes` and `sha256` of each snapshot */
  readonly tables: readonly TableName[];
  /** address of a snapshot's file, relative to the index itself */
  readonly file: typeof FILE_PATTERN;
  /** the same of its manifest */
  readonly manifest: typeof MANIFEST_PATTERN;
  /** oldest first */
  readonly snapshots: readonly IndexedSnapshot[];
  /** the other files that programs may read */
  readonly files: readonly MachineFile[];
}

export const FILE_PATTERN = "snapshots/{path}/{table}.parquet";
export const MANIFEST_PATTERN = "snapshots/{path}/manifest.json";

/** One run. Arrays follow `ArchiveIndex.tables`; without names of their own, a year of runs stays near a megabyte. */
export interface IndexedSnapshot {
  /** below `snapshots/` */
  readonly path: string;
  readonly vantage: string;
  /** `YYYYMMDDTHHMMSSZ` */
  readonly run: string;
  /** ISO 8601, UTC */
  readonly started_at: string;
  readonly ended_at: string;
  readonly endpoints: number;
  readonly answered: number;
  readonly failed: number;
  readonly not_tried: number;
  readonly sweeps: number;
  readonly rows: readonly number[];
  readonly bytes: readonly number[];
  /** hex */
  readonly sha256: readonly string[];
  /** of its manifest.json, hex */
  readonly manifest_sha256: string;
}

export function archiveIndex({runs, standing, newest}: Archived, site: SiteFacts): ArchiveIndex {
  const snapshots = runs.map((run) => indexed(run, site));
  return {
    schema: INDEX_SCHEMA,
    project: {name: site.title, version: site.version, homepage: site.homepage},
    network: standing.network,
    simulated: standing.simulated,
    generated_from: newest ? {path: newest.path, ended_at: newest.manifest.ended_at} : null,
    sha256: site.checksums.archive,
    totals: {
      snapshots: snapshots.length,
      rows: total(snapshots.flatMap(({rows}) => rows)),
      bytes: total(snapshots.flatMap(({bytes}) => bytes)),
    },
    tables: tableNames,
    file: FILE_PATTERN,
    manifest: MANIFEST_PATTERN,
    snapshots,
    files: machineFiles,
  };
}

function indexed({path, vantage, run, manifest}: RunRecord, {checksums}: SiteFacts): IndexedSnapshot {
  const {started_at, ended_at, counts} = manifest;
  const tables = tableNames.map((name) => manifest.tables.find((table) => table.name === name));
  return {
    path,
    vantage,
    run,
    started_at,
    ended_at,
    endpoints: counts.endpoints,
    answered: counts.answered,
    failed: counts.failed,
    not_tried: counts.not_tried,
    sweeps: counts.sweeps,
    rows: tables.map((table) => table?.rows ?? 0),
    bytes: tables.map((table) => table?.bytes ?? 0),
    sha256: tables.map((table) => table?.sha256 ?? ""),
    manifest_sha256: checksums.manifests.get(path) ?? "",
  };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
