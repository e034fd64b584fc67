import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {divergenceText} from "../../src/components/divergenceText.js";
import {matrixScale} from "../../src/components/matrixScale.js";
import {STEPS} from "../../src/report/comparison.js";

describe("divergenceText", () => {
  it.each([
    [0.5, "0.500 bits"],
    [0.0123, "0.012 bits"],
    [0.001, "0.001 bits"],
    [0.000314, "3.1 × 10⁻⁴ bits"],
    [3.14e-12, "3.1 × 10⁻¹² bits"],
    [0.99996, "1 − 4.0 × 10⁻⁵ bits"],
    [1, "1 bit: no label in common"],
    [0, "0 bits: the same shares of different amounts"],
  ])("prints %d as %s", (bits, text) => {
    expect(divergenceText(bits, false)).toBe(text);
  });

  it("says identical only of identical answers", () => {
    expect(divergenceText(0, true)).toBe("identical");
    fc.assert(
      fc.property(fc.double({min: 0, max: 1, noNaN: true}), (bits) => {
        expect(divergenceText(bits, false)).not.toBe("identical");
      }),
    );
  });

  it("prints nothing as 0.000 or 1.000", () =>
    fc.assert(
      fc.property(fc.double({min: 0, max: 1, noNaN: true, minExcluded: true, maxExcluded: true}), (bits) => {
        expect(divergenceText(bits, false)).not.toMatch(/^(0\.000|1\.000)/);
      }),
    ));
});

describe("matrixScale", () => {
  const scale = matrixScale(STEPS);

  it("keeps identical apart from 0, and no common label apart from nearly 1", () => {
    expect(scale.steps[scale.step(0, true)]?.text).toBe("identical in every vbyte");
    expect(scale.steps[scale.step(0, false)]?.text).toBe("below 10⁻⁶");
    expect(scale.steps[scale.step(1, false)]?.text).toBe("1 bit: no label in common");
    expect(scale.steps[scale.step(0.999999, false)]?.text).toBe("above 0.5");
  });

  it("counts the link threshold to the linked side, as the rule does", () => {
    expect(scale.steps[scale.step(0.5, false)]?.text).toBe("0.1 to 0.5");
    expect(scale.steps[scale.step(0.5000001, false)]?.text).toBe("above 0.5");
    expect(scale.steps[scale.step(0.0005, false)]?.text).toBe("0.0005 to 0.01");
  });

  it("has a colour in the style sheet for every step", () => {
    expect(scale.steps.map(({className}) => className)).toEqual([
      "jsd-same",
      "jsd-1",
      "jsd-2",
      "jsd-3",
      "jsd-4",
      "jsd-5",
      "jsd-6",
      "jsd-7",
    ]);
  });
});
