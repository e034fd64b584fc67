import {spawnSync} from "node:child_process";
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import * as fc from "fast-check";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {writeSnapshot} from "../../data-loaders/archive.js";
import {archiveNames} from "../../src/data/archiveNames.js";
import {runsIn} from "../../src/data/archiveWindow.js";
import {readArchived} from "../../src/data/readArchived.js";
import {readWeights} from "../../src/data/weights.js";
import {findings, type Findings} from "../../src/report/findings.js";
import {namedFindings} from "../../src/report/namedFindings.js";
import {publishedFindings} from "../../src/report/publishedFindings.js";
import {answeringWindow, newestOf} from "../../src/report/nodeBounds.js";
import type {Snapshot} from "../../src/observation/snapshot.js";
import {type SampleServer, sampleSnapshot} from "./sampleSnapshot.js";

const histogram = [
  [5, 40_000],
  [2, 90_000],
  [1, 700_000],
] as const;
const server = (endpoint: string, relayFee: number): SampleServer => ({
  endpoint,
  relayFee,
  answer: histogram,
});
const servers = [
  server("a.example:50001/tcp", 100),
  server("a.example:50002/ssl", 100),
  server("b.example:50001/tcp", 1_000),
  {endpoint: "silent.example:50001/tcp", answer: null},
];
const runs = ["2026-03-01T08:00:00.000Z", "2026-03-01T12:00:00.000Z", "2026-03-01T16:00:00.000Z"].map(
  (startedAt) => sampleSnapshot(servers, {startedAt, network: "lab", sweeps: 2}),
);

const findingsOf = (
  snapshots: readonly Snapshot[],
  weights: ReturnType<typeof readWeights> = null,
): Findings => findings(answeringWindow(snapshots), newestOf(snapshots), weights);

describe("findings(window, newest)", () => {
  const found = findingsOf(runs);

  it("judges every pair of servers that answered, once", () => {
    expect(found.pairs.map(({a, b, level}) => [a, b, level])).toEqual([
      ["a.example:50001/tcp", "a.example:50002/ssl", "declared"],
      ["a.example:50001/tcp", "b.example:50001/tcp", "contradicted"],
      ["a.example:50002/ssl", "b.example:50001/tcp", "contradicted"],
    ]);
    expect(found.endpoints.map(({id, readings}) => [id, readings])).toEqual([
      ["a.example:50001/tcp", 6],
      ["a.example:50002/ssl", 6],
      ["b.example:50001/tcp", 6],
    ]);
  });

  it("says of identical servers how many nodes they are at least", () => {
    expect(found.clusters).toEqual([
      {
        name: "cluster 1",
        servers: expect.any(Array) as string[],
        atLeast: 2,
        witnesses: expect.any(Array) as string[],
        exact: true,
      },
      {
        name: "all",
        servers: expect.any(Array) as string[],
        atLeast: 2,
        witnesses: expect.any(Array) as string[],
        exact: true,
      },
    ]);
    expect(found.sentences).toEqual([
      "Of 3 pairs of servers in 3 runs, 2 cannot be one node (relay minimum: 2).",
      "The 3 servers of cluster 1, whose answers look alike, are at least 2 nodes.",
      "All 3 servers together are at least 2 nodes.",
      "No weights of evidence are at hand (npm run calibrate makes them), so no pair is said to share a node for what it has in common.",
    ]);
  });

  it("keeps every signal of every pair, with why not where one cannot compare, and with what controls show", () => {
    for (const {signals} of found.pairs) {
      expect(signals.map(({name}) => name)).toEqual(found.signals.map(({name}) => name));
      for (const signal of signals)
        expect(signal.comparable ? signal.n >= 0 : signal.because.length > 0).toBe(true);
    }
    for (const {innocent, unit, compares} of found.signals) {
      expect(innocent.length).toBeGreaterThan(0);
      expect(unit).not.toBe("");
      expect(compares).not.toBe("");
    }
    expect(found.signals.find(({name}) => name === "relay minimum")?.controls.positive.pairs).toBe(1);
  });

  it("does not depend on the order of the runs, and is the same each time", () => {
    expect(JSON.stringify(findingsOf(runs.toReversed()))).toBe(JSON.stringify(found));
  });

  it.each([
    ["no run", [], "Too little to say: no servers answered in these runs."],
    [
      "one server",
      [sampleSnapshot([server("a.example:1/tcp", 100)])],
      "Too little to say: 1 server answered in these runs.",
    ],
    [
      "nobody",
      [sampleSnapshot([{endpoint: "a.example:1/tcp", answer: null}])],
      "Too little to say: no servers answered in these runs.",
    ],
  ])("says plainly that %s is too little", (_, snapshots, sentence) => {
    expect(findingsOf(snapshots).sentences).toEqual([sentence]);
  });

  it("accuses nobody, in nothing that it can print", () => {
    const printed = JSON.stringify([found.sentences, found.signals]).toLowerCase();
    for (const word of [
      "spy",
      "malicious",
      "honeypot",
      "attack",
      "surveil",
      "suspicious",
      "fake",
      "chainalysis",
    ])
      expect(printed).not.toContain(word);
  });
});

describe("namedFindings", () => {
  const found = findingsOf(runs);
  const named = namedFindings(found, ["C7"]);

  it("adds the names of the pages, and leaves every other field as it is", () => {
    expect(named.clusters.map(({name, cluster}) => [name, cluster])).toEqual([
      ["cluster 1", "C7"],
      ["all", null],
    ]);
    expect({...named, clusters: named.clusters.map(({cluster: _, ...rest}) => rest)}).toEqual({
      ...found,
      sentences: found.sentences.map((sentence) => sentence.replace("cluster 1", "C7")),
    });
  });

  it("says it in the sentences", () => {
    expect(named.sentences[1]).toBe("The 3 servers of C7, whose answers look alike, are at least 2 nodes.");
  });
});

describe("publishedFindings", () => {
  const found = findingsOf(runs);

  it("are all there is, and say so", () => {
    expect(publishedFindings(found)).toEqual({...found, signalsOf: "every pair"});
  });

  it("leave out the signals of pairs that no level ties, where there are many pairs", () => {
    const {pairs, signalsOf} = publishedFindings(found, 2);
    expect(signalsOf).toBe("pairs that a level ties");
    expect(pairs.map(({level, signals}) => [level, signals.length > 0])).toEqual([
      ["declared", true],
      ["contradicted", false],
      ["contradicted", false],
    ]);
    expect(pairs.map(({signals: _, ...rest}) => rest)).toEqual(
      found.pairs.map(({signals: _, ...rest}) => rest),
    );
  });
});

describe("archiveNames", () => {
  // Five servers part for good after the first run: three of them, and two others, are alike then.
  const near = [[1, 900]] as const;
  const far = [[90, 900]] as const;
  const partition = (alike: string, others: string, hour: number) =>
    sampleSnapshot(
      [
        ...[...alike].map((name) => ({endpoint: `${name}.example:1/tcp`, answer: near})),
        ...[...others].map((name) => ({endpoint: `${name}.example:1/tcp`, answer: far})),
      ],
      {startedAt: new Date(Date.UTC(2026, 2, 1, hour)).toISOString(), sweeps: 3},
    );
  const past = [partition("abc", "de", 0), partition("fgh", "de", 4), partition("fgh", "deabc", 8)];
  const folder = mkdtempSync(join(tmpdir(), "kinship-names-"));
  const [archive, cache] = [join(folder, "archive"), join(folder, "cache")];
  beforeAll(async () => {
    mkdirSync(archive);
    for (const {path, manifest, tables} of past) await writeSnapshot(archive, path, manifest, tables);
  });
  afterAll(() => rmSync(folder, {recursive: true}));
  const named = (kept = cache) => archiveNames(archive, runsIn(archive), kept).names();

  it("gives every run the names that the pages give it, whatever is kept", async () => {
    const known = await readArchived(archive);
    const pages = new Map(known.runs.map(({path}, i) => [path, known.clusterNames[i]]));
    expect([...pages.values()]).toEqual([
      ["C1", "C2"],
      ["C3", "C2"],
      ["C1", "C3"],
    ]);
    expect((await named()).names).toEqual(pages);
    expect((await named()).names).toEqual(pages);
    const file = readdirSync(cache).find((name) => name.endsWith(".clusters")) ?? "";
    writeFileSync(join(cache, file), readFileSync(join(cache, file)).subarray(0, -3));
    expect((await named()).names).toEqual(pages);
  });

  it("reads a run once", async () => {
    const before = await named();
    for (const table of readdirSync(archive, {recursive: true, encoding: "utf8"}))
      if (table.endsWith("histograms.parquet")) writeFileSync(join(archive, table), "");
    expect(await named()).toEqual(before);
    expect((await named(join(cache, "other"))).problems).toHaveLength(3);
  });
});

describe("archiveNames of an archive that grows", () => {
  const near = [[1, 900]] as const;
  const far = [[90, 900]] as const;
  /** Servers a to h are alike as the two words say; the rest stay silent. */
  const partition = ([alike = "", others = ""]: readonly string[], hour: number) =>
    sampleSnapshot(
      [..."abcdefgh"].map((name) => ({
        endpoint: `${name}.example:1/tcp`,
        answer: alike.includes(name) ? near : others.includes(name) ? far : null,
      })),
      {startedAt: new Date(Date.UTC(2026, 2, 1, hour)).toISOString(), sweeps: 3},
    );
  const words = fc.stringMatching(/^[abcdefgh]{0,8}$/);
  const past = fc.array(fc.tuple(words, words), {minLength: 1, maxLength: 6});

  it("is what it is without a cache, in whatever order runs come", async () => {
    await fc.assert(
      fc.asyncProperty(
        past.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all.keys()], {minLength: all.length})),
        ),
        async ([all, order]) => {
          const folder = mkdtempSync(join(tmpdir(), "kinship-names-"));
          try {
            const [archive, cache] = [join(folder, "archive"), join(folder, "cache")];
            mkdirSync(archive);
            for (const i of order) {
              const {path, manifest, tables} = partition(all[i] ?? [], i);
              await writeSnapshot(archive, path, manifest, tables);
              const known = runsIn(archive);
              const afresh = await archiveNames(archive, known, join(folder, `${i}`)).names();
              expect(await archiveNames(archive, known, cache).names()).toEqual(afresh);
            }
          } finally {
            rmSync(folder, {recursive: true});
          }
        },
      ),
      {numRuns: 20},
    );
  });
});

describe("npm run findings", () => {
  const folder = mkdtempSync(join(tmpdir(), "kinship-findings-"));
  beforeAll(async () => {
    for (const {path, manifest, tables} of runs) await writeSnapshot(folder, path, manifest, tables);
  });
  afterAll(() => rmSync(folder, {recursive: true}));
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ["--import", "tsx", "src/data/findings.ts", ...args], {
      cwd: join(import.meta.dirname, "..", ".."),
      encoding: "utf8",
    });

  it("prints the sentences, and that the network is simulated", () => {
    const {status, stdout} = run("--archive", folder);
    expect(status).toBe(0);
    expect(stdout.split("\n").slice(0, 2)).toEqual([
      "Simulated network: nothing here is about a real server.",
      "Of 3 pairs of servers in 3 runs, 2 cannot be one node (relay minimum: 2).",
    ]);
  });

  it("prints all of it as JSON, the same to the byte each time", () => {
    const [once, again] = [
      run("--archive", folder, "--json").stdout,
      run("--archive", folder, "--json").stdout,
    ];
    expect(again).toBe(once);
    const named = namedFindings(findingsOf(runs, readWeights()), ["C1"]);
    expect(JSON.parse(once)).toEqual(JSON.parse(JSON.stringify(named)));
  });

  it("looks at runs since a day", () => {
    expect(run("--archive", folder, "--since", "2026-03-02").stdout).toContain("Too little to say");
  });

  it("calls clusters as the pages do", () => {
    expect(run("--archive", folder).stdout).toContain("\nThe 3 servers of C1, whose answers look alike,");
  });

  it.each([
    [["--since", "yesterday"], '--since: expected a day as YYYY-MM-DD, got "yesterday"'],
    [["--archive", "/no/archive"], "--archive: expected a folder, got /no/archive, which is not there"],
    [["--fast"], "findings: Unknown option '--fast'; see --help"],
  ])("refuses %j in one line, with exit code 2", (args, message) => {
    const {status, stderr} = run(...args);
    expect([status, stderr]).toEqual([2, `${message}\n`]);
  });
});
