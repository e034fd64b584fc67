import {existsSync, mkdtempSync, readFileSync, renameSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {writeSnapshot} from "../data-loaders/archive.js";
import {cohortCounts, endpointStates} from "../data-loaders/committing/runChanges.js";
import {dictionaryMarkdown} from "../src/observation/dictionary.js";
import {sampleSnapshot} from "./report/sampleSnapshot.js";

const root = join(import.meta.dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const {scripts} = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

describe("README.md", () => {
  it("holds the data dictionary as the schema has it (npm run dictionary renews it)", () => {
    expect(readme).toContain(dictionaryMarkdown());
  });

  it("names only commands that package.json has", () => {
    const named = [...readme.matchAll(/npm run ([a-z-]+)/g)].map(([, name]) => name ?? "");
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it("names only files and folders that are there", () => {
    const named = [...readme.matchAll(/[`(]((?:src|data-loaders|test|\.github)\/[\w./-]+)`/g)].map(
      ([, path]) => path ?? "",
    );
    expect(named.filter((path) => !existsSync(join(root, path)) && !path.includes("snapshots"))).toEqual([]);
  });

  it("is called by CI with its own test command", () => {
    expect(readFileSync(join(root, ".ci", "run"), "utf8")).toMatch(/^npm ci.*\nnpm test$/m);
    expect(readme).toContain("npm ci && npm test");
  });
});

describe("the SQL of README.md, over an archive of older and newer tables,", () => {
  const statements = [...readme.matchAll(/```sql\n([^]*?)```/g)].map(([, sql]) => sql ?? "");
  let archive = "";

  beforeAll(async () => {
    archive = mkdtempSync(join(tmpdir(), "kinship-readme-"));
    for (const startedAt of ["2026-11-22T00:23:00Z", "2026-11-23T00:23:00Z"]) {
      const {path, manifest, tables} = sampleSnapshot(
        [
          {endpoint: "a.invalid:50001/tcp", answer: [[2, 500]], row: {asns: "64496", country: "NL"}},
          {endpoint: "b.invalid:50002/ssl", answer: [[3, 70], [1, 5]], row: {asns: "64497"}}, // prettier-ignore
        ],
        {startedAt},
      );
      const place = await writeSnapshot(archive, path, manifest, tables);
      if (!startedAt.startsWith("2026-11-22")) continue;
      // As a snapshot of that day was written: before these columns came.
      const file = join(place, "endpoints.parquet");
      const older = `SELECT * EXCLUDE (asns, asn_prefix, country, asn_answered_at) FROM read_parquet('${file}', hive_partitioning = false)`;
      await query(`COPY (${older}) TO '${file}.older' (FORMAT parquet)`);
      renameSync(`${file}.older`, file);
    }
  });
  afterAll(() => rmSync(archive, {recursive: true}));

  async function query(sql: string): Promise<Record<string, unknown>[]> {
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson();
    connection.closeSync();
    return rows;
  }

  const example = (of: string): string =>
    (statements.find((sql) => sql.includes(of)) ?? "").replaceAll("src/data/snapshots", archive);

  it("gives every endpoint of every run, and null where a column was not there yet", async () => {
    const rows = await query(example("asns"));
    expect(rows.map(({run, endpoint, asns, country}) => [run, endpoint, asns, country])).toEqual([
      ["20261122T002300Z", "a.invalid:50001/tcp", null, null],
      ["20261122T002300Z", "b.invalid:50002/ssl", null, null],
      ["20261123T002300Z", "a.invalid:50001/tcp", "64496", "NL"],
      ["20261123T002300Z", "b.invalid:50002/ssl", "64497", null],
    ]);
  });

  it("tells cohorts apart as the commits' messages do", async () => {
    const endpoints = {
      "a.invalid:1/tcp": "192.0.2.1",
      "b.invalid:1/tcp": "::ffff:192.0.2.2",
      "c.invalid:1/tcp": "2001:db8::1",
      "d.invalid:1/tcp": null,
      "192.0.2.3:1/tcp": null,
      "[2001:db8::2]:1/tcp": null,
      "abc.onion:1/tcp": null,
    };
    const {path, manifest, tables} = sampleSnapshot(
      Object.entries(endpoints).map(([endpoint, address]) => ({
        endpoint,
        answer: address === null ? null : [[1, 1]],
        row: {address},
      })),
      {startedAt: "2026-11-24T00:23:00Z"},
    );
    await writeSnapshot(archive, path, manifest, tables);
    const rows = (await query(example("AS cohort"))).filter(({run}) => run === "20261124T002300Z");
    const asCounts = rows.map(({cohort, listed, answered}) => ({
      cohort,
      listed: Number(listed),
      answered: Number(answered),
    }));
    expect(new Set(asCounts)).toEqual(new Set(cohortCounts(await endpointStates(archive, path))));
    expect(asCounts).toHaveLength(4);
    rmSync(join(archive, path), {recursive: true}); // the other examples have their own runs
  });

  it("gives the bins of every answer, each run's by its own numbers", async () => {
    const rows = await query(example("histograms.parquet"));
    expect(rows.map(({endpoint, label, vsize}) => [endpoint, label, Number(vsize)])).toEqual(
      [0, 1].flatMap(() => [
        ["a.invalid:50001/tcp", 2, 500],
        ["b.invalid:50002/ssl", 3, 70],
        ["b.invalid:50002/ssl", 1, 5],
      ]),
    );
  });
});
