import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  atLeast,
  cutPoints,
  largestGaps,
  sentVsize,
  sharedCuts,
  type CutPoints,
} from "../../src/evidence/cutPoints.js";
import {knownPrograms} from "../../src/evidence/knownProgram.js";
import {histogram, type Bins} from "./nodeWindow.js";

const cuts = (bins: Bins, program: (typeof knownPrograms)[number]): CutPoints => {
  const made = cutPoints(histogram(bins), program);
  if (!made) throw new Error("cuts: expected a known program");
  return made;
};

describe("cutPoints", () => {
  it("adds up from the top, with a label as the lower limit of its bin", () => {
    // 31,000 pay 10 or more, 31,000 + 34,000 pay 4 or more; what is left is below 30,000 · 1.1².
    expect(
      cuts(
        [
          [10, 31_000],
          [4, 34_000],
        ],
        "fulcrum",
      ),
    ).toEqual({
      limits: Float64Array.of(10, 4),
      cumulative: Float64Array.of(31_000, 65_000),
      hidden: 30_000 * 1.1 ** 2,
    });
  });

  it("turns the labels of romanz/electrs, the highest whole rate of a band, into lower limits", () => {
    // Bands [4,8), [2,4), [1,2), [0,1).
    expect(
      cuts(
        [
          [7, 5],
          [3, 0],
          [1, 2],
          [0, 1],
        ],
        "electrs",
      ),
    ).toEqual({
      limits: Float64Array.of(4, 2, 1, 0),
      cumulative: Float64Array.of(5, 5, 7, 8),
      hidden: 0,
    });
  });

  it("knows esplora's answer to be complete, and ElectrumX's empty one to hide up to a first bin", () => {
    expect(cuts([[3.5, 60_000]], "esplora-f64").hidden).toBe(0);
    expect(cuts([], "electrumx-1.15").hidden).toBe(100_000);
    expect(cuts([], "electrumx-1.20").hidden).toBe(30_000);
  });

  it("is null for a program whose labels nobody can read", () => {
    expect(cutPoints(histogram([[5, 1]]), "unknown")).toBeNull();
  });
});

describe("sharedCuts", () => {
  it("pairs the limits that both have, down to the given feerate", () => {
    const a = cuts(
      [
        [10, 1],
        [5, 2],
        [2, 4],
        [0, 8],
      ],
      "fulcrum",
    );
    const b = cuts(
      [
        [9, 1],
        [5, 1],
        [2, 1],
        [0, 1],
      ],
      "fulcrum",
    );
    expect(sharedCuts(a, b, 1)).toEqual([
      {limit: 5, a: 3, b: 2},
      {limit: 2, a: 7, b: 3},
    ]);
    expect(sharedCuts(a, b, 0)).toHaveLength(3);
  });
});

describe("largestGaps", () => {
  it("is 0 where one curve fits between the cut points of the other", () => {
    // At 5 the second may have anything from 10 to 40.
    expect(
      largestGaps(
        cuts([[5, 25]], "esplora-f32"),
        cuts(
          [
            [9, 10],
            [1, 30],
          ],
          "esplora-f32",
        ),
        2,
      ),
    ).toEqual({
      aOver: 0,
      bOver: 0,
    });
  });

  it("counts only what no tail can explain", () => {
    const complete = cuts(
      [
        [5, 100_000],
        [0, 900_000],
      ],
      "esplora-f32",
    );
    const dropped = cuts([[5, 100_000]], "fulcrum"); // may hide up to 33,000 below 5
    expect(largestGaps(complete, dropped, 0).aOver).toBeCloseTo(900_000 - 33_000, 6);
    expect(largestGaps(complete, dropped, 5)).toEqual({aOver: 0, bOver: 0});
  });

  it("is turned round with its arguments, and none of a curve with itself", () => {
    const curve = fc
      .uniqueArray(fc.tuple(fc.integer({min: 0, max: 40}), fc.integer({min: 1, max: 100_000})), {
        selector: ([l]) => l,
      })
      .map((bins) => bins.toSorted((a, b) => b[0] - a[0]));
    fc.assert(
      fc.property(curve, curve, fc.constantFrom(...knownPrograms), (x, y, program) => {
        const [a, b] = [cuts(x, program), cuts(y, program)];
        const {aOver, bOver} = largestGaps(a, b, 0);
        expect(largestGaps(b, a, 0)).toEqual({aOver: bOver, bOver: aOver});
        expect(largestGaps(a, a, 0)).toEqual({aOver: 0, bOver: 0});
        expect(Math.max(aOver, bOver)).toBeLessThanOrEqual(Math.max(sentVsize(a), sentVsize(b)));
      }),
    );
  });
});

describe("atLeast", () => {
  it("counts the bins that lie above a feerate as a whole", () => {
    const curve = cuts(
      [
        [10, 1],
        [5, 2],
        [2, 4],
      ],
      "fulcrum",
    );
    expect([11, 10, 6, 5, 0].map((rate) => atLeast(curve, rate))).toEqual([0, 1, 1, 3, 7]);
  });
});
