import {describe, expect, it} from "vitest";
import {pairRecord} from "../../src/components/pairRecord.js";
import {compareGuide, examplesOf} from "../../src/report/compareGuide.js";
import type {Findings} from "../../src/report/findings.js";
import {pairFacts, signals} from "../../src/report/pairFacts.js";
import {pairFile, pairFiles} from "../../src/report/pairFile.js";
import {serverId} from "../../src/report/serverIds.js";
import {reading, server, windowOfServers} from "../evidence/nodeWindow.js";
import {contradicted, samplePair, supported} from "./samplePair.js";

const servers = ["a.oxbow", "b.heron", "c.wren"].map((name, i) =>
  server(`${name}.example:1/tcp`, {
    runs: 1,
    row: {
      server_version: "Fulcrum 2.1.0",
      relay_fee: i === 2 ? 100 : 1000,
      relay_fee_method: "mempool.get_info",
    },
    readings: [0, 1].map((sweep) =>
      reading(0, sweep, [
        [9, 120_000],
        [5, 70_000 + i],
        [2, 200_000 + sweep],
      ]),
    ),
  }),
);
const exclusion = {
  a: "a.oxbow.example:1/tcp",
  b: "c.wren.example:1/tcp",
  signal: "relay minimum",
  observation: "1000 and 100 sat/kvB in one run",
};
const pairs = pairFacts(windowOfServers(servers, 1), [exclusion], []);
const guide = compareGuide({findings: {pairs} as unknown as Findings});

describe("a file of pairs, read by the page", () => {
  it("gives every pair back: level, exclusion, and each signal with its value or why there is none", () => {
    for (const pair of pairs) {
      const file = JSON.parse(
        JSON.stringify(
          pairFile(
            pair.a,
            pairs.filter(({a}) => a === pair.a),
          ),
        ),
      );
      const read = pairRecord(file, serverId(pair.b), guide);
      expect(read).toMatchObject({level: pair.level, excluded: pair.excluded, bits: null, groups: []});
      expect(read?.signals).toHaveLength(signals.length);
      for (const [i, signal] of pair.signals.entries())
        if (signal.comparable)
          expect(read?.signals[i]).toMatchObject({
            name: signal.name,
            statistic: Number(signal.statistic.toPrecision(4)),
            n: signal.n,
            bits: signal.bits === null ? null : Number(signal.bits.toPrecision(4)),
          });
        else expect(read?.signals[i]).toMatchObject({name: signal.name, because: signal.because});
    }
  });

  it("gives the granularity of the divergence back, whether bits were weighed or not", () => {
    const [pair] = pairs;
    const read = pair && pairRecord(pairFile(pair.a, [pair]), serverId(pair.b), guide);
    const divergence = read?.signals.find(({name}) => name === "divergence of the histograms");
    // 9, 5 and 2 sat/vB in every sweep
    expect(divergence).toMatchObject({bits: null, granularity: {labels: "whole sat/vB", count: 3}});
    expect(read?.signals.filter((signal) => "granularity" in signal)).toHaveLength(1);
  });

  it("gives groups, bits, difference and null back", () => {
    const told = supported("a:1/tcp", "b:1/tcp", {
      bits: 12.34567,
      q: 0.000123456,
      groups: [{group: "mempool", signal: signals[0]?.name ?? "", bits: 12.34567, q: 0.0001, days: 4}],
      signals: signals.map(({name, layer}, i) =>
        i === 0
          ? {name, layer, comparable: true, statistic: 0.98, n: 7, bits: 12.34567, difference: 0, null: 1.5}
          : {name, layer, comparable: false, because: "too few"},
      ),
    });
    const file = pairFile("a:1/tcp", [told]);
    expect(file.texts).toEqual(["too few"]);
    const read = pairRecord(file, "b_1_tcp", guide);
    expect(read).toMatchObject({level: "supported", bits: 12.35, q: 0.0001235});
    expect(read?.groups).toEqual([{signal: "still intervals", bits: 12.35, q: 0.0001, days: 4}]);
    expect(read?.signals[0]).toMatchObject({bits: 12.35, difference: 0, null: 1.5});
  });

  it("is one for each server but the last, with the later ones in it", () => {
    const files = [...pairFiles({findings: {pairs} as unknown as Findings})];
    expect(files.map(([id, file]) => [id, Object.keys(file.pairs)])).toEqual([
      ["a_oxbow_example_1_tcp", ["b_heron_example_1_tcp", "c_wren_example_1_tcp"]],
      ["b_heron_example_1_tcp", ["c_wren_example_1_tcp"]],
    ]);
    expect(pairRecord(files[0]?.[1] ?? {texts: [], pairs: {}}, "nobody", guide)).toBeNull();
  });
});

describe("the pairs to begin with", () => {
  const alike = (a: string, b: string, divergence: number) => ({
    ...contradicted(a, b),
    signals: [
      {
        name: "divergence of the histograms",
        layer: "node" as const,
        comparable: true as const,
        statistic: -divergence,
        n: 5,
        bits: null,
        difference: null,
        null: null,
      },
    ],
  });

  it("are the most supported, those that print as 0.000 and are ruled out, and a declared one", () => {
    const examples = examplesOf([
      supported("a:1/tcp", "b:1/tcp", {bits: 9}),
      supported("c:1/tcp", "d:1/tcp", {bits: 19}),
      alike("e:1/tcp", "f:1/tcp", 0.0001),
      alike("g:1/tcp", "h:1/tcp", 0.2),
      samplePair("i:1/tcp", "i:2/ssl", {level: "declared", declared: true}),
      samplePair("j:1/tcp", "k:1/tcp", {level: "candidate", bits: 7}),
    ]);
    expect(examples.map(({a}) => a[0])).toEqual(["c", "a", "e", "i"]);
    expect(examples[0]).toMatchObject({idA: "c_1_tcp", idB: "d_1_tcp", why: "supported, 19.0 bits"});
    expect(examples[2]?.why).toContain("prints as 0.000");
  });

  it("are candidates where nothing is supported, and one for each two hosts", () => {
    const examples = examplesOf([
      samplePair("j:1/tcp", "k:1/tcp", {level: "candidate", bits: 7}),
      samplePair("j:2/ssl", "k:1/tcp", {level: "candidate", bits: 6}),
    ]);
    expect(examples.map(({a, why}) => [a, why])).toEqual([["j:1/tcp", "candidate, 7.0 bits"]]);
    expect(examplesOf([])).toEqual([]);
  });
});
