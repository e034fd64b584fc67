import {describe, expect, it} from "vitest";
import {SHOWN_ROUNDS} from "../../src/report/run.js";
import {SHOWN_RUNS, study} from "../../src/report/study.js";
import {summaryText} from "../../src/report/summary.js";
import {type Bins, sampleSnapshot, type SampleServer} from "./sampleSnapshot.js";

const coarse: Bins = [
  [1, 100],
  [0, 300],
];
const doubled: Bins = [
  [1, 200],
  [0, 600],
];
const fine: Bins = [[5.25, 50_001]];

const four: readonly SampleServer[] = [
  {endpoint: "a.example:50001/tcp", answer: coarse},
  {endpoint: "a.example:50002/ssl", answer: coarse},
  {endpoint: "b.example:50001/tcp", answer: doubled, program: "electrs/0.10.8", relayFee: 100},
  {endpoint: "c.example:50001/tcp", answer: fine, program: "electrs-esplora 0.4.1", relayFee: null},
];

describe("study of an archive", () => {
  it("without a run has none, and the summary says what to do", () => {
    expect(study([]).runs).toEqual([]);
    expect(study([]).standing).toEqual({network: null, simulated: false, newest: null});
    expect(summaryText(study([]))).toBe("The archive holds no run yet: npm run study makes one.\n");
  });

  it("shows the newest runs, newest first, and no more than it says", () => {
    const days = Array.from(
      {length: SHOWN_RUNS + 3},
      (_, i) => `2026-03-${String(i + 1).padStart(2, "0")}T00:00:00Z`,
    );
    const {runs} = study(days.map((startedAt) => sampleSnapshot(four, {startedAt})));
    expect(runs).toHaveLength(SHOWN_RUNS);
    expect(runs[0]?.run).toBe("20260315T000000Z");
    expect(runs.at(-1)?.run).toBe("20260304T000000Z");
  });

  it("counts pairs by what they are: 6 pairs, 1 identical, 2 in proportion, 3 without a common label", () => {
    const [run] = study([sampleSnapshot(four)]).runs;
    expect(run?.rounds[0]?.pairs).toEqual({
      all: 6,
      identical: 1,
      identicalOneHost: 1,
      printAsZero: 2,
      disjoint: 3,
    });
  });

  it("lists clusters from large to small with what their members say they run", () => {
    const [run] = study([sampleSnapshot(four)]).runs;
    expect(run?.rounds[0]?.clusters).toEqual([
      {
        size: 3,
        distinctAnswers: 2,
        programs: [
          {value: "Fulcrum", count: 2},
          {value: "electrs", count: 1},
        ],
        relayMinima: [
          {value: "1", count: 2},
          {value: "0.1", count: 1},
        ],
      },
      {
        size: 1,
        distinctAnswers: 1,
        programs: [{value: "electrs-esplora", count: 1}],
        relayMinima: [{value: "not stated", count: 1}],
      },
    ]);
  });

  it("gives each server its answer's number and each pair of answers one divergence", () => {
    const [run] = study([sampleSnapshot(four)]).runs;
    const round = run?.rounds[0];
    const names = round?.servers.map((server) => run?.servers[server]?.endpoint);
    expect(names?.toSorted()).toEqual(four.map(({endpoint}) => endpoint));
    const answer = (name: string) => round?.answers[names?.indexOf(name) ?? -1] ?? -1;
    expect(answer("a.example:50001/tcp")).toBe(answer("a.example:50002/ssl"));
    expect(round?.divergences.map((row) => row.length)).toEqual([0, 1, 2]);
    const [a, b, c] = ["a.example:50001/tcp", "b.example:50001/tcp", "c.example:50001/tcp"].map(answer) as [
      number,
      number,
      number,
    ];
    const between = (i: number, j: number) => round?.divergences[Math.max(i, j)]?.[Math.min(i, j)];
    expect([between(a, b), between(a, c), between(b, c)]).toEqual([0, 1, 1]);
  });

  it("counts clusters at other thresholds from the same tree: 2 as long as 1 bit is too far", () => {
    const [run] = study([sampleSnapshot(four)]).runs;
    expect(run?.rounds[0]?.clustersAt.map(({clusters}) => clusters)).toEqual([2, 2, 2, 2, 2, 2, 2, 2]);
  });

  it("sets aside other chains, distant tips and empty histograms, with the reason", () => {
    const [run] = study([
      sampleSnapshot([
        ...four,
        {endpoint: "testnet.example:60001/tcp", answer: coarse, genesis: "00".repeat(32)},
        {endpoint: "stuck.example:50001/tcp", answer: coarse, height: 899_990},
        {endpoint: "late.example:50001/tcp", answer: coarse, height: 899_999},
        {endpoint: "floresta.example:50001/tcp", answer: []},
        {
          endpoint: "zeros.example:50001/tcp",
          answer: [
            [1, 0],
            [0, 0],
          ],
        },
      ]),
    ]).runs;
    const round = run?.rounds[0];
    const aside = round?.setAside.map(({server, why}) => [run?.servers[server]?.host, why]);
    expect(aside).toEqual([
      ["testnet.example", "it serves another chain"],
      ["stuck.example", "its newest block is 10 behind the others'"],
      ["floresta.example", "its histogram was empty"],
      ["zeros.example", "its histogram was empty"],
    ]);
    expect(round?.answered).toBe(9);
    expect(round?.servers).toHaveLength(5);
  });

  it("compares a single server with nobody", () => {
    const [run] = study([sampleSnapshot(four.slice(0, 1))]).runs;
    expect(run?.rounds[0]?.pairs.all).toBe(0);
    expect(run?.rounds[0]?.clusters).toHaveLength(1);
    expect(run?.rounds[0]?.divergences).toEqual([[]]);
  });

  it("puts servers with one answer into one cluster of one distinct answer", () => {
    const same = [1, 2, 3].map((i) => ({endpoint: `s${i}.example:50001/tcp`, answer: coarse}));
    const [run] = study([sampleSnapshot(same)]).runs;
    expect(run?.rounds[0]?.pairs).toMatchObject({all: 3, identical: 3, identicalOneHost: 0, printAsZero: 0});
    expect(run?.rounds[0]?.clusters).toMatchObject([{size: 3, distinctAnswers: 1}]);
  });

  it("concludes nothing from a run that nobody answered", () => {
    const silent = [1, 2].map((i) => ({endpoint: `s${i}.example:50001/tcp`, answer: null}));
    const result = study([sampleSnapshot(silent)]);
    expect(result.runs[0]).toMatchObject({ownSideSuspected: true, rounds: [], main: -1});
    expect(result.runs[0]?.silent).toHaveLength(2);
    expect(result.runs[0]?.sentences.join(" ")).toContain("nothing follows about the servers");
  });

  it("speaks of the round on the clock that most servers answered", () => {
    const servers = four.map((server, i) => ({...server, answer: [i === 0 ? null : coarse, coarse, coarse]}));
    const {runs} = study([sampleSnapshot(servers, {sweeps: 3, triggers: ["round", "tip", "round"]})]);
    expect(runs[0]?.rounds[runs[0].main]?.sweep).toBe(2);
  });

  it("spreads the rounds it shows over a long run, first and last among them", () => {
    const {runs} = study([sampleSnapshot(four, {sweeps: 30})]);
    const sweeps = runs[0]?.rounds.map(({sweep}) => sweep) ?? [];
    expect(sweeps.length).toBeLessThanOrEqual(SHOWN_ROUNDS + 1);
    expect([sweeps[0], sweeps.at(-1)]).toEqual([0, 29]);
  });

  it("survives the trip through JSON unchanged", () => {
    const result = study([sampleSnapshot(four, {sweeps: 2})], 1);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });
});

describe("the sentences of a run", () => {
  it("state the facts, each number computed", () => {
    const silent = {endpoint: "dead.example:50001/tcp", answer: null};
    const [run] = study([sampleSnapshot([...four, silent])]).runs;
    expect(run?.sentences).toEqual([
      "From 2026-03-01 12:00 UTC, for 60 seconds, 5 endpoints of the public network were asked from the vantage point “test”: 4 sent a fee histogram, 1 did not (1 connect: timeout).",
      "In the only round, asked from 12:00:00 within 1 second, 4 answers came. The 4 answers that can be compared are 3 distinct histograms.",
      "Of 6 pairs, 1 is identical in every label and every vbyte (1 of them two ports of one host); 2 more would print as 0.000 although their numbers differ; 3 share no label at all.",
      "Linking servers at a divergence up to 0.5 bits, as the first study did, gives 2 clusters, of 3 and 1 servers.",
      "The largest names 2 programs (Fulcrum: 2, electrs: 1) and 2 relay minima (1 sat/vB: 2, 0.1 sat/vB: 1).",
    ]);
  });

  it("name the simulated network as such, in the terminal too", () => {
    const simulated = study([sampleSnapshot(four, {network: "lab"})]);
    expect(simulated.runs[0]?.sentences[0]).toContain("of the simulated network");
    expect(summaryText(simulated)).toMatch(/^Simulated network: nothing here is about a real server\.\n/);
  });

  it("fit twelve lines of a terminal and accuse nobody", () => {
    const text = summaryText(study([sampleSnapshot(four, {network: "lab"})], 2));
    expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(12);
    expect(text).toContain("2 snapshots could not be read");
    expect(text).not.toMatch(/\b(spy|spies|malicious|honeypot|suspicious|sybil|attack)/i);
  });
});
