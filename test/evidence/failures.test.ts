import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {commonOutages} from "../../src/evidence/failures.js";
import {partialCorrelation} from "../../src/evidence/partialCorrelation.js";
import type {Window} from "../../src/evidence/window.js";
import {type SampleServer, sampleWindow, serverAt, strangers} from "./sampleWindow.js";

const A = "a.oxbow.example:50001/tcp";
const B = "b.heron.example:50001/tcp";

/** `.` is a run that was answered, `x` one that failed. */
const line = (text: string) => [...text].map((state) => (state === "x" ? ("down" as const) : {}));

function between(a: string, b: string, others: SampleServer[] = steady(a.length)) {
  const window = sampleWindow({at: A, runs: line(a)}, {at: B, runs: line(b)}, ...others);
  return commonOutages.compare(serverAt(window, A), serverAt(window, B), window);
}

const steady = (runs: number, states = ".".repeat(runs)) =>
  strangers(6).map((server) => ({...server, runs: line(states)}));

describe("common outages", () => {
  it("is 1 for two that fail in the same runs while others do not", () => {
    expect(between("..x...xx....", "..x...xx....")).toEqual({
      comparable: true,
      statistic: expect.closeTo(1, 12),
      n: 12,
      excluded: null,
    });
  });

  it("is phi where the others never fail", () => {
    // both down 1, one only 1 and 1, both up 9: (1·9 − 1·1) / √(2·10·2·10) = 8 / 20
    expect(between("x..x........", "x.....x.....")).toMatchObject({statistic: expect.closeTo(0.4, 12)});
  });

  it.each([
    ["always up", "............", "..x...x....."],
    ["always down", "xxxxxxxxxxxx", "xxxxxxxxxxxx"],
    ["down once, however long", "..xxxxx.....", "..xxxxx....."],
    ["seen in few runs", "x.x........", "x.x........"],
  ])("says nothing of a server that was %s", (_, a, b) => {
    expect(between(a, b)).toMatchObject({comparable: false});
  });

  it("leaves out runs in which a third of the others failed: that was near us", () => {
    const both = "x...x.......";
    expect(between(both, both, steady(12, both))).toMatchObject({comparable: false});
  });

  it("says nothing where there are too few others to tell our side from theirs", () => {
    const both = "x...x.......";
    expect(between(both, both, steady(12).slice(0, 4))).toMatchObject({comparable: false});
  });

  it("does not count what failed on our side, or was not tried, as failing", () => {
    const ours = {outcome: "failed", reason: "own-side"};
    const skipped = {outcome: "not-tried", reason: "no-proxy"};
    const runs = Array.from({length: 14}, (_, i) => (i === 3 ? ours : i === 7 ? skipped : {}));
    const window = sampleWindow({at: A, runs}, {at: B, runs}, ...steady(14));
    expect(commonOutages.compare(serverAt(window, A), serverAt(window, B), window)).toMatchObject({
      because: expect.stringMatching(/outages of one/),
    });
  });
});

describe("common outages, run by run", () => {
  /** `.` answered, `x` failed, `-` not listed */
  type States = readonly string[];
  const RUNS = 30;
  const states = (failing: number): fc.Arbitrary<States> =>
    fc.array(
      fc.oneof(
        {weight: 20, arbitrary: fc.constant(".")},
        {weight: failing, arbitrary: fc.constant("x")},
        {weight: 1, arbitrary: fc.constant("-")},
      ),
      {minLength: RUNS, maxLength: RUNS},
    );
  const rows = (list: States) =>
    list.map((state) => (state === "x" ? ("down" as const) : state === "-" ? null : {}));

  /** As it is defined: every run is looked at, and every host. */
  function naive(a: States, b: States, hosts: readonly (readonly States[])[]): number | null {
    const others = hosts.filter((ports) => ports.some((port) => port.includes(".")));
    if (others.length < 5) return null;
    const told = [...a.keys()].flatMap((run) => {
      if (a[run] === "-" || b[run] === "-") return [];
      const shares = others.flatMap((ports) => {
        const tried = ports.flatMap((port) => (port[run] === "-" ? [] : [port[run] === "x"]));
        return tried.length === 0 ? [] : [tried.filter(Boolean).length / tried.length];
      });
      const level = shares.reduce((sum, share) => sum + share, 0) / shares.length;
      return level <= 1 / 3 ? [{x: a[run] === "x" ? 1 : 0, y: b[run] === "x" ? 1 : 0, level}] : [];
    });
    const outages = (list: readonly number[]) =>
      list.filter((state, i) => state === 1 && list[i - 1] !== 1).length;
    const [x, y] = [told.map((one) => one.x), told.map((one) => one.y)];
    if (told.length < 12 || Math.min(outages(x), outages(y)) < 2) return null;
    return correlationOf(
      x,
      y,
      told.map(({level}) => level),
    );
  }

  it("is the partial correlation over all runs that tell, to a millionth of a level", () =>
    fc.assert(
      fc.property(
        states(8),
        states(8),
        fc.option(states(4)),
        fc.array(fc.tuple(states(5), fc.option(states(5))), {minLength: 5, maxLength: 7}),
        (a, b, port, hosts) => {
          const others = hosts.map(([one, more], i) => [
            {at: `h${i}.stranger-${"abcdefg"[i]}.example:50001/tcp`, runs: rows(one)},
            ...(more ? [{at: `h${i}.stranger-${"abcdefg"[i]}.example:50002/ssl`, runs: rows(more)}] : []),
          ]);
          const second = port ? [{at: A.replace("50001/tcp", "50002/ssl"), runs: rows(port)}] : [];
          const window = sampleWindow(
            {at: A, runs: rows(a)},
            {at: B, runs: rows(b)},
            ...second,
            ...others.flat(),
          );
          const found = commonOutages.compare(serverAt(window, A), serverAt(window, B), window);
          const expected = naive(
            a,
            b,
            hosts.map(([one, more]) => (more ? [one, more] : [one])),
          );
          if (expected === null) expect(found.comparable).toBe(false);
          else expect(found).toMatchObject({statistic: expect.closeTo(expected, 4)});
        },
      ),
      {numRuns: 300},
    ));
});

describe("common outages of one server in two windows", () => {
  it("go by the ports of each window", () => {
    const runs = 14;
    const [a, b] = ["x...x...x.....", "x...x........."];
    const port = A.replace("50001/tcp", "50002/ssl");
    // Another port of A's host fails where A answers: in the window without it, A's host answered in full.
    const made = () =>
      sampleWindow(
        {at: A, runs: line(a)},
        {at: port, runs: line(".xxxxxxxxxxxx.")},
        {at: B, runs: line(b)},
        ...steady(runs, ".x....x......."),
      );
    const without = (window: Window) => ({
      ...window,
      servers: window.servers.filter(({endpoint}) => endpoint !== port),
    });
    const of = (window: Window) => commonOutages.compare(serverAt(window, A), serverAt(window, B), window);
    const [whole, reduced] = [of(made()), of(without(made()))];
    const window = made();
    expect(of(without(window))).toEqual(reduced);
    expect(of(window)).toEqual(whole);
    expect(of(without(window))).toEqual(reduced);
  });
});

/** By definition: sums of what x, y and z are beyond their first values. */
function correlationOf(x: readonly number[], y: readonly number[], z: readonly number[]): number | null {
  const over = (list: readonly number[]) => list.map((value) => value - (list[0] ?? 0));
  const [dx, dy, dz] = [over(x), over(y), over(z)];
  const sum = (list: readonly number[], other = list.map(() => 1)) =>
    list.reduce((total, value, i) => total + value * (other[i] ?? 0), 0);
  return partialCorrelation({
    n: x.length,
    x: sum(dx),
    y: sum(dy),
    z: sum(dz),
    xx: sum(dx, dx),
    yy: sum(dy, dy),
    zz: sum(dz, dz),
    xy: sum(dx, dy),
    xz: sum(dx, dz),
    yz: sum(dy, dz),
  });
}

describe("partialCorrelation", () => {
  it("agrees with the residuals of two regressions, by hand", () => {
    // z splits x and y into halves of equal mean: what is left of both is ±1/2, opposite in sign
    expect(correlationOf([0, 1, 2, 3], [1, 0, 3, 2], [0, 0, 1, 1])).toBeCloseTo(-1, 12);
  });

  it("is the correlation where z does not vary, and none where x is z", () => {
    expect(correlationOf([0, 1, 0, 1], [0, 1, 0, 1], [2, 2, 2, 2])).toBeCloseTo(1, 12);
    expect(correlationOf([0, 1, 0, 1], [0, 1, 1, 1], [0, 1, 0, 1])).toBeNull();
    expect(correlationOf([1, 1], [0, 1], [0, 0])).toBeNull();
  });
});
