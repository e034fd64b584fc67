import {describe, expect, it} from "vitest";
import {distinctNodes, exclusionsOf} from "../../src/evidence/exclusions.js";
import {feeEstimates} from "../../src/evidence/feeEstimates.js";
import {LEAST_RUNS, persistentDifference} from "../../src/evidence/persistentDifference.js";
import {relayMinimum} from "../../src/evidence/relayMinimum.js";
import {tipBranch} from "../../src/evidence/tipBranch.js";
import type {Comparison, Signal} from "../../src/evidence/signal.js";
import type {Server} from "../../src/evidence/window.js";
import {
  estimates,
  reading,
  runStart,
  server,
  tip,
  windowOfServers,
  type Bins,
  type ServerParts,
} from "./nodeWindow.js";
import {simulatedWindow} from "./simulatedWindow.js";

const live = {server_version: "Fulcrum 2.1.0", relay_fee: 1000, relay_fee_method: "mempool.get_info"};

function judge(signal: Signal, a: ServerParts, b: ServerParts): Comparison {
  const [x, y] = [server("a:1/tcp", {row: live, ...a}), server("b:1/tcp", {row: live, ...b})];
  return signal.compare(x, y, windowOfServers([x, y]));
}

const excluded = (comparison: Comparison): string | null => {
  if (!comparison.comparable) throw new Error(`excluded: expected a comparison, got ${comparison.because}`);
  return comparison.excluded;
};

describe("lasting difference", () => {
  /** 500 kvB above 2 sat/vB and `more` vbytes besides, a little other in each of some runs of two sweeps. */
  const holding = (more: number, runs: readonly number[]) => ({
    readings: runs.flatMap((run) =>
      [0, 1].map((sweep): ReturnType<typeof reading> =>
        reading(run, sweep, [
          [5, 100_000 + run],
          [2, 400_000 + more],
        ]),
      ),
    ),
  });

  it("excludes 300 kvB more in one direction in six sweeps of three runs", () => {
    expect(excluded(judge(persistentDifference, holding(300_000, [0, 1, 2]), holding(0, [0, 1, 2])))).toBe(
      "one has 300 kvB or more beyond the other in 6 of 6 sweeps",
    );
  });

  it("needs three runs: two have no end to a restart or a cache that hangs", () => {
    expect(LEAST_RUNS).toBe(3);
    expect(excluded(judge(persistentDifference, holding(300_000, [0, 1]), holding(0, [0, 1])))).toBeNull();
  });

  it("lets 200 kvB pass, which nodes of one policy may differ by", () => {
    expect(
      excluded(judge(persistentDifference, holding(200_000, [0, 1, 2]), holding(0, [0, 1, 2]))),
    ).toBeNull();
  });

  it("does not exclude if the direction turns", () => {
    const a = {readings: [...holding(300_000, [0, 1, 2]).readings, ...holding(0, [3]).readings]};
    const b = {readings: [...holding(0, [0, 1, 2]).readings, ...holding(300_000, [3]).readings]};
    expect(excluded(judge(persistentDifference, a, b))).toBeNull();
  });

  it("does not trust a server whose answer never changes", () => {
    const stuck = {
      readings: [0, 1, 2].flatMap((run) =>
        [0, 1].map((sweep) =>
          reading(run, sweep, [
            [5, 100_000],
            [2, 900_000],
          ]),
        ),
      ),
    };
    expect(excluded(judge(persistentDifference, stuck, holding(0, [0, 1, 2])))).toBeNull();
  });

  it("grants ElectrumX 650 kvB: at 5 kvB a second in 130 s", () => {
    const row = {server_version: "ElectrumX 1.20.0"};
    const more = (vbytes: number) => ({row, ...holding(vbytes, [0, 1, 2])});
    expect(excluded(judge(persistentDifference, more(640_000), more(0)))).toBeNull();
    expect(excluded(judge(persistentDifference, more(660_000), more(0)))).not.toBeNull();
  });

  it("does not take a tail that was not sent for a difference", () => {
    // Thirty bins that barely exceed their limits: what is left may be 30,000 · 1.1^30 = 523,000 vbytes,
    // more than the 5% of all, some 275,000, that would be let pass.
    const sent = (run: number): Bins =>
      Array.from(
        {length: 30},
        (_, i) => [40 - i, Math.max(50_001, Math.ceil(30_000 * 1.1 ** i)) + 1 + run] as const,
      );
    const runs = [0, 1, 2, 3, 4, 5];
    const complete = (tail: number) => ({
      row: {server_version: "mempool-electrs 3.2.0"},
      readings: runs.map((run) => reading(run, 0, [...sent(run), [1.5, tail]])),
    });
    const dropping = {readings: runs.map((run) => reading(run, 0, sent(run)))};
    expect(excluded(judge(persistentDifference, dropping, complete(520_000)))).toBeNull();
    expect(excluded(judge(persistentDifference, dropping, complete(900_000)))).not.toBeNull();
  });

  it("judges only what a server sent while it ran one program", () => {
    const row = (run: number) => ({server_version: run < 4 ? "ElectrumX 1.19.0" : "Fulcrum 2.1.0"});
    const a = {row, ...holding(900_000, [0, 1, 2, 3, 4, 5])};
    expect(judge(persistentDifference, a, holding(0, [0, 1, 2, 3, 4, 5]))).toMatchObject({
      n: 4,
      excluded: null,
    });
  });
});

describe("fee estimates", () => {
  /** One clean reading in each of some runs: asked 90 s after the server's first word of the block. */
  const saying = (
    fees: (run: number) => Readonly<Record<number, number>>,
    runs: readonly number[],
    waited = 90_000,
  ): ServerParts => ({
    estimates: runs.flatMap((run) => estimates(run, runStart(run) + waited, `tip${run}`, fees(run))),
    tips: runs.map((run) => tip(run, runStart(run), `tip${run}`)),
  });
  const one = {2: 3177, 10: 2800, 144: 1000};
  const other = {2: 3177, 10: 2801, 144: 1000};

  it("excludes by two clean mismatches at two blocks, and names the first", () => {
    expect(
      excluded(
        judge(
          feeEstimates,
          saying(() => one, [0, 1]),
          saying(() => other, [0, 1]),
        ),
      ),
    ).toBe("estimates differ at 2 of 2 blocks, for 10 blocks 2800 and 2801 sat/kvB at tip0");
  });

  it("does not exclude by one", () => {
    const mixed = saying((run) => (run === 0 ? other : one), [0, 1]);
    expect(
      judge(
        feeEstimates,
        saying(() => one, [0, 1]),
        mixed,
      ),
    ).toMatchObject({statistic: 1, n: 2, excluded: null});
  });

  it("wants more mismatches of many blocks, so that stray ones never add up over months", () => {
    const runs = Array.from({length: 100}, (_, run) => run);
    const strays = (count: number) =>
      judge(
        feeEstimates,
        {runs: 100, ...saying(() => one, runs)},
        {runs: 100, ...saying((run) => (run < count ? other : one), runs)},
      );
    // Of 100 blocks at 0.2% each: P(3 or more) = 0.11%, P(4 or more) = 0.005%.
    expect(excluded(strays(3))).toBeNull();
    expect(excluded(strays(4))).not.toBeNull();
  });

  it("takes no reading that a cache of a minute may have answered", () => {
    expect(
      judge(
        feeEstimates,
        saying(() => one, [0, 1], 70_000),
        saying(() => other, [0, 1]),
      ).comparable,
    ).toBe(false);
  });

  it("waits longer for a program that it does not know: bwt keeps estimates for two minutes", () => {
    const row = {server_version: "bwt v0.2.4"};
    expect(
      judge(
        feeEstimates,
        {row, ...saying(() => one, [0, 1])},
        saying(() => other, [0, 1]),
      ).comparable,
    ).toBe(false);
  });

  it("compares only what both have: -1 and a missing answer are no values", () => {
    const none = saying(() => ({2: -1, 10: -1, 144: 1000}), [0, 1]);
    expect(
      judge(
        feeEstimates,
        saying(() => one, [0, 1]),
        none,
      ),
    ).toMatchObject({statistic: 0, excluded: null});
  });

  it("counts no agreement where all values are one floor", () => {
    const floor = saying(() => ({2: 100, 10: 100, 144: 100}), [0, 1]);
    expect(judge(feeEstimates, floor, floor)).toMatchObject({statistic: 0, n: 2, excluded: null});
  });

  it("does not exclude by what the shortest targets share: it may be a live number", () => {
    const at = (short: number) => saying(() => ({2: short, 3: short, 5: short, 144: 1000}), [0, 1, 2]);
    expect(excluded(judge(feeEstimates, at(2000), at(2100)))).toBeNull();
  });

  it("does not use a block at which a server said two things", () => {
    const steady = saying(() => one, [0, 1]);
    const again = estimates(0, runStart(0) + 95_000, "tip0", {...one, 10: 2801});
    const a = {...steady, estimates: [...(steady.estimates ?? []), ...again]};
    expect(judge(feeEstimates, a, steady)).toMatchObject({statistic: 1, n: 1, excluded: null});
  });
});

describe("relay minimum", () => {
  it("excludes at once by two live values", () => {
    expect(excluded(judge(relayMinimum, {runs: 1}, {runs: 1, row: {...live, relay_fee: 100}}))).toBe(
      "relay minimum 100 and 1000 sat/kvB at one time, both live",
    );
  });

  it("excludes by a held value only if the difference holds in two runs", () => {
    const held = {
      server_version: "ElectrumX 1.18.0",
      relay_fee: 100,
      relay_fee_method: "blockchain.relayfee",
    };
    expect(excluded(judge(relayMinimum, {}, {runs: 1, row: held}))).toBeNull();
    expect(excluded(judge(relayMinimum, {}, {runs: 2, row: held}))).toMatch(/in 2 runs, not both live/);
  });

  it("never excludes by a value that is kept for the life of the process", () => {
    const kept = {
      server_version: "mempool-electrs 3.2.0",
      relay_fee: 100,
      relay_fee_method: "blockchain.relayfee",
    };
    expect(judge(relayMinimum, {}, {row: kept})).toMatchObject({statistic: 0, n: 6, excluded: null});
  });
});

describe("branch of the chain", () => {
  const following = (hash: string, seconds: readonly number[]): ServerParts => ({
    tips: seconds.map((s) => tip(0, runStart(0) + s * 1_000, hash)),
  });

  it("excludes by different blocks at one height for a minute", () => {
    expect(excluded(judge(tipBranch, following("x", [0, 60]), following("y", [1, 61])))).toBe(
      "different blocks at height 900000, and so still 60 s later",
    );
  });

  it("takes a shorter contradiction for a reorganisation that one has not yet noticed", () => {
    expect(judge(tipBranch, following("x", [0, 30]), following("y", [1, 31]))).toMatchObject({
      statistic: 0,
      excluded: null,
    });
  });

  it("excludes servers of another chain, whose heights never meet", () => {
    const a = {row: {genesis_hash: "main"}, ...following("x", [0])};
    const b = {row: {genesis_hash: "test"}, tips: [tip(0, runStart(0), "t", "read", 4_800_000)]};
    expect(excluded(judge(tipBranch, a, b))).toMatch(/another chain/);
  });
});

describe("distinctNodes", () => {
  it("is the largest set whose members exclude each other", () => {
    const exclusions = [
      ["a", "b"],
      ["b", "c"],
      ["a", "c"],
      ["c", "d"],
    ].map(([a = "", b = ""]) => ({a, b}));
    expect(distinctNodes(["a", "b", "c", "d"], exclusions)).toEqual({
      atLeast: 3,
      witnesses: ["a", "b", "c"],
      exact: true,
    });
    expect(distinctNodes(["a", "d"], exclusions)).toMatchObject({atLeast: 1});
    expect(distinctNodes([], exclusions)).toMatchObject({atLeast: 0, witnesses: []});
  });
});

describe("exclusionsOf", () => {
  it("finds none among many servers that say the same", () => {
    const like = (i: number): Server =>
      server(`${i}:1/tcp`, {
        runs: 1,
        row: live,
        readings: [0, 1, 2, 3].map((sweep) =>
          reading(0, sweep, [
            [5, 40_000],
            [3, 50_000],
            [2, 90_000],
          ]),
        ),
        tips: [tip(0, runStart(0), "x")],
        estimates: estimates(0, runStart(0) + 90_000, "x", {2: 3000, 144: 1000}),
      });
    expect(
      exclusionsOf(
        windowOfServers(
          Array.from({length: 300}, (_, i) => like(i)),
          1,
        ),
      ),
    ).toEqual([]);
  });

  it.each([11, 12])(
    "separates no two servers of one node, and most of different nodes (seed %i)",
    (seed) => {
      const {window, truth} = simulatedWindow({seed, regime: "quiet", runs: 4});
      const node = (endpoint: string) => truth.get(endpoint)?.node;
      const exclusions = exclusionsOf(window);
      expect(exclusions.filter(({a, b}) => node(a) === node(b))).toEqual([]);
      const {servers} = window;
      const different = servers.flatMap((a, i) =>
        servers.slice(i + 1).filter((b) => node(a.endpoint) !== node(b.endpoint)),
      );
      expect(exclusions.length / different.length).toBeGreaterThan(0.4);
      const {atLeast, witnesses} = distinctNodes(
        servers.map(({endpoint}) => endpoint),
        exclusions,
      );
      expect(atLeast).toBeGreaterThanOrEqual(4);
      expect(new Set(witnesses.map(node)).size).toBe(atLeast);
    },
    60_000,
  );
});
