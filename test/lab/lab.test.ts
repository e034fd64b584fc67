import {X509Certificate} from "node:crypto";
import {mkdirSync, mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {group} from "d3";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {realClock} from "../../data-loaders/clock.js";
import {labCertificate} from "../../data-loaders/lab/certificate.js";
import {LabClock} from "../../data-loaders/lab/clock.js";
import {createLab} from "../../data-loaders/lab/lab.js";
import {defaultManner, observeNetwork} from "../../data-loaders/observeNetwork.js";
import {readArchive} from "../../src/data/archive.js";
import {formatEndpoint} from "../../src/observation/endpoint.js";
import {findings} from "../../src/report/findings.js";
import {answeringWindow} from "../../src/report/nodeBounds.js";
import {histogramsByNumber, type Snapshot} from "../../src/observation/snapshot.js";
import {type Distribution, distribution, divergence} from "../../src/statistics/divergence.js";
import {ended, run, start} from "../observing/program.js";

const START = Date.UTC(2026, 0, 5);
const folder = mkdtempSync(join(tmpdir(), "kinship-lab-"));
afterAll(() => rmSync(folder, {recursive: true}));

describe("LabClock", () => {
  const never = new AbortController().signal;

  it("moves only when it is slept on, and then at once", async () => {
    const clock = new LabClock(START, () => []);
    const began = performance.now();
    await clock.sleepUntil(START + 4 * 3_600_000, never);
    expect([clock.now() - START, clock.monotonic()]).toEqual([4 * 3_600_000, 4 * 3_600_000]);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it("stands at each event's moment while it happens, and stops there if it wakes the sleeper", async () => {
    const wake = new AbortController();
    const seen: number[] = [];
    const clock: LabClock = new LabClock(START, (from, to) =>
      [10, 20, 30]
        .map((second) => ({
          atMs: START + second * 1_000,
          run: () => {
            seen.push(clock.now() - START);
            if (second === 20) wake.abort();
          },
        }))
        .filter(({atMs}) => atMs > from && atMs <= to),
    );
    await clock.sleepUntil(START + 60_000, wake.signal);
    expect(seen).toEqual([10_000, 20_000]);
    expect(clock.now() - START).toBe(20_000);
    await clock.sleepUntil(START + 60_000, never);
    expect(seen).toEqual([10_000, 20_000, 30_000]);
  });
});

describe("labCertificate", () => {
  const identity = {
    keyId: "one",
    commonName: "a.example",
    issuer: null,
    names: ["a.example", "b.example"],
    notBeforeMs: -1_000,
    notAfterMs: 86_400_000,
  };

  it("is the same to the byte for one seed, and another for another", async () => {
    const [one, same, other] = await Promise.all(
      [1, 1, 2].map((seed) => labCertificate(seed, START, identity)),
    );
    expect(one).toEqual(same);
    expect(other?.cert).not.toBe(one?.cert);
  });

  it("says what its identity says, and is signed by the key that it should be", async () => {
    const self = new X509Certificate((await labCertificate(1, START, identity)).cert);
    expect([self.subject, self.issuer, self.subjectAltName]).toEqual([
      "CN=a.example",
      "CN=a.example",
      "DNS:a.example, DNS:b.example",
    ]);
    expect(Date.parse(self.validTo)).toBe(START + 86_400_000);
    expect(self.verify(self.publicKey)).toBe(true);
    const issued = new X509Certificate(
      (await labCertificate(1, START, {...identity, issuer: "Example Authority"})).cert,
    );
    expect(issued.issuer).toBe("CN=Example Authority");
    expect(issued.verify(issued.publicKey)).toBe(false);
  });
});

let first: Snapshot;
let again: Snapshot;
let other: Snapshot;

beforeAll(async () => {
  first = await observeLab(7, "first");
  again = await observeLab(7, "again");
  other = await observeLab(8, "other");
}, 120_000);

describe("a run of the lab", () => {
  it("repeats to the byte from its seed", () => {
    expect(again.manifest.tables).toEqual(first.manifest.tables);
    expect(other.manifest.tables).not.toEqual(first.manifest.tables);
  });

  it("says that it is simulated, and keeps its truth to itself", () => {
    expect(first.manifest).toMatchObject({network: "lab", simulated: true});
    const archived = JSON.stringify([first.manifest, first.tables]);
    for (const word of ["quarry", "disguise", "operator", '"node"']) expect(archived).not.toContain(word);
  });

  it("of 48 endpoints and 4 rounds takes at most 60 kB", () => {
    expect(first.manifest.counts.endpoints).toBe(48);
    expect(first.manifest.counts.sweeps).toBeGreaterThanOrEqual(4);
    const bytes = first.manifest.tables.reduce((sum, table) => sum + table.bytes, 0);
    expect(bytes).toBeLessThan(58_000); // the manifest is the rest
  });

  it("holds who is silent, who refuses, who hangs up, and who follows another chain", () => {
    const reasons = new Set(first.tables.endpoints.map(({stage, reason}) => `${stage} ${reason}`));
    expect(reasons).toEqual(
      new Set(["null null", "handshake timeout", "connect refused", "mempool.get_fee_histogram closed"]),
    );
    expect(new Set(first.tables.endpoints.map(({genesis_hash}) => genesis_hash)).size).toBe(3); // mainnet, another, none told
  });

  it("shows every way in which the programs write", () => {
    const seen = (column: "line_end" | "key_order" | "relay_fee_text") =>
      new Set(first.tables.endpoints.map((row) => row[column]).filter((value) => value !== null));
    expect(seen("line_end")).toEqual(new Set(["lf", "crlf"]));
    expect(seen("key_order")).toEqual(new Set(["id,jsonrpc,result", "jsonrpc,result,id"]));
    expect(seen("relay_fee_text")).toEqual(new Set(["1e-06", "1e-05", "1e-6"]));
    expect(Math.max(...first.tables.endpoints.map(({padding}) => padding ?? 0))).toBeGreaterThan(900);
  });

  it("reads every server's newest block, which all of one chain share but for the moment of a new one", () => {
    const hashes = new Set(first.tables.tips.map(({hash}) => hash));
    expect(hashes.size).toBeGreaterThanOrEqual(2);
    expect(hashes.size).toBeLessThanOrEqual(6);
  });
});

describe("what the thread saw, in a lab whose truth is known:", () => {
  it("most pairs that print as 0.000 without being identical have separate nodes, in clusters of many nodes", async () => {
    const lab = await createLab({seed: 7, startMs: START, hours: 1});
    const nodeOf = new Map(lab.truth.map(({endpoint, node}) => [endpoint, node]));
    await lab.close();
    const answers = histogramsByNumber(first.tables.histograms);
    const servers = first.tables.reads
      .filter(({sweep, outcome, bins}) => sweep === 0 && outcome === "answered" && bins !== 0)
      .map(({endpoint, histogram}) => ({
        node: nodeOf.get(endpoint),
        number: histogram,
        shares: distribution((answers.get(histogram ?? -1) ?? []).map(({label, vsize}) => [label, vsize])),
      }));
    const pairs = servers.flatMap((a, i) =>
      servers.slice(i + 1).map((b) => ({
        separate: a.node !== b.node,
        identical: a.number === b.number,
        bits: a.shares && b.shares ? divergence(a.shares, b.shares) : NaN,
      })),
    );
    const printedAsZero = pairs.filter(({identical, bits}) => !identical && bits < 0.0005);
    expect(printedAsZero.length).toBeGreaterThan(20);
    expect(printedAsZero.filter(({separate}) => separate).length / printedAsZero.length).toBeGreaterThan(0.6);
    // Identity says more, not all: in a nearly empty mempool separate nodes hold the same few transactions.
    const identical = pairs.filter((pair) => pair.identical);
    expect(identical.filter(({separate}) => separate).length).toBeLessThan(identical.length / 2);
    const nodesAlike = new Set(
      servers
        .filter((a) => servers.some((b) => b.node !== a.node && divergenceOf(a, b) < 0.0005))
        .map(({node}) => node),
    );
    expect(nodesAlike.size).toBeGreaterThan(6);
  });

  function divergenceOf(a: {shares: Distribution | null}, b: {shares: Distribution | null}): number {
    return a.shares && b.shares ? divergence(a.shares, b.shares) : 1;
  }
});

describe("findings on a lab whose truth is known", () => {
  it("exclude no pair that shares a node, and never count more nodes than there are", async () => {
    for (const [seed, snapshot] of [
      [7, first],
      [8, other],
    ] as const) {
      const lab = await createLab({seed, startMs: START, hours: 1});
      const nodeOf = new Map(lab.truth.map(({endpoint, node}) => [endpoint, node]));
      await lab.close();
      const {pairs, clusters} = findings(answeringWindow([snapshot]), snapshot, null);
      const contradicted = pairs.filter(({level}) => level === "contradicted");
      expect(contradicted.filter(({a, b}) => nodeOf.get(a) === nodeOf.get(b))).toEqual([]);
      expect(contradicted.length).toBeGreaterThan(30);
      for (const {servers, atLeast} of clusters)
        expect(atLeast).toBeLessThanOrEqual(new Set(servers.map((server) => nodeOf.get(server))).size);
    }
  });
});

describe("createLab", () => {
  it("serves truth that covers each endpoint once, with shared nodes, processes and a fleet in disguise", async () => {
    const lab = await createLab({seed: 3, startMs: START, hours: 1});
    expect(lab.truth.map(({endpoint}) => endpoint)).toEqual(
      lab.candidates.map(({endpoint}) => formatEndpoint(endpoint)),
    );
    const byNode = group(lab.truth, ({node}) => node);
    const fleet =
      [...byNode.values()].find((members) => new Set(members.map(({process}) => process)).size >= 6) ?? [];
    expect(fleet).toHaveLength(6);
    expect(new Set(fleet.map(({address}) => address)).size).toBe(6);
    expect(new Set(fleet.map(({implementation}) => implementation.split(/[ /]/)[0])).size).toBe(4);
    expect(byNode.size).toBeGreaterThanOrEqual(14);
    await lab.close();
  });

  it("lends free ports to labs that run side by side", async () => {
    const labs = await Promise.all(
      [1, 1].map((seed) => createLab({seed, startMs: START, hours: 1, clock: realClock})),
    );
    await Promise.all(labs.map((lab) => lab.listen()));
    const ports = labs.map((lab) => lab.candidates.map(({endpoint}) => lab.dial(endpoint).port));
    expect(ports[0]).not.toEqual(ports[1]);
    await Promise.all(labs.map((lab) => lab.close()));
  });
});

describe("npm run lab", () => {
  it("serves other tools in real time, on the ports that it writes down", async () => {
    const [list, truth, archive] = ["list.txt", "truth.json", "served"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const lab = start("data-loaders/lab.ts", [
      "--seed",
      "5",
      "--seconds",
      "60",
      "--endpoints",
      list,
      "--truth",
      truth,
    ]);
    const over = ended(lab);
    await new Promise((resolve) => lab.stdout?.once("data", resolve));
    const {code, stderr} = await run("data-loaders/observe.ts", [
      "--network",
      "lab",
      "--endpoints",
      list,
      "--archive",
      archive,
      "--rounds",
      "2",
      "--interval",
      "1",
      "--timeout",
      "3",
    ]);
    expect(code, stderr).toBe(0);
    lab.kill("SIGTERM");
    expect((await over).code).toBe(0);
    const [snapshot] = (await readArchive(archive)).snapshots;
    expect(snapshot?.manifest).toMatchObject({network: "lab", simulated: true});
    expect(snapshot?.manifest.counts.answered).toBeGreaterThan(30);
    const named = new Set(
      (JSON.parse(readFileSync(truth, "utf8")) as {endpoint: string}[]).map(({endpoint}) => endpoint),
    );
    expect(snapshot?.tables.endpoints.filter(({endpoint}) => !named.has(endpoint))).toEqual([]);
  });
});

async function observeLab(seed: number, name: string): Promise<Snapshot> {
  const lab = await createLab({seed, startMs: START, hours: 1});
  const archive = join(folder, name);
  mkdirSync(archive);
  await lab.listen();
  await observeNetwork("lab", lab.candidates, {archive, vantage: "lab"}, {...defaultManner, timeout: 2}, lab);
  await lab.close();
  const [snapshot] = (await readArchive(archive)).snapshots;
  if (!snapshot) throw new Error("observeLab: expected a snapshot");
  return snapshot;
}
