import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {adjustedRandIndex, agreement, agreementByChance} from "../../src/statistics/agreement.js";
import {createRandom} from "../../src/statistics/random.js";
import {partitions} from "./arbitrary.js";
import {fixture} from "./fixture.js";

describe("adjustedRandIndex", () => {
  // Values from scikit-learn 1.2.1, sklearn.metrics.adjusted_rand_score.
  it.each([
    {a: [0, 0, 1, 1], b: [0, 0, 1, 2], index: 0.5714285714285714},
    {a: [0, 0, 1, 1], b: [0, 1, 0, 1], index: -0.5},
    {a: [0, 0, 0, 0], b: [0, 1, 2, 3], index: 0},
    {a: [0, 0, 1, 1, 2, 2], b: [0, 0, 1, 1, 1, 2], index: 0.4444444444444444},
    {a: [0, 0, 0, 1, 1, 1, 2, 2, 2, 2], b: [0, 0, 1, 1, 1, 2, 2, 2, 0, 2], index: 0.20454545454545456},
    {a: [0, 0, 0, 0, 0], b: [1, 1, 1, 1, 1], index: 1},
    {a: [0, 1, 2], b: [2, 0, 1], index: 1},
    {a: [0], b: [0], index: 1},
  ])("is $index for $a and $b", ({a, b, index}) => {
    expect(adjustedRandIndex(a, b)).toBeCloseTo(index, 14);
  });

  it.each(fixture<{cases: {a: number[]; b: number[]; ari: number}[]}>("agreement").cases)(
    "is scikit-learn's for $a.length things",
    ({a, b, ari}) => {
      expect(adjustedRandIndex(a, b)).toBeCloseTo(ari, 12);
    },
  );

  it("is 4/7 for two pairs of which one is split, by hand", () => {
    // pairs together in both 1; in a 2, in b 1, of 6: (1 − 2·1/6) / ((2+1)/2 − 2·1/6) = (2/3) / (7/6)
    expect(adjustedRandIndex(["x", "x", "y", "y"], ["p", "p", "q", "r"])).toBeCloseTo(4 / 7, 14);
  });

  it("does not mind how the groups are called, nor which partition comes first", () => {
    const labels = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), {minLength: 2, maxLength: 20});
    fc.assert(
      fc.property(labels, (pairs) => {
        const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
        const index = adjustedRandIndex(a, b);
        expect(adjustedRandIndex(b, a)).toBeCloseTo(index, 12);
        expect(
          adjustedRandIndex(
            a.map((x) => `group ${3 - x}`),
            b,
          ),
        ).toBeCloseTo(index, 12);
        expect(adjustedRandIndex(a, a)).toBe(1);
      }),
    );
  });

  it("keeps the number 1 and the text 1 apart", () => {
    expect(adjustedRandIndex([1, "1"], [0, 1])).toBe(1);
  });

  it("refuses partitions of different things", () => {
    expect(() => adjustedRandIndex([0], [0, 1])).toThrow(
      "adjustedRandIndex: expected equal lengths, got 1 and 2",
    );
  });
});

describe("agreementByChance", () => {
  const twenty = Array.from({length: 20}, (_, i) => Math.floor(i / 5));

  it("finds that chance hardly ever reaches a perfect agreement, and that p is never 0", () => {
    const {observed, pValue, draws} = agreementByChance(twenty, twenty, 199, createRandom("perfect"));
    expect(observed).toBe(1);
    expect(pValue).toBe(1 / 200);
    expect(draws).toHaveLength(199);
  });

  it("has a null distribution with mean about 0, which is what adjusted means", () => {
    const {draws} = agreementByChance(twenty, twenty, 2000, createRandom("null"));
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    expect(Math.abs(mean)).toBeLessThan(0.01);
  });

  it("reaches an agreement that every shuffle has: p is 1", () => {
    const all = twenty.map(() => "same");
    expect(agreementByChance(all, twenty, 50, createRandom("all")).pValue).toBe(1);
  });

  it("gives the same draws for the same seed, and leaves its arguments alone", () => {
    const frozen = Object.freeze([...twenty]);
    const once = agreementByChance(frozen, frozen, 20, createRandom(7));
    expect(agreementByChance(frozen, frozen, 20, createRandom(7))).toEqual(once);
  });
});

describe("agreement", () => {
  const permuting = (seed: string | number, draws = 19) => ({draws, random: createRandom(seed)});
  const fourPairs = new Map(Array.from("aabbccdd", (cluster, item) => [item, cluster]));

  it("finds equal partitions at 1, 1 and 0 bits, which shuffles hardly reach", () => {
    const same = agreement(fourPairs, fourPairs, permuting("same", 199));
    expect(same?.adjustedRand.value).toBe(1);
    expect(same?.adjustedMutualInformation.value).toBeCloseTo(1, 12);
    expect(same?.variationOfInformation.value).toBe(0);
    // 105 ways to pair eight things, so one shuffle in 105 gives the same pairs.
    for (const index of ["adjustedRand", "adjustedMutualInformation", "variationOfInformation"] as const)
      expect(same?.[index].chance.p).toBeLessThan(0.05);
    expect(Math.abs(same?.adjustedRand.chance.mean ?? NaN)).toBeLessThan(0.05);
  });

  it("does not take absence for instability: only common items count", () => {
    const later = new Map([...fourPairs].filter(([item]) => item !== 3)).set(9, "a");
    const found = agreement(fourPairs, later, permuting("absent"));
    expect(found).toMatchObject({common: 7, onlyFirst: 1, onlySecond: 1});
    expect(found?.adjustedRand).toMatchObject({value: 1, n: 7});
    expect(found?.variationOfInformation.value).toBe(0);
  });

  it("says with p = 1 that partitions without a choice prove nothing by agreeing", () => {
    const all = new Map([..."xyz"].map((item) => [item, "one"]));
    const none = new Map([..."xyz"].map((item) => [item, item]));
    for (const partition of [all, none])
      expect(agreement(partition, partition, permuting(1))?.adjustedRand).toMatchObject({
        value: 1,
        chance: {mean: 1, p: 1},
      });
  });

  it("is null for fewer than two common items", () => {
    expect(agreement(new Map(), fourPairs, permuting(1))).toBeNull();
    expect(agreement(new Map([[0, "z"]]), fourPairs, permuting(1))).toBeNull();
  });

  it("is symmetric in its values, finite, and the same for the same seed", () =>
    fc.assert(
      fc.property(partitions, partitions, fc.nat(), (a, b, seed) => {
        const [there, back] = [agreement(a, b, permuting(seed)), agreement(b, a, permuting(seed))];
        expect(agreement(a, b, permuting(seed))).toEqual(there);
        expect(there === null).toBe(back === null);
        if (there === null || back === null) return;
        for (const index of [
          "adjustedRand",
          "adjustedMutualInformation",
          "variationOfInformation",
        ] as const) {
          expect(back[index].value).toBeCloseTo(there[index].value, 9);
          expect(Object.values(there[index].chance).every(Number.isFinite)).toBe(true);
        }
      }),
    ));
});
