import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Weights} from "../../src/statistics/divergence.js";
import {createRandom} from "../../src/statistics/random.js";
import {groupByKey, groupIdentical} from "../../src/statistics/grouping.js";

describe("groupByKey", () => {
  it("numbers groups by their first member and counts them", () => {
    expect(groupByKey(["b", "a", "b", "c", "a", "b"])).toEqual({
      groupOf: [0, 1, 0, 2, 1, 0],
      first: [0, 1, 3],
      sizes: [3, 2, 1],
    });
  });

  it("gives no group for no item", () => {
    expect(groupByKey([])).toEqual({groupOf: [], first: [], sizes: []});
  });
});

describe("groupIdentical", () => {
  it("tells histograms apart that differ by one vbyte, by one bin, or by the order in which they were sent", () => {
    const base: Weights = [
      [7, 10],
      [3, 300_000_000],
    ];
    const histograms = [base, [...base], [[7, 10] as const, [3, 300_000_001] as const], base.slice(0, 1)];
    expect(groupIdentical([...histograms, base.toReversed(), []]).groupOf).toEqual([0, 0, 1, 2, 3, 4]);
  });

  it("tells proportional histograms apart, whose divergence is 0", () => {
    expect(groupIdentical([[[1, 5]], [[1, 10]]]).groupOf).toEqual([0, 1]);
  });

  it("groups as a written-out key does", () => {
    const histogram = fc.array(fc.tuple(fc.constantFrom(0, 1, 1.5), fc.nat(2)), {maxLength: 3});
    fc.assert(
      fc.property(fc.array(histogram, {maxLength: 30}), (histograms) => {
        expect(groupIdentical(histograms)).toEqual(
          groupByKey(histograms.map((bins) => JSON.stringify(bins))),
        );
      }),
    );
  });

  it("decides by the numbers where hashes collide: of 200,000 random histograms some share 32 bits", () => {
    // The chance that none of 2·10¹⁰ pairs shares a 32-bit hash is exp(−2·10¹⁰ / 2³²) = 1%.
    const random = createRandom("collisions");
    const histograms = Array.from({length: 200_000}, () => [[random(), random()] as const]);
    expect(groupIdentical(histograms).first).toHaveLength(200_000);
  });
});
