import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  countRows,
  HIDDEN_KIN_SHARE,
  PRIOR_PAIRS,
  pValueOf,
  RAW_EDGES,
  relationOf,
  rowBits,
  rowOf,
  TAIL_EDGES,
  tailOf,
} from "../../src/evidence/weights.js";
import {sampleWindow, type SampleServer} from "./sampleWindow.js";

const ROWS = RAW_EDGES.length + 1;
const TOP = ROWS - 1;
/** A count in each row, by row; 0 where nothing is said. */
const counts = (told: Readonly<Record<number, number>>) =>
  Array.from({length: ROWS}, (_, row) => told[row] ?? 0);
const equal = {
  holding: Array.from({length: ROWS}, () => 100),
  failing: Array.from({length: ROWS}, () => 100),
};
const bitsIn = (row: number, ...given: Parameters<typeof rowBits>) => rowBits(...given)?.bits[row] ?? NaN;
const manyCounts = fc
  .array(fc.nat(500), {minLength: ROWS, maxLength: ROWS})
  .filter((all) => all.some(Boolean));
const raws = fc.array(fc.double({min: -30, max: 30, noNaN: true}), {maxLength: 120});

describe("pValueOf", () => {
  const lowest = TAIL_EDGES[0] ?? NaN;
  /** Strangers by the bits that they reach. */
  const tail = (...reached: readonly number[]) => ({counts: countRows(reached, TAIL_EDGES)});

  it("is the share of strangers that reach as much, the pair itself counted with them", () => {
    const ten = tail(-20, -20, -20, -20, -20, 0, 0, 3, 3, 9);
    expect(pValueOf(10, ten)).toBe(1 / 11);
    expect(pValueOf(9.2, ten)).toBe(2 / 11); // 9 and 9.2 lie in one half bit
    expect(pValueOf(9, ten)).toBe(2 / 11);
    expect(pValueOf(3, ten)).toBe(4 / 11);
    expect(pValueOf(0, ten)).toBe(6 / 11);
    expect(pValueOf(lowest - 1, ten)).toBe(1);
    expect(pValueOf(Infinity, ten)).toBe(1 / 11);
  });

  it("is 2^-bits, and at most 1, where no stranger was counted", () => {
    expect(pValueOf(10)).toBe(1 / 1024);
    expect(pValueOf(0)).toBe(1);
    expect(pValueOf(-40)).toBe(1);
  });

  it("lies above 0, and never rises with the bits", () =>
    fc.assert(
      fc.property(
        fc.option(
          raws.map((all) => tail(...all)),
          {nil: undefined},
        ),
        raws,
        (strangers, bits) => {
          const p = bits.toSorted((x, y) => x - y).map((one) => pValueOf(one, strangers));
          expect(p.every((one) => 0 < one && one <= 1)).toBe(true);
          expect(p).toEqual(p.toSorted((x, y) => y - x));
        },
      ),
    ));
});

describe("tailOf", () => {
  const DAY = 86_400_000;
  const tails = ["mempool", null].map((group) => ({
    group,
    runs: 3,
    days: 2,
    counts: [group === null ? 1 : 2],
  }));
  const after = (...days: readonly number[]) => ({
    runs: days.map((day) => ({path: `${day}`, startedAt: day * DAY, endedAt: day * DAY})),
  });

  it("is the group's, if the window has as many runs and lasts as long", () => {
    expect(tailOf("mempool", {tails}, after(0.5, 1, 2.5))).toBe(tails[0]);
    expect(tailOf(null, {tails}, after(0, 1, 2, 9))).toBe(tails[1]);
    expect(tailOf("estimates", {tails}, after(0, 1, 2))).toBeUndefined();
    expect(tailOf("mempool", {tails}, after(0.5, 1, 2.49))).toBeUndefined();
    expect(tailOf("mempool", {tails}, after(0, 9))).toBeUndefined();
    expect(tailOf("mempool", {tails}, after())).toBeUndefined();
  });
});

describe("rowOf", () => {
  it("puts an edge into the row above it, and has rows below the first and above the last", () => {
    expect(rowOf(-Infinity)).toBe(0);
    expect(rowOf(-20.1)).toBe(0);
    expect(rowOf(-20)).toBe(1);
    expect(rowOf(15.99)).toBe(TOP - 1);
    expect(rowOf(16)).toBe(TOP);
    expect(rowOf(Infinity)).toBe(TOP);
  });

  it("never falls as the raw score rises", () =>
    fc.assert(
      fc.property(fc.double({noNaN: true}), fc.double({noNaN: true}), (x, y) => {
        expect(rowOf(Math.min(x, y))).toBeLessThanOrEqual(rowOf(Math.max(x, y)));
      }),
    ));

  it("counts every score once", () =>
    fc.assert(
      fc.property(raws, (scores) => {
        expect(countRows(scores).reduce((sum, count) => sum + count, 0)).toBe(scores.length);
        expect(countRows(scores)).toHaveLength(ROWS);
      }),
    ));
});

describe("rowBits without controls", () => {
  it("is log2 of the two shares, half a pair added to each row, by hand", () => {
    // 10 of 10 kin in the top row, 990 of 990 strangers in the bottom row; 17 rows
    const table = {holding: counts({[TOP]: 10}), failing: counts({0: 990})};
    expect(ROWS).toBe(17);
    const kin = (10 + 0.5) / (10 + 8.5);
    const strangers = 0.5 / (990 + 8.5);
    expect(bitsIn(TOP, table)).toBeCloseTo(Math.log2(kin / strangers), 12);
    expect(bitsIn(0, table)).toBeCloseTo(Math.log2(0.5 / 18.5 / (990.5 / 998.5)), 12);
    expect(rowBits(table)?.prior).toBe("simulated");
  });

  it("is 0 throughout where kin and strangers show the same", () => {
    expect(rowBits(equal)?.bits).toEqual(Array.from({length: ROWS}, () => 0));
  });

  it("is none without a table, or with a table that saw nobody of one kind", () => {
    expect(rowBits(undefined)).toBeNull();
    expect(rowBits({holding: counts({}), failing: counts({0: 9})})).toBeNull();
    expect(rowBits({holding: counts({0: 9}), failing: counts({})})).toBeNull();
  });

  it("never falls with raw, whatever was counted", () =>
    fc.assert(
      fc.property(manyCounts, manyCounts, raws, raws, (holding, failing, positive, negative) => {
        const bits = rowBits({holding, failing}, {positive, negative})?.bits ?? [];
        expect(bits).toHaveLength(ROWS);
        expect(
          bits.every((value, row) => Number.isFinite(value) && value >= (bits[row - 1] ?? -Infinity)),
        ).toBe(true);
      }),
    ));
});

describe("rowBits with controls", () => {
  const at = (raw: number, count: number) => Array.from({length: count}, () => raw);

  it("gives as many controls as PRIOR_PAIRS the same say as the lab, by hand", () => {
    // The lab: 1 in 17 in each row. 50 kin all in the top row: half of 1/17 and half of 1.
    const bits = bitsIn(TOP, equal, {positive: at(25, PRIOR_PAIRS), negative: []});
    expect(bits).toBeCloseTo(Math.log2((1 / 17 + 1) / 2 / (1 / 17)), 12);
  });

  it("leaves out the 5% most alike strangers, and counts the rest", () => {
    // 100 strangers, five of them in the top row: kin in disguise. Ten more are among the 95 that count.
    const lab = {holding: counts({[TOP]: 100}), failing: equal.failing};
    const of = (alike: number) =>
      bitsIn(TOP, lab, {positive: [], negative: [...at(25, alike), ...at(-30, 100 - alike)]});
    const kin = 100.5 / 108.5;
    expect(HIDDEN_KIN_SHARE * 100).toBe(5);
    expect(of(5)).toBeCloseTo(Math.log2(kin / (1 / 17)), 12);
    expect(of(15)).toBeCloseTo(Math.log2(kin / ((50 / 17 + 10) / 145)), 12);
    // Which come first does not matter.
    expect(bitsIn(TOP, lab, {positive: [], negative: [...at(-30, 85), ...at(25, 15)]})).toBe(of(15));
  });

  it("leaves out a single stranger, who might be kin", () => {
    expect(rowBits(equal, {positive: [], negative: [25]})).toEqual(rowBits(equal));
  });

  it("never puts strangers below the lab's share", () => {
    // No stranger of 1,000 is alike, whereas the lab's are in one of 17 cases.
    const negative = at(-30, 1_000);
    expect(bitsIn(TOP, equal, {positive: [], negative})).toBe(0);
    const lab = {holding: counts({[TOP]: 100}), failing: counts({0: 900, [TOP]: 100})};
    expect(bitsIn(TOP, lab, {positive: [], negative})).toBeCloseTo(bitsIn(TOP, lab), 12);
  });

  it("never weighs more for any stranger that was seen", () =>
    fc.assert(
      fc.property(manyCounts, manyCounts, raws, (holding, failing, negative) => {
        const [without, seen] = [
          rowBits({holding, failing}),
          rowBits({holding, failing}, {positive: [], negative}),
        ];
        for (const [row, bits] of (seen?.bits ?? []).entries())
          expect(bits).toBeLessThanOrEqual((without?.bits[row] ?? NaN) + 1e-9);
      }),
    ));

  it("rests on the lab until there are PRIOR_PAIRS of both kinds, kin in disguise not counted", () => {
    const prior = (positive: number, negative: number) =>
      rowBits(equal, {positive: at(25, positive), negative: at(-30, negative)})?.prior;
    expect(prior(50, 53)).toBe("controls");
    expect(prior(50, 52)).toBe("simulated"); // ceil(2.6) of 52 are left out: 49
    expect(prior(49, 500)).toBe("simulated");
  });
});

describe("relationOf", () => {
  const relation = (a: Partial<SampleServer>, b: Partial<SampleServer>) => {
    const [x, y] = sampleWindow(
      {at: "a.oxbow.example:1/tcp", ...a},
      {at: "b.heron.example:1/tcp", ...b},
    ).servers;
    return x && y && relationOf(x, y);
  };
  const fulcrum = {server_version: "Fulcrum 2.1.0"};

  it("is one program for releases that answer alike", () => {
    expect(relation(fulcrum, {server_version: "Fulcrum 2.0"})).toBe("one program");
    expect(relation(fulcrum, {server_version: "electrs/0.10.8"})).toBe("two programs");
  });

  it("is two programs where both are unknown: they may be any", () => {
    const unknown = {server_version: "bwt 0.2.4"};
    expect(relation(unknown, unknown)).toBe("two programs");
  });

  it("goes by the newest run of each", () => {
    const upgraded = {runs: [{server_version: "ElectrumX 1.15.0"}, fulcrum]};
    expect(relation(upgraded, {runs: [fulcrum, fulcrum]})).toBe("one program");
  });
});
