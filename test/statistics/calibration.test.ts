import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {logLikelihoodRatioCost, reliabilityTable} from "../../src/statistics/calibration.js";

const ratios = fc.array(fc.double({min: -50, max: 50, noNaN: true}), {minLength: 1, maxLength: 10});

describe("logLikelihoodRatioCost", () => {
  it("is 1 bit for ratios that say nothing", () => {
    expect(logLikelihoodRatioCost([0, 0], [0])).toBe(1);
  });

  it("is log2(3/2) where every ratio says one bit, and rightly, by hand", () => {
    expect(logLikelihoodRatioCost([1, 1], [-1])).toBeCloseTo(Math.log2(1.5), 14); // log2(1 + 1/2)
  });

  it("is (log2(1 + 1/8) + log2(1 + 4)) / 2 for 3 bits that are right and 2 that are wrong, by hand", () => {
    expect(logLikelihoodRatioCost([3], [2])).toBeCloseTo((Math.log2(1.125) + Math.log2(5)) / 2, 14);
  });

  it("grows by a bit for each bit that misleads, without overflow", () => {
    expect(logLikelihoodRatioCost([-2000], [2000])).toBe(2000);
    expect(logLikelihoodRatioCost([2000], [-2000])).toBe(0);
  });

  it("is ≥ 0, finite, and the same seen from the other side", () =>
    fc.assert(
      fc.property(ratios, ratios, (holding, failing) => {
        const cost = logLikelihoodRatioCost(holding, failing) ?? NaN;
        expect(cost).toBeGreaterThanOrEqual(0);
        const negated = (list: readonly number[]) => list.map((bits) => -bits);
        expect(logLikelihoodRatioCost(negated(failing), negated(holding))).toBeCloseTo(cost, 12);
      }),
    ));

  it("is null without cases of both kinds, and lets no infinite certainty in", () => {
    expect(logLikelihoodRatioCost([], [1])).toBeNull();
    expect(logLikelihoodRatioCost([1], [])).toBeNull();
    expect(() => logLikelihoodRatioCost([Infinity], [1])).toThrow(RangeError);
  });
});

describe("reliabilityTable", () => {
  it("sets the mean stated ratio beside the one that the counts bear out, by hand", () => {
    // Two ranges; holding 1 of 4 and 3 of 4, failing 2 of 2 and 0 of 2, half an observation added to each
    expect(reliabilityTable([-1, 1, 2, 3], [-2, -3], [0])).toEqual([
      {from: null, to: 0, holding: 1, failing: 2, stated: -2, observed: Math.log2(1.5 / 5 / (2.5 / 3))},
      {from: 0, to: null, holding: 3, failing: 0, stated: 2, observed: Math.log2(3.5 / 5 / (0.5 / 3))},
    ]);
  });

  it("puts a case at an edge in the range above", () => {
    const rows = reliabilityTable([0, 2], [0], [0, 2]);
    expect(rows.map(({holding, failing}) => [holding, failing])).toEqual([
      [0, 0],
      [1, 1],
      [1, 0],
    ]);
  });

  it("counts every case once", () =>
    fc.assert(
      fc.property(ratios, ratios, (holding, failing) => {
        const rows = reliabilityTable(holding, failing, [-2, 0, 2]);
        expect(rows.reduce((sum, row) => sum + row.holding, 0)).toBe(holding.length);
        expect(rows.reduce((sum, row) => sum + row.failing, 0)).toBe(failing.length);
        expect(rows.every(({observed}) => Number.isFinite(observed))).toBe(true);
      }),
    ));

  it("states nothing where no case fell", () => {
    expect(reliabilityTable([], [], [0]).map(({stated, observed}) => [stated, observed])).toEqual([
      [null, 0],
      [null, 0],
    ]);
  });

  it.each([[[]], [[1, 1]], [[2, 1]], [[NaN]]])("refuses edges %j", (edges) => {
    expect(() => reliabilityTable([1], [1], edges)).toThrow(RangeError);
  });
});
