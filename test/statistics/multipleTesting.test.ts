import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {benjaminiHochberg, benjaminiYekutieli} from "../../src/statistics/multipleTesting.js";
import {fixture} from "./fixture.js";

const {qValues} = fixture<{qValues: {p: number[]; bh: number[]; by: number[]}[]}>("tests");
/** The largest difference between two lists of one length. */
const difference = (ours: readonly number[], theirs: readonly number[]) =>
  Math.max(...theirs.map((q, i) => Math.abs(q - (ours[i] ?? NaN))), Math.abs(ours.length - theirs.length));

describe("q-values", () => {
  it.each(qValues)("are scipy's for $p.length p-values", ({p, bh, by}) => {
    expect(difference(benjaminiHochberg(p), bh)).toBeLessThan(1e-14);
    expect(difference(benjaminiYekutieli(p), by)).toBeLessThan(1e-14);
  });

  it("are 0.03 for three p-values of 0.01, 0.02 and 0.03, by hand", () => {
    // 0.01 · 3/1, 0.02 · 3/2, 0.03 · 3/3
    expect(difference(benjaminiHochberg([0.03, 0.01, 0.02]), [0.03, 0.03, 0.03])).toBeLessThan(1e-14);
    expect(difference(benjaminiYekutieli([0.03, 0.01, 0.02]), [0.055, 0.055, 0.055])).toBeLessThan(1e-14); // times 1 + 1/2 + 1/3
  });

  it("keep the order of the p-values, lie between them and 1, and never fall below Benjamini-Hochberg's", () =>
    fc.assert(
      fc.property(fc.array(fc.double({min: 0, max: 1, noNaN: true}), {maxLength: 30}), (pValues) => {
        const [bh, by] = [benjaminiHochberg(pValues), benjaminiYekutieli(pValues)];
        for (const [i, p] of pValues.entries()) {
          const [q, r] = [bh[i] ?? NaN, by[i] ?? NaN];
          expect(q).toBeGreaterThanOrEqual(p);
          expect(r).toBeGreaterThanOrEqual(q);
          expect(r).toBeLessThanOrEqual(1);
          for (const [j, other] of pValues.entries())
            if (p <= other) expect(q).toBeLessThanOrEqual(bh[j] ?? NaN);
        }
      }),
    ));

  it("are none for none, and are not made of what is no p-value", () => {
    expect(benjaminiHochberg([])).toEqual([]);
    expect(() => benjaminiHochberg([0.5, NaN])).toThrow("q-values: expected p-values in [0, 1], got NaN");
    expect(() => benjaminiYekutieli([-0.1])).toThrow(RangeError);
  });
});
