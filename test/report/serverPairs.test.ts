import {describe, expect, it} from "vitest";
import type {SignalOfPair} from "../../src/report/pairFacts.js";
import {levelsOf, neighboursOf, pairsByServer, ruledOutOf} from "../../src/report/serverPairs.js";
import {contradicted, sampleGroup, samplePair, supported} from "./samplePair.js";

const weighed = (name: string, bits: number | null, difference: number | null = 0.1): SignalOfPair => ({
  name,
  layer: "node",
  comparable: true,
  statistic: 0.9,
  n: 20,
  bits,
  difference,
  null: difference === null ? null : 0.5,
});
const pairs = [
  samplePair("a:1/tcp", "b:1/tcp", {bits: 1}),
  samplePair("a:1/tcp", "c:1/tcp", {level: "declared", declared: true}),
  supported("a:1/tcp", "d:1/tcp", {bits: 9}),
  supported("a:1/tcp", "e:1/tcp", {bits: 14}),
  contradicted("a:1/tcp", "f:1/tcp"),
  samplePair("a:1/tcp", "g:1/tcp", {level: "not comparable"}),
  samplePair("b:1/tcp", "c:1/tcp"),
];

describe("the pairs of one server", () => {
  it("stand in the lists of both", () => {
    const lists = pairsByServer({pairs});
    expect(lists.get("a:1/tcp")).toHaveLength(6);
    expect(lists.get("c:1/tcp")).toHaveLength(2);
  });

  it("are counted by level, with 0 where there is none", () => {
    expect(levelsOf(pairs.slice(0, 6))).toEqual({
      declared: 1,
      supported: 2,
      candidate: 0,
      "no evidence": 1,
      contradicted: 1,
      "not comparable": 1,
    });
  });
});

describe("the nearest neighbours", () => {
  it("come by level, then by bits, without those that are ruled out or cannot be compared", () => {
    expect(neighboursOf("a:1/tcp", pairs.slice(0, 6)).map(({endpoint}) => endpoint[0])).toEqual([
      "c",
      "e",
      "d",
      "b",
    ]);
  });

  it("are seen from either side", () => {
    expect(
      neighboursOf(
        "c:1/tcp",
        [pairs[1], pairs[6]].flatMap((pair) => pair ?? []),
      ),
    ).toMatchObject([
      {endpoint: "a:1/tcp", id: "a_1_tcp", level: "declared"},
      {endpoint: "b:1/tcp", level: "no evidence"},
    ]);
  });

  it("are ten at most", () => {
    const many = Array.from({length: 30}, (_, i) => samplePair("a:1/tcp", `s${i}:1/tcp`, {bits: i}));
    const nearest = neighboursOf("a:1/tcp", many);
    expect(nearest).toHaveLength(10);
    expect(nearest[0]?.bits).toBe(29);
  });

  it("say what speaks for them, the heaviest first, and which of it counts", () => {
    const pair = supported("a:1/tcp", "b:1/tcp", {
      groups: [sampleGroup("mempool", "exact agreement")],
      signals: [
        weighed("exact agreement", 8),
        weighed("largest gap", 2),
        weighed("same banner", 5, null),
        weighed("whole answer", -3),
        weighed("relay minimum", null),
        {name: "residual", layer: "node", comparable: false, because: "too few"},
      ],
    });
    expect(neighboursOf("a:1/tcp", [pair])[0]?.reasons).toMatchObject([
      {signal: "exact agreement", bits: 8, difference: 0.1, null: 0.5, counts: true},
      {signal: "same banner", bits: 5, difference: null, null: null, counts: false},
      {signal: "largest gap", bits: 2, counts: false},
    ]);
  });
});

describe("what is ruled out", () => {
  it("is counted by signal, with examples of different kinds first", () => {
    const by = (b: string, signal: string) =>
      samplePair("a:1/tcp", b, {level: "contradicted", excluded: {signal, observation: `seen of ${b}`}});
    const ruled = ruledOutOf("a:1/tcp", [
      by("b:1/tcp", "relay minimum"),
      by("c:1/tcp", "relay minimum"),
      by("d:1/tcp", "fee estimates"),
      by("e:1/tcp", "relay minimum"),
      samplePair("a:1/tcp", "f:1/tcp"),
    ]);
    expect(ruled).toMatchObject({
      count: 4,
      bySignal: [
        {signal: "relay minimum", count: 3},
        {signal: "fee estimates", count: 1},
      ],
    });
    expect(ruled.examples.map(({endpoint}) => endpoint[0])).toEqual(["b", "d", "c"]);
    expect(ruled.examples[1]?.observation).toBe("seen of d:1/tcp");
  });

  it("is nothing where nothing is", () => {
    expect(ruledOutOf("a:1/tcp", [])).toEqual({count: 0, bySignal: [], examples: []});
  });
});
