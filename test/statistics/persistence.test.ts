import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {successions} from "../../src/statistics/persistence.js";
import {createRandom} from "../../src/statistics/random.js";
import {partitions} from "./arbitrary.js";

const permuting = (seed: string | number = 1, draws = 99) => ({draws, random: createRandom(seed)});
const named = (clusters: string) => new Map([...clusters].map((cluster, item) => [item, cluster]));

describe("successions", () => {
  it("finds the later cluster that holds most of an earlier one, by hand", () => {
    // A = {0,1,2}, later {1,2} in x and 0 in y: 2 of 3 in either; B = {3,4} in y with 0: 2 of 3
    const found = successions(named("AAABB"), named("yxxyy"), permuting());
    expect(
      found.map(({cluster, successor, jaccard}) => [cluster, successor, jaccard.value, jaccard.n]),
    ).toEqual([
      ["A", "x", 2 / 3, 3],
      ["B", "y", 2 / 3, 2],
    ]);
  });

  it("counts common items only, and leaves out clusters of which none was seen again", () => {
    const later = new Map([
      [0, "x"],
      [1, "x"],
      [7, "x"],
    ]);
    expect(
      successions(named("AAABB"), later, permuting()).map(({cluster, jaccard}) => [cluster, jaccard.value]),
    ).toEqual([["A", 1]]);
    expect(successions(new Map(), later, permuting())).toEqual([]);
  });

  it("shows a lone item's perfect index to be what chance gives", () => {
    const [alone] = successions(named("ABCD"), named("ABCD"), permuting());
    expect(alone?.jaccard).toEqual({value: 1, chance: {mean: 1, low: 1, high: 1, p: 1}, n: 1});
  });

  it("shows a cluster of five of ten that stays to be beyond chance", () => {
    const halves = named("AAAAABBBBB");
    for (const {jaccard} of successions(halves, halves, permuting("halves"))) {
      expect(jaccard.value).toBe(1);
      expect(jaccard.chance.p).toBeLessThanOrEqual(0.05); // 2 of 252 shuffles give the same halves
      expect(jaccard.chance.mean).toBeLessThan(0.6);
    }
  });

  it("is 1 for each cluster of equal partitions, and within (0, 1] for all", () =>
    fc.assert(
      fc.property(partitions, partitions, (a, b) => {
        for (const {jaccard} of successions(a, a, permuting(1, 3))) expect(jaccard.value).toBe(1);
        for (const {jaccard} of successions(a, b, permuting(1, 3))) {
          expect(jaccard.value).toBeGreaterThan(0);
          expect(jaccard.value).toBeLessThanOrEqual(1);
        }
      }),
    ));
});
