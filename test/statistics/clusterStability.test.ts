import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {clusterStability} from "../../src/statistics/clusterStability.js";
import type {Partition} from "../../src/statistics/contingency.js";
import {createRandom} from "../../src/statistics/random.js";
import {partitions} from "./arbitrary.js";

const named = (clusters: string): Partition =>
  new Map([...clusters].flatMap((cluster, item) => (cluster === "." ? [] : [[item, cluster]])));
const settings = (seed: string | number, draws = 19) => ({draws, random: createRandom(seed), resamples: 20});

describe("clusterStability", () => {
  it("gives a cluster that is always there a stability of 1, beyond what renamed items give", () => {
    const found = clusterStability(
      Array.from({length: 60}, () => named("AAAABBBBCD")),
      settings("always"),
    );
    expect(found.map(({members}) => members)).toEqual([[0, 1, 2, 3], [4, 5, 6, 7], [8], [9]]);
    for (const {members, stability} of found) {
      expect(stability?.value).toBe(1);
      expect(stability?.n).toBe(20);
      expect(stability?.chance.p).toBe(members.length > 1 ? 0.05 : stability?.chance.p);
    }
  });

  it("shows a lone item's stability to be what chance gives", () => {
    const [, , alone] = clusterStability(
      Array.from({length: 60}, () => named("AABBC")),
      settings("alone"),
    );
    expect(alone?.stability?.value).toBe(1);
    expect(alone?.stability?.chance.high).toBe(1);
    expect(alone?.stability?.chance.p).toBeGreaterThan(0.05);
  });

  it("finds labels drawn anew each time no more stable than chance", () => {
    const random = createRandom("noise");
    const noise = Array.from({length: 60}, () =>
      named(Array.from({length: 8}, () => (random() < 0.5 ? "A" : "B")).join("")),
    );
    const ps = clusterStability(noise, settings("noise", 39)).map(({stability}) => stability?.chance.p ?? 1);
    expect(Math.min(...ps)).toBeGreaterThan(0.025);
  });

  it("does not take absence for instability", () => {
    const over = Array.from({length: 60}, (_, t) => named(t % 3 === 0 ? "AA.BB" : "AAABB"));
    const [first] = clusterStability(over, settings("absence"));
    expect(first?.members).toEqual([0, 1, 2]);
    expect(first?.stability?.value).toBe(1);
  });

  it("leaves out resamples that hold no member of a cluster, and says how many were left", () => {
    const over = Array.from({length: 30}, (_, t) => named(t === 0 ? "AABB" : "AA.."));
    const rare = clusterStability(over, settings("rare"))[1];
    expect(rare?.members).toEqual([2, 3]);
    // A stretch is missing from a resample of 30 with probability (29/30)^30 = 36%.
    expect(rare?.stability?.n).toBeGreaterThan(5);
    expect(rare?.stability?.n).toBeLessThan(20);
    expect(rare?.stability?.value).toBe(1);
  });

  it("has no cluster in nothing and one in one item", () => {
    expect(clusterStability([], settings(1))).toEqual([]);
    expect(clusterStability([new Map()], settings(1))).toEqual([]);
    expect(clusterStability([named("A")], settings(1))).toEqual([
      {members: [0], stability: {value: 1, chance: {mean: 1, low: 1, high: 1, p: 1}, n: 20}},
    ]);
  });

  it("gives no number without draws to set beside it", () => {
    expect(() => clusterStability([named("AA")], settings(1, 0))).toThrow(
      "clusterStability: expected draws of 1 or more, got 0",
    );
  });

  it("puts each item in one cluster, stays within (0, 1], and repeats itself for a seed", () =>
    fc.assert(
      fc.property(fc.array(partitions, {maxLength: 6}), fc.nat(), (over, seed) => {
        const few = () => ({draws: 3, random: createRandom(seed), resamples: 4, blocks: 3});
        const found = clusterStability(over, few());
        expect(clusterStability(over, few())).toEqual(found);
        const items = found.flatMap(({members}) => members);
        expect(new Set(items)).toEqual(new Set(over.flatMap((partition) => [...partition.keys()])));
        expect(new Set(items).size).toBe(items.length);
        for (const {stability} of found) {
          if (stability === null) continue;
          expect(stability.value).toBeGreaterThan(0);
          expect(stability.value).toBeLessThanOrEqual(1);
        }
      }),
      {numRuns: 50},
    ));
});
