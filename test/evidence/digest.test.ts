import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  blockOf,
  concluded,
  type Digest,
  digestOf,
  mergeDigests,
  windowFrom,
} from "../../src/evidence/digest.js";
import {estimateTally} from "../../src/evidence/feeEstimates.js";
import {programDisagrees, programIn, reportedProgram, writtenProgram} from "../../src/evidence/program.js";
import type {Comparison} from "../../src/evidence/signal.js";
import {nodeSignals} from "../../src/evidence/signals.js";
import {stillTally} from "../../src/evidence/stillIntervals.js";
import {stratumOf} from "../../src/evidence/stratum.js";
import {type Field, merge, nothing} from "../../src/evidence/totals.js";
import {answeredReads, type Server, type Window} from "../../src/evidence/window.js";
import {estimates, reading, runStart, server, tip, windowOfServers, type Bins} from "./nodeWindow.js";
import {simulatedWindow} from "./simulatedWindow.js";

/** One run of a window, as a window of its own. */
function runOf(window: Window, run: number): Window {
  const own = <T extends {readonly run: number}>(list: readonly T[]): T[] =>
    list.filter((one) => one.run === run).map((one) => ({...one, run: 0}));
  return {
    runs: window.runs.slice(run, run + 1),
    servers: window.servers
      .map(({endpoint, rows, readings, estimates, tips}) => ({
        endpoint,
        rows: own(rows),
        readings: own(readings),
        estimates: own(estimates),
        tips: own(tips),
      }))
      .filter(({rows, readings}) => rows.length + readings.length > 0)
      .toSorted((a, b) => (a.endpoint < b.endpoint ? -1 : 1)),
  };
}

/** A window by way of digests, its runs put into blocks of these sizes. */
function digested(window: Window, sizes: readonly number[]): Window {
  const runs = window.runs.map((_, run) => digestOf(runOf(window, run)));
  const blocks: Digest[] = [];
  for (let from = 0, k = 0; from < runs.length; k++) {
    const size = sizes[k % sizes.length] ?? 1;
    blocks.push(mergeDigests(runs.slice(from, from + size)));
    from += size;
  }
  return windowFrom(concluded(blocks));
}

/** Sums of fractions differ in the last digits with the order in which they are added. */
function rounded(comparison: Comparison): unknown {
  return comparison.comparable
    ? {...comparison, statistic: Math.round(comparison.statistic * 1e9) / 1e9 + 0}
    : comparison;
}

function expectSame(window: Window, sizes: readonly number[]): void {
  const made = digested(window, sizes);
  const servers = window.servers.toSorted((a, b) => (a.endpoint < b.endpoint ? -1 : 1));
  expect(made.servers.map(({endpoint}) => endpoint)).toEqual(servers.map(({endpoint}) => endpoint));
  for (const [i, a] of servers.entries()) {
    const x = made.servers[i] as Server;
    expect(answeredReads(x)).toBe(a.readings.length);
    expect([reportedProgram(x), writtenProgram(x), programDisagrees(x), stratumOf(x)]).toEqual([
      reportedProgram(a),
      writtenProgram(a),
      programDisagrees(a),
      stratumOf(a),
    ]);
    for (const {run} of a.rows) expect(programIn(x, run)).toEqual(programIn(a, run));
    for (const [j, b] of servers.entries()) {
      if (i === j) continue;
      const y = made.servers[j] as Server;
      for (const signal of nodeSignals)
        expect([signal.name, rounded(signal.compare(x, y, made))]).toEqual([
          signal.name,
          rounded(signal.compare(a, b, window)),
        ]);
      expect(stillTally(x, y, made)).toEqual(stillTally(a, b, window));
      expect(estimateTally(x, y, made)).toEqual(estimateTally(a, b, window));
    }
  }
}

describe("a window from digests", () => {
  it("says of a simulated network what the readings say", {timeout: 60_000}, () => {
    expect.hasAssertions();
    const {window} = simulatedWindow({seed: 3, runs: 5});
    const some = {...window, servers: window.servers.filter((_, i) => i % 3 === 0)};
    expectSame(some, [2]);
  });

  const bins = fc
    .uniqueArray(fc.tuple(fc.integer({min: 0, max: 6}), fc.constantFrom(31_000, 70_000, 400_000, 900_000)), {
      selector: ([label]) => label,
      maxLength: 4,
    })
    .map((list): Bins => list.toSorted((x, y) => y[0] - x[0]));
  const anyServer = (name: string) =>
    fc
      .record({
        version: fc.constantFrom("Fulcrum 2.1.0", "Fulcrum 2.1.0", "ElectrumX 1.20.0", "?", null),
        relay: fc.array(fc.constantFrom(100, 1000, null), {minLength: 5, maxLength: 5}),
        method: fc.constantFrom("mempool.get_info", "blockchain.relayfee"),
        reads: fc.array(fc.tuple(fc.nat(4), fc.nat(3), bins), {maxLength: 14}),
        fees: fc.array(
          fc.tuple(
            fc.nat(4),
            fc.constantFrom(100, 1000),
            fc.constantFrom(-1, 1500, 3177),
            fc.constantFrom("x", "y"),
          ),
          {maxLength: 6},
        ),
      })
      .map(({version, relay, method, reads, fees}) => {
        const once = new Map(reads.map((one) => [`${one[0]} ${one[1]}`, one]));
        return server(`${name}:1/tcp`, {
          runs: 5,
          row: (run) => ({server_version: version, relay_fee: relay[run] ?? null, relay_fee_method: method}),
          readings: [...once.values()].map(([run, sweep, list]) => reading(run, sweep, list)),
          // Two runs may see one tip.
          estimates: fees.flatMap(([run, short, long, hash]) =>
            estimates(run, runStart(run) + 90_000, `${hash}${run >> 1}`, {2: short, 144: long}),
          ),
          tips: fees.map(([run, , , hash]) =>
            tip(run, runStart(run), `${hash}${run >> 1}`, "read", hash === "x" ? 1 : 2),
          ),
        });
      });

  it("says what the readings say, however runs are put into blocks", () => {
    expect.hasAssertions();
    const servers = fc.tuple(anyServer("a"), anyServer("b"), anyServer("c"), anyServer("d"));
    fc.assert(
      fc.property(servers, fc.array(fc.integer({min: 1, max: 5}), {minLength: 1}), (list, sizes) => {
        expectSame(windowOfServers(list, 5), sizes);
      }),
      {numRuns: 60},
    );
  });

  it("keeps an endpoint that answered in one run only, and one that never told anything", () => {
    expect.hasAssertions();
    const now = server("a:1/tcp", {runs: 3, readings: [reading(2, 0, [[5, 400_000]])]});
    const silent = server("b:1/tcp", {runs: 3});
    expectSame(windowOfServers([now, silent], 3), [1, 2]);
  });

  it("refuses to digest several runs at once", () => {
    expect(() => digestOf(windowOfServers([], 2))).toThrow(RangeError);
  });
});

describe("merge", () => {
  const merged = (field: Field, ...runs: readonly (readonly number[])[]) => {
    const fields: Field[] = [{fold: "sum"}, field];
    const into = nothing(fields);
    for (const numbers of runs) merge(fields, into, 0, Float64Array.from([1, ...numbers]), 0);
    return Array.from(into.subarray(1));
  };

  it("counts a day, and a block, once that one stretch ends with and the next begins with", () => {
    const day: Field = {fold: "apart", gap: 1};
    expect(merged(day, [1, 7, 7], [1, 7, 7], [0, NaN, NaN], [2, 8, 9])).toEqual([3, 7, 9]);
    expect(merged({fold: "separate"}, [2, 40, 30], [2, 30, 20])).toEqual([3, 40, 20]);
    expect(merged({fold: "separate"}, [1, 40, 40], [1, 30, 30])).toEqual([2, 40, 30]);
  });

  it("keeps the first, the last, the least and three different ones", () => {
    expect(merged({fold: "first"}, [NaN], [5], [6])).toEqual([5]);
    expect(merged({fold: "last"}, [5], [6], [NaN])).toEqual([6]);
    expect(merged({fold: "least"}, [5], [4], [6])).toEqual([4]);
    expect(merged({fold: "distinct"}, [1, NaN, NaN], [1, 2, NaN], [3, 4, NaN])).toEqual([1, 2, 3]);
  });
});

describe("blockOf", () => {
  it("puts runs of eight days together, by the calendar", () => {
    const start = Date.UTC(1970, 0, 9);
    expect([start - 1, start, start + 8 * 86_400_000 - 1].map(blockOf)).toEqual([0, 1, 1]);
  });
});
