import {describe, expect, it} from "vitest";
import {logFactorials} from "../../src/statistics/logFactorial.js";
import {poissonBinomial} from "../../src/statistics/poissonBinomial.js";
import {fixture} from "./fixture.js";

interface Fixture {
  poissonBinomial: {p: number[]; mass: number[]}[];
  logFactorials: [n: number, value: number][];
}
const expected = fixture<Fixture>("tests");

describe("poissonBinomial", () => {
  it.each(expected.poissonBinomial)("has scipy's masses for $p", ({p, mass}) => {
    const ours = poissonBinomial(p);
    expect(ours).toHaveLength(mass.length);
    for (const [k, value] of mass.entries()) expect(ours[k]).toBeCloseTo(value, 13);
  });

  it("is certain of none for no trial", () => {
    expect([...poissonBinomial([])]).toEqual([1]);
  });

  it("keeps the digits of small probabilities: 1e-3 a hundred times is 1e-300", () => {
    const all = poissonBinomial(Array.from({length: 100}, () => 1e-3)).at(-1) ?? NaN;
    expect(Math.abs(all / 1e-300 - 1)).toBeLessThan(1e-12);
  });

  it("refuses what is no probability", () => {
    expect(() => poissonBinomial([NaN])).toThrow(RangeError);
    expect(() => poissonBinomial([1.1])).toThrow(RangeError);
  });
});

describe("logFactorials", () => {
  it.each(expected.logFactorials)("has ln %d! as Python's math.factorial has", (n, value) => {
    expect(Math.abs((logFactorials(n)[n] ?? NaN) - value)).toBeLessThanOrEqual(2 ** -52 * Math.max(1, value));
  });
});
