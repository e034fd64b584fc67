import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  bucketBounds,
  bucketOf,
  onGrid,
  wholeFeerate,
  type GriddedRates,
} from "../../src/simulation/feeBuckets.js";

describe("the grid of 100", () => {
  it("has 237 buckets", () => {
    expect(bucketBounds(100)).toHaveLength(237);
  });

  it("begins with the bounds 100 and 105", () => {
    expect(bucketBounds(100).slice(0, 2)).toEqual([100, 105]);
  });

  it.each([
    [100, 0],
    [101, 1],
    [105, 1],
    [106, 2],
    [1000, 48],
    [5000, 81],
    [10_000, 95],
    [20_000, 109],
    [10_000_000, 236],
  ])("puts %d sat/kvB into bucket %d", (feerate, bucket) => {
    expect(bucketOf(100, feerate)).toBe(bucket);
  });

  it.each([
    [48, 990.5971, 1040.127],
    [81, 4956.1441, 5203.9513],
    [95, 9812.8263, 10_303.4676],
  ])("lets bucket %d reach from %d to %d", (bucket, above, upTo) => {
    expect(bucketBounds(100)[bucket - 1]).toBeCloseTo(above, 4);
    expect(bucketBounds(100)[bucket]).toBeCloseTo(upTo, 4);
  });

  it("has its last finite bound at 9,538,614.15", () => {
    expect(bucketBounds(100).at(-2)).toBeCloseTo(9_538_614.15, 2);
  });
});

describe("the grid of 1,000", () => {
  it("has 190 buckets", () => {
    expect(bucketBounds(1000)).toHaveLength(190);
  });

  it.each([
    [1, 0],
    [100, 0],
    [1000, 0],
    [1001, 1],
    [1050, 1],
    [1051, 2],
    [5000, 33],
    [10_000, 48],
    [20_000, 62],
    [10_000_000, 189],
  ])("puts %d sat/kvB into bucket %d", (feerate, bucket) => {
    expect(bucketOf(1000, feerate)).toBe(bucket);
  });

  it("lets bucket 33 reach from 4764.9415 to 5003.1885", () => {
    expect(bucketBounds(1000)[32]).toBeCloseTo(4764.9415, 4);
    expect(bucketBounds(1000)[33]).toBeCloseTo(5003.1885, 4);
  });
});

describe("bucketOf", () => {
  it("is the only bucket whose bounds enclose the rate", () => {
    fc.assert(
      fc.property(fc.constantFrom(100 as const, 1000 as const), fc.nat(20_000_000), (grid, feerate) => {
        const bucket = bucketOf(grid, feerate);
        expect(feerate).toBeLessThanOrEqual(bucketBounds(grid)[bucket] ?? NaN);
        expect(feerate).toBeGreaterThan(bucketBounds(grid)[bucket - 1] ?? -1);
      }),
    );
  });

  it.each([-1, 0.5, NaN, Infinity])("refuses %d", (feerate) => {
    expect(() => bucketOf(100, feerate)).toThrow(RangeError);
  });
});

describe("onGrid", () => {
  it("finds the bucket of every rate", () => {
    const rates: GriddedRates = onGrid(100, Object.freeze([100, 101, 20_000]));
    expect([...rates.buckets]).toEqual([0, 1, 109]);
  });
});

describe("wholeFeerate", () => {
  it("rounds down", () => {
    expect(wholeFeerate(200, 141)).toBe(1418); // 1418.4
    expect(wholeFeerate(141, 141)).toBe(1000);
  });
});
