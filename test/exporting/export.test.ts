import {createHash} from "node:crypto";
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {parquetMetadata} from "hyparquet";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {exportArchive} from "../../data-loaders/exporting/exportArchive.js";
import {exportedRuns} from "../../data-loaders/exporting/exportedRuns.js";
import {DamagedRunError, ROW_GROUP_ROWS} from "../../data-loaders/exporting/writeTable.js";
import {tableNames, tables as schema} from "../../src/observation/schema.js";
import {run} from "../observing/program.js";
import {manifestFile, sampleTables, START, writeSample} from "../verifying/sampleRun.js";

const DAY = 86_400_000;
let folder = "";
let archive = "";
let to = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kinship-export-"));
  archive = join(folder, "archive");
  to = join(folder, "export");
  mkdirSync(archive);
});
afterEach(() => rmSync(folder, {recursive: true}));

async function exportAll(days = {since: null, until: null}): Promise<void> {
  const {runs, problems} = await exportedRuns(archive, days);
  expect(problems).toEqual([]);
  await exportArchive(archive, runs, to);
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson();
  connection.closeSync();
  return rows;
}

describe("an export, read by DuckDB,", () => {
  beforeEach(async () => {
    for (let i = 0; i < 3; i++) await writeSample(archive, {at: START + i * DAY});
    await writeSample(archive, {vantage: "away", at: START + DAY});
  });

  it.each(tableNames)("holds the %s that the archive's glob gives, row by row", async (table) => {
    await exportAll();
    const columns = Object.keys(schema[table])
      .map((column) => `"${column}"`)
      .join(", ");
    const exported = `SELECT vantage, run, ${columns} FROM read_parquet('${to}/${table}.parquet')`;
    const archived = `SELECT vantage, run, ${columns} FROM read_parquet('${archive}/*/*/*/${table}.parquet', hive_partitioning = true)`;
    const rows = await query(exported);
    expect(rows.length).toBe(4 * sampleTables()[table].length);
    // The glob's order of files is by path; the export's by time.
    expect(await query(`${exported} EXCEPT ALL ${archived}`)).toEqual([]);
    expect(await query(`${archived} EXCEPT ALL ${exported}`)).toEqual([]);
  });

  it("has vantage, run and the run's start before a table's own columns, with their types", async () => {
    await exportAll();
    const described = await query(`DESCRIBE SELECT * FROM '${to}/histograms.parquet'`);
    expect(described.map((row) => `${row["column_name"]} ${row["column_type"]}`)).toEqual([
      "vantage VARCHAR",
      "run VARCHAR",
      "run_started_at TIMESTAMP",
      "histogram INTEGER",
      "bin INTEGER",
      "label DOUBLE",
      "vsize BIGINT",
    ]);
    expect(
      await query(
        `SELECT DISTINCT run, epoch_ms(run_started_at) AS at FROM '${to}/tips.parquet' WHERE vantage = 'away'`,
      ),
    ).toEqual([{run: "20261123T041703Z", at: String(START + DAY)}]);
  });

  it("says in each file whether it is simulated", async () => {
    await exportAll();
    expect(
      await query(
        `SELECT decode(key) AS k, decode(value) AS v FROM parquet_kv_metadata('${to}/tips.parquet') ORDER BY k`,
      ),
    ).toEqual([
      {k: "network", v: "mainnet"},
      {k: "simulated", v: "false"},
    ]);
  });
});

describe("an export", () => {
  it("holds the runs of its days, the last one included", async () => {
    for (let i = 0; i < 4; i++) await writeSample(archive, {at: START + i * DAY});
    const names = async (since: string | null, until: string | null) =>
      (await exportedRuns(archive, {since, until})).runs.map(({manifest}) => manifest.run.slice(0, 8));
    expect(await names("2026-11-23", "2026-11-24")).toEqual(["20261123", "20261124"]);
    expect(await names("2026-11-25", null)).toEqual(["20261125"]);
    expect(await names(null, "2026-11-22")).toEqual(["20261122"]);
  });

  it("is the same to the byte when made again, and SHA256SUMS names every other file", async () => {
    await writeSample(archive);
    await exportAll();
    const sums = readFileSync(join(to, "SHA256SUMS"), "utf8");
    const named = sums
      .split("\n")
      .filter(Boolean)
      .map((line) => line.split("  "));
    for (const [hash, name] of named)
      expect(
        createHash("sha256")
          .update(readFileSync(join(to, name ?? "")))
          .digest("hex"),
      ).toBe(hash);
    expect([...named.map(([, name]) => name), "SHA256SUMS"].toSorted()).toEqual(readdirSync(to).toSorted());
    rmSync(to, {recursive: true});
    await exportAll();
    expect(readFileSync(join(to, "SHA256SUMS"), "utf8")).toBe(sums);
  });

  it("is described as a Data Package, simulated data as such", async () => {
    await writeSample(archive, {network: "lab"});
    await exportAll();
    const described = JSON.parse(readFileSync(join(to, "datapackage.json"), "utf8")) as {
      resources: {name: string; path: string; rows: number; schema: {fields: {name: string}[]}}[];
    };
    expect(described).toMatchObject({
      $schema: "https://datapackage.org/profiles/2.0/datapackage.json",
      title: "electrum-kinship, simulated network",
      simulated: true,
      created: "2026-11-22T04:18:03.456Z",
    });
    expect(described.resources.map(({path}) => path)).toEqual(tableNames.map((name) => `${name}.parquet`));
    for (const {
      name,
      rows,
      schema: {fields},
    } of described.resources) {
      expect(rows).toBe(sampleTables()[name as keyof typeof schema].length);
      expect(fields.map((field) => field.name)).toEqual([
        "vantage",
        "run",
        "run_started_at",
        ...Object.keys(schema[name as keyof typeof schema]),
      ]);
    }
  });

  it("is written in row groups, so that memory holds one", async () => {
    const tables = sampleTables();
    const [tip = {}] = tables.tips;
    const tips = Array.from({length: ROW_GROUP_ROWS * 2}, () => tip);
    await writeSample(archive, {tables: {...tables, tips}});
    await writeSample(archive, {at: START + DAY});
    await exportAll();
    const bytes = readFileSync(join(to, "tips.parquet"));
    const groups = parquetMetadata(new Uint8Array(bytes).buffer).row_groups.map(({num_rows: rows}) =>
      Number(rows),
    );
    expect(groups).toEqual([ROW_GROUP_ROWS, ROW_GROUP_ROWS, 2]);
  });

  it("is whole or not there: a table that is not its manifest's leaves nothing behind", async () => {
    await writeSample(archive);
    const path = await writeSample(archive, {at: START + DAY});
    writeFileSync(join(archive, path, "tips.parquet"), "PAR1");
    const {runs} = await exportedRuns(archive, {since: null, until: null});
    await expect(exportArchive(archive, runs, to)).rejects.toThrow(DamagedRunError);
    expect(readdirSync(folder)).toEqual(["archive"]);
  });
});

describe("npm run export", () => {
  const exporting = (...args: string[]) => run("data-loaders/export.ts", args);

  it("writes the files, and refuses to overwrite them", async () => {
    await writeSample(archive);
    const first = await exporting("--archive", archive, "--to", to);
    expect(first).toMatchObject({code: 0});
    expect(first.stdout).toContain(`${join(to, "endpoints.parquet")}: 4 rows, `);
    const again = await exporting("--archive", archive, "--to", to);
    expect(again).toMatchObject({
      code: 2,
      stderr: `--to: expected a new or empty folder, got ${to}, which exists\n`,
    });
  });

  it("exits 1 and writes nothing if a manifest of these days does not hold", async () => {
    writeFileSync(manifestFile(archive, await writeSample(archive)), "{}");
    const {code, stderr} = await exporting("--archive", archive, "--to", to);
    expect(code).toBe(1);
    expect(stderr).toContain("manifest.json format: expected electrum-kinship-snapshot, got none\n");
    expect(existsSync(to)).toBe(false);
  });

  it.each([
    [[], "--to: expected DIR, got none; see --help\n"],
    [["--to", "x", "--since", "2026-02-30"], '--since: expected a day as YYYY-MM-DD, got "2026-02-30"\n'],
    [["--to", "x", "--archive", "none"], "--archive: expected an archive's folder, got none\n"],
  ])("is used wrongly as %j", async (args, stderr) => {
    expect(await exporting(...args)).toMatchObject({code: 2, stderr});
  });
});
