import {describe, expect, it} from "vitest";
import {performanceOf, reliabilityOf, signalPerformances} from "../../src/calibration/performance.js";
import {judged, judgedPair} from "./judged.js";

const one = {kinship: "one node" as const};
const process = {kinship: "one process" as const};

describe("performanceOf", () => {
  const found = performanceOf([
    judged(
      [
        judgedPair({...one, level: "supported", bits: 9, signals: {x: 2, y: 9}}),
        judgedPair({...one, level: "candidate", bits: 4, signals: {x: 4}}),
        judgedPair({...one, level: "contradicted", excluded: true, bits: 20}),
        judgedPair({...process, level: "declared"}),
        judgedPair({...process, level: "supported"}),
        judgedPair({level: "supported", bits: 3, signals: {x: 3, y: 1}}),
        judgedPair({level: "candidate", bits: -1, signals: {x: 1}}),
        judgedPair({level: "contradicted", excluded: true, bits: 30}),
        judgedPair({relation: "two programs", fleet: true, ...one, level: "supported", bits: 8}),
      ],
      {nodes: {atLeast: 3, truth: 2}},
    ),
    judged(
      [
        judgedPair({relation: "two programs", fleet: true, ...one, level: "candidate", bits: 5}),
        judgedPair({relation: "two programs", fleet: true, ...one}),
      ],
      {nodes: {atLeast: 2, truth: 2}},
    ),
  ]);

  it("counts pairs by kinship, two ports of one process for neither", () => {
    expect(found).toMatchObject({runs: 24, networks: 2, oneNode: 6, differentNodes: 3});
  });

  it("counts a pair of one node or process that was ruled out for an error", () => {
    expect(found.falseExclusions).toBe(1);
    expect(performanceOf([judged([judgedPair({...process, excluded: true})])]).falseExclusions).toBe(1);
    expect(performanceOf([judged([judgedPair({excluded: true})])]).falseExclusions).toBe(0);
  });

  it("counts what was called, and who was wrongly so; candidates hold the supported", () => {
    expect(found.supported).toEqual({right: 3, wrong: 1});
    expect(found.candidate).toEqual({right: 5, wrong: 2});
    expect(found.fleet).toEqual({pairs: 3, candidate: 2, supported: 1, found: 0});
  });

  it.each([
    [8, 4, 1],
    [7, 5, 0],
    [8, 3, 0],
    [15, 0, 1],
  ])(
    "finds a fleet with %i pairs supported and %i candidates in %i networks of one",
    (supported, candidate, expected) => {
      const fleet = (level: "supported" | "candidate" | "no evidence", pairs: number) =>
        Array.from({length: pairs}, () => judgedPair({...one, fleet: true, level}));
      const pairs = [
        ...fleet("supported", supported),
        ...fleet("candidate", candidate),
        ...fleet("no evidence", 15 - supported - candidate),
      ];
      // Pairs of another network do not help.
      expect(performanceOf([judged(pairs), judged(fleet("supported", 7))]).fleet.found).toBe(expected);
    },
  );

  it("counts what the first study would have said of the same pairs, two ports of one process for neither", () => {
    const [zero, linked, apart] = ["prints as 0.000", "in one cluster", "in two clusters"] as const;
    const {firstStudy} = performanceOf([
      judged([
        judgedPair({...one, firstStudy: zero}),
        judgedPair({...one, firstStudy: apart}),
        judgedPair({...process, firstStudy: zero}),
        judgedPair({firstStudy: zero}),
        judgedPair({firstStudy: linked}),
        judgedPair({firstStudy: null}),
      ]),
    ]);
    expect(firstStudy).toEqual({
      compared: {right: 2, wrong: 2},
      zero: {right: 1, wrong: 1},
      linked: {right: 1, wrong: 2},
    });
  });

  it("ranks by bits, with what is ruled out below everything and what is unknown at 0, by hand", () => {
    // One node: 9, 4, excluded; others: 3, -1, excluded. Of nine comparisons 9 and 4 win three each, and the
    // excluded pair ties with the excluded: 6.5 / 9.
    const [program] = found.relations;
    expect(program).toMatchObject({relation: "one program", oneNode: 3, differentNodes: 3, excluded: 1});
    expect(program?.auc).toBeCloseTo(6.5 / 9, 4);
    const unknown = performanceOf([judged([judgedPair(one), judgedPair({bits: -1}), judgedPair({bits: 1})])]);
    expect(unknown.relations[0]?.auc).toBe(0.5);
  });

  it("names the best signal alone, over all pairs, and over those that it can weigh", () => {
    // x: 2, 4 and nothing against 3, 1 and nothing: 2 + 3 + ½ of 9; y: 9 and twice nothing against 1 and twice nothing: 5
    expect(found.relations[0]?.bestOverAll).toEqual({signal: "x", auc: 0.6111});
    // x: 2 and 4 against 3 and 1, three of four; y: 9 against 1
    expect(found.relations[0]?.best).toEqual({signal: "y", auc: 1});
  });

  it("has no rate where nothing was tried", () => {
    expect(found.relations[1]).toMatchObject({
      relation: "two programs",
      oneNode: 3,
      auc: null,
      best: null,
      bestOverAll: null,
    });
    expect(performanceOf([])).toMatchObject({
      runs: 0,
      networks: 0,
      oneNode: 0,
      supported: {right: 0, wrong: 0},
    });
  });

  it("adds up nodes, and counts networks whose bound lies above the truth", () => {
    expect(found.nodes).toEqual({atLeast: 5, truth: 4, aboveTruth: 1});
  });
});

describe("signalPerformances", () => {
  it("judges each signal alone in each relation, in order of their names", () => {
    const found = signalPerformances([
      judged([
        judgedPair({...one, signals: {b: 1, a: 1}}),
        judgedPair({signals: {b: -1, a: 1}}),
        judgedPair({relation: "two programs", signals: {a: 3}}),
        judgedPair({...process, signals: {a: -9}}),
      ]),
    ]);
    expect(
      found.map(({signal, relation, oneNode, differentNodes, auc}) => [
        signal,
        relation,
        oneNode,
        differentNodes,
        auc,
      ]),
    ).toEqual([
      ["a", "one program", 1, 1, 0.5],
      ["b", "one program", 1, 1, 1],
      ["a", "two programs", 0, 1, null],
    ]);
    // log2(3/2) for one bit on either side that is right; see the cost's own tests
    expect(found[1]?.cost).toBe(Math.round(Math.log2(1.5) * 1e4) / 1e4);
    expect(found[2]?.cost).toBeNull();
  });
});

describe("reliabilityOf", () => {
  it("counts every pair that can be weighed once, one process left out", () => {
    const {rows, cost} = reliabilityOf([
      judged([
        judgedPair({...one, bits: 13}),
        judgedPair({...one}),
        judgedPair({bits: -11}),
        judgedPair({bits: 0}),
        judgedPair({...process, bits: 5}),
      ]),
    ]);
    expect(rows.reduce((sum, {holding}) => sum + holding, 0)).toBe(1);
    expect(rows.reduce((sum, {failing}) => sum + failing, 0)).toBe(2);
    expect(cost).toBeGreaterThan(0);
  });

  it("has no cost without pairs of both kinds", () => {
    expect(reliabilityOf([judged([judgedPair({...one, bits: 1})])]).cost).toBeNull();
  });
});
