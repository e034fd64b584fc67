import {mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {problemText, ProblemList} from "../../data-loaders/verifying/problems.js";
import {verifyArchive} from "../../data-loaders/verifying/verifyArchive.js";
import {run} from "../observing/program.js";
import {type Loose, manifestFile, sampleTables, START, writeSample} from "./sampleRun.js";

const PATH = "vantage=home/date=2026-11-22/run=20261122T041703Z";
let archive = "";

beforeEach(() => {
  archive = mkdtempSync(join(tmpdir(), "kinship-verify-"));
});
afterEach(() => rmSync(archive, {recursive: true}));

async function problemsOf(newest?: number): Promise<string[]> {
  const lines: string[] = [];
  await verifyArchive(archive, newest === undefined ? {} : {newest}, (problem) =>
    lines.push(problemText(problem)),
  );
  return lines;
}

describe("an archive in which all holds", () => {
  it("has no problem, and its runs, tables and rows are counted", async () => {
    await writeSample(archive);
    await writeSample(archive, {at: START + 3_600_000});
    writeFileSync(join(archive, ".gitkeep"), "");
    expect(await problemsOf()).toEqual([]);
    // By hand: 4 endpoints, 4 reads, 3 bins, 2 estimates, 2 tips; twice.
    expect(await verifyArchive(archive, {}, () => undefined)).toEqual({
      runs: 2,
      tables: 10,
      rows: 30,
      problems: 0,
    });
  });

  it("may be empty", async () => {
    expect(await problemsOf()).toEqual([]);
  });

  it("may have a run whose name is a second late, since another began in the same second", async () => {
    await writeSample(archive, {
      at: START + 1_000,
      tables: sampleTables(START),
      manifest: {started_at: new Date(START).toISOString()},
    });
    expect(await problemsOf()).toEqual([]);
  });

  it("may carry fields that a later version added to the manifest", async () => {
    await writeSample(archive, {manifest: {roster: [{url: "x"}]} as object});
    expect(await problemsOf()).toEqual([]);
  });
});

describe("rows that do not hold although their hash does:", () => {
  const edits: [string, (tables: Loose) => void, string][] = [
    [
      "an endpoint twice",
      (t) => t.endpoints.push({...t.endpoints[3]}),
      "endpoints.parquet row 4 endpoint: expected each endpoint once",
    ],
    [
      "an endpoint in another spelling",
      (t) => set(t.endpoints, 2, {endpoint: "C.example:50001/tcp"}),
      "in its one spelling",
    ],
    [
      "a host that is not the endpoint's",
      (t) => set(t.endpoints, 0, {host: "z.example"}),
      "row 0 host: expected what the endpoint's name says",
    ],
    [
      "a reason of no list",
      (t) => set(t.endpoints, 2, {reason: "evil"}),
      'row 2 reason: expected a reason of the closed list, got "evil"',
    ],
    ["a reason that only objects have", (t) => set(t.endpoints, 2, {reason: "constructor"}), "row 2 reason"],
    ["a stage of no list", (t) => set(t.endpoints, 2, {stage: "server.version"}), "row 2 stage"],
    ["a detail with a control character", (t) => set(t.endpoints, 2, {detail: "\u001b[31m"}), "row 2 detail"],
    [
      "not tried for another reason",
      (t) => set(t.endpoints, 3, {reason: "refused"}),
      "row 3 outcome: expected failed for its reason",
    ],
    [
      "an answer with a reason",
      (t) => set(t.endpoints, 0, {reason: "closed"}),
      "row 0 reason: expected null, since it answered",
    ],
    [
      "an answer without a read",
      (t) => set(t.endpoints, 2, {outcome: "answered", stage: null, reason: null, detail: null}),
      "row 2 outcome: expected no answer, as in reads",
    ],
    [
      "a failure that reads contradict",
      (t) => set(t.endpoints, 1, {outcome: "failed", stage: "tls", reason: "closed", detail: ""}),
      "row 1 outcome: expected answered, as in reads",
    ],
    [
      "a failed question of no list",
      (t) => set(t.endpoints, 0, {failures: "server.banner=evil"}),
      "row 0 failures",
    ],
    [
      "a certificate's hash that is none",
      (t) => set(t.endpoints, 0, {cert_sha256: "xyz"}),
      "row 0 cert_sha256",
    ],
    [
      "a conversation before the run",
      (t) => set(t.endpoints, 0, {opened_at: START - 60_000}),
      "row 0 opened_at: expected a time from 2026-11-22T04:17:03.456Z to",
    ],
    [
      "a network of another address",
      (t) =>
        set(t.endpoints, 0, {
          address: "192.0.2.7",
          asns: "64512",
          asn_prefix: "198.51.100.0/24",
          asn_answered_at: START + 9,
        }),
      "row 0 asns: expected AS numbers, ascending, with a prefix that the address lies in",
    ],
    [
      "a network that nobody told",
      (t) => set(t.endpoints, 0, {address: "192.0.2.7", asns: "64512", asn_prefix: "192.0.2.0/24"}),
      "row 0 asn_answered_at: expected a time beside the answer",
    ],
    [
      "a read of nobody",
      (t) => set(t.reads, 3, {endpoint: "z.example:1/tcp"}),
      "reads.parquet row 3 endpoint: expected an endpoint of the run",
    ],
    [
      "a read twice",
      (t) => t.reads.push({...t.reads[3]}),
      "row 4 endpoint: expected each endpoint once in a sweep",
    ],
    ["reads out of order", (t) => backwards(t.reads), "expected rows by sweep"],
    [
      "a sweep left out",
      (t) => t.reads.forEach((row) => (row["sweep"] = Number(row["sweep"]) * 2)),
      "sweeps numbered from 0 without a gap, got 2",
    ],
    ["two triggers in a sweep", (t) => set(t.reads, 3, {trigger: "tip"}), "row 3 trigger"],
    [
      "a histogram that is not there",
      (t) => set(t.reads, 2, {histogram: 3}),
      "row 2 histogram: expected numbers from 0 without a gap",
    ],
    [
      "bins that are not there",
      (t) => t.histograms.pop(),
      "reads.parquet row 1 bins: expected 0, the rows of histogram 1, got 1",
    ],
    [
      "a histogram that nobody sent",
      (t) => t.histograms.push({histogram: 9, bin: 0, label: 1, vsize: 1}),
      "histograms.parquet histogram 9: expected a read that refers to it",
    ],
    [
      "an answered read without bins",
      (t) => set(t.reads, 0, {bins: null}),
      "row 0 bins: expected a value, since it answered",
    ],
    [
      "bins said to be written as nothing",
      (t) => set(t.reads, 0, {number_style: "empty"}),
      "row 0 number_style",
    ],
    ["no text of an odd answer", (t) => set(t.reads, 0, {number_style: "other"}), "row 0 text"],
    [
      "a read after the run",
      (t) => set(t.reads, 3, {requested_at: START + 99_000_000}),
      "row 3 requested_at",
    ],
    [
      "labels that ascend",
      (t) => set(t.histograms, 1, {label: 6}),
      "histograms.parquet row 1 label: expected labels that strictly descend, got 6",
    ],
    [
      "a bin left out",
      (t) => set(t.histograms, 1, {bin: 2}),
      "row 1 bin: expected each histogram's bins in order from 0, got 2",
    ],
    ["a negative size", (t) => set(t.histograms, 0, {vsize: -1}), "row 0 vsize"],
    [
      "a label that is no number",
      (t) => set(t.histograms, 2, {label: NaN}),
      "row 2 label: expected double, got NaN",
    ],
    [
      "one answer under two numbers",
      (t) => {
        t.histograms.splice(
          2,
          1,
          {histogram: 1, bin: 0, label: 5, vsize: 100},
          {histogram: 1, bin: 1, label: 1, vsize: 900},
        );
        set(t.reads, 1, {bins: 2});
      },
      "histogram 1: expected each distinct histogram once",
    ],
    [
      "an estimate of nobody",
      (t) => set(t.estimates, 0, {endpoint: "z.example:1/tcp"}),
      "estimates.parquet row 0 endpoint",
    ],
    [
      "an estimate of no sweep",
      (t) => set(t.estimates, 1, {sweep: 7}),
      "row 1 sweep: expected a sweep of reads, got 7",
    ],
    [
      "an estimate with number and reason",
      (t) => set(t.estimates, 0, {reason: "timeout"}),
      "row 0 reason: expected null",
    ],
    ["an estimate of -2", (t) => set(t.estimates, 0, {fee: -2}), "row 0 fee"],
    [
      "a block before it that tips do not have",
      (t) => set(t.estimates, 0, {tip_before: "00"}),
      "row 0 tip_before",
    ],
    ["estimates out of order", (t) => backwards(t.estimates), "row 1: expected rows by sweep"],
    ["a tip of nobody", (t) => set(t.tips, 1, {endpoint: "z.example:1/tcp"}), "tips.parquet row 1 endpoint"],
    [
      "a hash that is not the header's",
      (t) => set(t.tips, 1, {hash: "ff".repeat(32)}),
      "tips.parquet row 1 hash: expected the header's",
    ],
    ["tips out of order", (t) => backwards(t.tips), "row 1 received_at: expected rows by time"],
  ];

  it.each(edits)("%s", async (_, edit, expected) => {
    const tables = sampleTables();
    edit(tables);
    await writeSample(archive, {tables});
    const lines = await problemsOf();
    expect(lines.join("\n")).toContain(expected);
    for (const line of lines)
      expect(line).toMatch(/^vantage=home\/[\x20-\x7e]+: expected [\x20-\x7e]+, got [\x20-\x7e]+$/);
  });

  it("many of one kind are three lines and a number", async () => {
    const tables = sampleTables();
    for (let i = 0; i < 1_000; i++) tables.tips.push({...tables.tips[1], height: -1});
    await writeSample(archive, {tables});
    const lines = await problemsOf();
    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatch(/ got -1; and 997 more like it$/);
    expect((await verifyArchive(archive, {}, () => undefined)).problems).toBe(1_000);
  });
});

describe("a manifest that does not hold:", () => {
  const edits: [string, (manifest: Record<string, unknown>) => void, string][] = [
    [
      "no format",
      (m) => delete m["format"],
      "manifest.json format: expected electrum-kinship-snapshot, got none",
    ],
    [
      "a newer schema",
      (m) => put(m, "schema_version", 2),
      "schema_version: expected a version from 1 to 1, got 2",
    ],
    [
      "simulated data that does not say so",
      (m) => put(m, "network", "lab"),
      "simulated: expected true for this network, got false",
    ],
    ["another vantage", (m) => put(m, "vantage", "away"), "expected the folder vantage=away/"],
    ["a vantage that leads elsewhere", (m) => put(m, "vantage", "../.."), "manifest.json vantage: expected"],
    [
      "a start on another day",
      (m) => put(m, "started_at", "2026-11-21T04:17:03.456Z"),
      "run: expected the second of started_at",
    ],
    [
      "a time that no calendar has",
      (m) => put(m, "ended_at", "2026-02-30T00:00:00.000Z"),
      "ended_at: expected a UTC time",
    ],
    [
      "an end before the start",
      (m) => put(m, "ended_at", "2026-11-22T04:17:00.000Z"),
      "ended_at: expected no time before started_at",
    ],
    [
      "a count that is not the tables'",
      (m) => put(m["counts"], "answered", 3),
      "counts.answered: expected 2, as in the tables, got 3",
    ],
    [
      "a failure that was not counted",
      (m) => put(m["counts"], "by_failure", {"connect: refused": 1}),
      "counts.by_failure: expected 1 of connect: no-proxy, got 0",
    ],
    [
      "our own side suspected although some answered",
      (m) => put(m, "own_side_suspected", true),
      "own_side_suspected: expected false",
    ],
    ["an option that is an object", (m) => put(m["options"], "deep", {}), "options.deep"],
    ["a table left out", (m) => (m["tables"] as unknown[]).pop(), "tables: expected one table tips, got 0"],
    [
      "a file elsewhere",
      (m) => put((m["tables"] as unknown[])[0], "file", "../../../../etc/passwd"),
      "tables endpoints file: expected endpoints.parquet",
    ],
    [
      "another number of rows",
      (m) => put((m["tables"] as unknown[])[0], "rows", 5),
      "endpoints.parquet: expected 5 rows, got 4",
    ],
    [
      "another hash",
      (m) => put((m["tables"] as unknown[])[0], "sha256", "0".repeat(64)),
      "endpoints.parquet: expected sha256 0000",
    ],
  ];

  it.each(edits)("%s", async (_, edit, expected) => {
    const path = manifestFile(archive, await writeSample(archive));
    const manifest = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
    edit(manifest);
    writeFileSync(path, JSON.stringify(manifest));
    expect((await problemsOf()).join("\n")).toContain(expected);
  });

  it.each([
    "",
    "null",
    "[]",
    "{",
    '{"counts":{"by_failure":{"__proto__":1}},"tables":[null,{"name":"__proto__"}]}',
    "\u0000".repeat(9),
  ])("hostile text %j is named and stops nothing", async (text) => {
    await writeSample(archive, {at: START + 3_600_000});
    writeFileSync(manifestFile(archive, await writeSample(archive)), text);
    const lines = await problemsOf();
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines)
      expect(line).toMatch(
        /^vantage=home\/date=2026-11-22\/run=20261122T041703Z\/manifest\.json.*: expected /,
      );
  });
});

describe("files that do not hold:", () => {
  it("one flipped bit", async () => {
    const file = join(archive, await writeSample(archive), "reads.parquet");
    const bytes = readFileSync(file);
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    expect(await problemsOf()).toEqual([
      expect.stringMatching(/^\S+\/reads\.parquet: expected sha256 [0-9a-f]{64}, got "/),
    ]);
  });

  it("a table that is missing, one that is a folder, one that is a link", async () => {
    const place = join(archive, await writeSample(archive));
    for (const file of ["tips", "reads", "estimates"]) rmSync(join(place, `${file}.parquet`));
    mkdirSync(join(place, "reads.parquet"));
    symlinkSync("/etc/passwd", join(place, "estimates.parquet"));
    expect((await problemsOf()).toSorted()).toEqual([
      `${PATH}/estimates.parquet: expected a file, got "a link"`,
      `${PATH}/reads.parquet: expected a file, got "a folder"`,
      `${PATH}/tips.parquet: expected a file, got none`,
    ]);
  });

  it("a stray file beside a run, in it, and a folder of no run", async () => {
    const place = join(archive, await writeSample(archive));
    writeFileSync(join(place, "notes.txt"), "");
    writeFileSync(join(archive, "\u001b[2J.txt"), "");
    mkdirSync(join(archive, ".partial-host-1-x"));
    mkdirSync(join(archive, "vantage=home", "date=2026-02-30"));
    expect((await problemsOf()).map((line) => line.split(":")[0]).toSorted()).toEqual(
      [".partial-host-1-x", `${PATH}/notes.txt`, "\\u{1b}[2J.txt", "vantage=home/date=2026-02-30"].toSorted(),
    );
  });

  it("runs of two networks in one archive", async () => {
    await writeSample(archive);
    await writeSample(archive, {network: "lab", at: START + 3_600_000});
    expect(await problemsOf()).toEqual([
      expect.stringContaining(
        "manifest.json network: expected mainnet, as in this archive's first run, got lab",
      ),
    ]);
  });

  it("of the newest run alone, if no other is to be looked into", async () => {
    rmSync(join(archive, await writeSample(archive), "tips.parquet"));
    await writeSample(archive, {at: START + 3_600_000});
    expect(await problemsOf(1)).toEqual([]);
    expect(await problemsOf(2)).toHaveLength(1);
  });
});

describe("ProblemList", () => {
  it("never lets a server's text break a line or reorder it", () => {
    const problems = new ProblemList();
    problems.add("f", "row 1", "x", "a\nb\u202e\u200b\u001b]0;");
    expect(problemText(problems.list[0] ?? {path: "", expected: "", got: ""})).toMatch(/^[\x20-\x7e]+$/);
  });
});

describe("npm run verify", () => {
  const verify = (...args: string[]) => run("data-loaders/verify.ts", args);

  it("exits 0 for a whole archive, 1 with a line for each problem, 2 for wrong use", async () => {
    const path = await writeSample(archive);
    expect(await verify(archive)).toMatchObject({code: 0, stdout: "1 runs, 5 tables, 15 rows: 0 problems\n"});
    rmSync(join(archive, path, "tips.parquet"));
    expect(await verify(archive)).toMatchObject({
      code: 1,
      stdout: `${PATH}/tips.parquet: expected a file, got none\n1 runs, 0 tables, 0 rows: 1 problem\n`,
    });
    expect((await verify(join(archive, "none"))).code).toBe(2);
    expect((await verify(archive, archive)).stderr).toBe("verify: expected one folder, got 2; see --help\n");
    expect((await verify("--help")).stdout).toMatch(/^usage: npm run verify/);
  });
});

function set(rows: Record<string, unknown>[], row: number, values: Record<string, unknown>): void {
  Object.assign(rows[row] ?? {}, values);
}

function put(target: unknown, key: string, value: unknown): void {
  (target as Record<string, unknown>)[key] = value;
}

function backwards(rows: unknown[]): void {
  rows.splice(0, rows.length, ...rows.toReversed());
}
