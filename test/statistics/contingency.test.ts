import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {commonLabels, crossTable, encode, shuffled} from "../../src/statistics/contingency.js";
import {createRandom} from "../../src/statistics/random.js";
import {labellings, labels} from "./arbitrary.js";

describe("encode", () => {
  it("numbers labels by first appearance and keeps the number 1 and the text 1 apart", () => {
    expect(encode(["b", 1, "1", "b"])).toEqual({codes: [0, 1, 2, 0], sizes: [2, 1, 1], names: ["b", 1, "1"]});
  });
});

describe("crossTable", () => {
  it("counts what is in both", () => {
    expect(crossTable(encode(["x", "x", "y"]), encode([1, 2, 2]))).toEqual({
      n: 3,
      rows: [2, 1],
      columns: [1, 2],
      cells: [
        {row: 0, column: 0, count: 1},
        {row: 0, column: 1, count: 1},
        {row: 1, column: 1, count: 1},
      ],
    });
  });

  it("sums to the sizes of either labelling", () =>
    fc.assert(
      fc.property(labellings(2), ([a = [], b = []]) => {
        const table = crossTable(encode(a), encode(b));
        for (const [row, size] of table.rows.entries())
          expect(
            table.cells.filter((cell) => cell.row === row).reduce((sum, {count}) => sum + count, 0),
          ).toBe(size);
        expect(table.columns.reduce((sum, size) => sum + size, 0)).toBe(table.n);
      }),
    ));

  it("refuses labels of different things", () => {
    expect(() => crossTable(encode([1]), encode([]))).toThrow(
      "crossTable: expected equal lengths, got 1 and 0",
    );
  });
});

describe("commonLabels", () => {
  it("leaves out what either does not hold", () => {
    const a = new Map([
      ["p", 1],
      ["q", 1],
      ["r", 2],
    ]);
    const b = new Map([
      ["r", "x"],
      ["s", "x"],
      ["p", "y"],
    ]);
    const common = commonLabels(a, b);
    expect(common.a.codes).toEqual([0, 1]);
    expect(common.b.names).toEqual(["y", "x"]);
  });
});

describe("shuffled", () => {
  it("keeps the sizes and touches nothing", () =>
    fc.assert(
      fc.property(labels(), fc.nat(), (list, seed) => {
        const codes = encode(list);
        Object.freeze(codes.codes);
        const after = shuffled(codes, createRandom(seed));
        expect(after.codes.toSorted()).toEqual(codes.codes.toSorted());
      }),
    ));
});
