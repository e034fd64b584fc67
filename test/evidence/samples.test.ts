import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {medianOf, mergeSamples, type Samples, samplesOf} from "../../src/evidence/samples.js";

/** Samples of one pair, each of a run of its own. */
const one = (...values: readonly number[]): Samples[] =>
  values.map((value) => samplesOf(Float64Array.of(value)));
const merged = (parts: readonly Samples[], most?: number): Samples =>
  mergeSamples(
    parts.map((samples) => ({samples, pairOf: Int32Array.of(0)})),
    1,
    most,
  );
const middle = (list: readonly number[]): number => {
  const sorted = list.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? NaN) + (sorted[sorted.length >> 1] ?? NaN)) / 2;
};

describe("samples", () => {
  it("keep what lies around the middle, ascending, and how many lie on each side", () => {
    const found = merged(one(5, 1, 4, 2, 3, 6), 2);
    expect(found).toEqual({
      starts: Int32Array.of(0, 2),
      values: Float64Array.of(3, 4),
      below: Int32Array.of(2),
      above: Int32Array.of(2),
    });
    expect(medianOf(found, 0)).toBe(3.5);
  });

  it("know the median of what comes to them while the middle is among what they kept, and say so when it is not", () => {
    const kept = merged(one(1, 2, 3, 4, 5), 3); // 2, 3, 4
    expect(medianOf(merged([kept, ...one(9, 9)]), 0)).toBe(4); // 1 2 3 [4] 5 9 9
    expect(medianOf(merged([kept, ...one(9, 9, 9)]), 0)).toBeNull(); // (4 + 5) / 2, and 5 was let go
    expect(medianOf(merged([kept, ...one(0, 0, 0, 0)]), 0)).toBeNull(); // 0 0 0 0 [1] …, and 1 was let go
    expect(medianOf(merged([kept, ...one(9, 0, 9, 0, 9, 0, 9, 0)]), 0)).toBe(3);
  });

  it("are none where no run had one", () => {
    expect(medianOf(merged(one(NaN, NaN)), 0)).toBeNaN();
    expect(medianOf(merged([]), 0)).toBeNaN();
    expect(medianOf(merged(one(NaN, 7)), 0)).toBe(7);
  });

  it("keep pairs apart, wherever they stand among more of them", () => {
    const two = samplesOf(Float64Array.of(1, 2));
    const found = mergeSamples(
      [
        {samples: two, pairOf: Int32Array.of(2, 0)},
        {samples: two, pairOf: Int32Array.of(1, 2)},
      ],
      3,
    );
    expect([0, 1, 2].map((pair) => medianOf(found, pair))).toEqual([2, 1, 1.5]);
  });

  it("never give another median than all numbers have, however they were put together", () => {
    const numbers = fc.array(fc.integer({min: 0, max: 12}), {minLength: 1, maxLength: 12});
    let known = 0;
    fc.assert(
      fc.property(
        fc.array(numbers, {minLength: 1, maxLength: 8}),
        fc.integer({min: 2, max: 9}),
        (blocks, most) => {
          let sum = merged([], most);
          for (const block of blocks) sum = merged([sum, merged(one(...block))], most);
          const found = medianOf(sum, 0);
          if (found === null) return;
          known++;
          expect(found).toBe(middle(blocks.flat()));
        },
      ),
    );
    expect(known).toBeGreaterThan(10);
    // And of a sum that was itself cut, merged with another that was.
    fc.assert(
      fc.property(numbers, numbers, fc.integer({min: 2, max: 5}), (x, y, most) => {
        const found = medianOf(merged([merged(one(...x), most), merged(one(...y), most)]), 0);
        if (found !== null) expect(found).toBe(middle([...x, ...y]));
      }),
    );
  });
});
