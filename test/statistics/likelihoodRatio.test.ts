import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {logLikelihoodRatio, shrunkShare} from "../../src/statistics/likelihoodRatio.js";

const tallies = fc.tuple(fc.nat(1000), fc.nat(1000)).map(([seen, more]) => ({seen, of: seen + more}));

describe("shrunkShare", () => {
  it("adds half an observation to each outcome, by hand", () => {
    expect(shrunkShare({seen: 3, of: 9})).toBe(0.35);
    expect(shrunkShare({seen: 0, of: 0})).toBe(0.5);
    expect(shrunkShare({seen: 0, of: 8}, 4)).toBe(0.05);
  });

  it("sums to 1 over all outcomes", () =>
    fc.assert(
      fc.property(fc.array(fc.nat(100), {minLength: 2, maxLength: 8}), (counts) => {
        const of = counts.reduce((sum, count) => sum + count, 0);
        const sum = counts.reduce((sum, seen) => sum + shrunkShare({seen, of}, counts.length), 0);
        expect(sum).toBeCloseTo(1, 12);
      }),
    ));

  it.each([
    {seen: 2, of: 1},
    {seen: -1, of: 1},
    {seen: NaN, of: 1},
    {seen: 1, of: Infinity},
  ])("refuses %o", (tally) => {
    expect(() => shrunkShare(tally)).toThrow(RangeError);
  });

  it("refuses a single outcome, which could not but be seen", () => {
    expect(() => shrunkShare({seen: 1, of: 1}, 1)).toThrow(RangeError);
  });
});

describe("logLikelihoodRatio", () => {
  it("is log2 19 bits for 9 of 9 against 0 of 9, by hand", () => {
    expect(logLikelihoodRatio({seen: 9, of: 9}, {seen: 0, of: 9})).toBeCloseTo(Math.log2(19), 14);
  });

  it("is 0 before anything is seen, and for equal counts", () => {
    expect(logLikelihoodRatio({seen: 0, of: 0}, {seen: 0, of: 0})).toBe(0);
    expect(logLikelihoodRatio({seen: 3, of: 7}, {seen: 3, of: 7})).toBe(0);
  });

  it("is finite, and turns its sign when the two change places", () =>
    fc.assert(
      fc.property(tallies, tallies, (a, b) => {
        const bits = logLikelihoodRatio(a, b);
        expect(Number.isFinite(bits)).toBe(true);
        expect(logLikelihoodRatio(b, a)).toBeCloseTo(-bits, 12);
      }),
    ));
});
