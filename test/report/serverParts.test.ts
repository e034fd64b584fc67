import {describe, expect, it} from "vitest";
import {answerFacts, histogramFinding, sentFinding} from "../../src/report/answerFacts.js";
import {changeLog} from "../../src/report/changeLog.js";
import {probeLog} from "../../src/report/probeLog.js";
import {serverPlaces} from "../../src/report/serverPlaces.js";
import {addressesOf, attendanceOf, serverRuns} from "../../src/report/serverRuns.js";
import {shownText} from "../../src/report/shownText.js";
import {checkStatements} from "../../src/report/statements.js";
import type {RunRecord} from "../../src/report/runRecord.js";
import type {EndpointRow} from "../../src/observation/schema.js";

const row = (endpoint: string, told: Partial<EndpointRow> = {}) =>
  ({endpoint, outcome: "answered", address: null, ...told}) as EndpointRow;
const record = (startedAt: number, endpoints: readonly EndpointRow[], clusters: readonly string[][] = []) =>
  ({path: `run=${startedAt}`, startedAt, endpoints, clusters, reads: new Map()}) as unknown as RunRecord;

describe("text of a server, shown", () => {
  it("spells out what cannot be seen, and keeps letters and line ends", () => {
    expect(shownText("a\u202eb\u200bc\u0000d\r\ne", 100)).toBe("a\\u{202e}b\\u{200b}c\\u{0}d\ne");
    expect(shownText("naïve שלום 日本 😀", 100)).toBe("naïve שלום 日本 😀");
    expect(shownText("<b>&amp;</b>", 100)).toBe("<b>&amp;</b>");
  });

  it("is cut by characters, not in the middle of one, and piles no marks", () => {
    expect(shownText("😀😀😀", 2)).toBe("😀😀…");
    expect(shownText(`z${"\u0335".repeat(40)}y`, 100)).toBe("z\u0335\u0335…y");
  });
});

describe("where a server stood", () => {
  it("is one stay while the name of its cluster stays, across runs that did not compare it", () => {
    const runs = [
      record(1, [], [["a", "b"], ["c"]]),
      record(2, [], [["b", "c"]]),
      record(3, [], [["a", "b", "c"]]),
      record(4, [], [["b", "c"], ["a"]]),
    ];
    const places = serverPlaces({runs, clusterNames: [["C1", null], ["C1"], ["C1"], ["C1", null]]});
    expect(places.get("a")).toEqual([
      {name: "C1", from: 0, to: 2, members: ["a", "b", "c"]},
      {name: null, from: 3, to: 3, members: ["a"]},
    ]);
    expect(places.get("c")?.map(({name, from, to}) => [name, from, to])).toEqual([
      [null, 0, 0],
      ["C1", 1, 3],
    ]);
    expect(places.get("d")).toBeUndefined();
  });
});

describe("how often a server answered", () => {
  const runs = serverRuns([
    record(10, [row("b:1/tcp", {outcome: "failed"}), row("a:1/tcp", {address: "192.0.2.1"})]),
    record(20, [row("b:1/tcp", {outcome: "not-tried"}), row("a:1/tcp", {address: "192.0.2.2"})]),
    record(30, [row("a:1/tcp", {outcome: "failed"})]),
  ]);

  it("counts runs that tried it, and tells first and last", () => {
    expect(attendanceOf(runs.get("a:1/tcp") ?? [])).toEqual({
      asked: 3,
      answered: 2,
      firstListed: 10,
      lastListed: 30,
      firstAnswered: 10,
      lastAnswered: 20,
      answersNow: false,
    });
    expect(attendanceOf(runs.get("b:1/tcp") ?? [])).toMatchObject({
      asked: 1,
      answered: 0,
      lastAnswered: null,
    });
  });

  it("is told in the order of the endpoints, with addresses newest first", () => {
    expect([...runs.keys()]).toEqual(["a:1/tcp", "b:1/tcp"]);
    expect(addressesOf(runs.get("a:1/tcp") ?? [])).toEqual(["192.0.2.2", "192.0.2.1"]);
  });

  it("logs the newest runs first, up to a bound", () => {
    const log = probeLog(
      (runs.get("a:1/tcp") ?? []).map((one) => ({...one, row: {...one.row, connect_ms: 12.345}})),
      2,
    );
    expect(log.map(({startedAt, outcome, connectMs}) => [startedAt, outcome, connectMs])).toEqual([
      [30, "failed", 12.3],
      [20, "answered", 12.3],
    ]);
  });
});

describe("the change log", () => {
  it("merges changes and outages of all vantage points, the newest first, in words", () => {
    const runs = [0, 1, 2, 3].map((i) => ({startedAt: Date.UTC(2026, 2, 1 + i)}));
    const history = {endpoint: "a", firstSeen: 0, lastSeen: 3, answered: 3};
    const log = changeLog(
      [
        {
          ...history,
          vantage: "x",
          changes: [{kind: "version", after: 0, run: 1, from: "Fulcrum 1.9.1", to: "Fulcrum 2.0.0"}],
          outages: [],
        },
        {
          ...history,
          vantage: "y",
          changes: [],
          outages: [
            {from: 2, to: 2, runs: 1, over: true, stage: "connect", reason: "timeout", alike: true},
            {from: 3, to: 3, runs: 2, over: false, stage: "tls", reason: "not-tls", alike: false},
          ],
        },
      ],
      runs,
    );
    expect(log.map(({vantage, kind, text}) => [vantage, kind, text])).toEqual([
      ["y", "outage", "no answer in 2 runs, and none since; the first ended at tls: what came is not TLS"],
      [
        "y",
        "outage",
        "no answer in 1 run, until 2026-03-03 00:00 UTC; each ended at connect: no complete answer before the deadline",
      ],
      ["x", "version", "from Fulcrum 1.9.1 to Fulcrum 2.0.0"],
    ]);
    expect(log[2]).toMatchObject({at: Date.UTC(2026, 2, 2), after: Date.UTC(2026, 2, 1)});
  });
});

describe("the last answer", () => {
  const histogram = [
    {label: 15, vsize: 1_000_000},
    {label: 7, vsize: 2_000_000},
    {label: 0, vsize: 9_000_000},
  ];

  it("reads labels as lower limits by the program's meaning, and keeps them as sent beside", () => {
    const answer = {run: "run=1", at: 5, histogram, estimates: []};
    // romanz/electrs labels [2^(k-1), 2^k) with 2^k - 1
    expect(answerFacts(answer, "electrs")).toMatchObject({
      bins: [
        [15, 1_000_000],
        [7, 2_000_000],
        [0, 9_000_000],
      ],
      cuts: {limits: [8, 4, 0], cumulative: [1_000_000, 3_000_000, 12_000_000]},
      alike: ["electrumx-1.20", "electrs"],
      finding: "12.0 MvB sent; more than half of it pays less than 4 sat/vB",
    });
    expect(answerFacts(answer, "unknown")).toMatchObject({
      cuts: null,
      alike: [],
      finding: "12.0 MvB sent; the upper half of it stands at labels of 0 sat/vB or more",
    });
  });

  it("names the fullest of the labels as sent", () => {
    expect(sentFinding(histogram)).toBe("3 labels sent; the fullest, 0, holds 75% of the vbytes");
    expect(sentFinding([])).toBe("It sent an empty histogram");
  });

  it("names the feerate of the upper half, and an empty histogram", () => {
    const cuts = {limits: [9, 3, 1], cumulative: [1e6, 3e6, 4e6], hidden: 0};
    expect(histogramFinding(histogram, cuts)).toBe(
      "4.0 MvB sent; the upper half of it pays 3 sat/vB or more",
    );
    expect(histogramFinding([], null)).toBe("It sent an empty histogram");
  });

  it("gives feerates in three digits, however many the server sent", () => {
    const exact = [
      {label: 0.1142857142857, vsize: 3_000_000},
      {label: 0.1000012, vsize: 1_000_000},
    ];
    expect(sentFinding(exact)).toBe("2 labels sent; the fullest, 0.114, holds 75% of the vbytes");
    expect(histogramFinding(exact, null)).toBe(
      "4.0 MvB sent; the upper half of it stands at labels of 0.114 sat/vB or more",
    );
    const cuts = {limits: [0.1142857142857, 0], cumulative: [1_000_000, 4_000_000], hidden: 0};
    expect(histogramFinding(exact, cuts)).toBe(
      "4.0 MvB sent; more than half of it pays less than 0.114 sat/vB",
    );
  });

  it("keeps the last estimate of each target, the shortest first", () => {
    const estimate = (target: number, fee: number | null, asked_at: number) =>
      ({target, fee, asked_at}) as never;
    const estimates = [estimate(6, 2000, 1), estimate(2, 5000, 2), estimate(6, -1, 3)];
    expect(answerFacts({run: "run=1", at: 5, histogram: [], estimates}, "fulcrum").estimates).toEqual([
      {target: 2, fee: 5000, askedAt: 2},
      {target: 6, fee: -1, askedAt: 3},
    ]);
  });
});

describe("statements of operators", () => {
  const good = {
    date: "2026-05-01",
    text: "These two are one machine.",
    link: "https://example.org/statement",
  };

  it("are read by host", () => {
    expect(checkStatements({"a.example": [good]}).get("a.example")).toEqual([{host: "a.example", ...good}]);
    expect(checkStatements({}).size).toBe(0);
  });

  it.each([
    ["a list", []],
    ["a host that is none", {"A.example/": [good]}],
    ["no list", {"a.example": good}],
    ["a day that is none", {"a.example": [{...good, date: "2026-13-01"}]}],
    ["no text", {"a.example": [{...good, text: " "}]}],
    ["a link that is no page", {"a.example": [{...good, link: "javascript:alert(1)"}]}],
  ])("are refused: %s", (_, content) => {
    expect(() => checkStatements(content)).toThrow(/^statements/);
  });
});
