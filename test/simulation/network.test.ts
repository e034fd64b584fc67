import {describe, expect, it} from "vitest";
import {canonicalHost, formatEndpoint} from "../../src/observation/endpoint.js";
import {totalVsize, type FeeHistogram} from "../../src/observation/histogram.js";
import {MAINNET_GENESIS} from "../../src/observation/tip.js";
import {answer} from "../../src/simulation/answer.js";
import {simulateNetwork, truthOf, type NetworkOptions} from "../../src/simulation/network.js";
import {histogramAt, histogramTextAt, processTipAt} from "../../src/simulation/serverProcess.js";
import {openSession} from "../../src/simulation/session.js";
import {hashHeader} from "./hashHeader.js";

const options: NetworkOptions = {
  seed: 7,
  hours: 2,
  warmupHours: 12,
  startUtcMs: Date.UTC(2026, 0, 5),
  hashHeader,
};
const network = simulateNetwork(options);
const {endpoints} = network;
const truth = truthOf(network);
const at = (host: string) => {
  const found = endpoints.find(({endpoint}) => endpoint.host === host);
  if (found === undefined) throw new RangeError(`network.test: expected an endpoint at ${host}`);
  return found.process;
};
const distinct = (values: readonly string[]) => new Set(values).size;

/** Five minutes after a block that the next follows at least a minute later: mempools have filled again. */
const filledMs =
  (network.nodes[0]?.market.blocks.find(
    ({atMs}, i, blocks) => atMs > 0 && (blocks[i + 1]?.atMs ?? Infinity) - atMs > 360_000,
  )?.atMs ?? NaN) + 300_000;

/** vbytes by label as shares of their sum, in order of the labels given. */
function sharesOf(histogram: FeeHistogram, labels: readonly number[]): readonly number[] {
  return labels.map(
    (label) => (histogram.find((bin) => bin.label === label)?.vsize ?? 0) / totalVsize(histogram),
  );
}

/** Kullback-Leibler divergence of p from the mean of both, in bits. */
function relativeToMean(p: readonly number[], q: readonly number[]): number {
  return p.reduce((sum, x, i) => sum + (x === 0 ? 0 : x * Math.log2((2 * x) / (x + (q[i] ?? 0)))), 0);
}

/** Jensen-Shannon divergence of two histograms by label, in bits, as the thread computed it. */
function divergence(left: FeeHistogram, right: FeeHistogram): number {
  const labels = [...new Set([...left, ...right].map(({label}) => label))];
  const [p, q] = [sharesOf(left, labels), sharesOf(right, labels)];
  return (relativeToMean(p, q) + relativeToMean(q, p)) / 2;
}

describe("simulateNetwork", () => {
  it("has about 48 endpoints on about 15 nodes, each spelled as a canonical endpoint under .example", () => {
    expect(endpoints.length).toBeGreaterThanOrEqual(44);
    expect(endpoints.length).toBeLessThanOrEqual(52);
    expect(distinct(truth.map(({endpoint}) => endpoint))).toBe(endpoints.length);
    expect(distinct(truth.map(({node}) => node))).toBe(network.nodes.length);
    for (const {endpoint} of endpoints) {
      expect(endpoint.host).toMatch(/\.example$/);
      expect(canonicalHost(endpoint.host)).toBe(endpoint.host);
    }
  });

  it("gives each machine a loopback address of its own, never 127.0.0.1, and no port of it twice", () => {
    for (const {address} of endpoints) expect(address).toMatch(/^127\.[1-9]\d*\.\d+\.\d+$/);
    const processes = new Map(endpoints.map(({address, process}) => [address, process.id]));
    expect(endpoints.every(({address, process}) => processes.get(address) === process.id)).toBe(true);
    expect(
      distinct(endpoints.map(({address, endpoint}) => `${address} ${endpoint.host} ${endpoint.port}`)),
    ).toBe(endpoints.length);
  });

  it("is the same for the same seed and another for another", () => {
    const again = simulateNetwork(options);
    const other = simulateNetwork({...options, seed: 8});
    expect(truthOf(again)).toEqual(truth);
    const texts = (of: typeof network) =>
      of.endpoints.map(({process}) => histogramTextAt(process, 1_000_000));
    expect(texts(again)).toEqual(texts(network));
    expect(texts(other)).not.toEqual(texts(network));
  });

  it("hides a fleet: six endpoints of four implementations on one node, with nothing else in common", () => {
    const fleet = endpoints.filter(({operator}) => operator === "quarry");
    expect(fleet).toHaveLength(6);
    expect(distinct(fleet.map(({node}) => node))).toBe(1);
    expect(distinct(fleet.map(({process}) => process.program.family))).toBe(4);
    expect(distinct(fleet.map(({address}) => address.split(".").slice(0, 3).join(".")))).toBe(6);
    expect(distinct(fleet.map(({endpoint}) => endpoint.host.split(".").slice(-2).join(".")))).toBe(6);
    const keys = fleet.flatMap(({certificate}) => certificate?.keyId ?? []);
    expect(distinct(keys)).toBe(keys.length);
    expect(endpoints.filter(({node}) => node === fleet[0]?.node)).toHaveLength(6);
  });

  it("has one service under four names with one certificate", () => {
    const service = endpoints.filter(({process}) => process.id === "wayfinder-1");
    expect(distinct(service.map(({endpoint}) => endpoint.host))).toBe(4);
    expect(distinct(service.map(({certificate}) => certificate?.keyId ?? ""))).toBe(1);
    expect(distinct(service.map(({process}) => histogramTextAt(process, 555_000)))).toBe(1);
  });

  it("has a certificate at every ssl endpoint and at no other, valid during the observation", () => {
    for (const {endpoint, certificate} of endpoints) {
      expect(certificate !== null).toBe(endpoint.transport === "ssl");
      expect(certificate?.notBeforeMs ?? -Infinity).toBeLessThanOrEqual(0);
      expect(certificate?.notAfterMs ?? Infinity).toBeGreaterThan(24 * 3_600_000);
    }
  });

  it("has servers that do not answer, and one on another chain", () => {
    const behaviours = truth.map(({behaviour}) => behaviour);
    for (const behaviour of ["silent", "refuses", "drops", "other-chain"])
      expect(behaviours).toContain(behaviour);
    const stray = endpoints.find(({behaviour}) => behaviour === "other-chain");
    expect(stray?.process.genesisHash).not.toBe(MAINNET_GENESIS);
    const main = processTipAt(at("electrum.lanternfish.example"), 0)?.height ?? 0;
    expect((stray && processTipAt(stray.process, 0)?.height) ?? 0).toBeGreaterThan(main + 100_000);
  });

  it("tells a truth that survives JSON, one entry an endpoint", () => {
    expect(JSON.parse(JSON.stringify(truth))).toEqual(truth);
    expect(truth.map(({endpoint}) => endpoint)).toEqual(
      endpoints.map(({endpoint}) => formatEndpoint(endpoint)),
    );
  });

  it("lists at most twelve peers, and itself among them if it declares itself", () => {
    const request = '{"jsonrpc":"2.0","id":1,"method":"server.peers.subscribe","params":[]}';
    const version = '{"jsonrpc":"2.0","id":0,"method":"server.version","params":["x","1.4"]}';
    for (const host of ["electrum.lanternfish.example", "electrumx.quillfeather.example"]) {
      const session = openSession();
      answer(at(host), session, version, 0);
      const [line = "{}"] = answer(at(host), session, request, 0).lines;
      const {result} = JSON.parse(line) as {result: [string, string, string[]][]};
      expect(result.length).toBeGreaterThan(5);
      expect(result.length).toBeLessThanOrEqual(12);
      expect(result.map(([, name]) => name)).toContain(host);
    }
  });
});

const tenth = ["electrum.lanternfish.example", "btc.mossgate.example", "e.oxbow-node.example"];
const one = ["electrum.saltmarsh.example", "kettle.familynet.example", "node.greyheron.example"];
const histogramOf = (host: string) => histogramAt(at(host), filledMs);
const pairsWithin = (hosts: readonly string[]) =>
  hosts.flatMap((a, i) => hosts.slice(i + 1).map((b) => [a, b] as const));

describe("the default network, seen as the thread saw its servers", () => {
  it("independent Fulcrums of one relay minimum are nearly proportional: under a tenth of a bit", () => {
    const within = [...pairsWithin(tenth), ...pairsWithin(one)].map(([a, b]) =>
      divergence(histogramOf(a), histogramOf(b)),
    );
    expect(Math.max(...within)).toBeLessThan(0.1);
  });

  it("the two relay minima differ by more than the thread's threshold of 0.5", () => {
    const across = tenth.flatMap((a) => one.map((b) => divergence(histogramOf(a), histogramOf(b))));
    expect(Math.min(...across)).toBeGreaterThan(0.5);
  });

  it("two builds of esplora on two nodes hardly share a label", () => {
    const [left, right] = [histogramOf("e.wayfinder.example"), histogramOf("btc.pebblecreek.example")];
    expect(divergence(left, right)).toBeGreaterThan(0.8);
  });

  it("two independent esploras of one build are not equal, although their nodes hold nearly the same", () => {
    const [left, right] = [histogramOf("e.wayfinder.example"), histogramOf("api.coldspring-wallet.example")];
    expect(left).not.toEqual(right);
    expect(Math.abs(totalVsize(left) / totalVsize(right) - 1)).toBeLessThan(0.02);
  });
});
