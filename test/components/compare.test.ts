import {describe, expect, it} from "vitest";
import {stepsOf, uncounted} from "../../src/components/bitsWaterfall.js";
import {labelFinding} from "../../src/components/comparePage.js";
import {serverMeant} from "../../src/components/comparePicker.js";
import {apartText, commonCuts, cutsFinding, pairSentences} from "../../src/components/compareText.js";
import {bitsText, numberText} from "../../src/components/numberText.js";
import type {PairRecord, SignalRecord} from "../../src/components/pairRecord.js";
import {granularityText} from "../../src/components/signalTable.js";
import type {AnswerFacts} from "../../src/report/answerFacts.js";
import type {ListedServer} from "../../src/report/serverList.js";

const limits = {falseDiscoveryRate: 0.01, leastMarkBits: 3};
const signal = (name: string, group: string, bits: number | null, told: Partial<SignalRecord> = {}) =>
  ({
    name,
    layer: "node",
    group,
    compares: "",
    unit: "",
    innocent: [`${name} may come of it`, "second way", "third way"],
    comparable: true,
    statistic: 1,
    n: 1,
    bits,
    difference: 0,
    null: 1,
    ...told,
  }) as SignalRecord;
const pair = (told: Partial<PairRecord> = {}): PairRecord => ({
  level: "no evidence",
  bits: null,
  q: null,
  excluded: null,
  groups: [],
  signals: [],
  ...told,
});
const weighed = {
  bits: 8,
  q: 0.004,
  groups: [
    {signal: "fee estimates", bits: 6, q: 0.01, days: 3},
    {signal: "still intervals", bits: 9, q: 0.001, days: 0},
    {signal: "odd one", bits: -7, q: 1, days: 0},
  ],
  signals: [
    signal("still intervals", "mempool", 9),
    signal("exact agreement", "mempool", 5),
    signal("fee estimates", "estimates", 6),
    signal("odd one", "other", -7),
    signal("same banner", "text", 4, {layer: "operator"}),
    signal("same port", "port", 0, {layer: "operator"}),
    signal("relay minimum", "relay", null),
  ],
};

describe("granularityText", () => {
  it("says over how many labels a divergence goes, and how fine they are", () => {
    expect(granularityText({labels: "exact feerates", count: 401.4})).toBe(
      "over 401 labels in exact feerates",
    );
    expect(granularityText({labels: "whole sat/vB", count: 1})).toBe("over 1 label in whole sat/vB");
  });
});

describe("what is said of two servers", () => {
  const said = (told: Partial<PairRecord>) => pairSentences(pair(told), limits).join(" ");

  it("puts an exclusion first, in words, whatever its bits", () => {
    const excluded = {signal: "relay minimum", observation: "1000 and 100 sat/kvB in one run"};
    expect(said({...weighed, level: "contradicted", excluded})).toContain(
      "These two cannot be one node: relay minimum: 1000 and 100 sat/kvB in one run.",
    );
    const own = {...excluded, observation: "relay minimum 1000 and 100"};
    expect(said({level: "contradicted", excluded: own})).toContain(
      "cannot be one node: relay minimum 1000 and",
    );
    expect(said({...weighed, level: "contradicted", excluded})).toContain("would weigh +8.0 bits");
  });

  it("says consistent with a shared backend only with its bits, its share of strangers and other ways", () => {
    const text = said({...weighed, level: "supported"});
    expect(text).toContain("The two are consistent with a shared backend (supported).");
    expect(text).toContain("+8.0 bits: what they show is about 260 times as common"); // 2^8 = 256
    expect(text).toContain("0.4% may be expected to be strangers; the limit is 1%");
    expect(text).toContain("It may also be that still intervals may come of it");
  });

  it("says declared without inferring, and nothing where nothing can be compared", () => {
    expect(said({level: "declared"})).toContain("Nothing is inferred.");
    expect(said({level: "not comparable"})).toContain("neither that they share one nor that they do not");
  });

  it("says no evidence, and that a mark of an operator is no statement about a node", () => {
    expect(said({})).toContain("Nothing they show can be weighed");
    expect(said(weighed)).toContain("They have a mark of host or operator in common.");
    expect(said({...weighed, signals: weighed.signals.slice(0, 4)})).not.toContain("mark of host");
  });
});

describe("the waterfall", () => {
  it("adds the strongest of each group, the heaviest first, up to the pair's bits", () => {
    expect(stepsOf(weighed)).toEqual([
      {name: "still intervals", bits: 9, from: 0, to: 9},
      {name: "odd one", bits: -7, from: 9, to: 2},
      {name: "fee estimates", bits: 6, from: 2, to: 8},
    ]);
    expect(stepsOf({groups: []})).toEqual([]);
  });

  it("names what does not count, and why", () => {
    expect(uncounted(weighed)).toEqual([
      ["exact agreement, +5.0 bits", "depends on still intervals, which weighs more"],
      ["same banner, +4.0 bits", "a mark of the operator, not of the node"],
    ]);
  });
});

describe("two histograms", () => {
  const answer = (program: string, cuts: AnswerFacts["cuts"], told: Partial<AnswerFacts> = {}) =>
    ({
      program,
      cuts,
      alike: ["electrs", "electrumx-1.20"],
      at: 0,
      run: "r",
      ...told,
    }) as unknown as AnswerFacts;
  const a = {limits: [8, 4, 2], cumulative: [100, 300, 900], hidden: 0};
  const b = {limits: [8, 5, 4, 2], cumulative: [100, 200, 301, 900], hidden: 0};

  it("agree at the feerates that both cut at with the same vbytes", () => {
    expect(commonCuts(a, b)).toEqual({shared: [8, 4, 2], agreed: [8, 2]});
    expect(commonCuts(a, null)).toEqual({shared: [], agreed: []});
    expect(cutsFinding(answer("electrs", a), answer("electrumx-1.20", b))).toBe(
      "At 2 of 3 feerates that both cut at, they agree to the vbyte",
    );
  });

  it("are not held against each other where programs count in different ways, or are not known", () => {
    expect(cutsFinding(answer("electrs", a), answer("fulcrum", b))).toContain("different ways");
    expect(cutsFinding(answer("electrs", a), answer("unknown", null))).toContain("not known for certain");
    expect(
      cutsFinding(answer("electrs", a), answer("electrs", {limits: [7], cumulative: [1], hidden: 0})),
    ).toContain("no feerate");
  });

  it("say how many labels they share", () => {
    expect(
      labelFinding(
        [
          [3, 10],
          [2, 20],
        ],
        [
          [3, 10],
          [1, 5],
        ],
      ),
    ).toBe("1 of 3 labels are in both, 1 of them with the same vbytes");
    expect(labelFinding([[3, 10]], [[3, 10]])).toBe("All 1 labels with their vbytes are the same");
    expect(labelFinding([], [])).toBe("Both sent an empty histogram");
  });

  it("say how far apart they were asked", () => {
    const apart = (ms: number, run = "r") => apartText({at: 0, run: "r"}, {at: ms, run});
    expect(apart(2_500)).toBe("Both were asked in one run, 2.5 seconds apart.");
    expect(apart(0)).toContain("within a tenth of a second");
    expect(apart(14_400_000, "s")).toContain("4 hours apart");
    expect(apart(864_000_000, "s")).toContain("10 days apart");
  });
});

describe("a server that is named", () => {
  const servers = ["a.example:1/tcp", "a.example:2/ssl", "b.example:1/tcp"].map(
    (endpoint) =>
      ({
        endpoint,
        host: endpoint.slice(0, 9),
        id: endpoint.replace(/[.:/]/g, "_"),
        addresses: [],
      }) as unknown as ListedServer,
  );
  const named = (text: string) => serverMeant(servers, text);

  it("is found by its name, by its id, and by a part that only it has", () => {
    for (const text of ["b.example:1/tcp", "b_example_1_tcp", "b.ex", " B.EXAMPLE "])
      expect(named(text)).toMatchObject({endpoint: "b.example:1/tcp"});
  });

  it("is asked for again where several fit or none does", () => {
    expect(named("a.example")).toEqual({problem: "“a.example” is part of 2 names: choose one of them."});
    expect(named("c.example")).toEqual({problem: "There is no server “c.example” in this archive."});
    expect(named(" ")).toBeNull();
    expect(named("x".repeat(500))).toEqual({
      problem: `There is no server “${"x".repeat(100)}…” in this archive.`,
    });
  });
});

describe("numbers", () => {
  it("have three digits, a true minus, and a dash for nothing", () => {
    expect([null, 0, 0.12345, -2.5, 12345.6, 0.00012, -1e-9].map(numberText)).toEqual([
      "–",
      "0",
      "0.123",
      "−2.5",
      "12,346",
      "1.2 × 10⁻⁴",
      "−1.0 × 10⁻⁹",
    ]);
    expect([null, 3, -3, 0.01, -0.01].map(bitsText)).toEqual(["–", "+3.0", "−3.0", "0.0", "0.0"]);
  });
});
