import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Merge} from "../../src/statistics/dendrogram.js";
import type {DistanceMatrix} from "../../src/statistics/distanceMatrix.js";
import {optimalLeafOrder, pathLength} from "../../src/statistics/leafOrder.js";
import {averageLinkage} from "../../src/statistics/linkage.js";
import {matrices} from "./arbitrary.js";
import {fixture} from "./fixture.js";

/** Every order that turning the merges can give: 2^(n − 1) of them. */
function allOrders(merges: readonly Merge[], count: number): readonly (readonly number[])[] {
  const orders: (readonly (readonly number[])[])[] = Array.from({length: count}, (_, leaf) => [[leaf]]);
  for (const {a, b} of merges)
    orders.push(
      (orders[a] ?? []).flatMap((left) =>
        (orders[b] ?? []).flatMap((right) => [
          [...left, ...right],
          [...right, ...left],
        ]),
      ),
    );
  return orders.at(-1) ?? [[]];
}

const ours = (matrix: DistanceMatrix) => optimalLeafOrder(averageLinkage(matrix), matrix);
const shortest = (matrix: DistanceMatrix) =>
  Math.min(...allOrders(averageLinkage(matrix), matrix.length).map((order) => pathLength(matrix, order)));

describe("optimalLeafOrder", () => {
  it("is the shortest of all orders that the tree allows, found by trying all", () =>
    fc.assert(
      fc.property(matrices(8, fc.integer({min: 0, max: 9})), (matrix) => {
        expect(pathLength(matrix, ours(matrix))).toBe(shortest(matrix));
      }),
      {numRuns: 200},
    ));

  it("is the shortest of 2,048 orders of twelve leaves", () => {
    const {matrix} = fixture<{cases: {matrix: number[][]}[]}>("linkage").cases[3] ?? {matrix: []};
    expect(allOrders(averageLinkage(matrix), 12)).toHaveLength(2048);
    expect(pathLength(matrix, ours(matrix))).toBeCloseTo(shortest(matrix), 12);
  });

  it("has every thing once, and is never longer than the tree as it was built", () =>
    fc.assert(
      fc.property(matrices(25), (matrix) => {
        const order = ours(matrix);
        expect(order.toSorted((a, b) => a - b)).toEqual([...matrix.keys()]);
        const nodes = matrix.map((_, leaf) => [leaf]);
        for (const {a, b} of averageLinkage(matrix)) nodes.push([...(nodes[a] ?? []), ...(nodes[b] ?? [])]);
        expect(pathLength(matrix, order)).toBeLessThanOrEqual(pathLength(matrix, nodes.at(-1) ?? []));
      }),
    ));

  it("is nothing for nothing, one for one, and begins with the lower end", () => {
    expect(ours([])).toEqual([]);
    expect(ours([[0]])).toEqual([0]);
    expect(
      ours([
        [0, 1],
        [1, 0],
      ]),
    ).toEqual([0, 1]);
  });
});

describe("pathLength", () => {
  it("sums the distances between neighbours: 1 + 2, by hand", () => {
    expect(
      pathLength(
        [
          [0, 1, 5],
          [1, 0, 2],
          [5, 2, 0],
        ],
        [0, 1, 2],
      ),
    ).toBe(3);
    expect(pathLength([[0]], [0])).toBe(0);
  });
});
