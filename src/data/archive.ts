import {createHash} from "node:crypto";
import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {parquetMetadata, parquetRead, parquetSchema} from "hyparquet";
import {
  type Column,
  type Row,
  SCHEMA_VERSION,
  type TableName,
  tableNames,
  tables as schema,
} from "../observation/schema.js";
import type {Manifest, Snapshot, TableFile, Tables} from "../observation/snapshot.js";

/** A snapshot that was left out, and why: damaged, incomplete, or written by a newer version of this project. */
export interface ArchiveProblem {
  readonly path: string;
  readonly problem: string;
}

export interface Archive {
  /** oldest first */
  readonly snapshots: readonly Snapshot[];
  readonly problems: readonly ArchiveProblem[];
}

/** The archive that the site is built from: `KINSHIP_ARCHIVE`, else the committed observations of the public network. */
export function archiveFolder(): string {
  return process.env["KINSHIP_ARCHIVE"] ?? join("src", "data", "snapshots");
}

/**
 * Paths of all runs below an archive's folder, oldest first (by run, then vantage).
 * A folder that does not exist holds no run.
 */
export function listRuns(folder: string): string[] {
  const below = (path: string, key: string): string[] =>
    existsSync(join(folder, path))
      ? readdirSync(join(folder, path), {withFileTypes: true})
          .filter((entry) => entry.isDirectory() && entry.name.startsWith(`${key}=`))
          .map((entry) => (path ? `${path}/${entry.name}` : entry.name))
      : [];
  return below("", "vantage")
    .flatMap((vantage) => below(vantage, "date"))
    .flatMap((date) => below(date, "run"))
    .toSorted((a, b) => compare(a.slice(a.lastIndexOf("/")), b.slice(b.lastIndexOf("/"))) || compare(a, b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Reads an archive. Every file is checked against its manifest's hash and every table against the schema;
 * what does not hold is named in `problems` and left out.
 *
 * @param newest how many of the newest runs to read; all if not given
 */
export async function readArchive(folder: string, {newest = Infinity} = {}): Promise<Archive> {
  const snapshots: Snapshot[] = [];
  const problems: ArchiveProblem[] = [];
  for (const path of listRuns(folder).toReversed()) {
    if (snapshots.length >= newest) break;
    try {
      snapshots.unshift(await readSnapshot(folder, path));
    } catch (error) {
      problems.unshift({path, problem: error instanceof Error ? error.message : String(error)});
    }
  }
  return {snapshots, problems};
}

/** Says on stderr which snapshots were left out, so that nothing is ever skipped in silence. */
export function warnOfProblems({problems}: Pick<Archive, "problems">): void {
  for (const {path, problem} of problems) process.stderr.write(`warning: ${path} was left out: ${problem}\n`);
}

/** The text of one run's manifest. @throws {Error} if there is none */
export function readManifestText(folder: string, path: string): string {
  const file = join(folder, path, "manifest.json");
  if (!existsSync(file)) throw new Error("manifest.json: expected a file, got none");
  return readFileSync(file, "utf8");
}

/** What a manifest's text says of a run. @throws {Error} as `readSnapshot` does */
export function runManifest(path: string, text: string): Manifest {
  const manifest = parseManifest(text);
  const [, vantage, run] = /^vantage=([^/]+)\/date=[^/]+\/run=([^/]+)$/.exec(path) ?? [];
  if (manifest.vantage !== vantage || manifest.run !== run)
    throw new Error(`manifest.json: expected ${vantage} ${run}, got ${manifest.vantage} ${manifest.run}`);
  return manifest;
}

/** Reads one run. @throws {Error} that says what was expected and found, if anything in it does not hold */
export async function readSnapshot(folder: string, path: string): Promise<Snapshot> {
  const manifest = runManifest(path, readManifestText(folder, path));
  const tables: Partial<Record<TableName, readonly Row<TableName>[]>> = {};
  for (const name of tableNames) tables[name] = await readTable(join(folder, path), tableIn(manifest, name));
  return {path, manifest, tables: tables as Tables};
}

/**
 * Makes sure that a run's tables are still those that its manifest names, without looking into them.
 *
 * @throws {Error} as `readSnapshot` does
 */
export function checkTables(folder: string, path: string, manifest: Manifest): void {
  for (const name of tableNames) tableBytes(join(folder, path), tableIn(manifest, name));
}

function tableIn(manifest: Manifest, name: TableName): TableFile {
  const file = manifest.tables.find((table) => table.name === name);
  if (!file) throw new Error(`manifest.json: expected a table ${name}, got none`);
  return file;
}

function tableBytes(folder: string, {file, bytes, sha256}: TableFile): Buffer {
  const content = readFileSync(join(folder, file));
  const hash = createHash("sha256").update(content).digest("hex");
  if (content.length !== bytes || hash !== sha256)
    throw new Error(`${file}: expected ${bytes} bytes of sha256 ${sha256}, got ${content.length} of ${hash}`);
  return content;
}

async function readTable(folder: string, table: TableFile): Promise<Row<TableName>[]> {
  const {name, file, rows} = table;
  const content = tableBytes(folder, table);
  const buffer = content.buffer.slice(content.byteOffset, content.byteOffset + content.length) as ArrayBuffer;
  const columns = Object.entries(schema[name]) as [string, Column][];
  const metadata = parquetMetadata(buffer);
  const present = new Set(parquetSchema(metadata).children.map((child) => child.element.name));
  // A column that was added later is null in older snapshots; one that never is null cannot be missing.
  const missing = columns.find(([column, {nullable}]) => !nullable && !present.has(column));
  if (missing) throw new Error(`${file}: expected a column ${missing[0]}, got none`);
  const cells = new Map<string, unknown[]>();
  await parquetRead({
    file: buffer,
    metadata,
    columns: columns.map(([column]) => column).filter((column) => present.has(column)),
    onChunk({columnName, columnData, rowStart}) {
      const column = cells.get(columnName) ?? [];
      cells.set(columnName, column);
      for (let i = 0; i < columnData.length; i++) column[rowStart + i] = columnData[i];
    },
  });
  const found = Number(metadata.num_rows);
  if (found !== rows) throw new Error(`${file}: expected ${rows} rows, got ${found}`);
  const records = Array.from({length: rows}, (): Record<string, string | number | boolean | null> => ({}));
  for (const [column, {type, nullable}] of columns) {
    const values = cells.get(column) ?? [];
    for (let i = 0; i < rows; i++) {
      const record = records[i];
      if (record) record[column] = loaded(file, column, type, nullable, values[i]);
    }
  }
  return records as Row<TableName>[];
}

/** A cell as the schema's type, or an error: a file may match its hash and still not be ours. */
function loaded(file: string, column: string, type: Column["type"], nullable: boolean, value: unknown) {
  if (value === null || value === undefined) {
    if (nullable) return null;
    throw new Error(`${file}: ${column}: expected ${type}, got null`);
  }
  if (type === "string" && typeof value === "string") return value;
  if (type === "boolean" && typeof value === "boolean") return value;
  if (type === "timestamp" && value instanceof Date && !Number.isNaN(value.getTime())) return value.getTime();
  if ((type === "int32" || type === "double") && typeof value === "number") return value;
  if (type === "int64" && typeof value === "bigint" && Number.isSafeInteger(Number(value)))
    return Number(value);
  throw new Error(`${file}: ${column}: expected ${type}, got ${typeof value}`);
}

function parseManifest(text: string): Manifest {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch (error) {
    throw new Error(`manifest.json: expected JSON, got ${error instanceof Error ? error.message : "none"}`, {
      cause: error,
    });
  }
  checkManifest(manifest);
  return manifest;
}

function checkManifest(manifest: unknown): asserts manifest is Manifest {
  const expect: (holds: boolean, what: string) => asserts holds = (holds, what) => {
    if (!holds) throw new Error(`manifest.json: expected ${what}`);
  };
  const isRecord = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  const isTime = (value: unknown): boolean => typeof value === "string" && !Number.isNaN(Date.parse(value));
  expect(isRecord(manifest), "an object");
  expect(manifest["format"] === "electrum-kinship-snapshot", "format electrum-kinship-snapshot");
  const version = manifest["schema_version"];
  expect(isCount(version), "schema_version, a whole number");
  expect(
    version <= SCHEMA_VERSION,
    `schema_version up to ${SCHEMA_VERSION}, got ${version}: written by a newer version`,
  );
  expect(manifest["network"] === "mainnet" || manifest["network"] === "lab", "network mainnet or lab");
  expect(manifest["simulated"] === (manifest["network"] === "lab"), "simulated to be true for the lab alone");
  for (const key of ["vantage", "run"]) expect(typeof manifest[key] === "string", `${key}, a text`);
  for (const key of ["started_at", "ended_at"]) expect(isTime(manifest[key]), `${key}, a time in ISO 8601`);
  expect(typeof manifest["own_side_suspected"] === "boolean", "own_side_suspected, true or false");
  const {program, options, counts, tables} = manifest;
  expect(
    isRecord(program) && typeof program["name"] === "string" && typeof program["version"] === "string",
    "program",
  );
  expect(isRecord(options), "options, an object");
  const numbers = ["endpoints", "answered", "failed", "not_tried", "sweeps", "reads", "distinct_histograms"];
  expect(
    isRecord(counts) && numbers.every((key) => isCount(counts[key])) && isRecord(counts["by_failure"]),
    "counts",
  );
  expect(Array.isArray(tables), "tables, an array");
  for (const table of tables as unknown[]) {
    expect(isRecord(table), "each table to be an object");
    expect(
      tableNames.some((name) => name === table["name"]),
      `a table's name among ${tableNames.join(", ")}`,
    );
    expect(table["file"] === `${String(table["name"])}.parquet`, "each table's file to be its name");
    expect(isCount(table["rows"]) && isCount(table["bytes"]), "rows and bytes of each table");
    expect(
      typeof table["sha256"] === "string" && /^[0-9a-f]{64}$/.test(table["sha256"]),
      "sha256 of each table",
    );
  }
}
