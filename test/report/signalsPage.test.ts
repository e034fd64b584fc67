import {describe, expect, it} from "vitest";
import {
  agreementCounts,
  agreementHeadline,
  hostsOnce,
  thresholdTitle,
  verdictOf,
  withoutTitle,
} from "../../src/report/agreementText.js";
import {controlStrips, separationOf} from "../../src/report/controlStrip.js";
import {findings, type SignalFacts, type Spread} from "../../src/report/findings.js";
import {answeringWindow, newestOf} from "../../src/report/nodeBounds.js";
import {rankedPairs} from "../../src/report/rankedPairs.js";
import type {PartitionAgreement} from "../../src/report/signalAgreement.js";
import {signalsPage, stripTitle} from "../../src/report/signalsPage.js";
import {contradicted, sampleGroup, samplePair, supported} from "./samplePair.js";
import {sampleSnapshot} from "./sampleSnapshot.js";
import {sampleWeights} from "./sampleWeights.js";

function agreed(
  first: string,
  second: string,
  ami: number | null,
  {
    clusters = [3, 2] as const,
    low = -0.1,
    high = 0.12,
  }: {clusters?: readonly [number, number]; low?: number; high?: number} = {},
): PartitionAgreement {
  return {first, second, servers: 20, clusters, ami, null: ami === null ? null : {low, high, p: 0.01}};
}

const [thread, mempool, estimates, marks] = [
  "the thread's rule",
  "node: mempool",
  "node: estimates",
  "host and operator",
];

describe("verdictOf", () => {
  it("stands against the middle 95% of shuffles", () => {
    expect(verdictOf(agreed(estimates, mempool, 0.13))).toBe("more than shuffled");
    expect(verdictOf(agreed(estimates, mempool, 0.12))).toBe("as shuffled");
    expect(verdictOf(agreed(estimates, mempool, -0.11))).toBe("less than shuffled");
  });

  it("has nothing to compare where one side finds no cluster, whatever the index", () => {
    expect(verdictOf(agreed(estimates, mempool, 1, {clusters: [0, 4]}))).toBe("nothing to compare");
    expect(verdictOf(agreed(estimates, mempool, null))).toBe("nothing to compare");
  });

  it("takes agreement of two looks at one answer for none", () => {
    expect(verdictOf(agreed(thread, mempool, 0.9))).toBe("same data");
  });
});

describe("agreementHeadline", () => {
  it("speaks of two groups of signals of the node first, not of the pair that agrees most", () => {
    const all = [agreed(thread, marks, 0.9), agreed(estimates, marks, 0.8), agreed(estimates, mempool, 0.05)];
    expect(agreementHeadline(all)).toBe(
      "Counting each host once, the partitions by fee estimates and by mempool agree no more than chance: AMI 0.05, shuffled −0.10 to 0.12.",
    );
    expect(agreementHeadline(all.slice(0, 2))).toContain(
      "by fee estimates and by host and operator agree more than chance",
    );
  });

  it("says that it is too little where only looks at one answer find clusters", () => {
    expect(agreementHeadline([agreed(thread, mempool, 0.9)])).toMatch(/too little to tell/);
    expect(agreementHeadline([])).toMatch(/too little to tell/);
  });
});

describe("agreementCounts", () => {
  it("says how many lie beyond their null, and how many would by chance", () => {
    expect(
      agreementCounts([
        agreed(thread, mempool, 0.9),
        agreed(thread, marks, 0.5),
        agreed(mempool, marks, 0.1),
        agreed(estimates, marks, 0, {clusters: [0, 1]}),
      ]),
    ).toBe(
      "Of 2 comparisons between independent signals, 1 lies above the middle 95% of shuffles; by chance alone 0.05 would. " +
        "Of the others, 1 looks at the same answers twice and in 1 one side finds no cluster.",
    );
  });

  it("does not count where there is one comparison", () => {
    expect(agreementCounts([agreed(thread, marks, 0.5)])).toBe(
      "The one comparison between independent signals lies above the middle 95% of shuffles; one in 40 would by chance alone.",
    );
    expect(agreementCounts([agreed(thread, marks, 0.1), agreed(thread, mempool, 0.9)])).toBe(
      "The one comparison between independent signals does not lie above the middle 95% of shuffles; one in 40 would by chance alone. " +
        "Of the others, 1 looks at the same answers twice.",
    );
  });
});

describe("hostsOnce", () => {
  it("keeps the first endpoint of each host, in every partition", () => {
    const partition = new Map([
      ["a", 1],
      ["b", 1],
      ["c", 2],
    ]);
    const [[, kept] = []] = hostsOnce(
      [["one", partition]],
      [
        {id: "a", host: 0},
        {id: "b", host: 0},
        {id: "c", host: 1},
      ],
    );
    expect([...(kept ?? [])]).toEqual([
      ["a", 1],
      ["c", 2],
    ]);
  });
});

describe("titles", () => {
  it("names the group of signals without which least is left", () => {
    const rows = [
      {group: "mempool", supported: 5, candidate: 1},
      {group: "estimates", supported: 1, candidate: 0},
    ];
    expect(withoutTitle({supported: 6, candidate: 2}, rows)).toBe(
      "Without fee estimates, 1 of the 8 inferred pairs is left",
    );
    expect(withoutTitle({supported: 6, candidate: 0}, rows.slice(0, 1))).toBe(
      "No single group of signals carries any of the 6 inferred pairs",
    );
    expect(withoutTitle({supported: 0, candidate: 0}, rows)).toBe(
      "No pair is inferred, so no group of signals can be missed",
    );
  });

  it("say what the line changes", () => {
    const row = (bits: number, pairs: number, largest: number) => ({bits, pairs, clusters: 1, largest});
    expect(thresholdTitle([row(2, 45, 6), row(16, 0, 1)])).toBe(
      "With the line at 2 bits 45 pairs are tied and the largest cluster has 6; at 16 bits no pair is",
    );
    expect(thresholdTitle([row(2, 0, 1), row(16, 0, 1)])).toBe("No pair reaches even the lowest line");
  });
});

const spread = (low: number, median: number, high: number, pairs = 30): Spread => ({
  low,
  median,
  high,
  pairs,
});
const none: Spread = {low: null, median: null, high: null, pairs: 0};

describe("control strips", () => {
  it("are apart where 95% of kin lie above 95% of strangers, mostly so where half of them do", () => {
    expect(separationOf(spread(0.5, 0.9, 1), spread(0, 0.1, 0.4))).toBe("apart");
    expect(separationOf(spread(0.3, 0.9, 1), spread(0, 0.1, 0.4))).toBe("mostly apart");
    expect(separationOf(spread(0.3, 0.4, 1), spread(0, 0.1, 0.4))).toBe("not apart");
    expect(separationOf(none, spread(0, 0, 0))).toBe("not measured");
  });

  it("leave out signals by which control pairs are chosen, and count only those whose agreement weighs something", () => {
    const signal = (name: string, layer: SignalFacts["layer"], prior: SignalFacts["prior"]): SignalFacts => ({
      name,
      layer,
      group: "g",
      compares: "c",
      unit: "u",
      innocent: ["i"],
      controls: {positive: spread(0.5, 0.9, 1, 19), negative: spread(0, 0.1, 0.4)},
      prior,
    });
    const weighs = {"one program": "simulated", "two programs": "none"} as const;
    const strips = controlStrips([
      signal("a", "node", weighs),
      signal("branch of the chain", "node", null),
      signal("refresh phase", "process", null),
      signal("c", "operator", null),
    ]);
    expect(strips.map(({name, few, use}) => [name, few, use])).toEqual([
      ["a", true, "weighs"],
      ["branch of the chain", true, "only rules out"],
      ["refresh phase", true, "is shown"],
    ]);
    expect(stripTitle(strips)).toBe(
      "1 of 1 signal whose agreement weighs something sets most known kin above 95% of strangers, 1 nearly all of them",
    );
    expect(stripTitle([])).toBe("Too few control pairs to tell which signals discriminate");
  });
});

describe("rankedPairs", () => {
  const pairs = [
    supported("a:1", "b:1", {bits: 20, q: 0.001, groups: [sampleGroup("mempool", "whole answer")]}),
    samplePair("a:1", "c:1", {level: "no evidence", bits: 5, q: 0.5}),
    {...contradicted("b:1", "c:1"), bits: 9, q: 0.2},
    samplePair("c:1", "d:1", {bits: null, q: null}),
  ];

  it("puts the strongest first, also what is ruled out, and leaves out what cannot be weighed", () => {
    expect(rankedPairs(pairs).map(({a, b, level}) => [a, b, level])).toEqual([
      ["a:1", "b:1", "supported"],
      ["b:1", "c:1", "contradicted"],
      ["a:1", "c:1", "no evidence"],
    ]);
  });

  it("expects strangers: the pairs so far that are not ruled out, times the highest q", () => {
    expect(rankedPairs(pairs).map(({expectedStrangers}) => expectedStrangers)).toEqual([0.001, null, 1]);
  });

  it("ends where it is told", () => {
    expect(rankedPairs(pairs, 1)).toHaveLength(1);
  });
});

describe("signalsPage", () => {
  const bins = [
    [5, 140_000],
    [1, 700_000],
  ] as const;
  const of = (count: number) => {
    const servers = Array.from({length: count}, (_, i) => ({
      endpoint: `s${i}.example:50001/tcp`,
      answer: bins,
    }));
    const runs = count === 0 ? [] : [sampleSnapshot(servers, {sweeps: 3})];
    return signalsPage({findings: findings(answeringWindow(runs), newestOf(runs), sampleWeights)});
  };

  it("says so where there is nothing to compare", () => {
    for (const count of [0, 1])
      expect(of(count)).toMatchObject({
        headline: "Fewer than two servers answered in this archive, so there is nothing to compare.",
        sentences: [],
        ranked: {rows: []},
        kin: [],
      });
  });

  it("says of a few like servers that it is too little to tell", () => {
    const page = of(6);
    expect(page.headline).toMatch(/too little to tell/);
    expect(page.sentences.join(" ")).toContain("6 servers on 6 hosts");
    expect(page.agreement.partitions[0]).toBe("the first study’s rule");
    expect(page.marks.length).toBeGreaterThan(5);
  });
});
