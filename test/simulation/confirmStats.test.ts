import {describe, expect, it} from "vitest";
import {
  countConfirmed,
  countFailed,
  createConfirmStats,
  fade,
  medianRate,
  NONE,
  settle,
  type Horizon,
} from "../../src/simulation/confirmStats.js";
import {createWaitingCounts} from "../../src/simulation/waitingCounts.js";

// With a single bucket, the tables have one entry for each period.

describe.each([
  {horizon: "short", periods: 12, scale: 1, halfLife: 18},
  {horizon: "medium", periods: 24, scale: 2, halfLife: 144},
  {horizon: "long", periods: 42, scale: 24, halfLife: 1004},
] as const)("the $horizon horizon", ({horizon, periods, scale, halfLife}) => {
  it(`counts a confirmation from its own period of ${scale} blocks on`, () => {
    for (const period of [1, 2, periods])
      for (const blocks of [period * scale - scale + 1, period * scale])
        expect(afterConfirmed(horizon, blocks)).toEqual(steps(periods, period - 1, periods));
  });

  it("does not place a confirmation beyond the last period, but counts it", () => {
    expect(afterConfirmed(horizon, periods * scale + 1)).toEqual(steps(periods, periods, periods));
    const stats = createConfirmStats(horizon, 1);
    countConfirmed(stats, 0, 700, periods * scale + 1);
    expect([...stats.counts, ...stats.rateSums]).toEqual([1, 700]);
  });

  it("counts a failure up to the last period that it sat through", () => {
    expect(afterFailed(horizon, scale - 1)).toEqual(steps(periods, 0, 0));
    expect(afterFailed(horizon, scale)).toEqual(steps(periods, 0, 1));
    expect(afterFailed(horizon, 3 * scale - 1)).toEqual(steps(periods, 0, 2));
    expect(afterFailed(horizon, 3 * scale)).toEqual(steps(periods, 0, 3));
    expect(afterFailed(horizon, 5000)).toEqual(steps(periods, 0, periods));
  });

  it(`forgets half in ${halfLife} blocks`, () => {
    const stats = createConfirmStats(horizon, 1);
    countConfirmed(stats, 0, 1, 1);
    countFailed(stats, 0, scale);
    settle(stats);
    for (let block = 0; block < halfLife; block++) fade(stats);
    for (const table of [stats.counts, stats.rateSums, stats.confirmed, stats.failed])
      expect(table[0]).toBeCloseTo(0.5, 2);
  });
});

describe("medianRate", () => {
  it("is NONE without transactions", () => {
    expect(medianRate(createConfirmStats("short", 3), createWaitingCounts(3), 100, 2, 0.85)).toBe(NONE);
  });

  it("lets a range that failed pass together with the ones below it", () => {
    // From the dearest down: 20 confirmed of which 15 in time (0.75), then 20 of which 19 (34 of 40 = 0.85).
    const stats = bucketsOf([20, 19], [20, 15]);
    expect(medianRate(stats, createWaitingCounts(2), 100, 1, 0.85)).toBe(1000);
    expect(medianRate(stats, createWaitingCounts(2), 100, 1, 0.86)).toBe(NONE);
  });

  it("goes on below a range that failed alone", () => {
    // 20 of 20, then 10 of 20 (0.5), then 40 of 40: the last two together 50 of 60 = 0.833
    const stats = bucketsOf([40, 40], [20, 10], [20, 20]);
    expect(medianRate(stats, createWaitingCounts(3), 100, 1, 0.8)).toBe(1000);
    expect(medianRate(stats, createWaitingCounts(3), 100, 1, 0.9)).toBe(3000);
  });

  it("answers with the bucket of the median, from the low end of the range", () => {
    // Only together do they reach 13.158; half of 14 is 7.
    expect(medianRate(bucketsOf([6, 6], [8, 8]), createWaitingCounts(2), 100, 1, 0.85)).toBe(2000);
    expect(medianRate(bucketsOf([8, 8], [6, 6]), createWaitingCounts(2), 100, 1, 0.85)).toBe(1000);
    expect(medianRate(bucketsOf([7, 7], [7, 7]), createWaitingCounts(2), 100, 1, 0.85)).toBe(1000);
  });

  it("ignores too few transactions at the bottom", () => {
    expect(medianRate(bucketsOf([13, 0], [14, 14]), createWaitingCounts(2), 100, 1, 0.85)).toBe(2000);
  });
});

/** A short horizon with buckets of 1000, 2000, … sat/kvB, each given as [confirmed, of which in one block]. */
function bucketsOf(...buckets: readonly (readonly [confirmed: number, inTime: number])[]) {
  const stats = createConfirmStats("short", buckets.length);
  for (const [bucket, [confirmed, inTime]] of buckets.entries())
    for (let i = 0; i < confirmed; i++)
      countConfirmed(stats, bucket, 1000 * (bucket + 1), i < inTime ? 1 : 2);
  settle(stats);
  return stats;
}

function afterConfirmed(horizon: Horizon, blocks: number): number[] {
  const stats = createConfirmStats(horizon, 1);
  countConfirmed(stats, 0, 1, blocks);
  settle(stats);
  return [...stats.confirmed];
}

function afterFailed(horizon: Horizon, blocks: number): number[] {
  const stats = createConfirmStats(horizon, 1);
  countFailed(stats, 0, blocks);
  return [...stats.failed];
}

/** Zeros, but ones in the places from `from` up to, not including, `to`. */
function steps(length: number, from: number, to: number): number[] {
  return Array.from({length}, (_, i) => (i >= from && i < to ? 1 : 0));
}
