import {createHash} from "node:crypto";
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {parquetMetadata, parquetReadObjects} from "hyparquet";
import {type Column, type Row, type TableName, tables as schema} from "../../src/observation/schema.js";
import type {TableFile} from "../../src/observation/snapshot.js";
import type {ProblemList} from "./problems.js";

/** One row as Parquet holds it: timestamps as `Date`, int64 as bigint, every column of the schema there or null. */
export type StoredRow = Readonly<Record<string, string | number | boolean | bigint | Date | null>>;

/** Rows of one table in one run. A run of 5,000 endpoints over a day has fewer; a file may claim any number in few bytes. */
export const MAX_ROWS = 5_000_000;

/**
 * Reads a table and checks its bytes against the manifest, its columns and every cell against the schema.
 *
 * This is not the site's reader (`src/data/archive.ts`), on purpose: a verifier that shares its code shares its mistakes.
 *
 * @param path the run's folder below the archive
 * @returns null if something does not hold; then `problems` says what
 */
export async function readTable(
  archive: string,
  path: string,
  {name, file, rows, bytes, sha256}: TableFile,
  problems: ProblemList,
): Promise<StoredRow[] | null> {
  const before = problems.size;
  const at = `${path}/${file}`;
  let content: Buffer;
  try {
    content = await readFile(join(archive, path, file));
  } catch (error) {
    problems.add(at, "", "a file", (error as NodeJS.ErrnoException).code);
    return null;
  }
  problems.expect(content.length === bytes, at, "", `${bytes} bytes`, content.length);
  const hash = createHash("sha256").update(content).digest("hex");
  problems.expect(hash === sha256, at, "", `sha256 ${sha256}`, hash);
  // Bytes that are not the manifest's are nobody's: nothing in them is looked at.
  if (problems.size > before) return null;
  try {
    const records = await recordsOf(content, at, name, rows, problems);
    if (records) checkCells(records, at, name, problems);
    return problems.size > before ? null : records;
  } catch (error) {
    problems.add(at, "", "a Parquet file", error);
    return null;
  }
}

async function recordsOf(
  content: Buffer,
  at: string,
  name: TableName,
  rows: number,
  problems: ProblemList,
): Promise<StoredRow[] | null> {
  const buffer = content.buffer.slice(content.byteOffset, content.byteOffset + content.length) as ArrayBuffer;
  const metadata = parquetMetadata(buffer);
  const held = Number(metadata.num_rows);
  if (!problems.expect(held === rows, at, "", `${rows} rows`, held)) return null;
  if (!problems.expect(rows <= MAX_ROWS, at, "", `at most ${MAX_ROWS} rows`, rows)) return null;
  const columns = columnsOf(name);
  const stored = new Map(metadata.schema.slice(1).map((element) => [element.name, element]));
  let complete = true;
  for (const [column, {type, nullable}] of columns) {
    const element = stored.get(column);
    // A column that was added later is not in older snapshots; one that never is null always was there.
    if (element === undefined) {
      complete &&= problems.expect(nullable, at, column, `a column of type ${type}`, undefined);
      continue;
    }
    const got = [element.type, element.converted_type].filter((part) => part !== undefined).join(" ");
    problems.expect(parquetTypes[type] === got, at, column, parquetTypes[type], got);
  }
  if (!complete) return null;
  const records = await parquetReadObjects({
    file: buffer,
    metadata,
    columns: columns.map(([column]) => column).filter((column) => stored.has(column)),
  });
  problems.expect(records.length === rows, at, "", `${rows} rows that can be read`, records.length);
  return records.map((record) =>
    Object.fromEntries(columns.map(([column]) => [column, (record[column] ?? null) as StoredRow[string]])),
  );
}

/** Physical and converted type of each of our types. @see Parquet's LogicalTypes.md */
const parquetTypes: Readonly<Record<Column["type"], string>> = {
  string: "BYTE_ARRAY UTF8",
  int32: "INT32",
  int64: "INT64",
  double: "DOUBLE",
  boolean: "BOOLEAN",
  timestamp: "INT64 TIMESTAMP_MILLIS",
};

function checkCells(records: readonly StoredRow[], at: string, name: TableName, problems: ProblemList): void {
  for (const [column, {type, nullable}] of columnsOf(name))
    for (const [row, record] of records.entries()) {
      const value = record[column] ?? null;
      const holds = value === null ? nullable : isOf(type, value);
      if (!holds) problems.add(at, `row ${row} ${column}`, type, value);
    }
}

function isOf(type: Column["type"], value: NonNullable<StoredRow[string]>): boolean {
  switch (type) {
    case "string":
    case "boolean":
      return typeof value === type;
    case "int32":
      return Number.isInteger(value);
    case "double":
      return typeof value === "number" && Number.isFinite(value);
    case "int64":
      return typeof value === "bigint" && Number.isSafeInteger(Number(value));
    case "timestamp":
      return value instanceof Date && !Number.isNaN(value.getTime());
  }
}

export function columnsOf(name: TableName): [string, Column][] {
  return Object.entries(schema[name]) as [string, Column][];
}

/** Rows in the archive's own types: timestamps as UTC milliseconds, int64 as numbers. */
export function typedRows<T extends TableName>(records: readonly StoredRow[]): Row<T>[] {
  return records.map(
    (record) =>
      Object.fromEntries(
        Object.entries(record).map(([column, value]) => [
          column,
          typeof value === "bigint" ? Number(value) : value instanceof Date ? value.getTime() : value,
        ]),
      ) as unknown as Row<T>,
  );
}
