import {spawnSync} from "node:child_process";
import {appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {parse} from "yaml";
import {writeSnapshot} from "../../data-loaders/archive.js";
import {citationFile, zenodoFile} from "../../data-loaders/release/metadata.js";
import {releaseFacts} from "../../data-loaders/release/releaseFacts.js";
import {tar} from "../../data-loaders/release/tar.js";
import {readSnapshot} from "../../src/data/archive.js";
import {type Ended, run} from "../observing/program.js";
import {sampleSnapshot} from "../report/sampleSnapshot.js";

let folder = "";
let archive = "";
const runs: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kinship-release-"));
  archive = join(folder, "archive");
  mkdirSync(archive);
  for (const startedAt of ["2026-02-28T20:00:00Z", "2026-03-01T00:00:00Z", "2026-03-31T20:00:00Z"])
    runs.push(await add(startedAt));
});
afterAll(() => rmSync(folder, {recursive: true}));

async function add(startedAt: string): Promise<string> {
  const {path, manifest, tables} = sampleSnapshot(
    [{endpoint: "a.invalid:50001/tcp", program: "Fulcrum 2.1.0", answer: [[1, 1000]]}],
    {startedAt},
  );
  await writeSnapshot(archive, path, manifest, tables);
  return path;
}

function release(to: string, ...args: readonly string[]): Promise<Ended> {
  return run("data-loaders/release.ts", ["--archive", archive, "--month", "2026-03", "--to", to, ...args]);
}

describe("npm run release", () => {
  it("holds the month's runs, whole, and metadata that agree with each other and with the files", async () => {
    const to = join(folder, "one");
    expect(await release(to, "--number", "2")).toMatchObject({
      code: 0,
      stdout: `${join(to, "electrum-kinship-2026-03.tar")}\n`,
    });
    expect(spawnSync("sha256sum", ["--check", "--strict", "SHA256SUMS"], {cwd: to}).status).toBe(0);
    expect(spawnSync("tar", ["xf", "electrum-kinship-2026-03.tar"], {cwd: to}).status).toBe(0);
    for (const path of runs.slice(1))
      expect((await readSnapshot(to, path)).manifest).toEqual((await readSnapshot(archive, path)).manifest);
    expect(existsSync(join(to, runs[0] ?? ""))).toBe(false);

    const citation = parse(readFileSync(join(to, "CITATION.cff"), "utf8"));
    const zenodo = JSON.parse(readFileSync(join(to, "zenodo.json"), "utf8"));
    const descriptor = JSON.parse(readFileSync(join(to, "datapackage.json"), "utf8"));
    // Required by the Citation File Format 1.2.0: cff-version, message, title, authors.
    expect(citation).toMatchObject({
      "cff-version": "1.2.0",
      message: expect.any(String),
      type: "dataset",
      title: "electrum-kinship data, 2026-03",
      authors: [{name: "The electrum-kinship authors"}],
      version: "2026.03.2",
      "date-released": "2026-03-31",
      license: "CC0-1.0",
    });
    expect(zenodo).toMatchObject({
      upload_type: "dataset",
      title: citation.title,
      description: citation.abstract,
      creators: citation.authors,
      version: citation.version,
      publication_date: citation["date-released"],
      license: "cc-zero",
    });
    // Required by Data Package 2.0: resources, each with a name and a path or data.
    expect(descriptor).toMatchObject({
      title: citation.title,
      version: citation.version,
      created: "2026-03-31T20:01:00.000Z",
      licenses: [{name: citation.license}],
      simulated: false,
    });
    const paths = descriptor.resources.flatMap(({path}: {path: string[]}) => path);
    expect(paths).toHaveLength(10);
    expect(paths.filter((path: string) => !existsSync(join(to, path)))).toEqual([]);
    for (const text of ["CITATION.cff", "zenodo.json", "datapackage.json"])
      expect(readFileSync(join(to, text), "utf8")).not.toMatch(/doi/i);
    expect(readFileSync(join(to, "notes.md"), "utf8")).toContain("They have no DOI yet.");
  });

  it("is the same to the byte for the same archive elsewhere, at another time, but for its number", async () => {
    const first = join(folder, "first");
    await release(first);
    const copy = join(folder, "copy");
    spawnSync("cp", ["-r", archive, copy]); // new times of files, new order in their folders
    const second = join(folder, "second");
    await run("data-loaders/release.ts", ["--archive", copy, "--month", "2026-03", "--to", second], {
      TZ: "Pacific/Auckland",
      LANG: "tr_TR.UTF-8",
    });
    for (const name of readdirSync(first))
      expect(readFileSync(join(second, name))).toEqual(readFileSync(join(first, name)));
    const third = join(folder, "third");
    await release(third, "--number", "1");
    const tarName = "electrum-kinship-2026-03.tar";
    expect(readFileSync(join(third, tarName))).toEqual(readFileSync(join(first, tarName)));
  });

  it("makes nothing without a run in the month, and says so", async () => {
    const to = join(folder, "none");
    const {code, stderr} = await release(to, "--month", "2026-04");
    expect({code, stderr}).toEqual({code: 3, stderr: "2026-04: no run in that month\n"});
    expect(existsSync(to)).toBe(false);
  });

  it("makes nothing of a damaged run", async () => {
    const damaged = join(folder, "damaged");
    spawnSync("cp", ["-r", archive, damaged]);
    appendFileSync(join(damaged, runs[1] ?? "", "reads.parquet"), "x");
    const to = join(folder, "of-damaged");
    const ended = await run("data-loaders/release.ts", [
      "--archive",
      damaged,
      "--month",
      "2026-03",
      "--to",
      to,
    ]);
    expect(ended).toMatchObject({
      code: 1,
      stderr: `${runs[1]} is not whole: reads.parquet is not what its manifest says\n`,
    });
    expect(existsSync(to)).toBe(false);
  });

  it.each([
    ["a month that is none", ["--month", "2026-13"], /--month: expected YYYY-MM/],
    ["a month with something after it", ["--month", "2026-03; true"], /--month: expected YYYY-MM/],
    ["a folder that holds something", ["--to", "."], /--to: expected a new or empty folder/],
    ["an archive that is not there", ["--archive", "/nowhere"], /--archive: expected a folder/],
  ])("refuses %s", async (_, args, reason) => {
    const {code, stderr} = await release(join(folder, "refused"), ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(reason);
  });
});

describe("a release's metadata", () => {
  const manifest = sampleSnapshot([], {network: "lab"}).manifest;
  const facts = (doi: string | null) =>
    releaseFacts({name: "x", homepage: "https://x.invalid", authors: ["A", "B"], doi}, "2026-03", 0, [
      {run: "vantage=test/date=2026-03-01/run=20260301T120000Z", manifest: {...manifest, tables: []}},
    ]);

  it("names a DOI where there is one", () => {
    expect(parse(citationFile(facts("10.5281/zenodo.1"))).identifiers).toEqual([
      {type: "doi", value: "10.5281/zenodo.1", description: expect.any(String)},
    ]);
    expect(JSON.parse(zenodoFile(facts("10.5281/zenodo.1"))).related_identifiers).toContainEqual({
      identifier: "10.5281/zenodo.1",
      relation: "isVersionOf",
      resource_type: "dataset",
    });
    expect(parse(citationFile(facts(null))).identifiers).toBeUndefined();
  });

  it("says of simulated runs that they are", () => {
    expect(facts(null).title).toBe("x data, 2026-03 (simulated network)");
  });
});

describe("tar", () => {
  const long = `vantage=${"v".repeat(40)}/date=2026-03-01/run=20260301T120000Z/histograms.parquet`;

  it("is read by the system's tar: names, sizes, time, long names, files of whole blocks", () => {
    const files = [
      {name: "a", content: Buffer.from("one")},
      {name: long, content: Buffer.alloc(512, 1)},
      {name: "empty", content: Buffer.alloc(0)},
    ];
    expect(long.length).toBeGreaterThan(100);
    const {stdout} = spawnSync("tar", ["tvf", "-", "--utc", "--full-time", "--numeric-owner"], {
      input: tar(files, Date.UTC(2026, 2, 31, 20, 1, 2)),
      encoding: "utf8",
    });
    expect(
      stdout
        .trim()
        .split("\n")
        .map((line) => line.split(/\s+/)),
    ).toEqual(
      files.map(({name, content}) => [
        "-rw-r--r--",
        "0/0",
        String(content.length),
        "2026-03-31",
        "20:01:02",
        name,
      ]),
    );
  });

  it("does not cut a name that does not fit", () => {
    expect(() => tar([{name: "n".repeat(101), content: Buffer.alloc(0)}], 0)).toThrow(RangeError);
  });
});
