import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {crossTable, encode} from "../../src/statistics/contingency.js";
import {
  adjustedMutualInformation,
  entropy,
  expectedMutualInformation,
  mutualInformation,
  variationOfInformation,
} from "../../src/statistics/mutualInformation.js";
import {labellings, labels} from "./arbitrary.js";
import {fixture} from "./fixture.js";

interface Case {
  a: number[];
  b: number[];
  ami: number;
  mi: number;
  emi: number;
  vi: number;
}
const table = (a: readonly number[], b: readonly number[]) => crossTable(encode(a), encode(b));

describe("against scikit-learn", () => {
  it.each(fixture<{cases: Case[]}>("agreement").cases)(
    "agrees for $a.length things",
    ({a, b, ami, mi, emi, vi}) => {
      const cross = table(a, b);
      expect(mutualInformation(cross)).toBeCloseTo(mi, 12);
      expect(expectedMutualInformation(cross.rows, cross.columns)).toBeCloseTo(emi, 12);
      expect(adjustedMutualInformation(cross)).toBeCloseTo(ami, 11);
      expect(variationOfInformation(cross)).toBeCloseTo(vi, 12);
    },
  );
});

describe("entropy", () => {
  it("is 1 bit for two halves, 0 for one cluster and for none", () => {
    expect(entropy([3, 3])).toBe(1);
    expect(entropy([5])).toBe(0);
    expect(entropy([])).toBe(0);
  });
});

describe("expectedMutualInformation", () => {
  it("is the mean over all permutations, tried one by one", () => {
    const [a, b] = [
      [0, 0, 0, 1, 1, 2],
      [0, 0, 1, 1, 1, 1],
    ];
    const all = permutations(b).map((labels) => mutualInformation(table(a, labels)));
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
    expect(all).toHaveLength(720);
    expect(expectedMutualInformation([3, 2, 1], [2, 4])).toBeCloseTo(mean, 12);
  });

  it("is 0 for nothing", () => {
    expect(expectedMutualInformation([], [])).toBe(0);
  });
});

function permutations(values: readonly number[]): readonly (readonly number[])[] {
  if (values.length === 0) return [[]];
  return values.flatMap((value, i) => permutations(values.toSpliced(i, 1)).map((rest) => [value, ...rest]));
}

describe("adjustedMutualInformation", () => {
  it("is 1 where neither partition leaves a choice, 0 where only one does", () => {
    expect(adjustedMutualInformation(table([0, 0, 0], [5, 5, 5]))).toBe(1);
    expect(adjustedMutualInformation(table([0, 1, 2], [2, 0, 1]))).toBe(1);
    expect(adjustedMutualInformation(table([0, 0, 0], [0, 1, 2]))).toBeCloseTo(0, 12);
    expect(adjustedMutualInformation(table([0, 0, 1], [0, 1, 2]))).toBeCloseTo(0, 12);
    expect(adjustedMutualInformation(table([], []))).toBe(1);
    expect(adjustedMutualInformation(table([0], [0]))).toBe(1);
  });
});

describe("laws", () => {
  it("holds a partition to be 1 and 0 bits from itself", () =>
    fc.assert(
      fc.property(labels(), (a) => {
        expect(adjustedMutualInformation(table(a, a))).toBeCloseTo(1, 9);
        expect(variationOfInformation(table(a, a))).toBe(0);
      }),
    ));

  it("does not mind the order of the two, nor the names of clusters", () =>
    fc.assert(
      fc.property(labellings(2), ([a = [], b = []]) => {
        const other = a.map((label) => 10 - label);
        for (const index of [adjustedMutualInformation, variationOfInformation]) {
          const value = index(table(a, b));
          expect(Number.isFinite(value)).toBe(true);
          expect(index(table(b, a))).toBeCloseTo(value, 9);
          expect(index(table(other, b))).toBeCloseTo(value, 9);
        }
      }),
    ));

  it("takes no detour: the variation of information obeys the triangle inequality and stays within log2 n", () =>
    fc.assert(
      fc.property(labellings(3, 12, 1), ([a = [], b = [], c = []]) => {
        const [ab, bc, ac] = [table(a, b), table(b, c), table(a, c)].map((cross) =>
          variationOfInformation(cross),
        );
        expect(ac).toBeLessThanOrEqual((ab ?? 0) + (bc ?? 0) + 1e-12);
        expect(ac).toBeLessThanOrEqual(Math.log2(a.length) + 1e-12);
      }),
    ));
});
