import {describe, expect, it} from "vitest";
import {tableNames, tables} from "../../src/observation/schema.js";
import {archiveIndex} from "../../src/report/archiveIndex.js";
import {citation} from "../../src/report/citation.js";
import {dataPackage} from "../../src/report/dataPackage.js";
import {dataPage, dataSentences} from "../../src/report/dataPage.js";
import {ethicsFacts} from "../../src/report/ethicsFacts.js";
import {bytes} from "../../src/report/format.js";
import {partitions} from "../../src/report/partitions.js";
import {type Bins, sampleSnapshot} from "./sampleSnapshot.js";
import {sampleArchived, sampleSiteFacts} from "./sampleSite.js";

const low: Bins = [
  [2, 100],
  [1, 900],
];
const high: Bins = [
  [90, 100],
  [80, 900],
];
const runOf = (hour: number, answers: Readonly<Record<string, Bins | null>>) => {
  const snapshot = sampleSnapshot(
    Object.entries(answers).map(([name, answer]) => ({endpoint: `${name}.example:50001/tcp`, answer})),
    {startedAt: `2026-03-01T${String(hour).padStart(2, "0")}:00:00.000Z`, network: "lab", sweeps: 2},
  );
  const files = tableNames.map((name, i) => ({
    name,
    file: `${name}.parquet`,
    rows: hour + i,
    bytes: 1000 * hour + i,
    sha256: `${hour}${i}`.padStart(64, "0"),
  }));
  // In another order than ours: nobody promises one.
  return {...snapshot, manifest: {...snapshot.manifest, tables: files.toReversed()}};
};
/** a and b are together; c is alone, then silent, then with them. */
const snapshots = [
  runOf(8, {a: low, b: low, c: high}),
  runOf(12, {a: low, b: low, c: null}),
  runOf(16, {a: low, b: low, c: low}),
];
const known = sampleArchived(snapshots);
const nothing = sampleArchived([]);

describe("index.json", () => {
  const index = archiveIndex(known, sampleSiteFacts);

  it("names every snapshot with the numbers of its manifest, and their sums", () => {
    expect(index.snapshots.map(({path}) => path)).toEqual(snapshots.map(({path}) => path));
    for (const [i, {manifest}] of snapshots.entries()) {
      const listed = index.snapshots[i];
      expect(
        index.tables.map((name, k) => [name, listed?.rows[k], listed?.bytes[k], listed?.sha256[k]]),
      ).toEqual(
        manifest.tables.toReversed().map((table) => [table.name, table.rows, table.bytes, table.sha256]),
      );
      expect(listed).toMatchObject({
        endpoints: 3,
        answered: i === 1 ? 2 : 3,
        failed: i === 1 ? 1 : 0,
        sweeps: 2,
      });
    }
    const all = snapshots.flatMap(({manifest}) => manifest.tables);
    expect(index.totals).toEqual({
      snapshots: 3,
      rows: all.reduce((sum, {rows}) => sum + rows, 0),
      bytes: all.reduce((sum, {bytes}) => sum + bytes, 0),
    });
  });

  it("says what it was made from, and that it is simulated", () => {
    expect(index).toMatchObject({
      schema: "electrum-kinship-index/1",
      network: "lab",
      simulated: true,
      generated_from: {path: snapshots[2]?.path, ended_at: "2026-03-01T16:02:00.000Z"},
      sha256: sampleSiteFacts.checksums.archive,
    });
  });

  it("stands without a run", () => {
    expect(archiveIndex(nothing, sampleSiteFacts)).toMatchObject({
      network: null,
      generated_from: null,
      snapshots: [],
    });
  });

  it("stays near a megabyte in a year of runs", () => {
    const year = JSON.stringify(index.snapshots[0]).length * 2190;
    expect(year).toBeLessThan(2.2e6);
  });
});

describe("partitions.json", () => {
  it("holds each server's places as runs on end: cluster, alone, or not compared", () => {
    expect(partitions(known).servers).toEqual([
      {endpoint: "a.example:50001/tcp", places: [1, 3]},
      {endpoint: "b.example:50001/tcp", places: [1, 3]},
      {endpoint: "c.example:50001/tcp", places: [0, 1, null, 1, 1, 1]},
    ]);
    expect(partitions(known).runs).toEqual(snapshots.map(({path}) => path));
  });

  it("stands without a run", () => {
    expect(partitions(nothing)).toMatchObject({runs: [], servers: [], network: null});
  });
});

describe("datapackage.json", () => {
  const described = dataPackage(known, sampleSiteFacts);

  it("has what Data Package 2.0 asks of every package and resource", () => {
    expect(described.$schema).toBe("https://datapackage.org/profiles/2.0/datapackage.json");
    expect(described.name).toMatch(/^[a-z0-9._-]+$/);
    expect(new Date(described.created ?? "").toISOString()).toBe(described.created);
    expect(described.licenses).toEqual([expect.objectContaining({name: "CC0-1.0"})]);
    const names = described.resources.map(({name}) => name);
    expect(names).toEqual(["endpoints", "reads", "histograms", "estimates", "tips"]);
    for (const {path, data} of described.resources) {
      expect(data).toBeUndefined();
      // The standard: relative, no backslash, no step upwards, no folder or file that is hidden.
      for (const one of path ?? []) expect(one).toMatch(/^(?![./~])(?!.*\.\.)(?!.*\\).+\.parquet$/);
      expect(path).toHaveLength(3);
    }
  });

  it("describes every column with a type of Table Schema, its unit, and whether it may be missing", () => {
    const types = new Set(["string", "integer", "number", "boolean", "datetime"]);
    for (const {name, schema} of described.resources) {
      const columns = Object.keys(tables[name as keyof typeof tables]);
      expect(schema.fields.map((field) => field.name)).toEqual(columns);
      for (const {type, description} of schema.fields) {
        expect(types).toContain(type);
        expect(description).not.toBe("");
      }
    }
    const fields = described.resources.flatMap(({schema}) => schema.fields);
    expect(fields.find(({name}) => name === "relay_fee")).toEqual({
      name: "relay_fee",
      type: "integer",
      description: "minimum relay feerate",
      unit: "sat/kvB",
    });
    expect(fields.find(({name}) => name === "requested_at")).toMatchObject({
      type: "datetime",
      constraints: {required: true},
    });
  });

  it("holds tables without a row while there is no run: a resource needs a path or data", () => {
    const empty = dataPackage(nothing, sampleSiteFacts);
    expect(empty.resources.map(({path, data}) => [path, data])).toEqual(
      Array.from({length: 5}, () => [undefined, []]),
    );
    expect("created" in empty).toBe(false);
  });
});

describe("the data page", () => {
  const index = archiveIndex(known, sampleSiteFacts);

  it("says how much there is, from when to when", () => {
    const {totals} = index;
    expect(dataSentences(index)).toEqual([
      "This site holds 3 snapshots, taken from 2026-03-01 08:00 UTC to 2026-03-01 16:02 UTC from 1 vantage point: " +
        `${totals.rows} rows in 15 Parquet files of ${bytes(totals.bytes)} together.`,
    ]);
    expect(dataSentences(archiveIndex(nothing, sampleSiteFacts))).toEqual([
      "The archive of this site holds no snapshot yet.",
    ]);
  });

  it("lists the newest snapshot first, and sizes of files", () => {
    const page = dataPage(
      index,
      known.standing,
      new Map([["data/index.json", 13_549]]),
      sampleSiteFacts.address,
    );
    expect(page.snapshots.map(({run}) => run)).toEqual([
      "20260301T160000Z",
      "20260301T120000Z",
      "20260301T080000Z",
    ]);
    expect(page.files.find(({path}) => path === "data/index.json")?.size).toBe("13.5 kB");
    expect(page.files.find(({path}) => path === "sitemap.xml")?.size).toBe("");
  });

  it("cites the newest run, the number of snapshots and the checksum", () => {
    expect(citation(index, sampleSiteFacts.address)).toEqual({
      text:
        "The electrum-kinship authors (2026). electrum-kinship: fee histograms and other public answers of simulated Electrum servers " +
        `[data set, version 1.2.3; 3 snapshots up to 2026-03-01T16:02:00.000Z, archive SHA-256 ${"ab".repeat(32)}]. ` +
        "https://someone.github.io/kinship/data/",
      bibtex: `@misc{electrum-kinship-2026-03-01,
  author = {{The electrum-kinship authors}},
  title = {{electrum-kinship: fee histograms and other public answers of simulated Electrum servers}},
  year = {2026},
  version = {1.2.3},
  howpublished = {\\url{https://someone.github.io/kinship/data/}},
  note = {3 snapshots up to 2026-03-01T16:02:00.000Z, archive SHA-256 ${"ab".repeat(32)}}
}`,
    });
    expect(citation(archiveIndex(nothing, sampleSiteFacts), sampleSiteFacts.address)).toBeNull();
  });
});

describe("bytes", () => {
  it.each([
    [0, "no bytes"],
    [1, "1 byte"],
    [999, "999 bytes"],
    [1000, "1.0 kB"],
    [999_949, "999.9 kB"],
    [999_950, "1.0 MB"],
    [2_190_000_000, "2.2 GB"],
  ])("%d", (size, text) => expect(bytes(size)).toBe(text));
});

describe("what the ethics page says of how much is asked", () => {
  it("counts what the newest run asked, and how far runs are apart", () => {
    const [burden = "", rate, left] = ethicsFacts(known).sentences;
    expect(burden).toMatch(
      /^In the newest run, which lasted 120 seconds, a server that answered was asked for its fee histogram twice at most and for no fee estimates at most, and sent /,
    );
    expect(rate).toBe("From one run to the next it is usually 4 hours (median of 2 intervals).");
    expect(left).toBe("No operator of a listed server has asked to be left out so far.");
  });

  it("counts those who asked to be left out", () => {
    const [snapshot] = snapshots;
    if (!snapshot) throw new Error("expected a snapshot");
    const endpoints = snapshot.tables.endpoints.map((row, i) =>
      i === 0 ? {...row, outcome: "not-tried", reason: "opted-out"} : row,
    );
    const facts = ethicsFacts(sampleArchived([{...snapshot, tables: {...snapshot.tables, endpoints}}]));
    expect(facts.sentences.at(-1)).toBe("1 listed server was left out at the operator’s request.");
  });

  it("says so where there is no run, and where nobody answered", () => {
    expect(ethicsFacts(nothing).sentences).toHaveLength(1);
    const silent = sampleArchived([runOf(8, {a: null})]);
    expect(ethicsFacts(silent).sentences[0]).toBe("In the newest run no server answered.");
  });
});
