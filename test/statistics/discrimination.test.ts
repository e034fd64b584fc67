import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {areaUnderRoc, precisionRecall} from "../../src/statistics/discrimination.js";
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
