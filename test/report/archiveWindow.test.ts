import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {writeSnapshot} from "../../data-loaders/archive.js";
import {readWindow} from "../../src/data/archiveWindow.js";
import {cacheKey, decode, DIGEST_VERSION, encode} from "../../src/data/digestCache.js";
import {blockOf, digestOf} from "../../src/evidence/digest.js";
import type {Samples} from "../../src/evidence/samples.js";
import {windowOf} from "../../src/evidence/window.js";
import {readWeights} from "../../src/data/weights.js";
import {findings} from "../../src/report/findings.js";
import {answeringWindow, newestOf} from "../../src/report/nodeBounds.js";
import {type Bins, sampleSnapshot} from "./sampleSnapshot.js";

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 1);

const blockNumber = (day: number) => blockOf(START + day * DAY);

/** A run on that day, in which the tail of one mempool is its own. */
const runOn = (day: number, tail = 700_000) =>
  sampleSnapshot(
    ["a", "b", "c", "d"].map((name, i) => ({
      endpoint: `${name}.example:50001/tcp`,
      relayFee: i === 0 ? 100 : 1000,
      answer: [1, 2].map((sweep): Bins => [
        [5, 140_000],
        [2, 190_000 + 1000 * i * sweep],
        [1, tail + i],
      ]),
    })),
    {startedAt: new Date(START + day * DAY).toISOString(), sweeps: 2},
  );

describe("readWindow", () => {
  let archive = "";
  let cache = "";
  beforeEach(async () => {
    archive = mkdtempSync(join(tmpdir(), "kinship-archive-"));
    cache = mkdtempSync(join(tmpdir(), "kinship-cache-"));
    for (const day of [0, 1, 7, 8, 9, 20, 21]) await write(day);
  });
  afterEach(() => {
    for (const folder of [archive, cache]) rmSync(folder, {recursive: true, force: true});
  });
  const write = async (day: number, tail?: number) => {
    const {path, manifest, tables} = runOn(day, tail);
    await writeSnapshot(archive, path, manifest, tables);
  };
  const said = async (options = {}) => {
    const {window, newest} = await readWindow(archive, {cache, ...options});
    return JSON.stringify(findings(window, newest, readWeights()));
  };
  const files = () => readdirSync(cache).toSorted();
  const spoil = (change: (bytes: Buffer) => Buffer) => {
    for (const file of files()) writeFileSync(join(cache, file), change(readFileSync(join(cache, file))));
  };

  it("gives the same to the byte with an empty, a full and a damaged cache", async () => {
    const first = await said();
    const kept = files();
    expect(kept.length).toBeGreaterThan(0);
    expect(await said()).toBe(first);
    const damages: ((bytes: Buffer) => Buffer)[] = [
      () => Buffer.alloc(0),
      (bytes) => bytes.subarray(0, bytes.length / 2),
      (bytes) => {
        bytes[bytes.length - 9] = (bytes[bytes.length - 9] ?? 0) ^ 1;
        return bytes;
      },
    ];
    for (const damage of damages) {
      spoil(damage);
      expect(await said()).toBe(first);
      // Mended, not only passed over.
      for (const file of kept) expect(decode(readFileSync(join(cache, file)))).not.toBeNull();
    }
    expect(await said({cache: join(archive, "vantage=none", "\0")})).toBe(first);
  });

  it(
    "gives the same to the byte whatever part of the cache was deleted, also one run later",
    {timeout: 60_000},
    async () => {
      const first = await said();
      await write(22);
      const later = await said({cache: join(cache, "other")});
      expect(later).not.toBe(first);
      rmSync(join(cache, "other"), {recursive: true});
      rmSync(join(archive, runOn(22).path), {recursive: true});
      const kept = new Map(files().map((file) => [file, readFileSync(join(cache, file))]));
      expect(kept.size).toBeGreaterThan(4); // past blocks and their sum, runs of the newest block and theirs
      const restore = (some: readonly string[]) => {
        for (const file of files()) rmSync(join(cache, file));
        for (const file of some) writeFileSync(join(cache, file), kept.get(file) ?? "");
      };
      for (const file of kept.keys())
        for (const some of [[file], [...kept.keys()].filter((other) => other !== file)]) {
          restore(some);
          expect(await said()).toBe(first);
          restore(some);
          await write(22);
          expect(await said()).toBe(later);
          rmSync(join(archive, runOn(22).path), {recursive: true});
        }
    },
  );

  it("adds up the blocks again where their kept sum does not tell a median", async () => {
    await write(30);
    const first = await said();
    const digests = files().map((file) => ({file, digest: decode(readFileSync(join(cache, file)))}));
    const [sum] = digests.toSorted((x, y) => (y.digest?.runs.length ?? 0) - (x.digest?.runs.length ?? 0));
    if (!sum?.digest) throw new Error("expected a sum of past blocks");
    expect(sum.digest.runs).toHaveLength(5); // all but the newest two blocks, of days 20, 21 and 30
    const unknown = (samples: Samples): Samples => ({
      starts: new Int32Array(samples.starts.length),
      values: new Float64Array(0),
      below: samples.below.map(
        (below, pair) => below + (samples.starts[pair + 1] ?? 0) - (samples.starts[pair] ?? 0),
      ),
      above: samples.above,
    });
    const signals = sum.digest.signals.map((signal) => ({
      ...signal,
      samples: signal.samples && unknown(signal.samples),
    }));
    const spoilt = encode({...sum.digest, signals});
    writeFileSync(join(cache, sum.file), spoilt);
    expect(await said()).toBe(first);
    expect(readFileSync(join(cache, sum.file)).equals(spoilt)).toBe(false);
  });

  it("keeps a few files, not one for each run ever added", async () => {
    for (let day = 24; day < 48; day += 2) {
      await write(day);
      await readWindow(archive, {cache});
    }
    const days = [0, 1, 7, 8, 9, 20, 21, ...Array.from({length: 12}, (_, i) => 24 + 2 * i)];
    const blocks = new Set(days.map(blockNumber));
    // One for each block and a sum of the past ones; of the newest two their runs, four at most.
    expect(files().length).toBeLessThanOrEqual(blocks.size + 1 + 2 * 4);
  });

  it("gives what the snapshots themselves give", async () => {
    const runs = [0, 1, 7, 8, 9, 20, 21].map((day) => runOn(day));
    expect(await said()).toBe(JSON.stringify(findings(answeringWindow(runs), newestOf(runs), readWeights())));
  });

  it("adds a run without reading the tables of others, and closes a block when the next one begins", async () => {
    await said();
    for (const table of readdirSync(archive, {recursive: true, encoding: "utf8"}))
      if (table.endsWith(".parquet")) writeFileSync(join(archive, table), "");
    await expect(readWindow(archive, {cache})).rejects.toThrow(/expected \d+ bytes/); // the newest run is read for the clusters
    for (const day of [22, 40]) {
      await write(day);
      const {window, problems} = await readWindow(archive, {cache});
      expect(problems).toEqual([]);
      expect(window.runs.at(-1)?.startedAt).toBe(START + day * DAY);
    }
    expect((await readWindow(archive, {cache})).window.runs).toHaveLength(9);
  });

  it("notices that an old run changed", async () => {
    const before = await said();
    const {path} = runOn(1);
    rmSync(join(archive, path), {recursive: true});
    await write(1, 7_000_000);
    const after = await said();
    expect(after).not.toBe(before);
    expect(after).toBe(await said({cache: join(cache, "other")}));
  });

  it("names a damaged run each time, and takes it in once it is whole again", async () => {
    const file = join(archive, runOn(1).path, "reads.parquet");
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(1));
    for (const _ of [1, 2]) {
      const {problems, window} = await readWindow(archive, {cache});
      expect(problems.map(({path}) => path)).toEqual([runOn(1).path]);
      expect(window.runs).toHaveLength(6);
    }
    writeFileSync(file, whole);
    expect((await readWindow(archive, {cache})).window.runs).toHaveLength(7);
  });

  it("says the same of some of the runs, whatever blocks they are in", async () => {
    const since = new Date(START + DAY).toISOString().slice(0, 10);
    const [fresh, again] = [await said({since, cache: join(cache, "other")}), await said({since})];
    expect(again).toBe(fresh);
    expect((await readWindow(archive, {cache, newest: 3})).window.runs).toHaveLength(3);
  });

  it("does not look at files of another version", () => {
    const bytes = encode(digestOf(windowOf([runOn(0)])));
    expect(decode(bytes)).not.toBeNull();
    const version = String(DIGEST_VERSION).padStart(4, "0");
    const at = Buffer.from(bytes).indexOf(version);
    bytes.set(Buffer.from(String(DIGEST_VERSION + 1).padStart(4, "0")), at);
    expect(decode(bytes)).toBeNull();
    expect(cacheKey(["x"])).not.toBe(cacheKey(["y"]));
    expect(cacheKey(["x", "y"])).not.toBe(cacheKey(["xy"]));
  });
});
