import {createHash, randomUUID} from "node:crypto";
import {constants, type Dirent} from "node:fs";
import {access, mkdir, open, readdir, readFile, rename, rm} from "node:fs/promises";
import {hostname} from "node:os";
import {basename, dirname, join} from "node:path";
import {parquetWriteBuffer} from "hyparquet-writer";
import {
  type Column,
  type Row,
  type TableName,
  tableNames,
  tables as schema,
} from "../src/observation/schema.js";
import type {Manifest, TableFile, Tables} from "../src/observation/snapshot.js";

/** Folders that are being written start with this; readers look for `vantage=` and never see them. */
export const PARTIAL = ".partial-";

/** The archive holds a run of that vantage and second already. */
export class RunExistsError extends Error {}

/** Makes sure, before anything is observed, that a snapshot can be written there at the end. Throws Node's own error if not. */
export async function prepareArchive(folder: string): Promise<void> {
  await mkdir(folder, {recursive: true});
  await access(folder, constants.W_OK);
  await removeLeftovers(folder);
}

/**
 * Adds one run to an archive: written beside its place, synced, and renamed into it, so that a reader, or a run
 * killed at any moment, sees a whole snapshot or none. What is there already is never touched.
 *
 * @param path place below the folder, from `runPath`
 * @returns the snapshot's full path
 * @throws {RunExistsError} if that run exists already, and Node's own error if the disk refuses; nothing is left behind
 */
export async function writeSnapshot(
  folder: string,
  path: string,
  manifest: Omit<Manifest, "tables">,
  tables: Tables,
): Promise<string> {
  const partial = join(folder, `${PARTIAL}${hostname()}-${process.pid}-${randomUUID()}`);
  await mkdir(partial);
  try {
    const files: TableFile[] = [];
    for (const name of tableNames) {
      const bytes = parquetTable(name, tables[name]);
      await writeSynced(join(partial, `${name}.parquet`), bytes);
      files.push({
        name,
        file: `${name}.parquet`,
        rows: tables[name].length,
        bytes: bytes.byteLength,
        sha256: createHash("sha256").update(bytes).digest("hex"),
      });
    }
    const text = `${JSON.stringify({...manifest, tables: files} satisfies Manifest, null, 2)}\n`;
    await writeSynced(join(partial, "manifest.json"), Buffer.from(text));
    const place = join(folder, path);
    await mkdir(dirname(place), {recursive: true});
    // Renaming a folder onto one that holds something fails, so an existing run stays as it is.
    await rename(partial, place);
    return place;
  } catch (error) {
    await rm(partial, {recursive: true, force: true});
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOTEMPTY" || code === "EEXIST")
      throw new RunExistsError(`archive: ${path} exists already`);
    throw error;
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** One table as Parquet. The bytes depend on the rows alone: no time, no path, no version of ours. */
export function parquetTable<T extends TableName>(name: T, rows: readonly Row<T>[]): Uint8Array {
  const columns = Object.entries(schema[name]) as [string, Column][];
  const buffer = parquetWriteBuffer({
    columnData: columns.map(([column, described]) => ({
      ...parquetColumn(column, described),
      data: rows.map((row) =>
        stored(described.type, (row as Record<string, string | number | boolean | null>)[column] ?? null),
      ),
    })),
    createdBy: "electrum-kinship",
    // One row group: a table of one run is read whole.
    rowGroupSize: 1_000_000,
    // Names, texts and hashes are never range-filtered within one run; their bounds would double a small file.
    statistics: false,
  });
  return new Uint8Array(buffer);
}

/** A column of the schema as the Parquet writer takes it, without its data. */
export function parquetColumn(name: string, {type, nullable, encoding}: Omit<Column, "description">) {
  return {
    name,
    type:
      type === "int32" || type === "int64" ? (type.toUpperCase() as "INT32" | "INT64") : parquetTypes[type],
    nullable,
    offsetIndex: false,
    ...(encoding ? {encoding} : {}),
  };
}

const parquetTypes = {
  string: "STRING",
  double: "DOUBLE",
  boolean: "BOOLEAN",
  timestamp: "TIMESTAMP",
} as const;

function stored(
  type: Column["type"],
  value: string | number | boolean | null,
): string | number | boolean | bigint | Date | null {
  if (value === null) return null;
  if (type === "int64") return BigInt(value);
  return type === "timestamp" ? new Date(value as number) : value;
}

/** Removes what killed runs of this machine left behind. Another machine's, or a living process's, is left alone. */
async function removeLeftovers(folder: string): Promise<void> {
  const mine = `${PARTIAL}${hostname()}-`;
  const entries: Dirent[] = await readdir(folder, {withFileTypes: true});
  for (const {name} of entries) {
    if (!name.startsWith(mine)) continue;
    const pid = Number(/^(\d+)-/.exec(name.slice(mine.length))?.[1]);
    if (!Number.isInteger(pid) || isAlive(pid)) continue;
    await rm(join(folder, name), {recursive: true, force: true});
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0); // signal 0 tests, and sends nothing
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Which network an archive's runs observed, from its newest run; null if it holds none, or none that says so. */
export async function archiveNetwork(folder: string): Promise<string | null> {
  const paths = await readdir(folder, {recursive: true}).catch(() => []); // no folder yet
  const newest = paths
    .filter((path) => /^vantage=[^/]+\/date=[^/]+\/run=[^/]+\/manifest\.json$/.test(path))
    .toSorted((a, b) => (basename(dirname(a)) < basename(dirname(b)) ? -1 : 1))
    .at(-1);
  if (newest === undefined) return null;
  try {
    const {network} = JSON.parse(await readFile(join(folder, newest), "utf8")) as {network?: unknown};
    return typeof network === "string" ? network : null;
  } catch {
    return null; // damaged: the reader names it when the site is built
  }
}
