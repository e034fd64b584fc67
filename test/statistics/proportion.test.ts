import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {wilsonInterval} from "../../src/statistics/proportion.js";
import {fixture} from "./fixture.js";

interface Case {
  successes: number;
  trials: number;
  low: number;
  high: number;
}

describe("wilsonInterval", () => {
  it.each(fixture<{intervals: Case[]}>("tests").intervals)(
    "is scipy's for $successes of $trials",
    ({successes, trials, low, high}) => {
      const interval = wilsonInterval(successes, trials);
      expect(interval.low).toBeCloseTo(low, 13);
      expect(interval.high).toBeCloseTo(high, 13);
    },
  );

  it("has a width even for none and for all, and knows nothing of what was not tried", () => {
    expect(wilsonInterval(0, 10).low).toBe(0);
    expect(wilsonInterval(0, 10).high).toBeCloseTo(
      1.959963984540054 ** 2 / (10 + 1.959963984540054 ** 2),
      14,
    );
    expect(wilsonInterval(10, 10).high).toBe(1);
    expect(wilsonInterval(0, 0)).toEqual({low: 0, high: 1});
  });

  it("holds the share, stays within [0, 1] and mirrors itself", () =>
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (successes, failures) => {
        const trials = successes + failures;
        const {low, high} = wilsonInterval(successes, trials);
        const mirror = wilsonInterval(failures, trials);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(mirror.low).toBeCloseTo(1 - high, 12);
        if (trials === 0) return;
        expect(low).toBeLessThanOrEqual(successes / trials);
        expect(high).toBeGreaterThanOrEqual(successes / trials);
      }),
    ));

  it.each([
    [2, 1],
    [-1, 1],
    [0.5, 1],
    [NaN, 1],
  ])("refuses %d of %d", (successes, trials) => {
    expect(() => wilsonInterval(successes, trials)).toThrow(RangeError);
  });
});
