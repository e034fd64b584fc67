import {describe, expect, it} from "vitest";
import {
  estimateSurprises,
  LEAST_AKIN_PAIRS,
  LEAST_AKIN_SHARE,
  NEAR,
} from "../../src/evidence/estimateSurprise.js";
import {STRAY_SHARE} from "../../src/evidence/feeEstimates.js";
import type {Server} from "../../src/evidence/window.js";
import {estimates, runStart, server, tip, windowOfServers} from "./nodeWindow.js";

const usual = {server_version: "Fulcrum 2.1.0", relay_fee: 1000};

/** A server that answers so at one tip of each run; equal answers are equal at every target. */
function answering(endpoint: string, fees: readonly number[], row: typeof usual | object = usual): Server {
  return server(endpoint, {
    runs: fees.length,
    row,
    tips: fees.map((_, run) => tip(run, runStart(run), `tip-${run}`)),
    estimates: fees.flatMap((fee, run) =>
      estimates(run, runStart(run) + 200_000, `tip-${run}`, {2: fee, 24: 1_000}),
    ),
  });
}
/** So many servers, each on a host of its own. */
const several = (count: number, of: (i: number) => readonly number[], name = "s"): Server[] =>
  Array.from({length: count}, (_, i) => answering(`${name}${i}:1/tcp`, of(i)));
const tips = (count: number, fee: number | ((run: number) => number) = 5_000) =>
  Array.from({length: count}, (_, run) => (typeof fee === "number" ? fee : fee(run)));
const judge = (servers: readonly Server[]) => estimateSurprises(windowOfServers(servers, 60));
/** Every surprise that is known. */
const all = (servers: readonly Server[]) =>
  judge(servers)
    .flat()
    .filter((one) => one !== null);

/** Bits that one node loses for its chance of never straying in n tips. */
const steady = (n: number) => -STRAY_SHARE * n * Math.LOG2E;

describe("estimateSurprises", () => {
  it("no near miss among many pairs: raw is log2 of twice the number of pairs plus two", () => {
    const found = all(several(8, () => tips(20))); // 28 pairs
    expect(found).toHaveLength(28);
    for (const {raw} of found) expect(raw).toBeCloseTo(Math.log2(2 * 28 + 2) + steady(20), 12);
  });

  it("as many near misses as full agreements: no bits to speak of", () => {
    // Two camps of four that differ at one tip: 12 pairs agree throughout, 16 miss it by one.
    const found = judge(several(8, (i) => tips(20, (run) => (run === 7 && i >= 4 ? 6_000 : 5_000))));
    const [within, across] = [found[0]?.[1], found[0]?.[4]];
    expect(within?.raw).toBeCloseTo(Math.log2(29 / (16 / 2 + 0.5)) + steady(20), 12);
    expect(within?.raw).toBeLessThan(2);
    // One node that strays once in 20 tips: Poisson, 0.04 · exp(-0.04)
    expect(across?.raw).toBeCloseTo(Math.log2((0.04 * 29) / 8.5) + steady(20), 12);
    expect(across).toMatchObject({shown: 0.05, strangers: 0.05, days: 4}); // 19 runs every four hours
  });

  it(`counts up to ${NEAR} differences as a near miss, and more as none`, () => {
    const camps = (differing: number) =>
      judge(several(8, (i) => tips(20, (run) => (run < differing && i >= 4 ? 6_000 : 5_000))))[0]?.[1]?.raw;
    expect(camps(2)).toBe(camps(1));
    expect(camps(3)).toBeCloseTo(Math.log2(2 * 28 + 2) + steady(20), 12);
  });

  it("bits never rise with another difference", () => {
    const raws = Array.from({length: 6}, (_, differing) => {
      const odd = answering(
        "odd:1/tcp",
        tips(20, (run) => (run < differing ? 6_000 : 5_000)),
      );
      return judge([odd, ...several(12, () => tips(20))])[0]?.[1]?.raw ?? NaN;
    });
    expect(raws).toEqual(raws.toSorted((a, b) => b - a));
    expect(new Set(raws).size).toBe(6);
  });

  it(`says nothing below ${LEAST_AKIN_PAIRS} pairs of strangers, not counting ports of one host`, () => {
    expect(all(several(6, () => tips(20)))).toEqual([]); // 15
    const ports = (count: number) =>
      Array.from({length: count}, (_, i) => answering(`s0:${i + 2}/tcp`, tips(20)));
    expect(all([...several(6, () => tips(20)), ...ports(1)])).toHaveLength(21); // 20 and the two ports
    expect(all([...several(5, () => tips(20)), ...ports(2)])).toEqual([]); // 21 - 3
  });

  it("compares only servers of one relay minimum, which sets the estimates' floor", () => {
    const other = answering("z:1/tcp", tips(20), {...usual, relay_fee: 100});
    const found = judge([...several(7, () => tips(20)), other]);
    expect(found[0]?.[1]).not.toBeNull();
    expect(found.map((row) => row[7])).toEqual(Array.from({length: 8}, () => null));
  });

  it("is not known of a server that never told its relay minimum, or gave no estimate", () => {
    const mute = answering("y:1/tcp", tips(20), {server_version: "Fulcrum 2.1.0"});
    const silent = answering("z:1/tcp", []);
    const found = judge([...several(7, () => tips(20)), mute, silent]);
    expect(found.flatMap((row) => [row[7], row[8]]).every((one) => one === null)).toBe(true);
  });

  it("takes pairs for strangers of one class from a share of equal tips on, and not below", () => {
    expect(LEAST_AKIN_SHARE).toBe(0.05);
    const onceEqual = (count: number) =>
      several(7, (i) => tips(count, (run) => (run === 0 ? 5_000 : 6_000 + i)));
    expect(all(onceEqual(20))).toHaveLength(21);
    expect(all(onceEqual(21))).toEqual([]);
  });

  it("looks at pairs that were compared at least half as often, and not at others", () => {
    const [x, y] = [answering("x:1/tcp", tips(40)), answering("y:1/tcp", tips(40))];
    const between = (count: number) => judge([...several(7, () => tips(count)), x, y])[7]?.[8] ?? null;
    expect(between(20)?.raw).toBeCloseTo(Math.log2(2 * 36 + 2) + steady(40), 12);
    expect(between(19)).toBeNull();
  });

  it("leaves tips at which all values are the floor out: they tell nothing", () => {
    expect(all(several(8, () => tips(20, 1_000)))).toEqual([]);
  });

  it("keeps each pair once, in the order of the window", () => {
    const found = judge(several(7, () => tips(20)));
    for (const [i, row] of found.entries())
      for (const [j, one] of row.entries()) expect(one !== null).toBe(j > i);
  });
});
