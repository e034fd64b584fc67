import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeAll, beforeEach, describe, expect, it, vi} from "vitest";
import {writeSnapshot} from "../../data-loaders/archive.js";
import {listRuns} from "../../src/data/archive.js";
import {readArchived} from "../../src/data/readArchived.js";
import {readRun, RUN_VERSION} from "../../src/data/runCache.js";
import {writeSiteFiles} from "../../src/data/siteFiles.js";
import {type Bins, sampleSnapshot} from "../report/sampleSnapshot.js";

const START = Date.UTC(2026, 2, 1);
const RUNS = 5;
/** Enough that threads digest them. */
const MANY_RUNS = 26;

/** Every server sends a tail of its own; d is there in the first two runs alone, so its last answer is an old one. */
const sampleRun = (run: number, tail = 700_000) =>
  sampleSnapshot(
    ["a", "b", "c", "d"].map((name, i) => ({
      endpoint: `${name}.example:50001/tcp`,
      relayFee: i === 0 ? 100 : 1000,
      answer:
        name === "d" && run > 1
          ? null
          : [1, 2].map((sweep): Bins => [
              [5, 140_000],
              [2, 190_000 + 1000 * i * sweep],
              [1, tail + i],
            ]),
    })),
    {startedAt: new Date(START + run * 4 * 3_600_000).toISOString(), sweeps: 2},
  );

const write = async (archive: string, run: number, tail?: number) => {
  const {path, manifest, tables} = sampleRun(run, tail);
  rmSync(join(archive, path), {recursive: true, force: true});
  await writeSnapshot(archive, path, manifest, tables);
};

describe("what is kept of runs for the pages", {timeout: 120_000}, () => {
  const folder = mkdtempSync(join(tmpdir(), "kinship-run-cache-"));
  const many = join(folder, "many");
  const [archive, cache, files] = ["archive", "cache", "files"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  beforeAll(async () => {
    mkdirSync(many);
    for (let run = 0; run < MANY_RUNS; run++) await write(many, run);
    return () => rmSync(folder, {recursive: true});
  }, 60_000);
  beforeEach(() => {
    vi.stubEnv("KINSHIP_CACHE", cache);
    for (const path of listRuns(many).slice(0, RUNS))
      cpSync(join(many, path), join(archive, path), {recursive: true});
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    for (const each of [archive, cache, files]) rmSync(each, {recursive: true, force: true});
  });

  /** Every file of the site by its path, made with what a folder keeps. */
  const site = async (from = archive, kept = cache) => {
    rmSync(files, {recursive: true, force: true});
    vi.stubEnv("KINSHIP_CACHE", kept);
    await writeSiteFiles(from, files);
    const paths = readdirSync(files, {recursive: true, encoding: "utf8"}).toSorted();
    return Object.fromEntries(
      paths
        .filter((path) => statSync(join(files, path)).isFile())
        .map((path) => [path, readFileSync(join(files, path), "utf8")]),
    );
  };
  const fresh = async (from = archive) => site(from, join(folder, `fresh-${Math.random()}`));
  const kept = (kind: string) =>
    readdirSync(cache)
      .filter((name) => name.endsWith(`.${kind}`))
      .toSorted();
  const ours = () => [...kept("record"), ...kept("matrix")];
  const contents = () => ours().map((name) => readFileSync(join(cache, name), "latin1"));

  it("makes the same files of the site to the byte, empty, full or damaged", async () => {
    const first = await site();
    expect(Object.keys(first).filter((path) => path.startsWith("runs/"))).toHaveLength(RUNS);
    expect(JSON.parse(first["servers/d_example_50001_tcp.json"] ?? "")).toMatchObject({
      answer: {run: sampleRun(1).path},
    });
    expect([kept("record").length, kept("matrix").length]).toEqual([RUNS, RUNS]);
    expect(await site()).toEqual(first);
    const whole = contents();
    const damages: ((bytes: Buffer) => Buffer)[] = [
      () => Buffer.alloc(0),
      (bytes) => bytes.subarray(0, bytes.length / 2),
      (bytes) => {
        const middle = Math.floor(bytes.length / 2);
        bytes[middle] = (bytes[middle] ?? 0) ^ 1;
        return bytes;
      },
      (bytes) => {
        const version = (number: number) => String(number).padStart(4, "0");
        bytes.write(version(RUN_VERSION + 1), bytes.indexOf(version(RUN_VERSION)));
        return bytes;
      },
    ];
    for (const damage of damages) {
      for (const name of ours()) writeFileSync(join(cache, name), damage(readFileSync(join(cache, name))));
      expect(contents()).not.toEqual(whole);
      expect(await site()).toEqual(first);
      expect(contents()).toEqual(whole); // mended, not only passed over
    }
    for (const kind of ["record", "matrix", "digest"]) {
      for (const name of kept(kind)) rmSync(join(cache, name));
      expect(await site()).toEqual(first);
    }
    expect(await site(archive, join(archive, "vantage=none", "\0"))).toEqual(first); // no place to keep anything
  });

  it("is what pages are made of", async () => {
    const first = await site();
    const [one = "", other = ""] = kept("record");
    writeFileSync(join(cache, one), readFileSync(join(cache, other)));
    expect(await site()).not.toEqual(first);
  });

  it("is the same whoever makes it, threads that digest or the one that asks", async () => {
    const first = await site(many);
    expect([kept("record").length, kept("matrix").length]).toEqual([MANY_RUNS, MANY_RUNS]);
    const made = contents();
    for (const name of ours()) rmSync(join(cache, name));
    expect(await site(many)).toEqual(first);
    expect(contents()).toEqual(made);
  });

  it("is made again of a run whose manifest changed", async () => {
    const first = await site();
    await write(archive, 0, 7_000_000);
    const changed = await site();
    expect(changed).not.toEqual(first);
    expect(changed).toEqual(await fresh());
  });

  it("leaves out a run that cannot be read each time, and takes it in once it is whole", async () => {
    const file = join(archive, sampleRun(1).path, "reads.parquet");
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(1));
    const first = await site();
    expect(first).toEqual(await site());
    for (const _ of [1, 2]) {
      const {problems, runs} = await readArchived(archive);
      expect(problems).toEqual([
        {path: sampleRun(1).path, problem: expect.stringMatching(/^reads\.parquet: expected/)},
      ]);
      expect(runs).toHaveLength(RUNS - 1);
    }
    writeFileSync(file, whole);
    expect(await site()).toEqual(await fresh());
  });

  it("does not hide that a table was damaged, or a manifest, after it was kept", async () => {
    await site();
    const table = join(archive, sampleRun(1).path, "tips.parquet");
    const whole = readFileSync(table);
    writeFileSync(table, "not Parquet");
    writeFileSync(join(archive, sampleRun(2).path, "manifest.json"), "{}");
    const {problems, runs} = await readArchived(archive);
    expect(problems.map(({path, problem}) => [path, problem.split(":")[0]])).toEqual([
      [sampleRun(1).path, "tips.parquet"],
      [sampleRun(2).path, "manifest.json"],
    ]);
    expect(runs).toHaveLength(RUNS - 2);
    writeFileSync(table, whole);
    expect((await readArchived(archive)).problems).toHaveLength(1);
  });

  it("holds no matrix of a run that is too old to have one", async () => {
    await site();
    const [path = ""] = listRuns(archive);
    expect((await readRun(archive, path, false, cache)).matrix).toBeNull();
    expect([kept("record").length, kept("matrix").length]).toEqual([RUNS, RUNS - 1]);
    expect((await readRun(archive, path, true, cache)).matrix?.rounds).toHaveLength(2);
  });
});
