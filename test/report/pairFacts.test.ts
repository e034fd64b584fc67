import {describe, expect, it} from "vitest";
import {exactAgreement} from "../../src/evidence/exactAgreement.js";
import type {PairEvidence} from "../../src/evidence/pairEvidence.js";
import {pairFacts, signals} from "../../src/report/pairFacts.js";
import type {Server} from "../../src/evidence/window.js";
import {reading, server, windowOfServers} from "../evidence/nodeWindow.js";
import {sampleWindow} from "../evidence/sampleWindow.js";

const fulcrum = {server_version: "Fulcrum 2.1.0", relay_fee: 1000};
const giving = (endpoint: string, row: object = {}): Server =>
  server(endpoint, {
    runs: 1,
    row: {...fulcrum, ...row},
    readings: [0, 1].map((sweep) =>
      reading(0, sweep, [
        [9, 120_000],
        [5, 70_000],
        [2, 200_000 + sweep],
      ]),
    ),
  });
const evidence = (told: Partial<PairEvidence> = {}): PairEvidence => {
  const strongest = {
    signal: exactAgreement,
    raw: 9,
    shown: 0.1234567891,
    strangers: 1,
    days: 3,
    bits: 12.34567891,
    lab: 13,
    prior: "controls" as const,
  };
  return {
    i: 0,
    j: 1,
    signals: [strongest],
    groups: [{group: "mempool", strongest, q: 0.00123456789}],
    bits: 12.34567891,
    q: 0.00123456789,
    ...told,
  };
};
const [a, b, c] = [
  giving("a.oxbow.example:1/tcp"),
  giving("b.heron.example:1/tcp"),
  giving("c.wren.example:1/tcp"),
];
const one = (
  servers: readonly Server[],
  exclusions: Parameters<typeof pairFacts>[1] = [],
  weighed: readonly PairEvidence[] = [],
) => pairFacts(windowOfServers(servers, 1), exclusions, weighed);
const exclusion = {a: a.endpoint, b: b.endpoint, signal: "relay minimum", observation: "1000 and 100"};

describe("pairFacts", () => {
  it("lists every pair once, in the window's order, with every signal in one order", () => {
    const pairs = one([a, b, c]);
    expect(pairs.map((pair) => [pair.a[0], pair.b[0]])).toEqual([
      ["a", "b"],
      ["a", "c"],
      ["b", "c"],
    ]);
    for (const pair of pairs)
      expect(pair.signals.map(({name}) => name)).toEqual(signals.map(({name}) => name));
  });

  it("keeps six digits of bits, q and difference, beside what is usual among strangers", () => {
    const [pair] = one([a, b], [], [evidence()]);
    expect(pair).toMatchObject({level: "supported", bits: 12.3457, q: 0.00123457});
    expect(pair?.groups).toEqual([
      {group: "mempool", signal: "exact agreement", bits: 12.3457, q: 0.00123457, days: 3},
    ]);
    expect(pair?.signals.find(({name}) => name === "exact agreement")).toMatchObject({
      comparable: true,
      bits: 12.3457,
      difference: 0.123457,
      null: 1,
    });
  });

  it("belongs evidence to its own pair, also after one of which nothing is known", () => {
    const nothing = evidence({signals: [], groups: [], bits: null, q: 1});
    const pairs = one([a, b, c], [], [nothing, nothing, evidence({i: 1, j: 2})]);
    expect(pairs.map(({level}) => level)).toEqual(["no evidence", "no evidence", "supported"]);
    expect(pairs.map(({bits, q}) => [bits, q])).toEqual([
      [null, null],
      [null, null],
      [12.3457, 0.00123457],
    ]);
  });

  it("contradicts a pair that is excluded, whatever its bits, and keeps both", () => {
    const [pair] = one([a, b], [exclusion], [evidence()]);
    expect(pair).toMatchObject({
      level: "contradicted",
      bits: 12.3457,
      excluded: {signal: "relay minimum", observation: "1000 and 100"},
    });
  });

  it("infers nothing without weights", () => {
    expect(one([a, b])[0]).toMatchObject({level: "no evidence", bits: null, q: null, groups: []});
  });

  it("takes two ports of one host, or two that name each other, for declared, and one side's word for nothing", () => {
    const level = (x: object, y: object) =>
      one([giving("a.oxbow.example:1/tcp", x), giving("b.heron.example:1/tcp", y)])[0]?.level;
    expect(one([a, giving("a.oxbow.example:2/ssl")])[0]).toMatchObject({level: "declared", declared: true});
    const [namesA, namesB] = [{declared_hosts: a.endpoint}, {declared_hosts: b.endpoint}];
    expect(level(namesB, namesA)).toBe("declared");
    expect(level(namesB, {})).toBe("no evidence");
  });

  it("says why a signal cannot compare, and that nothing can be where none of the node can", () => {
    const window = sampleWindow({at: "a.oxbow.example:1/tcp"}, {at: "b.heron.example:1/tcp"});
    const [pair] = pairFacts(window, [], []);
    expect(pair?.level).toBe("not comparable");
    for (const signal of pair?.signals ?? [])
      if (!signal.comparable) expect(signal.because.length).toBeGreaterThan(5);
  });

  it("shows marks of host and operator in bits, without weights too", () => {
    const key = {cert_key_sha256: "aa"};
    const others = ["c", "d", "e", "f", "g", "h"].map((name) => giving(`${name}.${name}.example:1/tcp`));
    const [pair] = one([
      giving("a.oxbow.example:1/ssl", key),
      giving("b.heron.example:1/ssl", key),
      ...others,
    ]);
    const mark = pair?.signals.find(({name}) => name === "same certificate key");
    expect(mark).toMatchObject({comparable: true, bits: 1.58496, difference: null, null: null}); // log2(9 / 3)
  });

  it("is nothing for one server, and for none", () => {
    expect(one([a])).toEqual([]);
    expect(one([])).toEqual([]);
  });
});
