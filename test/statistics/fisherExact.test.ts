import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {fisherExact} from "../../src/statistics/fisherExact.js";

const cell = fc.integer({min: 0, max: 30});

describe("fisherExact", () => {
  // R's fisher.test, and the examples of its help page (Agresti 1990); by hand 34/70 for the tea.
  it.each([
    [[3, 1, 1, 3], 34 / 70],
    [[2, 10, 15, 3], 0.0005367241],
    [[10, 2, 3, 15], 0.0005367241],
  ] as const)("gives for %j what R gives", ([a, b, c, d], p) => {
    expect(
      fisherExact([
        [a, b],
        [c, d],
      ]),
    ).toBeCloseTo(p, 9);
  });

  it("is 1 over the number of ways to choose where two groups part fully and are of unequal size", () => {
    // 5 of 8 in one column: 8 over 5 = 56 tables, one as unlikely as this.
    expect(
      fisherExact([
        [5, 0],
        [0, 3],
      ]),
    ).toBeCloseTo(1 / 56, 12);
  });

  it("is 1 where a row or a column is empty", () => {
    expect(
      fisherExact([
        [0, 0],
        [4, 7],
      ]),
    ).toBe(1);
    expect(
      fisherExact([
        [3, 0],
        [9, 0],
      ]),
    ).toBe(1);
  });

  it("does not care which row or column comes first", () => {
    fc.assert(
      fc.property(cell, cell, cell, cell, (a, b, c, d) => {
        const p = fisherExact([
          [a, b],
          [c, d],
        ]);
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(1);
        const others = [
          [
            [c, d],
            [a, b],
          ],
          [
            [b, a],
            [d, c],
          ],
          [
            [a, c],
            [b, d],
          ],
        ] as const;
        for (const other of others) expect(fisherExact(other)).toBeCloseTo(p, 9);
      }),
    );
  });

  it("refuses what is no count", () => {
    expect(() =>
      fisherExact([
        [1, -1],
        [0, 2],
      ]),
    ).toThrow(/fisherExact: expected whole numbers of 0 or more, got -1/);
  });
});
