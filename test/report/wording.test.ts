import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {readPublished} from "../../src/data/published.js";
import {nodeSignals} from "../../src/evidence/signals.js";
import type {Snapshot} from "../../src/observation/snapshot.js";
import {clusterHistory} from "../../src/report/clusterHistory.js";
import {kinOf, levelCounts, levelSentence} from "../../src/report/kin.js";
import {coverage} from "../../src/report/coverage.js";
import {original} from "../../src/report/original.js";
import {answeringWindow, newestOf, nodeBounds} from "../../src/report/nodeBounds.js";
import {findings, RESTS_ON_SIMULATION} from "../../src/report/findings.js";
import {signals} from "../../src/report/pairFacts.js";
import {runFacts} from "../../src/report/run.js";
import {runRecord} from "../../src/report/runRecord.js";
import {standingOf} from "../../src/report/standing.js";
import {type SignalsPage, signalsPage} from "../../src/report/signalsPage.js";
import {study} from "../../src/report/study.js";
import {summaryText} from "../../src/report/summary.js";
import {ACCUSING, COMPANIES} from "./accusing.js";
import {contradicted, sampleGroup, samplePair, supported} from "./samplePair.js";
import {type SampleServer, sampleSnapshot} from "./sampleSnapshot.js";
import {sampleWeights} from "./sampleWeights.js";

const INFERS = "consistent with a shared backend";

const root = join(import.meta.dirname, "..", "..");
const sources = ["report", "evidence"].flatMap((folder) =>
  readdirSync(join(root, "src", folder)).map((name) => ({
    path: `src/${folder}/${name}`,
    text: readFileSync(join(root, "src", folder, name), "utf8"),
  })),
);
/** String and template literals, comments left out; what a template computes stays in it as code. */
function literals(text: string): string[] {
  const tokens = /\/\*[^]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;
  return [...text.matchAll(tokens)].flatMap(([token]) => (/^["`]/.test(token) ? [token.slice(1, -1)] : []));
}
const written = sources.flatMap(({path, text}) => literals(text).map((literal) => [path, literal] as const));

/** What every call of incomparable(...) may give as its reason; constants and functions looked up where they are defined. */
const calls = sources.flatMap(({path, text}) =>
  [...text.matchAll(/(?<!function )\bincomparable\(\s*(?:["`]([^"`]*)["`]|(\w+))/g)].map(
    ([, given, name = ""]): {readonly path: string; readonly reasons: readonly string[]} => {
      const defined = new RegExp(`(?:const ${name}\\s*=[^;]*;|function ${name}\\([^]*?\n}\n)`);
      const reasons =
        given === undefined ? sources.flatMap((one) => literals(defined.exec(one.text)?.[0] ?? "")) : [given];
      return {path, reasons};
    },
  ),
);
const reasons = calls.flatMap(({path, reasons}) => reasons.map((reason) => [path, reason] as const));

const bins = [
  [5, 140_000],
  [2, 190_000],
  [1, 700_000],
] as const;
const servers: readonly SampleServer[] = [
  ...Array.from({length: 8}, (_, i): SampleServer => ({
    endpoint: `${"abcdefgh"[i]}.example:50001/tcp`,
    answer: bins,
    relayFee: i < 5 ? 1000 : 100,
  })),
  {endpoint: "a.example:50002/ssl", answer: bins},
  {endpoint: "silent.example:50001/tcp", answer: null},
];
const runs = (["mainnet", "lab"] as const).map((network) => sampleSnapshot(servers, {network, sweeps: 3}));
const silent = sampleSnapshot([{endpoint: "a.example:1/tcp", answer: null}]);
const pairs = [
  ...nodeSignals.map(({name, group}, i) =>
    supported(`${i}.x:1`, `${i}.y:1`, {groups: [sampleGroup(group, name)]}),
  ),
  samplePair("0.y:1", "0.z:1", {level: "declared", declared: true}),
  contradicted("0.x:1", "0.z:1"),
  samplePair("p:1", "q:1", {level: "declared", declared: true}),
  samplePair("p:1", "r:1", {level: "candidate", q: 0.01}),
];
const kin = kinOf([...new Set(pairs.flatMap(({a, b}) => [a, b]))], pairs);

/** What the page of clusters says of an archive. */
function historyTexts(snapshots: readonly Snapshot[]): readonly string[] {
  const history = clusterHistory(
    snapshots.map((snapshot) => runRecord(snapshot, runFacts(snapshot))),
    standingOf(snapshots.at(-1)),
  );
  return [...history.sentences, ...history.notes, ...Object.values(history.titles)];
}

/** Sentences and titles of the page about signals. */
function signalsText({headline, sentences, without, thresholds, strips, ranked}: SignalsPage): string[] {
  return [headline, ...sentences, without.title, thresholds.title, strips.title, ranked.title];
}

/** Every kind of sentence that src/report makes, once at least. */
const sentences: readonly string[] = [
  ...kin.map(({sentence}) => sentence),
  ...[pairs, pairs.slice(0, 1), []].map((list) => levelSentence(levelCounts(list))),
  ...[[], [silent], ...runs.map((run) => [run]), [silent, ...runs]].flatMap((snapshots) => {
    const [window, newest] = [answeringWindow(snapshots), newestOf(snapshots)];
    return [
      ...nodeBounds(window, newest).sentences,
      ...findings(window, newest, null).sentences,
      ...findings(window, newest, sampleWeights).sentences,
      ...signalsText(signalsPage({findings: findings(window, newest, sampleWeights)})),
      ...coverage({
        runs: snapshots.map((snapshot) => runRecord(snapshot, runFacts(snapshot))),
        problems: [{path: "a", problem: "b"}],
      }).sentences,
      ...summaryText(study(snapshots, snapshots.length)).split("\n"),
      ...historyTexts(snapshots),
    ];
  }),
  ...original(readPublished()).sentences,
  ...original(readPublished()).prediction.sentences,
  RESTS_ON_SIMULATION,
];

describe("every sentence that can be printed", () => {
  it("is looked at: those of kin, levels, bounds, runs, the first study and the terminal", () => {
    for (const start of [
      "Of ",
      "The ",
      "All ",
      "No pair ",
      "Too little",
      "From ",
      "Bits of evidence",
      "No weights",
      "The first study",
      "Simulated network",
      "Not one answered",
      "A cluster holds",
      "From one run to the next",
      "A cluster keeps its name",
    ])
      expect(
        sentences.some((one) => one.startsWith(start)),
        start,
      ).toBe(true);
    expect(sentences.some((one) => one.includes("nothing is inferred"))).toBe(true);
    expect(sentences.some((one) => one.includes("ruled out"))).toBe(true);
  });

  it("accuses nobody and names no company", () => {
    for (const sentence of sentences) {
      expect(sentence).not.toMatch(ACCUSING);
      expect(sentence).not.toMatch(COMPANIES);
    }
  });

  it("says of servers that it ties together: consistent with a shared backend, and how else it may be", () => {
    const inferring = kin.filter(({supported}) => supported > 0);
    expect(inferring).toHaveLength(nodeSignals.length);
    for (const {sentence} of inferring) {
      expect(sentence).toContain(INFERS);
      const ways = nodeSignals.flatMap(({innocent}) => innocent).filter((way) => sentence.includes(way));
      expect(ways.length).toBeGreaterThan(0);
      expect(sentence).toContain("It may also be that ");
    }
  });

  it("gives for each signal two innocent ways of its own", () => {
    // One process behind two names is a shared backend, so the process has no innocent ways of its own here.
    for (const [i, {innocent, layer}] of nodeSignals.entries())
      for (const way of layer === "node" ? innocent.slice(0, 2) : [])
        expect(kin.find(({servers}) => servers.includes(`${i}.x:1`))?.sentence).toContain(way);
  });

  it("says of all pairs together how many may be strangers, wherever it infers any", () => {
    for (const sentence of sentences.filter((one) => one.includes(INFERS)))
      expect(sentence).toMatch(/may be expected to be strangers\.$|It may also be that /);
  });

  it("never says that servers share a node or have one operator, other than to deny it", () => {
    const claims = sentences
      .map((one) => one.replace(/It may also be that .*/, ""))
      .filter((one) =>
        /\b(share|same|one) (a )?(node|operator|backend)\b|shared (node|operator)\b/.test(one),
      );
    expect(claims.length).toBeGreaterThan(0);
    for (const claim of claims)
      expect(claim).toMatch(
        /cannot be one node|no pair is said|no evidence of|Not all of them can|at least|does not mean that its members share a node/,
      );
  });
});

describe("every text of every signal", () => {
  it.each(signals.map((signal) => [signal.name, signal] as const))(
    "%s: accuses nobody, names no company",
    (_, signal) => {
      const texts = [signal.name, signal.compares, signal.unit, signal.group, ...signal.innocent];
      expect(signal.innocent.length).toBeGreaterThan(0);
      for (const text of texts) {
        expect(text.trim()).not.toBe("");
        expect(text).not.toMatch(ACCUSING);
        expect(text).not.toMatch(COMPANIES);
      }
    },
  );

  it("has innocent ways that can stand within a sentence", () => {
    for (const {innocent} of nodeSignals) for (const way of innocent) expect(way).toMatch(/^\S.*[^.\s]$/);
  });
});

describe("every reason why two cannot be compared", () => {
  it("is found, for each call", () => {
    const all = sources.flatMap(({text}) => [...text.matchAll(/(?<!function )\bincomparable\(/g)]).length;
    expect(calls).toHaveLength(all);
    expect(calls.filter(({reasons}) => reasons.length === 0)).toEqual([]);
    expect(all).toBeGreaterThan(8);
  });

  it.each(reasons)("%s: %s", (_, reason) => {
    expect(reason).toMatch(/\w{3}/);
    expect(reason).not.toMatch(ACCUSING);
    expect(reason).not.toMatch(COMPANIES);
  });
});

describe("every text in the sources of reports and evidence", () => {
  it("accuses nobody and names no company", () => {
    expect(written.length).toBeGreaterThan(300);
    expect(written.filter(([, text]) => ACCUSING.test(text) || COMPANIES.test(text))).toEqual([]);
  });
});
