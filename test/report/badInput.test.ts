import {describe, expect, it} from "vitest";
import type {Snapshot} from "../../src/observation/snapshot.js";
import {type Findings, findings} from "../../src/report/findings.js";
import {answeringWindow, newestOf} from "../../src/report/nodeBounds.js";
import {type Bins, type SampleServer, sampleSnapshot} from "./sampleSnapshot.js";
import {sampleWeights} from "./sampleWeights.js";

const judge = (...snapshots: readonly Snapshot[]): Findings =>
  findings(answeringWindow(snapshots), newestOf(snapshots), sampleWeights);

const bins = (more = 0): Bins => [
  [5, 140_000 + more],
  [2, 190_000],
  [1, 700_000],
];
const named = (i: number, told: Partial<SampleServer> = {}): SampleServer => ({
  endpoint: `${"abcdefghij"[i % 10]}${Math.floor(i / 10)}.example:50001/tcp`,
  answer: bins(i),
  ...told,
});
const hours = (hour: number) => `2026-03-01T${String(hour).padStart(2, "0")}:00:00.000Z`;
const NOTHING = "No pair is more alike than strangers are, at a false-discovery rate of 1%.";

/** What must hold of findings whatever was put in. */
function isSound(found: Findings): void {
  const n = found.endpoints.length;
  expect(found.pairs).toHaveLength((n * (n - 1)) / 2);
  expect(JSON.stringify(found)).not.toMatch(/NaN|undefined|Infinity/);
  expect(Object.values(found.levels.counts).reduce((sum, each) => sum + each, 0)).toBe(found.pairs.length);
  for (const {bits, q} of found.pairs) expect((bits === null) === (q === null)).toBe(true);
  for (const sentence of found.sentences) expect(sentence).toMatch(/^\S.*\.$/);
}

describe("findings of too little", () => {
  it("one run, one server: says so and infers nothing", () => {
    const found = judge(sampleSnapshot([named(0)]));
    isSound(found);
    expect(found.sentences).toEqual(["Too little to say: 1 server answered in these runs."]);
    expect(found).toMatchObject({pairs: [], kin: [], levels: {inferred: 0, expectedFalse: 0}});
  });

  it("no run at all", () => {
    const found = judge();
    isSound(found);
    expect(found.window).toEqual({from: null, to: null, runs: []});
    expect(found.sentences).toEqual(["Too little to say: no servers answered in these runs."]);
  });

  it("one run, two servers: nothing is known of strangers, so nothing is inferred", () => {
    const found = judge(sampleSnapshot([named(0, {answer: bins()}), named(1, {answer: bins()})]));
    isSound(found);
    expect(found.pairs).toMatchObject([{level: "no evidence", bits: null, q: null}]);
    expect(found.sentences).toContain(NOTHING);
  });

  it("no positive control: no spread is made up, and bits are said to rest on simulated networks", () => {
    const found = judge(
      sampleSnapshot(
        Array.from({length: 8}, (_, i) => named(i)),
        {sweeps: 4},
      ),
    );
    isSound(found);
    for (const {controls} of found.signals)
      expect(controls.positive).toEqual({pairs: 0, low: null, median: null, high: null});
    expect(found.sentences.some((one) => one.startsWith("Bits of evidence rest on simulated networks"))).toBe(
      true,
    );
  });

  it("no comparable pair: each is called so, with a reason for every signal, and not called different", () => {
    const mute = (i: number) => named(i, {program: null, relayFee: null, answer: [[1, 5]]});
    const snapshot = sampleSnapshot([mute(0), mute(1), mute(2)]);
    const found = judge({...snapshot, tables: {...snapshot.tables, tips: []}});
    isSound(found);
    expect(found.levels.counts["not comparable"]).toBe(3);
    for (const {signals} of found.pairs)
      for (const signal of signals.filter(({layer}) => layer === "node"))
        expect(signal).toMatchObject({comparable: false, because: expect.stringMatching(/\w{3}/) as string});
    expect(found.sentences.slice(0, 4)).toEqual([
      "Of 3 pairs of servers in 1 run, 0 cannot be one node.",
      expect.stringContaining("at least 1 node.") as string,
      expect.stringContaining("at least 1 node.") as string,
      NOTHING,
    ]);
  });
});

describe("findings from clocks that jump", () => {
  const servers = Array.from({length: 8}, (_, i) => named(i));

  it("a run that starts before the one before it: the order in which they are given does not matter", () => {
    const runs = [8, 12, 10].map((hour) => sampleSnapshot(servers, {startedAt: hours(hour), sweeps: 3}));
    const found = judge(...runs);
    isSound(found);
    expect(found.window).toMatchObject({from: hours(8), runs: [runs[0]?.path, runs[2]?.path, runs[1]?.path]});
    expect(JSON.stringify(judge(...runs.toReversed()))).toBe(JSON.stringify(found));
  });

  it("two runs that begin at the same moment: the order in which they are given does not matter", () => {
    const [one, two] = ["vantage=a", "vantage=b"].map((path, i) => ({
      ...sampleSnapshot(servers.slice(0, 7 + i), {startedAt: hours(8), sweeps: 3}),
      path,
    }));
    if (!one || !two) throw new RangeError("badInput.test: expected two runs");
    const found = judge(one, two);
    isSound(found);
    expect(JSON.stringify(judge(two, one))).toBe(JSON.stringify(found));
  });

  it("a run that ends before it starts", () => {
    const snapshot = sampleSnapshot(servers, {startedAt: hours(8), sweeps: 3});
    const found = judge({...snapshot, manifest: {...snapshot.manifest, ended_at: hours(2)}});
    isSound(found);
    expect(found.sentences[0]).toContain("in 1 run, 0 cannot be one node.");
  });

  it("readings hours apart within a sweep: they are no common sweep, and rule nothing out", () => {
    const snapshot = sampleSnapshot(servers, {startedAt: hours(8), sweeps: 3});
    const reads = snapshot.tables.reads.map((read, i) => ({
      ...read,
      requested_at: read.requested_at + (i % servers.length) * 7_200_000,
    }));
    const found = judge({...snapshot, tables: {...snapshot.tables, reads}});
    isSound(found);
    expect(found.levels.counts.contradicted).toBe(0);
    for (const {signals} of found.pairs)
      for (const name of ["exact agreement", "whole answer", "common cut distance"])
        expect(signals.find((one) => one.name === name)?.comparable ?? false).toBe(false);
  });
});

describe("findings of servers that change", () => {
  it("a program that changes within the window: none is claimed, none is called a contradiction, nothing is ruled out", () => {
    const programs = ["Fulcrum 1.12.0", "ElectrumX 1.16.0", "electrs/0.10.8"];
    const runs = programs.map((program, i) =>
      sampleSnapshot([named(0, {program}), ...Array.from({length: 7}, (_, k) => named(k + 1))], {
        startedAt: hours(8 + 4 * i),
        sweeps: 3,
      }),
    );
    const found = judge(...runs);
    isSound(found);
    expect(found.endpoints[0]).toMatchObject({id: "a0.example:50001/tcp", program: "unknown"});
    expect(found.endpoints[1]?.program).toBe("fulcrum");
    expect(found.levels.counts.contradicted).toBe(0);
  });

  it("a server that is there in one run of three only is compared in that one", () => {
    const runs = [8, 12, 16].map((hour, i) =>
      sampleSnapshot(
        Array.from({length: i === 1 ? 8 : 7}, (_, k) => named(k)),
        {
          startedAt: hours(hour),
          sweeps: 2,
        },
      ),
    );
    const found = judge(...runs);
    isSound(found);
    expect(found.endpoints.at(-1)).toMatchObject({id: "h0.example:50001/tcp", readings: 2});
  });
});

describe("findings of many", () => {
  it("identical servers: all alike, so none more alike than strangers are, and one node is enough", () => {
    const servers = Array.from({length: 300}, (_, i) => named(i, {answer: bins()}));
    const began = performance.now();
    const found = judge(sampleSnapshot(servers, {sweeps: 2}));
    const seconds = (performance.now() - began) / 1000;
    isSound(found);
    expect(found.levels).toMatchObject({inferred: 0, counts: {"no evidence": (300 * 299) / 2}});
    expect(found.sentences.slice(0, 4)).toEqual([
      "Of 44,850 pairs of servers in 1 run, 0 cannot be one node.",
      "The 300 servers of cluster 1, whose answers look alike, are at least 1 node.",
      "All 300 servers together are at least 1 node.",
      NOTHING,
    ]);
    // About 3 s; what grows faster than the number of pairs would take far longer.
    expect(seconds).toBeLessThan(20);
  });
});
