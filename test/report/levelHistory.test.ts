import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {writeSnapshot} from "../../data-loaders/archive.js";
import {levelHistory} from "../../src/data/levelHistory.js";
import {readArchived} from "../../src/data/readArchived.js";
import {readWeights} from "../../src/data/weights.js";
import {findings} from "../../src/report/findings.js";
import {LEVEL_DAYS} from "../../src/report/levelChanges.js";
import {answeringWindow, newestOf} from "../../src/report/nodeBounds.js";
import {type Bins, sampleSnapshot} from "./sampleSnapshot.js";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 1);

/** Two runs a day; from the sixth day on a server has another relay minimum than before, and one more answers. */
const runs = Array.from({length: 24}, (_, i) =>
  sampleSnapshot(
    ["a", "b", "c", ...(i < 10 ? [] : ["d"])].map((name, s) => ({
      endpoint: `${name}.example:50001/tcp`,
      relayFee: s === 0 && i >= 10 ? 100 : 1000,
      answer: [1, 2].map((sweep): Bins => [
        [5, 140_000],
        [2, 190_000 + 1000 * s * sweep],
        [1, 700_000 + i],
      ]),
    })),
    {startedAt: new Date(START + i * 12 * HOUR).toISOString(), sweeps: 2},
  ),
);

describe("levelHistory", () => {
  let folder = "";
  let cache = "";
  let archive = "";
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "kinship-levels-"));
    cache = join(folder, "cache");
    archive = join(folder, "archive");
    process.env["KINSHIP_CACHE"] = cache;
    mkdirSync(archive);
    for (const {path, manifest, tables} of runs) await writeSnapshot(archive, path, manifest, tables);
  });
  afterEach(() => {
    delete process.env["KINSHIP_CACHE"];
    rmSync(folder, {recursive: true, force: true});
  });
  const days = async (other = cache) => levelHistory(archive, await readArchived(archive), other);
  const kept = () => readdirSync(cache).filter((name) => name.endsWith(".levels"));

  it("has each of the newest days as the runs up to its end alone give it", async () => {
    const history = await days();
    expect(history.map(({day}) => day)).toEqual(
      Array.from(
        {length: LEVEL_DAYS},
        (_, i) => `2026-03-${String(12 - LEVEL_DAYS + 1 + i).padStart(2, "0")}`,
      ),
    );
    for (const {day, endedAt, servers, levels} of history) {
      const then = runs.filter(({manifest}) => manifest.started_at.slice(0, 10) <= day);
      const found = findings(answeringWindow(then), newestOf(then), readWeights());
      expect(servers).toEqual(found.endpoints.map(({id}) => id));
      expect(levels).toEqual(found.pairs.map(({level}) => level));
      expect(new Date(endedAt).toISOString()).toBe(then.at(-1)?.manifest.ended_at);
    }
    expect(new Set(history.map(({servers}) => servers.length))).toEqual(new Set([3, 4]));
  });

  it("is the same whatever is kept, and mends what is damaged", async () => {
    const first = JSON.stringify(await days());
    const [name = ""] = kept();
    const whole = readFileSync(join(cache, name));
    expect(JSON.stringify(await days())).toBe(first);
    for (const damaged of [
      Buffer.alloc(0),
      whole.subarray(0, -5),
      Buffer.from(whole.toString().replace("contradicted", "candidate")),
    ]) {
      writeFileSync(join(cache, name), damaged);
      expect(JSON.stringify(await days())).toBe(first);
      expect(readFileSync(join(cache, name)).equals(whole)).toBe(true);
    }
    expect(JSON.stringify(await days(join(archive, "\0")))).toBe(first); // nothing can be kept there
  });

  it("takes days before the newest from what is kept, and keeps one file as days go by", async () => {
    const known = await readArchived(archive);
    const before = await levelHistory(archive, known, cache);
    for (const file of readdirSync(cache)) if (!file.endsWith(".levels")) rmSync(join(cache, file));
    for (const table of readdirSync(archive, {recursive: true, encoding: "utf8"}))
      if (table.endsWith(".parquet")) writeFileSync(join(archive, table), "");
    expect(await levelHistory(archive, known, cache)).toEqual(before);
    expect(kept()).toHaveLength(1);
  });

  it("works out anew what a changed run bears on", async () => {
    const before = await days();
    const old = runs[20];
    if (!old) throw new Error("expected a run");
    rmSync(join(archive, old.path), {recursive: true});
    const lone = sampleSnapshot([{endpoint: "e.example:50001/tcp", relayFee: 1000, answer: [[5, 1_000]]}], {
      startedAt: old.manifest.started_at,
    });
    await writeSnapshot(archive, lone.path, lone.manifest, lone.tables);
    const after = await days();
    expect(after.map(({servers}) => servers.length)).toEqual(
      [3, 3, 4, 4, 4, 4, 4, 5, 5].slice(-before.length),
    );
  });

  it("is empty without a run", async () => {
    rmSync(archive, {recursive: true});
    expect(await days()).toEqual([]);
  });
});
