import {describe, expect, it} from "vitest";
import {stillIntervals} from "../../src/evidence/stillIntervals.js";
import {feeEstimates} from "../../src/evidence/feeEstimates.js";
import {kinOf, levelCounts, levelSentence} from "../../src/report/kin.js";
import {contradicted, sampleGroup, samplePair, supported} from "./samplePair.js";

const endpoints = ["a:1", "b:1", "c:1", "d:1", "e:1", "f:1", "g:1"];
const declared = (a: string, b: string) => samplePair(a, b, {level: "declared", declared: true});

describe("kinOf", () => {
  it("ties servers by supported and declared pairs, directly or through others, the largest first", () => {
    const kin = kinOf(endpoints, [supported("f:1", "g:1"), supported("a:1", "b:1"), declared("b:1", "c:1")]);
    expect(kin.map(({servers, supported, declared}) => [servers, supported, declared])).toEqual([
      [["a:1", "b:1", "c:1"], 1, 1],
      [["f:1", "g:1"], 1, 0],
    ]);
  });

  it("puts clusters of one size in the order of their servers", () => {
    const kin = kinOf(endpoints, [supported("f:1", "g:1"), supported("a:1", "b:1")]);
    expect(kin.map(({servers}) => servers[0])).toEqual(["a:1", "f:1"]);
  });

  it.each(["candidate", "contradicted", "no evidence", "not comparable"] as const)(
    "ties nothing by a pair at the level %s",
    (level) => {
      expect(kinOf(endpoints, [samplePair("a:1", "b:1", {level})])).toEqual([]);
    },
  );

  it("is none for no server, and no pair", () => {
    expect(kinOf([], [])).toEqual([]);
    expect(kinOf(endpoints, [])).toEqual([]);
  });

  it("names servers, pairs, signals, and two innocent ways of each signal", () => {
    const estimates = [sampleGroup("estimates", "fee estimates"), sampleGroup("mempool", "still intervals")];
    const [kin] = kinOf(endpoints, [
      supported("a:1", "b:1"),
      supported("b:1", "c:1", {groups: estimates}),
      declared("a:1", "c:1"),
    ]);
    const ways = [...stillIntervals.innocent.slice(0, 2), ...feeEstimates.innocent.slice(0, 2)];
    expect(kin?.sentence).toBe(
      "a:1, b:1 and c:1 are consistent with a shared backend (2 pairs supported by fee estimates and still intervals " +
        `and 1 pair declared by the operator). It may also be that ${ways.join("; or that ")}.`,
    );
  });

  it("names no signal that did not lie beyond the null", () => {
    const groups = [sampleGroup("mempool", "residual"), sampleGroup("estimates", "fee estimates", {q: 0.02})];
    const [kin] = kinOf(endpoints, [supported("a:1", "b:1", {groups})]);
    expect(kin?.sentence).toContain("supported by residual)");
    expect(kin?.sentence).not.toContain("fee estimates");
    for (const way of feeEstimates.innocent) expect(kin?.sentence).not.toContain(way);
  });

  it("infers nothing from what operators declare", () => {
    const [kin] = kinOf(endpoints, [declared("a:1", "b:1")]);
    expect(kin?.sentence).toBe("a:1 and b:1: 1 pair declared by the operator; nothing is inferred.");
  });

  it("says of a cluster that a pair in it is ruled out, and that hence not all share a backend", () => {
    const [kin] = kinOf(endpoints, [
      supported("a:1", "b:1"),
      supported("b:1", "c:1"),
      contradicted("a:1", "c:1"),
      contradicted("a:1", "g:1"),
    ]);
    expect(kin?.contradicted).toBe(1);
    expect(kin?.sentence).toContain(" since 1 pair among them is ruled out.");
    expect(kin?.sentence).toContain(" Not all of them can share ");
  });

  it("says so of a cluster that only declarations tie", () => {
    const [kin] = kinOf(endpoints, [
      declared("a:1", "b:1"),
      declared("b:1", "c:1"),
      contradicted("a:1", "c:1"),
    ]);
    expect(kin).toMatchObject({supported: 0, declared: 2, contradicted: 1});
    expect(kin?.sentence).toContain("nothing is inferred. Not all of them can share ");
    expect(kin?.sentence).toContain(" since 1 pair among them is ruled out.");
  });
});

describe("levelCounts", () => {
  it("expects as many strangers as the inferred pairs times the highest q among them", () => {
    const pairs = [
      supported("a:1", "b:1", {q: 0.001}),
      supported("a:1", "c:1", {q: 0.004}),
      samplePair("b:1", "c:1", {level: "candidate", q: 0.01}),
      samplePair("b:1", "d:1", {level: "no evidence", q: 0.9}),
      contradicted("c:1", "d:1"),
      declared("e:1", "f:1"),
    ];
    const {counts, inferred, expectedFalse} = levelCounts(pairs);
    expect(counts).toEqual({
      contradicted: 1,
      declared: 1,
      supported: 2,
      candidate: 1,
      "no evidence": 1,
      "not comparable": 0,
    });
    expect(inferred).toBe(3);
    expect(expectedFalse).toBeCloseTo(0.03, 12);
  });

  it("is nothing for no pair", () => {
    expect(levelCounts([])).toMatchObject({inferred: 0, expectedFalse: 0});
  });

  it("copes with as many inferred pairs as 600 servers have", () => {
    const pair = supported("a:1", "b:1");
    const many = Array.from({length: (600 * 599) / 2}, () => pair);
    expect(levelCounts(many)).toMatchObject({inferred: 179_700, expectedFalse: 179_700 * 0.0001});
  });
});

describe("levelSentence", () => {
  const sentence = (...pairs: Parameters<typeof levelCounts>) => levelSentence(levelCounts(...pairs));

  it("says how many are inferred, and how many strangers are to be expected among them", () => {
    expect(
      sentence([
        supported("a:1", "b:1", {q: 0.004}),
        samplePair("a:1", "c:1", {level: "candidate", q: 0.01}),
        samplePair("b:1", "c:1"),
      ]),
    ).toBe(
      "2 of 3 pairs are consistent with a shared backend (1 supported, 1 candidate); of these, about 0.02 may be expected to be strangers.",
    );
  });

  it("does not round few strangers down to none", () => {
    expect(sentence([supported("a:1", "b:1", {q: 1e-9})])).toBe(
      "1 of 1 pair is consistent with a shared backend (1 supported, 0 candidate); of these, fewer than 0.01 may be expected to be strangers.",
    );
  });

  it("says plainly that nothing is inferred", () => {
    expect(sentence([declared("a:1", "b:1")])).toBe(
      "No pair is more alike than strangers are, at a false-discovery rate of 1%.",
    );
  });
});
