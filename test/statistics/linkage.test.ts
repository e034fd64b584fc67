import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {similarityOrder} from "../../src/statistics/linkage.js";

const line = (...at: number[]) => at.map((a) => at.map((b) => Math.abs(a - b)));

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
