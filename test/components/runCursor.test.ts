import {describe, expect, it} from "vitest";
import {runCursor} from "../../src/components/runCursor.js";
import {runFiles} from "../../src/components/runFiles.js";
import type {MatrixRun} from "../../src/report/matrixRun.js";
import {run} from "./samplePairs.js";

const runs = ["a", "b", "c"].map((name) => ({...run, name}));
const byName = (name: string) => Promise.resolve(runs.find((each) => each.name === name) ?? null);

describe("runCursor", () => {
  it("comes into a run at its main round, or at the round that is asked for", async () => {
    const cursor = runCursor({runs}, byName);
    expect(await cursor.go(2, "main")).toBeNull();
    expect([cursor.run?.name, cursor.round]).toEqual(["c", 1]);
    await cursor.go(2, {sweep: 0});
    expect(cursor.round).toBe(0);
    await cursor.go(2, {sweep: 77});
    expect(cursor.round).toBe(1);
  });

  it("steps through rounds and on into the neighbouring run", async () => {
    const cursor = runCursor({runs}, byName);
    await cursor.go(1, "first");
    expect(cursor.next(1, "round")).toEqual({round: 1});
    expect(cursor.next(-1, "round")).toEqual({position: 0, entry: "last"});
    expect(cursor.next(1, "run")).toEqual({position: 2, entry: "main"});
    await cursor.go(0, "first");
    expect(cursor.next(-1, "round")).toBeNull();
  });

  it("fetches the runs beside the one on display, unless they are heavy", async () => {
    for (const [answered, fetched] of [
      [300, ["b", "a", "c"]],
      [301, ["b"]],
    ] as const) {
      const asked: string[] = [];
      const cursor = runCursor({runs: runs.map((each) => ({...each, answered}))}, (name) => {
        asked.push(name);
        return byName(name);
      });
      await cursor.go(1, "main");
      expect(asked).toEqual(fetched);
    }
  });

  it("shows the run asked for last, whichever comes first", async () => {
    const waiting: ((found: MatrixRun | null) => void)[] = [];
    const cursor = runCursor({runs}, () => new Promise((done) => waiting.push(done)));
    const [first, second] = [cursor.go(0, "main"), cursor.go(1, "main")];
    waiting[1]?.(runs[1] ?? null);
    expect(await second).toBeNull();
    waiting[0]?.(runs[0] ?? null);
    expect(await first).toBeUndefined();
    expect(cursor.run?.name).toBe("b");
  });

  it("says what is wrong with a run that is not there, cannot be had, or has no answer", async () => {
    const gone = runCursor({runs}, () => Promise.resolve(null));
    expect(await gone.go(0, "main")).toMatch(/not there/);
    expect(gone.chosen).toBeNull();
    const broken = runCursor({runs}, () => Promise.reject(new Error("no network")));
    expect(await broken.go(0, "main")).toMatch(/no network/);
    const silent = runCursor({runs}, () => Promise.resolve({...run, rounds: [], main: -1}));
    expect(await silent.go(0, "first")).toMatch(/no answer came/);
  });
});

describe("runFiles", () => {
  it("fetches each run once, and again only after a failure", async () => {
    const asked: string[] = [];
    const files = runFiles((path) => {
      asked.push(path);
      return asked.length === 1 ? Promise.reject(new Error("no network")) : Promise.resolve(run);
    });
    await expect(files("a")).rejects.toThrow("no network");
    await files("a");
    await files("a");
    expect(asked).toEqual(["runs/a.json", "runs/a.json"]);
  });

  it("forgets the run that was looked at longest ago", async () => {
    const asked: string[] = [];
    const files = runFiles((path) => {
      asked.push(path);
      return Promise.resolve(run);
    });
    for (let i = 0; i < 25; i++) await files(`r${i}`);
    await files("r1");
    expect(asked).toHaveLength(25);
    await files("r0");
    expect(asked).toHaveLength(26);
  });
});
