import {lstat, readdir, readFile} from "node:fs/promises";
import {join} from "node:path";
import {tableNames} from "../../src/observation/schema.js";
import type {Manifest, Tables} from "../../src/observation/snapshot.js";
import {checkCounts} from "./checkCounts.js";
import {checkEndpoints} from "./checkEndpoints.js";
import {checkEstimates} from "./checkEstimates.js";
import {checkHistograms} from "./checkHistograms.js";
import {checkManifest} from "./checkManifest.js";
import {checkReads} from "./checkReads.js";
import {checkTimes} from "./checkTimes.js";
import {checkTips} from "./checkTips.js";
import {type Problem, ProblemList} from "./problems.js";
import {readTable, type StoredRow, typedRows} from "./readTable.js";

/** The files of a run's folder, and no others. */
export const runFiles: readonly string[] = ["manifest.json", ...tableNames.map((name) => `${name}.parquet`)];

/** Bytes of one file. A run's largest is under 1 MB; what is larger than this is not read into memory. */
export const MAX_FILE_BYTES = 256 * 2 ** 20;

export interface VerifiedRun {
  /** null if it does not hold */
  readonly manifest: Manifest | null;
  /** named ones; none: all of the run holds */
  readonly problems: readonly Problem[];
  /** with those that are only counted */
  readonly count: number;
}

/**
 * Checks all of one run: its files, their hashes, the manifest, every cell, and what the tables say of each other.
 *
 * @param path its folder below the archive
 */
export async function verifyRun(archive: string, path: string): Promise<VerifiedRun> {
  const problems = new ProblemList();
  const manifest = (await checkFiles(archive, path, problems))
    ? await readManifest(archive, path, problems)
    : null;
  const tables = manifest && (await readTables(archive, path, manifest, problems));
  if (tables) checkTables(manifest, tables, path, problems);
  return {manifest, problems: problems.list, count: problems.size};
}

/** @returns whether the manifest can be read */
async function checkFiles(archive: string, path: string, problems: ProblemList): Promise<boolean> {
  const names = await readdir(join(archive, path));
  let readable = true;
  for (const name of runFiles)
    if (!names.includes(name)) {
      problems.add(`${path}/${name}`, "", "a file", undefined);
      readable = false;
    }
  for (const name of names) {
    if (
      !problems.expect(
        runFiles.includes(name),
        `${path}/${name}`,
        "",
        "no other file in a run's folder",
        name,
      )
    )
      continue;
    // Of the entry itself: a link could lead anywhere.
    const stat = await lstat(join(archive, path, name));
    const isFile = problems.expect(stat.isFile(), `${path}/${name}`, "", "a file", kindOf(stat));
    const isSmall = problems.expect(
      stat.size <= MAX_FILE_BYTES,
      `${path}/${name}`,
      "",
      `at most ${MAX_FILE_BYTES} bytes`,
      stat.size,
    );
    readable &&= isFile && isSmall;
  }
  return readable;
}

/** What an entry of a folder is, in a word. */
export function kindOf(entry: {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}): string {
  if (entry.isSymbolicLink()) return "a link";
  return entry.isDirectory() ? "a folder" : entry.isFile() ? "a file" : "something else";
}

/** Reads and checks a run's manifest. @returns null if it does not hold */
export async function readManifest(
  archive: string,
  path: string,
  problems: ProblemList,
): Promise<Manifest | null> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(join(archive, path, "manifest.json"), "utf8"));
  } catch (error) {
    problems.add(`${path}/manifest.json`, "", "JSON", error);
    return null;
  }
  return checkManifest(value, path, problems);
}

/** All five tables, or null if one cannot be read as it should. */
async function readTables(
  archive: string,
  path: string,
  manifest: Manifest,
  problems: ProblemList,
): Promise<Tables | null> {
  const read: Record<string, readonly StoredRow[] | null> = {};
  for (const table of manifest.tables) read[table.name] = await readTable(archive, path, table, problems);
  if (tableNames.some((name) => !read[name])) return null;
  return Object.fromEntries(
    tableNames.map((name) => [name, typedRows(read[name] ?? [])]),
  ) as unknown as Tables;
}

function checkTables(manifest: Manifest, tables: Tables, path: string, problems: ProblemList): void {
  const file = (table: keyof Tables): string => `${path}/${table}.parquet`;
  checkEndpoints(tables, file("endpoints"), problems);
  checkReads(tables, file("reads"), problems);
  checkHistograms(tables, file("histograms"), problems);
  checkEstimates(tables, file("estimates"), problems);
  checkTips(tables, file("tips"), problems);
  checkTimes(tables, manifest, file, problems);
  checkCounts(manifest, tables, `${path}/manifest.json`, problems);
}
