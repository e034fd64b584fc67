import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {matrixScale} from "../../src/components/matrixScale.js";
import {compare, STEPS} from "../../src/report/comparison.js";
import {divergenceStep, LAST_ZERO_STEP, STEP_COUNT} from "../../src/report/divergenceStep.js";
import {type HomeFacts, homeSentences} from "../../src/report/homeSentences.js";
import {levelCounts} from "../../src/report/kin.js";
import {type MeasuredErrors, powerAfter, watchedAsLong} from "../../src/report/measuredErrors.js";
import {mindChangers} from "../../src/report/mindChangers.js";
import {clusterChange} from "../../src/report/namedClusters.js";
import {runFacts} from "../../src/report/run.js";
import type {RunRecord} from "../../src/report/runRecord.js";
import {signature, type SignatureCounts} from "../../src/report/signature.js";
import {contradicted, samplePair, supported} from "./samplePair.js";
import {sampleSnapshot} from "./sampleSnapshot.js";

const performance = (runs: number, told: Partial<MeasuredErrors["all"][number]> = {}) => ({
  runs,
  networks: 4,
  oneNode: 400,
  differentNodes: 9000,
  falseExclusions: 0,
  supported: {right: 0, wrong: 0},
  candidate: {right: 0, wrong: 0},
  nodes: {aboveTruth: 0},
  ...told,
});
const measured: MeasuredErrors = {
  networks: {heldOut: 4},
  all: [performance(3), performance(6)],
  conditions: [
    {missShare: 0.01, performance: [performance(6, {oneNode: 100, candidate: {right: 15, wrong: 0}})]},
    {missShare: 0.0001, performance: [performance(6, {oneNode: 60})]},
    {missShare: 0.01, performance: [performance(6, {oneNode: 100, candidate: {right: 25, wrong: 0}})]},
  ],
};
const pairs: SignatureCounts = {
  pairs: 780,
  zero: 310,
  identical: 27,
  excluded: 520,
  zeroExcluded: 245,
  oneProgram: {excluded: 400, zeroExcluded: 200},
  table: [],
};
const facts: HomeFacts = {
  simulated: false,
  newest: {startedAt: 0, asked: 48, answered: 40, ownSideSuspected: false, before: [0.9, 0.8]},
  runs: 8,
  pairs,
  clusters: [
    {name: "C1", servers: 34, programs: [], atLeast: 19},
    {name: "C4", servers: 5, programs: [], atLeast: 1},
    {name: null, servers: 1, programs: [], atLeast: 1},
  ],
  levels: levelCounts([samplePair("a", "b")]),
  change: {since: Date.UTC(2026, 2, 1), runs: 8, servers: 38, changed: 2, byChance: 25.4},
  measured,
};
const textOf = (told: Partial<HomeFacts>) =>
  homeSentences({...facts, ...told})
    .map(({text}) => text)
    .join("\n");

describe("homeSentences", () => {
  it("does not call the only cluster the largest of 1", () => {
    expect(textOf({clusters: facts.clusters.slice(0, 1)})).toContain(
      "The one cluster by the first study’s rule, C1, holds 34 servers on at least 19 nodes;",
    );
  });

  it("says each finding with what it is held against", () => {
    expect(textOf({}).split("\n")).toEqual([
      "Of 780 pairs of servers, 310 print as 0.000, and 245 of these cannot be one node; within one program, separate nodes print 0.000 in 50% of 400 pairs, so a 0.000 weighs 1.0 bits at most.",
      // Wilson with none of 400: 1.96² / (400 + 1.96²) = 0.95%
      "The largest of 2 clusters by the first study’s rule, C1, holds 34 servers on at least 19 nodes; in simulation, none of 400 pairs of one node was ruled out (95%: below 1%).",
      "No pair is more alike than strangers are, at a false-discovery rate of 1%; in simulation, 6 runs find 20% of shared nodes if each node misses 1% of transactions, and 0% if 0.01%.",
      "Over 8 runs since 2026-03-01, 2 of 38 servers changed cluster; by chance, with clusters of these sizes, 25 would have.",
      "In the newest run 40 of 48 endpoints of the public network answered (83%); in 2 earlier runs from this place, 80% to 90% did.",
    ]);
  });

  it("puts supported pairs beside the strangers to be expected among them", () => {
    const levels = levelCounts([supported("a", "b"), samplePair("a", "c", {level: "declared"})]);
    expect(textOf({levels})).toContain(
      "Apart from 1 pair that operators declare, 1 pair is consistent with a shared backend at a false-discovery rate of 1% (1 supported, 0 candidate; fewer than 0.01 expected to be strangers)",
    );
  });

  it("says so when there is no run, no answer, no pair, no cluster, or too few runs", () => {
    expect(textOf({newest: null})).toBe("The archive holds no run yet, so nothing can be said.");
    const silent = {startedAt: 0, asked: 48, answered: 0, ownSideSuspected: true, before: []};
    expect(textOf({newest: silent})).toMatch(
      /^In the newest run 0 of 48.*our own connection is the likely cause/,
    );
    expect(textOf({pairs: null, clusters: [], change: null, runs: 1})).toMatch(
      /Too few servers can be compared for a pair\.\nNo two servers form a cluster.*\n.*\nOne run is too few to say whether clusters last; it takes 3 from one place\.\n/,
    );
  });

  it("says that errors are not measured where there is no calibration, or none so short", () => {
    expect(textOf({measured: null})).toContain("how often the rule errs has not been measured");
    expect(textOf({runs: 2})).toContain("how often the rule errs after so few runs has not been measured");
  });

  it("does not weigh a 0.000 without separate nodes of one program", () => {
    const none = {...pairs, oneProgram: {excluded: 0, zeroExcluded: 0}};
    expect(textOf({pairs: none})).toContain("there is nothing to hold this against");
    expect(textOf({pairs: {...pairs, oneProgram: {excluded: 9, zeroExcluded: 0}}})).toMatch(
      /0\.000 in 0% of 9 pairs\./,
    );
  });

  it("has every number of its own in its text", () => {
    const beside = new Set(["identical", "excluded", "declared", "supported", "candidate"]);
    const missing = homeSentences(facts).flatMap(({text, numbers}) =>
      Object.entries(numbers).filter(
        ([name, value]) => !beside.has(name) && !text.includes(value.toLocaleString("en-US")),
      ),
    );
    expect(missing).toEqual([]);
  });
});

describe("mindChangers", () => {
  it("names the rates that it is held against", () => {
    const [first, , third] = mindChangers(pairs, measured, 8);
    expect(first?.follows).toContain("0 of 400 pairs of one node (95%: below 1%)");
    expect(third?.follows).toContain("50% of 400 pairs");
  });

  it("says so while nothing is measured", () => {
    expect(
      mindChangers(null, null, 0)
        .map(({follows}) => follows)
        .join(" "),
    ).toMatch(/has not been measured.*cannot show yet/);
  });
});

describe("measured errors", () => {
  it("are those of a study watched as long as the archive, or less", () => {
    expect(watchedAsLong(measured.all, 5)?.runs).toBe(3);
    expect(watchedAsLong(measured.all, 100)?.runs).toBe(6);
    expect(watchedAsLong(measured.all, 2)).toBeUndefined();
  });

  it("give the power by how far nodes differ, the least first", () => {
    expect(powerAfter(measured, 6)).toEqual([
      {missShare: 0.0001, found: 0, oneNode: 60},
      {missShare: 0.01, found: 40, oneNode: 200},
    ]);
    expect(powerAfter(measured, 3)).toEqual([]);
  });
});

describe("clusterChange", () => {
  const run = (path: string, clusters: string[][], vantage = "x") =>
    ({path, vantage, startedAt: 0, clusters}) as unknown as RunRecord;
  const newest = {path: "3", manifest: {vantage: "x"}} as never;
  const clusterNames = [
    ["C1", "C2"],
    ["C1", "C2"],
    ["C1", "C2"],
  ];
  const first = run("1", [
    ["a", "b", "c"],
    ["d", "e"],
  ]);
  const middle = run("2", [
    ["a", "b", "c"],
    ["d", "e"],
  ]);

  it("counts servers that are elsewhere, against what chance would move", () => {
    const last = run("3", [
      ["a", "b"],
      ["c", "d", "f"],
    ]);
    // a, b, c, d are in both: 3 and 1 before, 2 and 2 after. By chance (3·2 + 1·2) / 4 = 2 stay.
    expect(clusterChange({runs: [first, middle, last], clusterNames, newest})).toEqual({
      since: 0,
      runs: 3,
      servers: 4,
      changed: 1,
      byChance: 2,
    });
  });

  it("says nothing of fewer than three runs from one place, or without a server in both", () => {
    const last = run("3", [["a", "b"]]);
    expect(clusterChange({runs: [first, last], clusterNames, newest})).toBeNull();
    const elsewhere = run("2", [["a", "b"]], "y");
    expect(clusterChange({runs: [first, elsewhere, last], clusterNames, newest})).toBeNull();
    expect(clusterChange({runs: [first, middle, run("3", [["x", "y"]])], clusterNames, newest})).toBeNull();
  });
});

describe("divergenceStep", () => {
  const scale = matrixScale(STEPS);

  it("is the step that the matrix draws", () => {
    expect(scale.steps).toHaveLength(STEP_COUNT);
    fc.assert(
      fc.property(
        fc.oneof(fc.double({min: 0, max: 1, noNaN: true}), fc.constantFrom(0, 1, ...STEPS)),
        (bits) => {
          expect(divergenceStep(bits, false)).toBe(scale.step(bits, false));
        },
      ),
    );
    expect(divergenceStep(0, true)).toBe(0);
  });

  it("parts what prints as 0.000 from what does not", () => {
    expect(divergenceStep(0.000_499, false)).toBe(LAST_ZERO_STEP);
    expect(divergenceStep(0.0005, false)).toBe(LAST_ZERO_STEP + 1);
  });
});

describe("signature", () => {
  // a and b are identical, c is very near them, d shares no label with anyone.
  const bins = [
    [5, 140_000],
    [2, 190_000],
  ] as const;
  const snapshot = sampleSnapshot([
    {endpoint: "a.example:1/tcp", answer: bins, program: "Fulcrum 2.1"},
    {endpoint: "b.example:1/tcp", answer: bins, program: "Fulcrum 2.0"},
    {
      endpoint: "c.example:1/tcp",
      answer: [
        [5, 140_100],
        [2, 190_000],
      ],
      program: "electrs/0.10",
    },
    {endpoint: "d.example:1/tcp", answer: [[9, 1000]], program: "electrs/0.10"},
  ]);
  const run = runFacts(snapshot);
  const drawn = signature(run.rounds[run.main] ?? compare([], [], new Map()), run.servers, ["C1", null], {
    findings: {
      pairs: [
        contradicted("a.example:1/tcp", "b.example:1/tcp"),
        supported("a.example:1/tcp", "c.example:1/tcp"),
      ],
    } as never,
  });

  it("holds each pair twice: a colour step and a level, in one order", () => {
    const names = drawn.servers.map(({endpoint}) => endpoint[0]);
    expect(names.toSorted()).toEqual(["a", "b", "c", "d"]);
    const at = (x: string, y: string) => {
      const [high = 0, low = 0] = [names.indexOf(x), names.indexOf(y)].toSorted((p, q) => q - p);
      const index = (high * (high - 1)) / 2 + low;
      return `${drawn.divergences[index]}${drawn.levels[index]}`;
    };
    expect([at("a", "b"), at("a", "c"), at("b", "c"), at("a", "d")]).toEqual(["0x", "1s", "1.", "7."]);
  });

  it("counts them by both", () => {
    expect(drawn.counts).toMatchObject({
      pairs: 6,
      zero: 3,
      identical: 1,
      excluded: 1,
      zeroExcluded: 1,
      oneProgram: {excluded: 1, zeroExcluded: 1},
    });
    expect(drawn.counts.table.map((row) => Object.values(row).reduce((sum, each) => sum + each, 0))).toEqual([
      1, 2, 0, 0, 0, 0, 0, 3,
    ]);
    expect(drawn.title).toBe("The same pairs twice: of 3 pairs that print as 0.000, 1 cannot be one node");
  });

  it("names clusters as they are called on every page, and a server alone not at all", () => {
    expect(drawn.clusters).toEqual([
      {name: "C1", size: 3},
      {name: null, size: 1},
    ]);
  });
});
