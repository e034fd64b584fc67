import {describe, expect, it} from "vitest";
import {createRandom, hashText, hashToUnit} from "../../src/statistics/random.js";

const draw = (seed: number | string, count: number) => {
  const random = createRandom(seed);
  return Array.from({length: count}, () => random());
};

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("createRandom", () => {
  it("gives one sequence for one seed", () => {
    expect(draw("a/market", 100)).toEqual(draw("a/market", 100));
  });

  it("takes a number and its text as the same seed", () => {
    expect(draw(12, 10)).toEqual(draw("12", 10));
  });

  it("gives unrelated sequences for seeds that differ in one character", () => {
    const [a, b] = [draw("a/1", 10_000), draw("a/2", 10_000)];
    // Of 10,000 pairs of independent draws none agrees (chance 10,000 / 2^32) and the mean product is 1/4 ± 0.0022.
    expect(a.some((value, i) => value === b[i])).toBe(false);
    expect(mean(a.map((value, i) => value * (b[i] ?? 0)))).toBeCloseTo(0.25, 1);
  });

  it("stays in [0, 1) and fills it evenly", () => {
    const values = draw(1, 100_000);
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    // Each tenth holds 10,000 ± 95 (one standard deviation of the binomial).
    for (let tenth = 0; tenth < 10; tenth++) {
      const count = values.filter((value) => Math.floor(10 * value) === tenth).length;
      expect(Math.abs(count - 10_000)).toBeLessThan(500);
    }
  });
});

describe("hashToUnit", () => {
  it("depends on the seed and the index only", () => {
    expect(hashToUnit(7, 3)).toBe(hashToUnit(7, 3));
    expect(hashToUnit(7, 3)).not.toBe(hashToUnit(7, 4));
    expect(hashToUnit(7, 3)).not.toBe(hashToUnit(8, 3));
  });

  it("is evenly spread over successive indices", () => {
    const values = Array.from({length: 100_000}, (_, i) => hashToUnit(hashText("node"), i));
    for (let tenth = 0; tenth < 10; tenth++) {
      const count = values.filter((value) => Math.floor(10 * value) === tenth).length;
      expect(Math.abs(count - 10_000)).toBeLessThan(500);
    }
  });

  it("is independent between seeds at the same index", () => {
    const products = Array.from(
      {length: 100_000},
      (_, i) => hashToUnit(hashText("a"), i) * hashToUnit(hashText("b"), i),
    );
    // Mean of the product of two independent uniforms is 1/4, its standard error 0.0007.
    expect(Math.abs(mean(products) - 0.25)).toBeLessThan(0.004);
  });
});
