import {readdirSync, readFileSync} from "node:fs";
import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  checkHistogram,
  type FeeHistogram,
  formatHistogram,
  histogramKey,
  MAX_BIN_VSIZE,
  MAX_BINS,
  MAX_LABEL,
  numberStyle,
  totalVsize,
} from "../../src/observation/histogram.js";

describe("checkHistogram(result)", () => {
  it("takes what servers send: pairs of numbers, labels strictly descending, zero bins among them", () => {
    expect(
      checkHistogram([
        [7, 60000],
        [3, 0],
        [0, 12],
      ]),
    ).toEqual([
      {label: 7, vsize: 60000},
      {label: 3, vsize: 0},
      {label: 0, vsize: 12},
    ]);
    expect(checkHistogram([])).toEqual([]);
  });

  it.each([
    ["null", null, "wrong-shape"],
    ["an object", {}, "wrong-shape"],
    ["a bin that is no pair", [[1, 2, 3]], "wrong-shape"],
    ["numbers as text", [["1", 2]], "wrong-shape"],
    ["a negative label", [[-1, 2]], "out-of-range"],
    ["an infinite label, as 1e400 parses", [[Infinity, 2]], "out-of-range"],
    ["more than all bitcoin for a vbyte", [[MAX_LABEL * 2, 2]], "out-of-range"],
    ["negative vbytes", [[1, -2]], "out-of-range"],
    ["half a vbyte", [[1, 2.5]], "out-of-range"],
    ["vbytes beyond every mempool", [[1, MAX_BIN_VSIZE + 1]], "out-of-range"],
    [
      "labels that rise",
      [
        [1, 2],
        [2, 2],
      ],
      "out-of-order",
    ],
    [
      "a label twice",
      [
        [1, 2],
        [1, 2],
      ],
      "out-of-order",
    ],
    ["too many bins", Array.from({length: MAX_BINS + 1}, (_, i) => [MAX_BINS + 1 - i, 1]), "too-many-bins"],
  ])("refuses %s", (_, result, reason) => {
    expect(checkHistogram(result)).toMatchObject({
      reason,
      detail: expect.stringContaining("expected") as string,
    });
  });

  it("turns -0 into 0, so that equal numbers are one key", () => {
    expect(histogramKey(checkHistogram([[-0, 5]]) as FeeHistogram)).toBe("0:5");
  });

  it("never throws, whatever JSON comes", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(checkHistogram(value)).toBeDefined();
      }),
    );
  });
});

describe("numberStyle(text, histogram)", () => {
  it.each([
    ["[[5,12]]", "integer"],
    ["[[5.0,12]]", "fraction"],
    ["[[1.0071429014205933,12]]", "fraction"],
    ["[[10.5,134000],[10.0,141000]]", "fraction"],
    ["[]", "empty"],
    ["[[5.0,12],[4,12]]", "other"],
    ["[[5e0,12]]", "other"],
    ["[[5,12.0]]", "other"],
    ["[[0.50,12]]", "other"],
  ])("of %s is %s", (text, style) => {
    expect(numberStyle(text, checkHistogram(JSON.parse(text)) as FeeHistogram)).toBe(style);
  });

  it("knows the style of every histogram that the real programs made, and writes it back to the last digit", () => {
    const folder = new URL("../fixtures/vectors/expected/", import.meta.url);
    let count = 0;
    for (const file of readdirSync(folder)) {
      const text = readFileSync(new URL(file, folder), "utf8");
      for (const [, written = ""] of text.matchAll(/^"[^"]+":(\[.*?\]),?$/gm)) {
        const histogram = checkHistogram(JSON.parse(written)) as FeeHistogram;
        const style = numberStyle(written, histogram);
        expect(style, `${file}: ${written.slice(0, 60)}`).not.toBe("other");
        if (style === "integer" || style === "fraction")
          expect(formatHistogram(histogram, style)).toBe(written);
        count += 1;
      }
    }
    expect(count).toBe(255); // 17 mempools, 15 programs
  });
});

describe("totalVsize(histogram)", () => {
  it("is the sum over bins", () => {
    expect(
      totalVsize([
        {label: 2, vsize: 30},
        {label: 0, vsize: 12},
      ]),
    ).toBe(42);
    expect(totalVsize([])).toBe(0);
  });
});
