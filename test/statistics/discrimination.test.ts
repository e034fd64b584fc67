import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  areaUnderRoc,
  precisionRecall,
  rocDifference,
  type TwoScores,
} from "../../src/statistics/discrimination.js";
import {fixture} from "./fixture.js";

interface Case {
  positives: number[];
  negatives: number[];
  auc: number;
  threshold: number;
  precision: number;
  recall: number;
}
const {cases} = fixture<{cases: Case[]}>("ranking");
const scores = fc.array(fc.integer({min: -5, max: 5}), {minLength: 1, maxLength: 15});

describe("areaUnderRoc", () => {
  it.each(cases)(
    "is scikit-learn's for $positives.length and $negatives.length",
    ({positives, negatives, auc}) => {
      expect(areaUnderRoc(positives, negatives)).toBeCloseTo(auc, 14);
    },
  );

  it("counts a tie half: 2 against 1, 2, 3 is (1 + 1/2 + 0) / 3", () => {
    expect(areaUnderRoc([2], [1, 2, 3])).toBe(0.5);
    expect(areaUnderRoc([2, 3], [1, 2])).toBe(3.5 / 4);
  });

  it("counts all pairs, whichever comes first", () =>
    fc.assert(
      fc.property(scores, scores, (positives, negatives) => {
        const wins = positives.flatMap((p) => negatives.map((n) => (p > n ? 1 : p === n ? 0.5 : 0)));
        const mean = wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
        expect(areaUnderRoc(positives, negatives)).toBeCloseTo(mean, 12);
        expect(areaUnderRoc(negatives, positives)).toBeCloseTo(1 - mean, 12);
      }),
    ));

  it("is null without a positive or a negative, and lets no NaN in", () => {
    expect(areaUnderRoc([], [1])).toBeNull();
    expect(areaUnderRoc([1], [])).toBeNull();
    expect(() => areaUnderRoc([NaN], [1])).toThrow("areaUnderRoc: expected finite numbers, got NaN");
  });
});

describe("rocDifference", () => {
  const {cases: pairs} = fixture<{
    cases: {positives: TwoScores; negatives: TwoScores; difference: number; error: number}[];
  }>("rocDifference");

  it.each(pairs)("is pROC's for a difference of $difference", ({positives, negatives, difference, error}) => {
    const found = rocDifference(positives, negatives);
    expect(found?.difference).toBeCloseTo(difference, 13);
    expect(found?.error).toBeCloseTo(error, 13);
  });

  it("is the difference of the two areas, turns its sign with them, and is none between equal scores", () => {
    const two = fc.tuple(scores, scores).map(([a, b]): TwoScores => {
      const length = Math.min(a.length, b.length);
      return [a.slice(0, length), b.slice(0, length)];
    });
    fc.assert(
      fc.property(two, two, (positives, negatives) => {
        fc.pre(positives[0].length > 1 && negatives[0].length > 1);
        const found = rocDifference(positives, negatives);
        const [a, b] = ([0, 1] as const).map((way) => areaUnderRoc(positives[way], negatives[way]) ?? NaN);
        expect(found?.difference).toBeCloseTo((a ?? NaN) - (b ?? NaN), 12);
        const turned = rocDifference([positives[1], positives[0]], [negatives[1], negatives[0]]);
        expect(turned?.difference).toBeCloseTo(-(found?.difference ?? NaN), 12);
        expect(turned?.error).toBeCloseTo(found?.error ?? NaN, 12);
        expect(rocDifference([positives[0], positives[0]], [negatives[0], negatives[0]])).toEqual({
          difference: 0,
          error: 0,
        });
      }),
    );
  });

  it("says nothing of fewer than two of either, and refuses what is no number or of unequal length", () => {
    expect(
      rocDifference(
        [[1], [2]],
        [
          [1, 2],
          [1, 2],
        ],
      ),
    ).toBeNull();
    expect(
      rocDifference(
        [
          [1, 2],
          [2, 3],
        ],
        [[1], [1]],
      ),
    ).toBeNull();
    expect(() =>
      rocDifference(
        [
          [1, NaN],
          [2, 3],
        ],
        [
          [1, 2],
          [1, 2],
        ],
      ),
    ).toThrow("rocDifference: expected finite");
    expect(() =>
      rocDifference(
        [[1, 2], [2]],
        [
          [1, 2],
          [1, 2],
        ],
      ),
    ).toThrow("rocDifference: expected two scores");
  });
});

describe("precisionRecall", () => {
  it.each(cases)(
    "is scikit-learn's at $threshold",
    ({positives, negatives, threshold, precision, recall}) => {
      const found = precisionRecall(positives, negatives, threshold);
      expect(found.precision ?? 0).toBeCloseTo(precision, 14); // scikit-learn writes 0 where none is called
      expect(found.recall).toBeCloseTo(recall, 14);
    },
  );

  it("calls a score at the threshold: 2 of 3 found, 1 mistaken", () => {
    expect(precisionRecall([1, 2, 3], [0, 2], 2)).toEqual({
      found: 2,
      mistaken: 1,
      precision: 2 / 3,
      recall: 2 / 3,
    });
  });

  it("is null where there is nothing to divide by", () => {
    expect(precisionRecall([], [1], 2)).toEqual({found: 0, mistaken: 0, precision: null, recall: null});
  });
});
