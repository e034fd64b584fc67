import {describe, expect, it} from "vitest";
import {distance, divergenceMatrix, groupByKey} from "../../src/statistics/distanceMatrix.js";
import {distribution} from "../../src/statistics/divergence.js";

describe("groupByKey", () => {
  it("numbers groups by their first member and counts them", () => {
    expect(groupByKey(["b", "a", "b", "c", "a", "b"])).toEqual({
      groupOf: [0, 1, 0, 2, 1, 0],
      first: [0, 1, 3],
      sizes: [3, 2, 1],
    });
  });

  it("gives no group for no item", () => {
    expect(groupByKey([])).toEqual({groupOf: [], first: [], sizes: []});
  });
});

describe("divergenceMatrix", () => {
  const three = (
    [
      [[1, 1]],
      [
        [1, 1],
        [2, 1],
      ],
      [[2, 1]],
    ] as const
  ).map((weights) => distribution(weights));
  const matrix = divergenceMatrix(three.filter((p) => p !== null));

  it("is symmetric with zeros on the diagonal", () => {
    expect(matrix.map((row) => row.length)).toEqual([3, 3, 3]);
    for (const i of [0, 1, 2]) {
      expect(distance(matrix, i, i)).toBe(0);
      for (const j of [0, 1, 2]) expect(distance(matrix, i, j)).toBe(distance(matrix, j, i));
    }
  });

  it("holds the divergence of each pair: {1} against {1, 2} is 3/2 − 3/4 log2 3, {1} against {2} is 1", () => {
    expect(distance(matrix, 0, 1)).toBeCloseTo(1.5 - 0.75 * Math.log2(3), 15);
    expect(distance(matrix, 0, 2)).toBe(1);
  });

  it("is empty for nothing and one zero for one", () => {
    expect(divergenceMatrix([])).toEqual([]);
    expect(divergenceMatrix(three.slice(0, 1).filter((p) => p !== null))).toEqual([[0]]);
  });

  it("says which index was outside", () => {
    expect(() => distance(matrix, 0, 3)).toThrow("distance: expected indices below 3, got 0 and 3");
  });
});
