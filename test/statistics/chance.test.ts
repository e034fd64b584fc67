import {describe, expect, it} from "vitest";
import {againstChance, countReached, permutationPValue} from "../../src/statistics/chance.js";

describe("permutationPValue", () => {
  it("counts the data as one of the permutations, so it is never 0", () => {
    expect(permutationPValue(0, 99)).toBe(0.01);
    expect(permutationPValue(99, 99)).toBe(1);
    expect(permutationPValue(0, 0)).toBe(1);
  });

  it.each([
    [-1, 9],
    [10, 9],
    [0.5, 9],
    [NaN, 9],
  ])("refuses %d of %d", (reached, draws) => {
    expect(() => permutationPValue(reached, draws)).toThrow(RangeError);
  });
});

describe("countReached", () => {
  it("counts a draw that differs in the last digit only", () => {
    expect(countReached(0.3, [0.1 + 0.2, 0.3 - 1e-16, 0.29])).toBe(2);
  });

  it("looks down where lower is better", () => {
    expect(countReached(0.3, [0.1, 0.3, 0.5], "lower")).toBe(2);
  });
});

describe("againstChance", () => {
  it("sets mean, middle 95% and p of the draws beside the value", () => {
    // 0 … 40: quantile 0.025 lies at 40 · 0.025 = 1, quantile 0.975 at 39 (type 7); 39 and 40 reach 39: p = 3 / 42
    const draws = Array.from({length: 41}, (_, i) => 40 - i);
    expect(againstChance(39, draws, 7)).toEqual({
      value: 39,
      chance: {mean: 20, low: 1, high: 39, p: 3 / 42},
      n: 7,
    });
  });

  it("lets no NaN through, and wants a draw", () => {
    expect(() => againstChance(NaN, [1], 1)).toThrow("againstChance: expected finite values, got NaN");
    expect(() => againstChance(1, [NaN], 1)).toThrow("againstChance: expected finite values, got NaN");
    expect(() => againstChance(1, [], 1)).toThrow("againstChance: expected at least one draw, got none");
  });
});
