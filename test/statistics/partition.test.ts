import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {matrices} from "./arbitrary.js";
import {componentsAt, members, spanningTree, thresholdCurve} from "../../src/statistics/partition.js";

/** Points on a line: distances that can be checked by eye. */
const line = (...at: number[]) => at.map((a) => at.map((b) => Math.abs(a - b)));

describe("spanningTree", () => {
  it("joins neighbours on a line, from near to far", () => {
    // 0, 1, 5, 7: gaps 1, 4, 2
    expect(spanningTree(line(0, 1, 5, 7)).map(({height}) => height)).toEqual([1, 2, 4]);
  });

  it("has no edge for one thing or none", () => {
    expect(spanningTree([])).toEqual([]);
    expect(spanningTree([[0]])).toEqual([]);
  });
});

describe("componentsAt", () => {
  const edges = spanningTree(line(0, 1, 5, 7));

  it("links at a distance equal to the threshold, as the rule JSD ≤ 0.5 says", () => {
    expect(componentsAt(edges, 4, 0.999)).toEqual([0, 1, 2, 3]);
    expect(componentsAt(edges, 4, 1)).toEqual([0, 0, 1, 2]);
    expect(componentsAt(edges, 4, 2)).toEqual([0, 0, 1, 1]);
    expect(componentsAt(edges, 4, 4)).toEqual([0, 0, 0, 0]);
  });

  it("chains: two things far apart are together when others stand between", () => {
    expect(componentsAt(spanningTree(line(0, 0.4, 0.8)), 3, 0.5)).toEqual([0, 0, 0]);
  });

  it("finds at every threshold what a search through all pairs finds", () => {
    fc.assert(
      fc.property(matrices(9, fc.nat(10)), fc.integer({min: 0, max: 10}), (matrix, threshold) => {
        expect(componentsAt(spanningTree(matrix), matrix.length, threshold)).toEqual(
          flood(matrix, threshold),
        );
      }),
    );
  });
});

/** The same components, found by walking from each thing to all it is linked to. */
function flood(matrix: number[][], threshold: number): number[] {
  const labels = matrix.map(() => -1);
  let next = 0;
  for (const start of matrix.keys()) {
    if (labels[start] !== -1) continue;
    const queue = [start];
    for (let item = queue.pop(); item !== undefined; item = queue.pop()) {
      if (labels[item] !== -1) continue;
      labels[item] = next;
      for (const [other, value] of (matrix[item] ?? []).entries()) if (value <= threshold) queue.push(other);
    }
    next++;
  }
  return labels;
}

describe("members", () => {
  it("lists the things of each component", () => {
    expect(members([0, 1, 0, 2, 1])).toEqual([[0, 2], [1, 4], [3]]);
  });
});

describe("thresholdCurve", () => {
  it("falls by one at each distance at which two components join", () => {
    // 0, 1, 5, 7: gaps 1, 4, 2
    expect(thresholdCurve(spanningTree(line(0, 1, 5, 7)))).toEqual([
      {from: 0, components: 4},
      {from: 1, components: 3},
      {from: 2, components: 2},
      {from: 4, components: 1},
    ]);
  });

  it("takes several joins at one distance as one step, at 0 too", () => {
    expect(thresholdCurve(spanningTree(line(0, 0, 3, 6)))).toEqual([
      {from: 0, components: 3},
      {from: 3, components: 1},
    ]);
  });

  it("begins with one component for one thing, and with none for none if told so", () => {
    expect(thresholdCurve([])).toEqual([{from: 0, components: 1}]);
    expect(thresholdCurve([], 0)).toEqual([{from: 0, components: 0}]);
  });

  it("counts what componentsAt counts, at every threshold", () =>
    fc.assert(
      fc.property(matrices(9), fc.integer({min: 0, max: 21}), (matrix, threshold) => {
        const edges = spanningTree(matrix);
        const counted = new Set(componentsAt(edges, matrix.length, threshold)).size;
        const step = thresholdCurve(edges, matrix.length).findLast(({from}) => from <= threshold);
        expect(step?.components).toBe(counted);
      }),
    ));
});
