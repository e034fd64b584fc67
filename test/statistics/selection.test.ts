import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {medianIn, select} from "../../src/statistics/selection.js";

describe("select", () => {
  it("puts the k-th smallest in its place, smaller ones before it, and leaves what lies outside", () => {
    const numbers = fc.array(fc.integer({min: 0, max: 9}), {minLength: 1});
    fc.assert(
      fc.property(numbers, fc.nat(), fc.nat(), fc.nat(), (list, x, y, z) => {
        const [from, end] = [x % list.length, y % list.length].toSorted((a, b) => a - b) as [number, number];
        const k = from + (z % (end + 1 - from));
        const values = Float64Array.from(list);
        const part = list.slice(from, end + 1).toSorted((a, b) => a - b);
        expect(select(values, k, from, end + 1)).toBe(part[k - from]);
        expect(values[k]).toBe(part[k - from]);
        expect(Math.max(...values.subarray(from, k))).toBeLessThanOrEqual(values[k] as number);
        expect([...values.subarray(0, from), ...values.subarray(end + 1)]).toEqual([
          ...list.slice(0, from),
          ...list.slice(end + 1),
        ]);
      }),
    );
  });
});

describe("medianIn", () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[7], 7],
    [[], NaN],
  ])("of %j is %d", (list, median) => {
    expect(medianIn(Float64Array.from(list))).toBe(median);
  });

  it("looks at the first so many only", () => {
    expect(medianIn(Float64Array.of(5, 9, 0, 0, 0), 2)).toBe(7);
  });
});
