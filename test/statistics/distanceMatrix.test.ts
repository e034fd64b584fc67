import {describe, expect, it} from "vitest";
import {distance, divergenceMatrix, symmetricMatrix} from "../../src/statistics/distanceMatrix.js";
import {distribution} from "../../src/statistics/divergence.js";

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

describe("symmetricMatrix", () => {
  it("asks once for each pair, the later thing first", () => {
    expect(symmetricMatrix(3, (i, j) => 10 * i + j)).toEqual([
      [0, 10, 20],
      [10, 0, 21],
      [20, 21, 0],
    ]);
  });
});
