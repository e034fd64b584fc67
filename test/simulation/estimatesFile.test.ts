import {isDeepStrictEqual} from "node:util";
import {describe, expect, it} from "vitest";
import {
  shutDown,
  startFromFile,
  writeEstimates,
  type EstimatesFile,
} from "../../src/simulation/estimatesFile.js";
import {accept, connectBlock, leave, type Estimator} from "../../src/simulation/estimator.js";
import {onGrid} from "../../src/simulation/feeBuckets.js";
import {estimateSmartFee, maxUsableTarget} from "../../src/simulation/smartFee.js";
import {createScript, type Script} from "./estimatorScript.js";

/** Blocks 1001 to 1000 + n take ten of 20000 and eight of ten of 5000; the rest waits. */
function busyNode(blocks: number): Script {
  const script = createScript(100, [5000, 5001, 20_000]);
  for (let block = 0; block < blocks; block++) {
    script.add(20_000, 10);
    script.add(5000, 8);
    script.add(5001, 2);
    script.confirm(({feerate}) => feerate !== 5001);
  }
  return script;
}

function started({estimator}: Script, file: EstimatesFile, ageHours = 1): Estimator {
  const estimatorFromFile = startFromFile(estimator.rates, file, ageHours);
  if (estimatorFromFile === null) throw new TypeError("expected the file to be taken");
  return estimatorFromFile;
}

function passBlocks(estimator: Estimator, blocks: number): void {
  for (let block = 0; block < blocks; block++) connectBlock(estimator, estimator.best + 1, []);
}

describe("a clean shutdown", () => {
  it("fails all that waits, as if each had left on its own", () => {
    const [flushed, left] = [busyNode(60), busyNode(60)];
    left.drop(() => true);
    expect(isDeepStrictEqual(shutDown(flushed.estimator).stats, left.estimator.stats)).toBe(true);
    expect(isDeepStrictEqual(flushed.estimator, left.estimator)).toBe(true);
  });

  it("leaves nothing tracked", () => {
    const {estimator, mempool} = busyNode(10);
    shutDown(estimator);
    expect(mempool.map(({handle}) => leave(estimator, handle))).toEqual(mempool.map(() => false));
  });

  it("does not move a target of whole periods: what waited too long has failed instead", () => {
    const script = busyNode(60);
    const before = [2, 6, 12].map((target) => estimateSmartFee(script.estimator, target, "economical"));
    const after = started(script, shutDown(script.estimator));
    expect([2, 6, 12].map((target) => estimateSmartFee(after, target, "economical"))).toEqual(before);
  });
});

describe("the hourly file", () => {
  it("does not know what waits", () => {
    const script = busyNode(60); // 8 of 10 in time is below 0.85 as long as the other two wait
    expect(estimateSmartFee(script.estimator, 2, "economical")).toBe(20_000);
    const crashed = started(script, writeEstimates(script.estimator));
    expect(estimateSmartFee(crashed, 2, "economical")).toBe(5000);
  });

  it("is a copy: later blocks do not change it", () => {
    const script = busyNode(20);
    const file = writeEstimates(script.estimator);
    const before = file.stats.short.counts.find((count) => count > 0);
    passBlocks(script.estimator, 5);
    expect(file.stats.short.counts.find((count) => count > 0)).toBe(before);
  });
});

describe("a start from a file", () => {
  it("goes on from the file's height and span", () => {
    const script = busyNode(61);
    const estimator = started(script, shutDown(script.estimator));
    expect(estimator.best).toBe(1061);
    expect(maxUsableTarget(estimator)).toBe(30); // the file's span is 1001 to 1061
  });

  it("gives the saved mempool the current height", () => {
    const script = busyNode(30);
    const estimator = started(script, shutDown(script.estimator));
    passBlocks(estimator, 3);
    const [{handle} = {handle: -1}] = script.mempool;
    accept(estimator, handle);
    expect(estimator.entryHeights[handle]).toBe(1033);
  });

  it("refuses a file of 61 hours and takes one of 60", () => {
    const script = busyNode(5);
    const file = shutDown(script.estimator);
    expect(startFromFile(script.estimator.rates, file, 61)).toBeNull();
    expect(startFromFile(script.estimator.rates, file, 60.9)).not.toBeNull();
  });

  it("refuses a file of the other grid, as 31.0 does with files of 30", () => {
    const script = busyNode(5);
    expect(startFromFile(onGrid(1000, [5000]), shutDown(script.estimator), 1)).toBeNull();
  });

  it("writes the old span again until its own is more than half as long", () => {
    const script = busyNode(61); // a span of 60
    const estimator = started(script, shutDown(script.estimator));
    accept(estimator, 0);
    connectBlock(estimator, 1062, [0]); // its own span begins here
    passBlocks(estimator, 30);
    expect(writeEstimates(estimator).span).toEqual({first: 1001, last: 1061});
    passBlocks(estimator, 1);
    expect(writeEstimates(estimator).span).toEqual({first: 1062, last: 1093});
  });

  it("counts the old span for 6,048 blocks", () => {
    const script = busyNode(61);
    const estimator = started(script, shutDown(script.estimator));
    passBlocks(estimator, 6048);
    expect(maxUsableTarget(estimator)).toBe(30);
    passBlocks(estimator, 1);
    expect(maxUsableTarget(estimator)).toBe(0);
  });
});
