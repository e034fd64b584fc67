import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {isotonic} from "../../src/statistics/isotonic.js";

const ones = (values: readonly unknown[]) => values.map(() => 1);
const weighted = fc
  .array(
    fc.tuple(fc.double({min: -50, max: 50, noNaN: true}), fc.double({min: 0.1, max: 100, noNaN: true})),
    {maxLength: 20},
  )
  .map((pairs) => ({values: pairs.map(([value]) => value), weights: pairs.map(([, weight]) => weight)}));
const meanOf = (values: readonly number[], weights: readonly number[]) =>
  values.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0) /
  weights.reduce((sum, weight) => sum + weight, 0);
const cost = (fitted: readonly number[], values: readonly number[], weights: readonly number[]) =>
  fitted.reduce((sum, one, i) => sum + (weights[i] ?? 0) * (one - (values[i] ?? 0)) ** 2, 0);

describe("isotonic", () => {
  it.each<[string, number[], number[], number[]]>([
    ["pools two that fall", [1, 3, 2], [1, 1, 1], [1, 2.5, 2.5]],
    ["pools by weight: (3·1 + 1·3) / 4", [3, 1], [1, 3], [1.5, 1.5]],
    ["pools backwards as far as it must", [4, 5, 1, 2], [1, 1, 1, 2], [2.8, 2.8, 2.8, 2.8]],
    ["leaves two pools apart", [2, 1, 7, 5, 9], [1, 1, 1, 1, 1], [1.5, 1.5, 6, 6, 9]],
    ["keeps equal neighbours", [1, 1, 1], [1, 2, 3], [1, 1, 1]],
    ["is nothing for nothing", [], [], []],
    ["is one for one", [7], [2], [7]],
  ])("%s, by hand", (_, values, weights, expected) => {
    expect(isotonic(values, weights).map((value) => Number(value.toFixed(12)))).toEqual(expected);
  });

  it("never falls, keeps the weighted mean and the range, and is as long", () =>
    fc.assert(
      fc.property(weighted, ({values, weights}) => {
        const fitted = isotonic(values, weights);
        expect(fitted).toHaveLength(values.length);
        expect(fitted.every((value, i) => i === 0 || value >= (fitted[i - 1] ?? 0))).toBe(true);
        if (values.length === 0) return;
        expect(meanOf(fitted, weights)).toBeCloseTo(meanOf(values, weights), 9);
        expect(Math.min(...fitted)).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
        expect(Math.max(...fitted)).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
      }),
    ));

  it("leaves a rising sequence as it is, hence itself", () =>
    fc.assert(
      fc.property(weighted, ({values, weights}) => {
        const rising = values.toSorted((a, b) => a - b);
        expect(isotonic(rising, weights)).toEqual(rising);
        const fitted = isotonic(values, weights);
        expect(isotonic(fitted, weights)).toEqual(fitted);
      }),
    ));

  it("is nearer than any other rising sequence", () =>
    fc.assert(
      fc.property(
        weighted,
        fc.array(fc.double({min: -50, max: 50, noNaN: true}), {minLength: 20, maxLength: 20}),
        ({values, weights}, others) => {
          const other = others.slice(0, values.length).toSorted((a, b) => a - b);
          expect(cost(isotonic(values, weights), values, weights)).toBeLessThanOrEqual(
            cost(other, values, weights) + 1e-6,
          );
        },
      ),
    ));

  it.each([
    [[1, 2], [1]],
    [[1], [1, 1]],
    [[1], [0]],
    [[1], [-1]],
    [[1], [NaN]],
  ])("refuses %j with weights %j", (values, weights) => {
    expect(() => isotonic(values, weights)).toThrow(RangeError);
  });

  it("gives equal weights the plain mean", () => {
    expect(isotonic([9, 6, 3], ones([9, 6, 3]))).toEqual([6, 6, 6]);
  });
});
