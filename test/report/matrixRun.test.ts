import {describe, expect, it} from "vitest";
import {clusterNamer, clusterNames} from "../../src/report/clusterNames.js";
import {matrixRun, matrixRunName} from "../../src/report/matrixRun.js";
import {runFacts} from "../../src/report/run.js";
import {type SampleServer, sampleSnapshot} from "./sampleSnapshot.js";

const near = [
  [2, 500_000],
  [1, 500_000],
] as const;
const far = [[7, 100_000]] as const;

/** a and b send one answer, c another with the same shares, d one that shares no label, e none, f an empty one. */
const servers: readonly SampleServer[] = [
  {endpoint: "a.example:50001/tcp", answer: near, program: "Fulcrum 2.1.0"},
  {endpoint: "b.example:50001/tcp", answer: near, program: "electrs/0.10.8"},
  {
    endpoint: "c.example:50001/tcp",
    answer: near.map(([label, vsize]) => [label, vsize * 2] as const),
  },
  {endpoint: "d.example:50001/tcp", answer: far},
  {endpoint: "e.example:50001/tcp", answer: null},
  {endpoint: "f.example:50001/tcp", answer: []},
];
const facts = runFacts(sampleSnapshot(servers, {startedAt: "2026-03-01T12:00:00Z", sweeps: 2}));

describe("matrixRun", () => {
  const run = matrixRun(facts, ["C4", null]);
  const [round] = run.rounds;

  it("is named after run and vantage point, as its file is", () => {
    expect(matrixRunName(facts)).toEqual({
      name: "20260301T120000Z-test",
      vantage: "test",
      simulated: false,
      startedAt: Date.parse("2026-03-01T12:00:00Z"),
      answered: 5,
      sweeps: 2,
    });
  });

  it("lists who answered with the id of their pages", () => {
    expect(run.endpoints.map(({id}) => id)).toEqual(
      ["a", "b", "c", "d", "f"].map((host) => `${host}_example_50001_tcp`),
    );
    expect(run.endpoints[1]).toMatchObject({program: "electrs", version: "0.10.8"});
  });

  it("gives divergences in three digits, and never on the other side of a limit", () => {
    const bins = (share: number) =>
      [
        [2, Math.round(share * 1e9)],
        [1, Math.round((1 - share) * 1e9)],
      ] as const;
    /** Of all vbytes under one label, and of shares s and 1 − s under two: by the definition, with m their mean. */
    const apart = (s: number) => (Math.log2(2 / (1 + s)) + s * Math.log2((2 * s) / (1 + s)) + (1 - s)) / 2;
    /** the share that is so far apart, found by halving */
    const shareAt = (bits: number) => {
      let [low, high] = [1e-9, 1];
      for (let i = 0; i < 60; i++) {
        const middle = (low + high) / 2;
        if (apart(middle) > bits) low = middle;
        else high = middle;
      }
      return low;
    };
    const bitsOf = (bits: number) =>
      matrixRun(
        runFacts(
          sampleSnapshot([
            {endpoint: "a.example:50001/tcp", answer: bins(1).slice(0, 1)},
            {endpoint: "b.example:50001/tcp", answer: bins(shareAt(bits))},
          ]),
        ),
        [null, null],
      ).rounds[0]?.divergences[1]?.[0];
    expect(bitsOf(0.2345678)).toBe(0.235);
    expect(bitsOf(0.50003)).toBeCloseTo(0.50003, 7);
    expect(bitsOf(0.49997)).toBe(0.5);
    expect(bitsOf(0.00049999)).toBeCloseTo(0.00049999, 8);
    expect(bitsOf(0.00049999)).toBeLessThan(0.0005);
  });

  it("tells equal answers from equal shares, and labels in common from none", () => {
    const at = (name: string) =>
      round?.servers.findIndex((i) => run.endpoints[i]?.endpoint.startsWith(name)) ?? -1;
    const answer = (name: string) => round?.answers[at(name)] ?? -1;
    const bits = (x: string, y: string) =>
      round?.divergences[Math.max(answer(x), answer(y))]?.[Math.min(answer(x), answer(y))];
    expect(answer("a")).toBe(answer("b"));
    expect(answer("a")).not.toBe(answer("c"));
    expect(bits("a", "c")).toBe(0);
    expect(bits("a", "d")).toBe(1);
  });

  it("names clusters as the run does, and who is set aside", () => {
    expect(round?.clusters).toEqual([
      {name: "C4", size: 3},
      {name: null, size: 1},
    ]);
    expect(round?.setAside).toEqual([[4, "its histogram was empty"]]);
    expect(run.main).toBe(0);
  });

  it("rounds divergences to four digits, and none of them to 0 or 1", () => {
    const answers = [1, 1.000_01, 3].map((vsize, i) => ({
      endpoint: `${"xyz"[i]}.example:1/tcp`,
      answer: [
        [2, 100_000],
        [1, Math.round(vsize * 100_000)],
      ] as const,
    }));
    const values = matrixRun(runFacts(sampleSnapshot(answers)), ["C1"]).rounds[0]?.divergences.flat() ?? [];
    expect(values).toHaveLength(3);
    for (const value of values) {
      expect(value).toBeGreaterThan(0);
      expect(Number(value.toPrecision(4))).toBe(value);
    }
  });

  it("stands for a run in which nobody answered", () => {
    const silent = matrixRun(runFacts(sampleSnapshot([{endpoint: "e.example:50001/tcp", answer: null}])), []);
    expect(silent).toMatchObject({endpoints: [], rounds: [], main: -1});
  });
});

describe("clusterNamer", () => {
  it("names run by run as clusterNames names all at once", () => {
    const partitions = [
      [
        ["a", "b", "c"],
        ["d", "e"],
      ],
      [
        ["a", "b"],
        ["c", "d", "e"],
      ],
      [["a", "b", "c", "d", "e"]],
      [
        ["x", "y"],
        ["a", "b", "c"],
        ["d", "e"],
      ],
    ].map((clusters, i) => ({run: `2026010${i + 1}T000000Z`, vantage: "v", startedAt: i, clusters}));
    const name = clusterNamer();
    expect(partitions.map((partition) => name(partition))).toEqual(clusterNames(partitions));
  });
});
