import {readFileSync} from "node:fs";
import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {distribution, divergence, jensenShannon, type Weights} from "../../src/statistics/divergence.js";

const fixture = <T>(path: string) =>
  JSON.parse(readFileSync(new URL(`../fixtures/${path}`, import.meta.url), "utf8")) as T;

interface Reference {
  pairs: [string, string, string, string, number][];
}

describe("jensenShannon against values from elsewhere", () => {
  it("gives all reference values of the golden vectors to their 12 decimals", () => {
    const expected = new Map<string, Record<string, Weights>>();
    const histogram = (mempool: string, implementation: string) => {
      let histograms = expected.get(mempool);
      if (!histograms)
        expected.set(
          mempool,
          (histograms = fixture<{histograms: Record<string, Weights>}>(
            `vectors/expected/${mempool}.json`,
          ).histograms),
        );
      return histograms[implementation] ?? [];
    };
    const {pairs} = fixture<Reference>("vectors/reference-jsd.json");
    expect(pairs).toHaveLength(270);
    for (const [mempoolA, a, mempoolB, b, jsd] of pairs) {
      const value = jensenShannon(histogram(mempoolA, a), histogram(mempoolB, b));
      expect(Math.abs((value ?? NaN) - jsd), `${mempoolA} ${a}, ${mempoolB} ${b}`).toBeLessThanOrEqual(6e-13);
    }
  });

  interface Case {
    name: string;
    p: Weights;
    q: Weights;
    jsd: string;
  }
  it.each(fixture<{cases: Case[]}>("divergence/high-precision.json").cases)(
    "agrees with 60-digit arithmetic: $name",
    ({p, q, jsd}) => {
      const exact = Number(jsd);
      const error = Math.abs((jensenShannon(p, q) ?? NaN) / exact - 1);
      expect(error).toBeLessThanOrEqual(exact > 1e-8 ? 1e-12 : 1e-7);
    },
  );

  it("is 3/2 − 3/4 log2 3 for {1/2, 1/2} against {1, 0}, by hand", () => {
    // m = {3/4, 1/4}: JSD = H(m) − H(p)/2 − H(q)/2 = (2 − 3/4 log2 3) − 1/2 − 0
    expect(
      jensenShannon(
        [
          [2, 1],
          [1, 1],
        ],
        [[2, 1]],
      ),
    ).toBeCloseTo(1.5 - 0.75 * Math.log2(3), 15);
  });
});

const weights = fc.uniqueArray(
  fc.tuple(
    fc.constantFrom(0, 0.1, 0.5, 1, 2, 3, 5, 7.5, 15, 31, 63, 1.0071429014205933),
    fc.integer({min: 1, max: 4e11}),
  ),
  {minLength: 1, maxLength: 12, selector: ([label]) => label},
);
const compare = (p: Weights, q: Weights) => jensenShannon(p, q) ?? NaN;

describe("jensenShannon's laws", () => {
  it("stays within [0, 1] and is symmetric to the last bit", () =>
    fc.assert(
      fc.property(weights, weights, (p, q) => {
        const value = compare(p, q);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        expect(compare(q, p)).toBe(value);
      }),
    ));

  it("is exactly 0 for equal histograms and for whole multiples of one", () =>
    fc.assert(
      fc.property(weights, fc.integer({min: 1, max: 1000}), (p, factor) => {
        expect(compare(p, p)).toBe(0);
        const multiple = p.map(([label, weight]) => [label, weight * factor] as const);
        expect(compare(p, multiple)).toBe(0);
      }),
    ));

  it("is exactly 1 when no label is shared", () =>
    fc.assert(
      fc.property(weights, weights, (p, q) => {
        const elsewhere = q.map(([label, weight]) => [label + 1000, weight] as const);
        expect(compare(p, elsewhere)).toBe(1);
      }),
    ));

  it("does not depend on the order in which the bins come, when the weights add up exactly", () =>
    fc.assert(
      fc.property(weights, weights, fc.nat(), (p, q, shift) => {
        const turned = [...p.slice(shift % p.length), ...p.slice(0, shift % p.length)].toReversed();
        expect(compare(turned, q)).toBe(compare(p, q));
      }),
    ));

  it("does not change when either histogram is counted in another unit", () =>
    fc.assert(
      fc.property(weights, weights, fc.integer({min: 1, max: 1000}), (p, q, factor) => {
        const other = p.map(([label, weight]) => [label, weight * factor] as const);
        expect(compare(other, q)).toBe(compare(p, q));
      }),
    ));
});

describe("distribution", () => {
  it("has nothing to share out in a histogram without bins, or with zeros alone: not comparable, not 0", () => {
    expect(distribution([])).toBeNull();
    expect(
      distribution([
        [1, 0],
        [0, 0],
      ]),
    ).toBeNull();
    expect(jensenShannon([], [])).toBeNull();
    expect(jensenShannon([], [[1, 5]])).toBeNull();
  });

  it("treats a bin of weight 0, as electrs sends, as absent", () => {
    expect(
      compare(
        [
          [7, 60_000],
          [3, 0],
          [1, 0],
          [0, 0],
        ],
        [[7, 1]],
      ),
    ).toBe(0);
    expect(
      compare(
        [
          [7, 60_000],
          [3, 0],
        ],
        [[3, 60_000]],
      ),
    ).toBe(1);
  });

  it("sums a label that comes twice", () => {
    expect(
      compare(
        [
          [1, 2],
          [1, 3],
          [0, 5],
        ],
        [
          [1, 5],
          [0, 5],
        ],
      ),
    ).toBe(0);
  });

  it.each([[[[NaN, 1]]], [[[Infinity, 1]]], [[[1, -1]]], [[[1, NaN]]], [[[1, Infinity]]]])(
    "refuses %j, which is no histogram",
    (bad) => {
      expect(() => distribution(bad as unknown as Weights)).toThrow(RangeError);
    },
  );

  it("keeps the smallest share that a double can hold from spoiling the sum", () => {
    const p = distribution([
      [1, Number.MIN_VALUE],
      [0, 1e300],
    ]);
    const q = distribution([
      [1, Number.MIN_VALUE],
      [0, 1],
    ]);
    expect(p && q && divergence(p, q)).toBe(0);
  });
});
