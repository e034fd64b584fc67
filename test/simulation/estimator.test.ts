import {isDeepStrictEqual} from "node:util";
import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Horizon} from "../../src/simulation/confirmStats.js";
import {
  accept,
  bucketStats,
  connectBlock,
  createEstimator,
  leave,
  type Estimator,
} from "../../src/simulation/estimator.js";
import {bucketOf, onGrid, type FeeGrid} from "../../src/simulation/feeBuckets.js";
import {
  estimateSmartFee,
  maxUsableTarget,
  raiseToFloor,
  type EstimateMode,
} from "../../src/simulation/smartFee.js";
import {createScript, type Script} from "./estimatorScript.js";

const grids = [100, 1000] as const;
const modes = ["economical", "conservative"] as const;
const allTargets = [1, 2, 3, 4, 6, 8, 12, 13, 24, 25, 48, 49, 144, 504, 1008];

// The expected values of the scripts below were computed beforehand by three programs written apart from
// this one, one of them with the functions of Bitcoin Core itself. In all of them vsize is 1,000.

describe.each(grids)("on the grid of %d", (grid) => {
  it("none for every target after 1 to 4 blocks: half the span is below 2", () => {
    const script = createScript(grid, [5000, 20_000]);
    const usable = [1, 2, 3, 4].map(() => {
      evenBlocks(script, 1);
      for (const mode of modes)
        expect(estimates(script, allTargets, mode)).toEqual(allTargets.map(() => null));
      return maxUsableTarget(script.estimator);
    });
    expect(usable).toEqual([0, 0, 1, 1]);
  });

  it.each(modes)("5000 for every target after 10 blocks that took everything, %s", (mode) => {
    const script = createScript(grid, [5000, 20_000]);
    evenBlocks(script, 10);
    expect(maxUsableTarget(script.estimator)).toBe(4);
    expect(estimates(script, allTargets, mode)).toEqual(allTargets.map(() => 5000));
    // 10 (1 - .962^10) / .038
    expect(countOf(script, "short", 5000)).toBeCloseTo(84.522661, 6);
  });

  it("the rate of slow transactions once half the target reaches their wait of 4 blocks", () => {
    const script = createScript(grid, [5000, 20_000]);
    slowBlocks(script, 60, 4);
    for (const mode of modes) {
      expect(estimates(script, [1, 2, 3, 4, 5, 6, 7], mode)).toEqual(Array(7).fill(20_000));
      expect(estimates(script, [8, 10, 12, 25, 144, 1008], mode)).toEqual(Array(6).fill(5000));
    }
  });

  it("the mean of a bucket weighs the newest blocks most", () => {
    const script = createScript(grid, [10_100, 10_200]);
    for (let block = 1; block <= 40; block++) {
      script.add(block % 2 === 1 ? 10_100 : 10_200, 10);
      script.confirm();
    }
    for (const mode of modes) expect(estimates(script, [2, 12], mode)).toEqual([10_151, 10_151]);
    expect(bucketOf(grid, 10_100)).toBe(bucketOf(grid, 10_200));
    expect(meanOf(script, "short", 10_100)).toBeCloseTo((10_200 + 0.962 * 10_100) / 1.962, 6);
    expect(meanOf(script, "short", 10_100)).toBeCloseTo(10_150.9684, 6);
    expect(meanOf(script, "medium", 10_100)).toBeCloseTo(10_150.120289, 6);
    expect(meanOf(script, "long", 10_100)).toBeCloseTo(10_150.017256, 6);
  });

  it.each([
    {blocks: 1, dear: [], cheap: [2, 3, 4, 6, 8, 12]},
    {blocks: 2, dear: [2], cheap: [3, 4, 6, 8, 12]},
    {blocks: 3, dear: [2, 3], cheap: [4, 6, 8, 12]},
    {blocks: 4, dear: [2, 3, 4], cheap: [6, 8, 12]},
  ])("two of ten leaving after $blocks blocks fail targets up to that", ({blocks, dear, cheap}) => {
    const script = createScript(grid, [5000, 5001, 20_000]);
    for (let block = 0; block < 40; block++) {
      script.add(20_000, 10);
      script.add(5000, 8);
      script.add(5001, 2);
      script.confirm(({feerate}) => feerate !== 5001);
      script.drop(({entryHeight}) => script.estimator.best - entryHeight >= blocks);
    }
    expect(estimates(script, dear, "economical")).toEqual(dear.map(() => 20_000));
    expect(estimates(script, cheap, "economical")).toEqual(cheap.map(() => 5000));
  });

  it.each(modes)("200 slow blocks are remembered for weeks by long targets, not by all, %s", (mode) => {
    const script = createScript(grid, [5000, 20_000]);
    slowBlocks(script, 200, 20);
    const [dear, cheap] = [
      [2, 6, 12, 20, 24],
      [40, 48, 100],
    ];
    const expectRates = (dear: readonly number[], cheap: readonly number[]) => {
      expect(estimates(script, dear, mode)).toEqual(dear.map(() => 20_000));
      expect(estimates(script, cheap, mode)).toEqual(cheap.map(() => 5000));
    };
    expectRates(dear, cheap);
    script.confirm();
    evenBlocks(script, 20);
    expectRates(dear, cheap);
    evenBlocks(script, 20);
    expectRates([2, 6, 12], [20, 24, ...cheap]);
    evenBlocks(script, 20);
    expectRates([2, 6], [12, 20, 24, ...cheap]);
  });

  it("a conservative answer needs enough cheap transactions on the long horizon", () => {
    const script = createScript(grid, [3000, 30_000]);
    for (let block = 0; block < 100; block++) {
      script.add(3000, 1);
      script.add(30_000, 9);
      script.confirm();
    }
    const targets = [2, 12, 24, 25, 50];
    expect(estimates(script, targets, "economical")).toEqual(targets.map(() => 3000));
    expect(estimates(script, targets, "conservative")).toEqual(targets.map(() => 30_000));
    expect(countOf(script, "long", 3000)).toBeCloseTo((1 - 0.99931 ** 100) / 0.00069, 6); // 96.66, below 144.93
  });

  it("a rate seen in every third block only counts on the medium horizon", () => {
    const script = createScript(grid, [3000, 30_000]);
    for (let block = 1; block <= 100; block++) {
      if (block % 3 === 1) script.add(3000, 1);
      script.add(30_000, 9);
      script.confirm();
    }
    expect(estimates(script, [2, 12, 13, 24, 25], "economical")).toEqual(Array(5).fill(30_000));
    expect(estimates(script, [50], "economical")).toEqual([3000]);
    expect(estimates(script, [2, 12, 13, 24, 25, 50], "conservative")).toEqual(Array(6).fill(30_000));
    expect(countOf(script, "short", 3000)).toBeCloseTo(8.9387, 4); // below 13.158
    expect(countOf(script, "medium", 3000)).toBeCloseTo(27.0638, 4); // above 20.833
  });
});

describe("the three shares of a target of 4", () => {
  // 60 blocks of 50 cheap transactions: the short horizon counts 50 (1 - .962^60) / .038 = 1187 of them, and
  // the late ones that wait at the moment lower each share by 1 to 2 in 100. The middle of each bracket
  // is the share asked for: 60% within 2 blocks, 85% within 4, 95% within 8.
  it.each([
    {prompt: 31, late: 3, rate: 5000}, // 62% within 2 blocks, all within 4; 19 wait: 0.62 × 1187 / 1206 = 0.61
    {prompt: 29, late: 3, rate: 20_000}, // 58%
    {prompt: 44, late: 6, rate: 5000}, // 88% within 4 blocks, all within 8; 12 wait: 0.87
    {prompt: 42, late: 6, rate: 20_000}, // 84%
    {prompt: 48, late: 10, rate: 5000}, // 96% within 8 blocks; 4 wait: 0.957
    {prompt: 47, late: 10, rate: 20_000}, // 94%
  ])("$prompt of 50 in the next block and the rest after $late give $rate", ({prompt, late, rate}) => {
    const script = createScript(100, [5000, 20_000]);
    for (let block = 0; block < 60; block++) {
      script.add(5000, 50);
      script.add(20_000, 10);
      script.confirm(
        ({feerate, handle, entryHeight}, height) =>
          feerate === 20_000 || Math.floor(handle / 2) % 50 < prompt || height - entryHeight >= late,
      );
    }
    expect(estimates(script, [4], "economical")).toEqual([rate]);
  });
});

describe("at the floor", () => {
  it("100 for all targets on the grid of 100", () => {
    const script = floorBlocks(100, [100, 1000]);
    for (const mode of modes) expect(estimates(script, allTargets, mode)).toEqual(allTargets.map(() => 100));
  });

  it("550 for all targets on the grid of 1,000, where 100 and 1000 share a bucket", () => {
    const script = floorBlocks(1000, [100, 1000, 2000]);
    for (const mode of modes) expect(estimates(script, allTargets, mode)).toEqual(allTargets.map(() => 550));
  });

  it("the RPC raises 550 to a relay minimum of 1000, and to a higher mempool minimum", () => {
    expect(raiseToFloor(550, {mempoolMinimum: 0, relayMinimum: 1000})).toBe(1000);
    expect(raiseToFloor(550, {mempoolMinimum: 1200, relayMinimum: 1000})).toBe(1200);
  });

  it("the RPC leaves a rate above both floors alone, and none stays none", () => {
    expect(raiseToFloor(550, {mempoolMinimum: 100, relayMinimum: 100})).toBe(550);
    expect(raiseToFloor(null, {mempoolMinimum: 100, relayMinimum: 100})).toBeNull();
  });
});

describe("estimateSmartFee", () => {
  it("asks the longer horizons if the short one has too few transactions, in either mode", () => {
    const script = createScript(100, [3000]);
    for (let block = 1; block <= 100; block++) {
      if (block % 3 === 1) script.add(3000, 1);
      script.confirm();
    }
    // As above: short 8.9387 of the needed 13.158, medium 27.0638 of 20.833.
    for (const mode of modes) expect(estimates(script, [2, 6, 12], mode)).toEqual([3000, 3000, 3000]);
  });

  it("is none for targets outside 1 to 1,008", () => {
    const script = createScript(100, [5000, 20_000]);
    evenBlocks(script, 10);
    for (const mode of modes) expect(estimates(script, [-1, 0, 1009], mode)).toEqual([null, null, null]);
  });

  it("refuses a broken target", () => {
    expect(() => estimateSmartFee(createScript(100, [5000]).estimator, 2.5, "economical")).toThrow(
      RangeError,
    );
  });

  it("rounds half a sat/kvB up", () => {
    // 10100 and 10101 in equal numbers: mean 10100.5
    const script = createScript(100, [10_100, 10_101]);
    for (let block = 0; block < 6; block++) {
      script.add(10_100, 8);
      script.add(10_101, 8);
      script.confirm();
    }
    expect(estimates(script, [2], "economical")).toEqual([10_101]);
  });
});

describe("the events", () => {
  it("accept refuses a handle that is tracked or unknown", () => {
    const estimator = start();
    accept(estimator, 0);
    for (const handle of [0, 2, -1]) expect(() => accept(estimator, handle)).toThrow(RangeError);
  });

  it("connectBlock ignores a block that is not above the last", () => {
    const estimator = start();
    accept(estimator, 0);
    connectBlock(estimator, 10, [0]);
    expect(leave(estimator, 0)).toBe(true);
    expect(bucketStats(estimator, "short", bucketOf(100, 5000)).count).toBe(0);
  });

  it("connectBlock refuses a height that passes one over", () => {
    expect(() => connectBlock(start(), 12, [])).toThrow("expected height 11, got 12");
  });

  it("connectBlock passes over transactions that are not tracked", () => {
    const estimator = start();
    accept(estimator, 0);
    connectBlock(estimator, 11, [1, 0]);
    expect(bucketStats(estimator, "short", bucketOf(100, 5000))).toEqual({count: 1, meanFeerate: 5000});
    expect(bucketStats(estimator, "short", bucketOf(100, 6000)).count).toBe(0);
    expect(leave(estimator, 0)).toBe(false);
  });

  it("a handle may be tracked again after it left", () => {
    const estimator = start();
    accept(estimator, 0);
    leave(estimator, 0);
    expect(() => accept(estimator, 0)).not.toThrow();
  });

  it("a block without tracked transactions does not begin the span", () => {
    const estimator = start();
    for (let height = 11; height < 30; height++) connectBlock(estimator, height, [1]);
    expect(maxUsableTarget(estimator)).toBe(0);
  });
});

describe("laws", () => {
  const rates = [150, 1000, 3000, 3050, 9000, 40_000];
  const top = 40_000;
  /** One block: how many of each rate enter, which waiting ones it takes and which leave after it. */
  const block = fc.record({
    added: fc.array(fc.nat(12), {minLength: 5, maxLength: 5}),
    taken: fc.array(fc.boolean(), {minLength: 7, maxLength: 7}),
    left: fc.array(fc.boolean(), {minLength: 31, maxLength: 31}),
  });
  type Blocks = readonly {added: number[]; taken: boolean[]; left: boolean[]}[];

  /** Random waits for every rate but the top one, whose ten transactions a block are taken at once. */
  function run(grid: FeeGrid, blocks: Blocks): Script {
    const script = createScript(grid, rates);
    for (const {added, taken, left} of blocks) {
      script.add(top, 10);
      for (const [i, count] of added.entries()) script.add(rates[i] ?? 0, count);
      script.confirm(({feerate, handle}) => feerate === top || (taken[handle % 7] ?? false));
      script.drop(({handle}) => (left[handle % 31] ?? false) && (left[(handle * 7) % 31] ?? false));
    }
    return script;
  }
  const streams = fc.array(block, {minLength: 20, maxLength: 60});

  it("a higher target never costs more where every horizon has an answer", () => {
    fc.assert(
      fc.property(fc.constantFrom(...grids), streams, (grid, blocks) => {
        // From 15 blocks on, the top rate alone is enough for the long horizon, so no part of an answer is
        // missing; Core's comment in estimateSmartFee names that as the one exception.
        const script = run(grid, blocks);
        for (const mode of modes) {
          const rates = estimates(script, wholeNumbers(1, 40), mode).map((rate) => rate ?? NaN);
          expect(rates).toEqual(rates.toSorted((a, b) => b - a));
        }
      }),
      {numRuns: 40},
    );
  });

  it("nothing that leaves between blocks moves a target whose half and double are whole periods", () => {
    fc.assert(
      fc.property(fc.constantFrom(...grids), streams, fc.nat(30), (grid, blocks, which) => {
        const script = run(grid, blocks);
        // Up to 12 the short horizon (1 block a period) answers, and the medium (2 blocks) for the double.
        const targets = [...wholeNumbers(1, 12), 24];
        const before = estimates(script, targets, "economical");
        script.drop(({handle}) => handle % 31 <= which);
        expect(estimates(script, targets, "economical")).toEqual(before);
      }),
      {numRuns: 40},
    );
  });

  it("new transactions change nothing before the next block", () => {
    fc.assert(
      fc.property(streams, (blocks) => {
        const script = run(100, blocks);
        const before = modes.map((mode) => estimates(script, allTargets, mode));
        for (const rate of rates) script.add(rate, 20);
        expect(modes.map((mode) => estimates(script, allTargets, mode))).toEqual(before);
      }),
      {numRuns: 20},
    );
  });

  it("the same events give the same state", () => {
    fc.assert(
      fc.property(fc.constantFrom(...grids), streams, (grid, blocks) => {
        expect(isDeepStrictEqual(run(grid, blocks).estimator, run(grid, blocks).estimator)).toBe(true);
      }),
      {numRuns: 10},
    );
  });

  it("none for every target in a node that has counted fewer than five blocks", () => {
    fc.assert(
      fc.property(fc.array(block, {maxLength: 4}), fc.integer({min: 1, max: 1008}), (blocks, target) => {
        const script = run(100, blocks);
        for (const mode of modes) expect(estimates(script, [target], mode)).toEqual([null]);
      }),
    );
  });
});

/** A node at height 10 that has seen nothing: handle 0 pays 5000, handle 1 pays 6000. */
function start(): Estimator {
  return createEstimator({rates: onGrid(100, Object.freeze([5000, 6000])), bestHeight: 10});
}

function wholeNumbers(first: number, last: number): number[] {
  return Array.from({length: last - first + 1}, (_, i) => first + i);
}

/** Blocks that each take ten transactions of 5000 and ten of 20000, added just before. */
function evenBlocks(script: Script, blocks: number): void {
  for (let block = 0; block < blocks; block++) {
    script.add(5000, 10);
    script.add(20_000, 10);
    script.confirm();
  }
}

/** The same, but 5000 has to wait for so many blocks. */
function slowBlocks(script: Script, blocks: number, wait: number): void {
  for (let block = 0; block < blocks; block++) {
    script.add(5000, 10);
    script.add(20_000, 10);
    script.confirm(({feerate, entryHeight}, height) => feerate === 20_000 || height - entryHeight >= wait);
  }
}

function floorBlocks(grid: FeeGrid, feerates: readonly number[]): Script {
  const script = createScript(grid, feerates);
  for (let block = 0; block < 100; block++) {
    for (const feerate of feerates) script.add(feerate, 5);
    script.confirm();
  }
  return script;
}

function estimates({estimator}: Script, targets: readonly number[], mode: EstimateMode): (number | null)[] {
  return targets.map((target) => estimateSmartFee(estimator, target, mode));
}

function countOf({estimator}: Script, horizon: Horizon, feerate: number): number {
  return bucketStats(estimator, horizon, bucketOf(estimator.rates.grid, feerate)).count;
}

function meanOf({estimator}: Script, horizon: Horizon, feerate: number): number {
  return bucketStats(estimator, horizon, bucketOf(estimator.rates.grid, feerate)).meanFeerate;
}
