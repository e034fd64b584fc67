import {describe, expect, it} from "vitest";
import {
  estimateSurprises,
  LEAST_AKIN_PAIRS,
  LEAST_AKIN_SHARE,
  LEAST_TIPS,
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

/** Camps of so many servers each; those of one camp answer alike, and as all others but at the tips given. */
const camps = (size: number, ...differing: readonly (readonly number[])[]) =>
  several(size * differing.length, (i) => {
    const camp = Math.floor(i / size);
    return tips(40, (run) => (differing[camp]?.includes(run) ? 6_000 + camp : 5_000));
  });
/** A camp far away: without it agreement would be no news at most blocks, and be capped for that. */
const FAR = Array.from({length: 20}, (_, i) => 20 + i);

describe("estimateSurprises", () => {
  it("no near miss among many pairs: raw is log2 of twice the number of pairs plus two", () => {
    const found = judge(camps(8, [], FAR)); // 120 pairs
    expect(found[0]?.[1]?.raw).toBeCloseTo(Math.log2(2 * 120 + 2) + steady(40), 12);
  });

  it("as many pairs that differ once as twice: so many are taken to differ never, kin not counted", () => {
    // Of 24 servers, 276 pairs: 36 differ once, 36 twice, 60 never, and the rest three times or more.
    const found = judge(camps(6, [], [0], [1, 2], FAR));
    const [within, once, twice] = [found[0]?.[1], found[0]?.[6], found[0]?.[12]];
    expect(within?.raw).toBeCloseTo(Math.log2(277 / 36.5) + steady(40), 12);
    expect(within).toMatchObject({shown: 0, days: 7}); // 40 runs, six a day
    // One node that strays once in 40 tips: Poisson, 0.08 · exp(-0.08); twice: half of that, by 0.08
    expect(once?.raw).toBeCloseTo(Math.log2((0.08 * 277) / 36.5) + steady(40), 12);
    expect(twice?.raw).toBeCloseTo(Math.log2((0.0032 * 277) / 36.5) + steady(40), 12);
    expect(once?.shown).toBe(1 / 40);
  });

  it("as many near misses as full agreements, crowding near zero: no bits to speak of", () => {
    // 45 never, 36 once, none twice
    const within = judge(camps(6, [], [0], FAR))[0]?.[1];
    expect(within?.raw).toBeLessThanOrEqual(0);
    expect(within?.raw).toBeGreaterThan(-0.2);
  });

  it("nobody differs: agreement is no news, however often it comes", () => {
    for (const {raw} of all(several(15, () => tips(40)))) expect(raw).toBe(0);
  });

  it("is worth no more than the blocks at which others differ", () => {
    // One such block of 40: 64 of 120 pairs differ there.
    const found = judge(camps(8, [], [0, 1, 2]));
    expect(found[0]?.[1]?.raw).toBeCloseTo(3 * Math.log2(121 / 57), 12);
  });

  it("bits never rise with another difference", () => {
    const raws = [0, 1, 2, 3, 4].map((differing) => {
      const odd = answering(
        "odd:1/tcp",
        tips(40, (run) => (run < differing ? 7_000 : 5_000)),
      );
      return judge([...camps(8, [], FAR), odd])[0]?.[16]?.raw ?? NaN;
    });
    expect(raws).toEqual(raws.toSorted((a, b) => b - a));
    expect(new Set(raws).size).toBe(5);
  });

  it(`says nothing below ${LEAST_AKIN_PAIRS} pairs of strangers, not counting ports of one host`, () => {
    expect(LEAST_AKIN_PAIRS).toBe(100);
    const apart = (i: number, size: number) => tips(20, i < size ? 5_000 : (run) => 6_000 + run);
    expect(all(several(20, (i) => apart(i, 10)))).toEqual([]); // 45 and 45 of one class each
    expect(all(several(21, (i) => apart(i, 10)))).toHaveLength(210); // 45 and 55
    const ports = Array.from({length: 15}, (_, i) => answering(`one:${i + 1}/tcp`, tips(20)));
    expect(all(ports)).toEqual([]);
  });

  it(`says nothing of fewer than ${LEAST_TIPS} tips`, () => {
    expect(all(several(15, () => tips(LEAST_TIPS)))).toHaveLength(105);
    expect(all(several(15, () => tips(LEAST_TIPS - 1)))).toEqual([]);
  });

  it("compares only servers of one relay minimum, which sets the estimates' floor", () => {
    const other = answering("z:1/tcp", tips(20), {...usual, relay_fee: 100});
    const found = judge([...several(15, () => tips(20)), other]);
    expect(found[0]?.[1]).not.toBeNull();
    expect(found.every((row) => row[15] === null)).toBe(true);
  });

  it("is not known of a server that never told its relay minimum, or gave no estimate", () => {
    const mute = answering("y:1/tcp", tips(20), {server_version: "Fulcrum 2.1.0"});
    const silent = answering("z:1/tcp", []);
    const found = judge([...several(15, () => tips(20)), mute, silent]);
    expect(found.flatMap((row) => [row[15], row[16]]).every((one) => one === null)).toBe(true);
  });

  it("takes pairs for strangers of one class from a share of equal tips on, and not below", () => {
    expect(LEAST_AKIN_SHARE).toBe(0.05);
    const onceEqual = (count: number) =>
      several(15, (i) => tips(count, (run) => (run === 0 ? 5_000 : 6_000 + i)));
    expect(all(onceEqual(20))).toHaveLength(105);
    expect(all(onceEqual(21))).toEqual([]);
  });

  it("looks at pairs that were compared at least half as often, and not at others", () => {
    const [x, y] = [answering("x:1/tcp", tips(40)), answering("y:1/tcp", tips(40))];
    const between = (count: number) => judge([...several(15, () => tips(count)), x, y])[15]?.[16];
    expect(between(20)).not.toBeNull();
    expect(between(19)).toBeNull();
  });

  it("leaves tips at which all values are the floor out: they tell nothing", () => {
    expect(all(several(15, () => tips(20, 1_000)))).toEqual([]);
  });

  it("keeps each pair once, in the order of the window", () => {
    const found = judge(several(15, () => tips(4)));
    for (const [i, row] of found.entries())
      for (const [j, one] of row.entries()) expect(one !== null).toBe(j > i);
  });
});
