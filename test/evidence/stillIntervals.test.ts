import {describe, expect, it} from "vitest";
import {LEAST_DIFFERING_RUNS, stillIntervals, stillTally} from "../../src/evidence/stillIntervals.js";
import type {Comparison} from "../../src/evidence/signal.js";
import type {Reading, Server} from "../../src/evidence/window.js";
import {reading, runStart, server, tip, windowOfServers, type Bins} from "./nodeWindow.js";

const fulcrum = {server_version: "Fulcrum 2.1.0", relay_fee: 1000};
const electrumx = {server_version: "ElectrumX 1.18.0", relay_fee: 1000};

/** Three bins of which only the last changes between the two sweeps of a run. */
const still = (middle: number, tail: number): Bins => [
  [9, 60_000],
  [5, middle],
  [2, tail],
];
const twice = (run: number, middle: number, tails: readonly [number, number]): readonly Reading[] => [
  reading(run, 0, still(middle, tails[0])),
  reading(run, 1, still(middle, tails[1])),
];
const runs = [0, 1, 2, 3, 4, 5];

function named(name: string, readings: readonly Reading[], row = fulcrum): Server {
  return server(`${name}:1/tcp`, {row, readings, runs: 100});
}
const judge = (a: Server, b: Server): Comparison =>
  stillIntervals.compare(a, b, windowOfServers([a, b], 100));

describe("still intervals", () => {
  it("are those that keep their number over a refresh on both sides; what moves is not looked at", () => {
    const a = named("a", twice(0, 70_000, [200_000, 210_000]));
    const b = named("b", twice(0, 70_000, [220_000, 230_000]));
    expect(judge(a, b)).toEqual({comparable: true, statistic: 1, n: 2, excluded: null});
    expect(stillTally(a, b, windowOfServers([a, b], 100))).toEqual({
      runs: 1,
      differing: 0,
      intervals: 2,
      equal: 2,
      equalVsize: 130_000,
      differingVsize: 0,
      days: 1,
    });
  });

  it("differ by a single transaction that one shows before and after and the other never does", () => {
    const a = named("a", twice(0, 70_000, [200_000, 210_000]));
    const b = named("b", twice(0, 70_141, [220_000, 230_000]));
    expect(judge(a, b)).toEqual({comparable: true, statistic: 0.5, n: 2, excluded: null});
  });

  it(`exclude from ${LEAST_DIFFERING_RUNS} runs on, and not before`, () => {
    const over = (count: number) =>
      judge(
        named(
          "a",
          runs.slice(0, count).flatMap((run) => twice(run, 70_000, [200_000, 210_000])),
        ),
        named(
          "b",
          runs.slice(0, count).flatMap((run) => twice(run, 70_141, [220_000, 230_000])),
        ),
      );
    expect(over(2)).toMatchObject({excluded: null});
    expect(over(3)).toMatchObject({
      excluded: "different vbytes between two feerates where nothing moved on either, in 3 of 3 runs",
    });
  });

  it("forgive three stray runs among a hundred, and not ten", () => {
    const many = Array.from({length: 100}, (_, run) => run);
    const straying = (count: number) =>
      judge(
        named(
          "a",
          many.flatMap((run) => twice(run, 70_000, [200_000, 210_000])),
        ),
        named(
          "b",
          many.flatMap((run) => twice(run, run < count ? 70_141 : 70_000, [220_000, 230_000])),
        ),
      );
    expect(straying(3)).toMatchObject({excluded: null});
    expect(straying(10)).not.toMatchObject({excluded: null});
  });

  it("are not known without a refresh: two equal answers may be one that was kept", () => {
    const kept = [reading(0, 0, still(70_000, 200_000)), reading(0, 1, still(70_000, 200_000))];
    expect(judge(named("a", kept), named("b", twice(0, 70_000, [1, 2])))).toMatchObject({comparable: false});
  });

  it("need stretches of time that overlap: one stood still before the other did", () => {
    const at = (sweeps: readonly [number, number]) => [
      reading(0, sweeps[0], still(70_000, 200_000)),
      reading(0, sweeps[1], still(70_000, 210_000)),
    ];
    expect(judge(named("a", at([0, 1])), named("b", at([2, 3])))).toMatchObject({comparable: false});
    expect(judge(named("a", at([0, 2])), named("b", at([1, 3])))).toMatchObject({n: 2});
  });

  it("reach back for ElectrumX, which sleeps two minutes between refreshes", () => {
    const at = (sweeps: readonly [number, number]) => [
      reading(0, sweeps[0], still(70_000, 200_000)),
      reading(0, sweeps[1], still(70_000, 210_000)),
    ];
    const [a, b] = [named("a", at([0, 1]), electrumx), named("b", at([2, 3]), electrumx)];
    expect(judge(a, b)).toMatchObject({comparable: true, statistic: 1});
  });

  it("are left out around a block that two hosts announced", () => {
    const told = (name: string) => ({
      ...named(name, twice(0, 70_000, [200_000, 210_000])),
      tips: [tip(0, runStart(0) + 10_000, "x", "notification")],
    });
    expect(judge(told("a"), told("b"))).toMatchObject({comparable: false});
  });

  it("do not compare programs that count vbytes in different ways", () => {
    const a = named("a", twice(0, 70_000, [1, 2]));
    const b = named("b", twice(0, 70_000, [1, 2]), electrumx);
    expect(judge(a, b)).toMatchObject({comparable: false});
  });

  it("join neighbouring intervals where only one of the two gives the limit between them", () => {
    const a = named("a", twice(0, 76_000, [200_000, 210_000]));
    const fine = (tail: number): Bins => [
      [9, 60_000],
      [7, 36_000],
      [5, 40_000],
      [2, tail],
    ];
    const b = named("b", [reading(0, 0, fine(100_000)), reading(0, 1, fine(110_000))]);
    expect(judge(a, b)).toMatchObject({statistic: 1, n: 2});
  });
});
