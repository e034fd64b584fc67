import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {linkageEdges} from "../../src/statistics/dendrogram.js";
import {distance} from "../../src/statistics/distanceMatrix.js";
import {averageLinkage, similarityOrder} from "../../src/statistics/linkage.js";
import {componentsAt, thresholdCurve} from "../../src/statistics/partition.js";
import {matrices} from "./arbitrary.js";
import {fixture} from "./fixture.js";

const line = (...at: number[]) => at.map((a) => at.map((b) => Math.abs(a - b)));

interface Case {
  matrix: number[][];
  /** scipy's: node, node, height, leaves */
  merges: [number, number, number, number][];
  cutAt: number;
  cut: number[];
}
const {cases} = fixture<{cases: Case[]}>("linkage");

describe("averageLinkage", () => {
  it.each(cases)("is scipy's tree, node by node, to 1e-12: $matrix.length things", ({matrix, merges}) => {
    const ours = averageLinkage(matrix);
    expect(ours.map(({a, b, size}) => [a, b, size])).toEqual(merges.map(([a, b, , size]) => [a, b, size]));
    for (const [i, {height}] of ours.entries())
      expect(Math.abs(height - (merges[i]?.[2] ?? NaN))).toBeLessThanOrEqual(1e-12);
  });

  it.each(cases)("cuts into scipy's clusters: $matrix.length things", ({matrix, merges, cutAt, cut}) => {
    const edges = linkageEdges(averageLinkage(matrix));
    const numbers = [...new Set(cut)];
    const expected = cut.map((cluster) => numbers.indexOf(cluster));
    expect(componentsAt(edges, matrix.length, cutAt + 1e-12)).toEqual(expected);
    const step = thresholdCurve(edges).findLast(({from}) => from <= cutAt + 1e-12);
    expect(step?.components).toBe(numbers.length);
    expect(merges).toHaveLength(edges.length);
  });

  it("joins at mean distances: 0 and 1, then 4 with both, by hand", () => {
    expect(averageLinkage(line(0, 1, 4))).toEqual([
      {a: 0, b: 1, height: 1, size: 2},
      {a: 2, b: 3, height: 3.5, size: 3},
    ]);
  });

  it("has nothing to join in one thing or in none", () => {
    expect(averageLinkage([[0]])).toEqual([]);
    expect(averageLinkage([])).toEqual([]);
  });

  it("refuses a distance that is none", () => {
    expect(() =>
      averageLinkage([
        [0, NaN],
        [NaN, 0],
      ]),
    ).toThrow("averageLinkage: expected distances, got NaN");
  });

  it("is a tree of rising heights, each the mean distance between the leaves it joins, ties and all", () =>
    fc.assert(
      fc.property(matrices(12, fc.integer({min: 0, max: 4})), (matrix) => {
        const leaves = matrix.map((_, i) => [i]);
        let before = 0;
        for (const {a, b, height, size} of averageLinkage(matrix)) {
          const [left, right] = [leaves[a] ?? [], leaves[b] ?? []];
          const all = left.flatMap((i) => right.map((j) => distance(matrix, i, j)));
          expect(height).toBeCloseTo(all.reduce((sum, value) => sum + value, 0) / all.length, 12);
          expect(height).toBeGreaterThanOrEqual(before);
          expect(size).toBe(left.length + right.length);
          leaves.push([...left, ...right]);
          before = height;
        }
        expect(new Set(leaves.at(-1)).size).toBe(Math.min(matrix.length, leaves.at(-1)?.length ?? 0));
        if (matrix.length > 0) expect(leaves.at(-1)).toHaveLength(matrix.length);
      }),
    ));
});

describe("similarityOrder", () => {
  it("puts points on a line in the order of the line, from one end or the other", () => {
    const at = [50, 1, 20, 0, 22, 53];
    const order = similarityOrder(line(...at), [0, 1, 2, 3, 4, 5]).map((item) => at[item] ?? NaN);
    const fromLow = (order[0] ?? NaN) < 10 ? order : order.toReversed();
    expect(fromLow).toEqual([0, 1, 20, 22, 50, 53]);
  });

  it("orders the things that were asked for and no other", () => {
    const order = similarityOrder(line(0, 9, 1, 8, 2), [4, 0, 2]);
    expect(order.toSorted()).toEqual([0, 2, 4]);
  });

  it("is one thing for one, and none for none", () => {
    expect(similarityOrder([[0]], [0])).toEqual([0]);
    expect(similarityOrder([], [])).toEqual([]);
  });

  it("keeps every thing once, ties and all", () =>
    fc.assert(
      fc.property(fc.array(fc.integer({min: 0, max: 3}), {maxLength: 20}), (at) => {
        const items = [...at.keys()];
        expect(similarityOrder(line(...at), items).toSorted((a, b) => a - b)).toEqual(items);
      }),
    ));

  it("does not touch the matrix", () => {
    const matrix = line(0, 3, 1).map((row) => Object.freeze(row));
    expect(() => similarityOrder(Object.freeze(matrix), [0, 1, 2])).not.toThrow();
  });
});
