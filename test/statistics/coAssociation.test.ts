import {shuffle} from "simple-statistics";
import {describe, expect, it} from "vitest";
import {coAssociations} from "../../src/statistics/coAssociation.js";
import type {Partition} from "../../src/statistics/contingency.js";
import {createRandom} from "../../src/statistics/random.js";

const named = (clusters: string): Partition =>
  new Map([...clusters].flatMap((cluster, item) => (cluster === "." ? [] : [[item, cluster]])));

describe("coAssociations", () => {
  it("divides the times together by the times both were there, absence counting for neither, by hand", () => {
    const pairs = coAssociations([named("AAB"), named("AA."), named("AB.")]);
    expect(pairs.map(({a, b, together, rate}) => [a, b, together, rate.value, rate.n])).toEqual([
      [0, 1, 2, 2 / 3, 3],
      [0, 2, 0, 0, 1],
      [1, 2, 0, 0, 1],
    ]);
  });

  it("knows chance exactly: of three things in 2 + 1, two share a cluster one time in three", () => {
    const pairs = coAssociations([named("AAB"), named("ABB")]);
    // Shuffled: 1/3 each time; never (2/3)² = 4/9, at least once 5/9, twice 1/9
    expect(pairs[0]?.rate.chance.mean).toBeCloseTo(1 / 3, 14);
    expect(pairs[0]?.rate.chance.p).toBeCloseTo(5 / 9, 14); // 0 and 1 were together once
    expect(pairs[1]?.rate.chance.p).toBeCloseTo(1, 14); // 0 and 2 never
    expect(pairs[0]?.rate.chance).toMatchObject({low: 0, high: 1});
  });

  it("has the chance that shuffling each partition gives, with absent items", () => {
    const over = [named("AABBC"), named("AAB.B"), named("AAAA."), named("ABABA")];
    const [pair] = coAssociations(over);
    const random = createRandom("shuffles");
    const draws = Array.from({length: 20_000}, () => {
      const shuffledOver = over.map((partition) => {
        const clusters = shuffle([...partition.values()], random);
        return new Map([...partition.keys()].map((item, i) => [item, clusters[i]]));
      });
      return shuffledOver.filter((partition) => partition.get(0) === partition.get(1)).length;
    });
    const share = draws.filter((together) => together >= 3).length / draws.length;
    expect(pair?.together).toBe(3);
    expect(Math.abs(share - (pair?.rate.chance.p ?? NaN))).toBeLessThan(0.014); // four standard errors
    const mean = draws.reduce((sum, together) => sum + together / 4, 0) / draws.length;
    expect(Math.abs(mean - (pair?.rate.chance.mean ?? NaN))).toBeLessThan(0.007);
  });

  it("finds it certain that all are together where there is one cluster, and apart where all are alone", () => {
    for (const {rate} of coAssociations([named("AAA"), named("AAA")]))
      expect(rate).toEqual({value: 1, chance: {mean: 1, low: 1, high: 1, p: 1}, n: 2});
    for (const {rate} of coAssociations([named("ABC")]))
      expect(rate).toEqual({value: 0, chance: {mean: 0, low: 0, high: 0, p: 1}, n: 1});
  });

  it("has no pair in nothing, in one item, or in two that never met", () => {
    expect(coAssociations([])).toEqual([]);
    expect(coAssociations([named("A")])).toEqual([]);
    expect(coAssociations([named("A."), named(".A")])).toEqual([]);
  });
});
