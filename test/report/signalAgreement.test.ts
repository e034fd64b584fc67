import {describe, expect, it} from "vitest";
import {feeEstimates} from "../../src/evidence/feeEstimates.js";
import {LEAST_DAYS} from "../../src/evidence/level.js";
import type {PairEvidence} from "../../src/evidence/pairEvidence.js";
import {stillIntervals} from "../../src/evidence/stillIntervals.js";
import type {NodeBound} from "../../src/report/nodeBounds.js";
import type {PairFacts} from "../../src/report/pairFacts.js";
import {BIT_THRESHOLDS, signalAgreement} from "../../src/report/signalAgreement.js";
import {contradicted, sampleGroup, samplePair} from "./samplePair.js";

const endpoints = ["a", "b", "c", "d"];
const mempool = (q = 0.0001, days = 0) => sampleGroup("mempool", "still intervals", {q, days});
const estimates = (q = 0.0001, days = 0) => sampleGroup("estimates", "fee estimates", {q, days});
const tied = (a: string, b: string, groups: PairFacts["groups"], told: Partial<PairFacts> = {}) =>
  samplePair(a, b, {level: "candidate", bits: 12, q: 0.0001, groups, ...told});
const group = (name: string, servers: readonly string[]): NodeBound => ({
  name,
  servers,
  atLeast: 1,
  witnesses: [],
  exact: true,
});
/** The same as the pair says, as the evidence holds it. */
const evidenceOf = ({groups, bits, q}: PairFacts): PairEvidence => ({
  i: 0,
  j: 1,
  signals: [],
  bits,
  q: q ?? 1,
  groups: groups.map((one) => ({
    group: one.group,
    q: one.q,
    strongest: {
      signal: one.group === "mempool" ? stillIntervals : feeEstimates,
      raw: 9,
      shown: 0,
      strangers: 1,
      days: one.days,
      bits: one.bits,
      lab: one.bits,
      prior: "simulated",
    },
  })),
});
const agree = (pairs: readonly PairFacts[], rule: readonly NodeBound[] = []) =>
  signalAgreement(endpoints, pairs, pairs.map(evidenceOf), rule);
const between = (first: string, second: string, found: ReturnType<typeof agree>) =>
  found.partitions.find((one) => one.first === first && one.second === second);

describe("partitions", () => {
  it("agree as far as adjusted mutual information says, by hand", () => {
    // {a, b}, {c}, {d} against {a, b}, {c, d}. In bits: MI = 1; of three ways to shuffle, one leaves a and b together
    // (MI 1) and two do not (MI 1/2): expected 2/3. Entropies 3/2 and 1: (1 - 2/3) / (5/4 - 2/3) = 4/7.
    const found = between(
      "node: estimates",
      "node: mempool",
      agree([tied("a", "b", [mempool(), estimates()]), tied("c", "d", [estimates()])]),
    );
    expect(found).toMatchObject({servers: 4, clusters: [2, 1], ami: 0.571429});
    expect(found?.null?.p).toBeGreaterThan(0.25); // a third of all shuffles do as well
    expect(found?.null?.p).toBeLessThan(0.42);
  });

  it("are compared two by two: the thread's rule, each group, and marks of host and operator", () => {
    const {partitions} = agree([tied("a", "b", [mempool(), estimates()])]);
    expect(partitions.map(({first, second}) => `${first} / ${second}`)).toEqual([
      "the thread's rule / node: estimates",
      "the thread's rule / node: mempool",
      "the thread's rule / host and operator",
      "node: estimates / node: mempool",
      "node: estimates / host and operator",
      "node: mempool / host and operator",
    ]);
  });

  it("agree fully where they are the same, over the servers that both place", () => {
    const rule = [group("cluster 1", ["a", "b"]), group("cluster 2", ["c"]), group("all", ["a", "b", "c"])];
    const found = between("the thread's rule", "node: mempool", agree([tied("a", "b", [mempool()])], rule));
    expect(found).toMatchObject({servers: 3, clusters: [1, 1], ami: 1});
  });

  it("say nothing of fewer than two servers", () => {
    const found = between(
      "the thread's rule",
      "node: mempool",
      agree([tied("a", "b", [mempool()])], [group("cluster 1", ["a"])]),
    );
    expect(found).toMatchObject({ami: null, null: null});
  });

  it("are not tied by a group that does not lie beyond the null, nor by a pair that is ruled out", () => {
    const ruledOut = {...contradicted("c", "d"), groups: [mempool()]};
    const {partitions} = agree([tied("a", "b", [mempool(0.02)]), ruledOut]);
    expect(partitions.map(({clusters}) => clusters)).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
  });

  it("are tied by a mark of host or operator that is rare enough, whatever the node shows", () => {
    const mark = (bits: number, layer: "operator" | "node" = "operator") => ({
      name: "same banner",
      layer,
      comparable: true as const,
      statistic: 1,
      n: 1,
      bits,
      difference: null,
      null: null,
    });
    const clusters = (...signals: PairFacts["signals"]) =>
      between("the thread's rule", "host and operator", agree([samplePair("a", "b", {signals})]))
        ?.clusters[1];
    expect(clusters(mark(3))).toBe(1);
    expect(clusters(mark(2.99))).toBe(0);
    expect(clusters(mark(9, "node"))).toBe(0);
    expect(clusters()).toBe(0);
  });

  it("are the same each time", () => {
    const pairs = [tied("a", "b", [mempool(), estimates()]), tied("c", "d", [estimates()])];
    expect(agree(pairs)).toEqual(agree(pairs));
  });
});

describe("without one group", () => {
  it("judges by the same rule what the others show", () => {
    const pairs = [
      tied("a", "b", [mempool(0.0001, LEAST_DAYS), estimates()], {level: "supported"}),
      tied("a", "c", [estimates()]),
      tied("b", "c", [mempool(), estimates(0.02)]),
    ];
    expect(agree(pairs).without).toEqual([
      // ab by its days, bc by the mempool
      {group: "estimates", supported: 1, candidate: 1},
      // ab is left with a day's likeness, ac as it was; bc falls
      {group: "mempool", supported: 0, candidate: 2},
    ]);
  });

  it("leaves nothing where the group was all there was", () => {
    expect(agree([tied("a", "b", [mempool(0.0001, LEAST_DAYS)], {level: "supported"})]).without).toEqual([
      {group: "mempool", supported: 0, candidate: 0},
    ]);
  });

  it("never raises a pair that is ruled out, declared or unknown", () => {
    for (const level of ["contradicted", "declared", "no evidence", "not comparable"] as const)
      expect(agree([tied("a", "b", [mempool(), estimates(0.0001, 9)], {level})]).without).toEqual([
        {group: "estimates", supported: 0, candidate: 0},
        {group: "mempool", supported: 0, candidate: 0},
      ]);
  });
});

describe("thresholds", () => {
  it("count pairs, clusters and the largest at each line, the line itself included", () => {
    const {thresholds} = agree([
      tied("a", "b", [], {bits: 12}),
      tied("b", "c", [], {bits: 4}),
      {...contradicted("c", "d"), bits: 16},
    ]);
    expect(thresholds.map(({bits}) => bits)).toEqual([...BIT_THRESHOLDS]);
    const at = (line: number) => thresholds.find(({bits}) => bits === line);
    expect(at(2)).toEqual({bits: 2, pairs: 2, clusters: 1, largest: 3});
    expect(at(4)).toEqual({bits: 4, pairs: 2, clusters: 1, largest: 3});
    expect(at(6)).toEqual({bits: 6, pairs: 1, clusters: 1, largest: 2});
    expect(at(12)).toEqual({bits: 12, pairs: 1, clusters: 1, largest: 2});
    expect(at(14)).toEqual({bits: 14, pairs: 0, clusters: 0, largest: 1});
  });

  it("are 0 throughout for nobody", () => {
    const found = signalAgreement([], [], [], []);
    for (const one of found.thresholds) expect(one).toMatchObject({pairs: 0, clusters: 0, largest: 0});
    expect(found.without).toEqual([]);
  });
});
