import {describe, expect, it} from "vitest";
import {isTied, negativeControls, positiveControls} from "../../src/evidence/controls.js";
import {stratumOf} from "../../src/evidence/stratum.js";
import {type SampleServer, sampleWindow, serverAt} from "./sampleWindow.js";

const program = {server_version: "Fulcrum 2.1.0", relay_fee: 1000, source: "test"};
const A: SampleServer = {at: "a.oxbow.example:50001/tcp", address: "192.0.2.1", ...program};
const B: SampleServer = {at: "b.heron.example:50002/ssl", address: "198.51.100.1", ...program};

const pairs = (controls: ReturnType<typeof positiveControls>) =>
  controls.map(({a, b, because}) => [a.endpoint, b.endpoint, because]);

describe("stratumOf", () => {
  it("is the same for releases that answer alike, at one relay minimum", () => {
    const window = sampleWindow(A, {...B, server_version: "Fulcrum 2.0"});
    const [a, b] = window.servers.map(stratumOf);
    expect(a).toBe(b);
    expect(stratumOf(serverAt(sampleWindow({...A, relay_fee: 100}), A.at))).not.toBe(a);
  });

  it("is none for a server that never said", () => {
    expect(stratumOf(serverAt(sampleWindow({at: A.at}), A.at))).toBeNull();
  });
});

describe("positiveControls", () => {
  it("are one pair for the ports of one host", () => {
    const ports = [1, 2, 3, 4].map((port) => ({...A, at: `a.oxbow.example:${port}/tcp`}));
    expect(pairs(positiveControls(sampleWindow(...ports, B)))).toEqual([
      ["a.oxbow.example:1/tcp", "a.oxbow.example:2/tcp", "two ports of one host"],
    ]);
  });

  it("leave out two programs on one machine", () => {
    const other = {...A, at: "a.oxbow.example:1/tcp", server_version: "ElectrumX 1.20.0"};
    expect(positiveControls(sampleWindow(A, other))).toEqual([]);
  });

  it("are servers with one certificate key, or that each declare the other", () => {
    const key = {cert_key_sha256: "aa"};
    expect(pairs(positiveControls(sampleWindow({...A, ...key}, {...B, ...key})))).toEqual([
      [A.at, B.at, "one certificate key"],
    ]);
    const [ofA, ofB] = [{declared_hosts: B.at}, {declared_hosts: A.at}];
    expect(pairs(positiveControls(sampleWindow({...A, ...ofA}, {...B, ...ofB})))).toEqual([
      [A.at, B.at, "declared alias"],
    ]);
    expect(positiveControls(sampleWindow({...A, ...ofA}, B))).toEqual([]);
  });

  it("may be none, as for a window of one server", () => {
    expect(positiveControls(sampleWindow(A))).toEqual([]);
    expect(negativeControls(sampleWindow(A))).toEqual([]);
  });
});

describe("negativeControls", () => {
  it("are pairs of other domains in other networks and one stratum", () => {
    expect(pairs(negativeControls(sampleWindow(A, B)))).toEqual([[A.at, B.at, "different operators"]]);
  });

  it.each<[string, Partial<SampleServer>]>([
    ["of different strata", {relay_fee: 100}],
    ["in one network", {address: "192.0.2.77"}],
    ["without an address", {address: null}],
    ["with a domain of the other's", {declared_hosts: "c.oxbow.example:50001/tcp"}],
    ["at an address or an onion service that declare nothing", {at: "198.51.100.1:50002/ssl"}],
  ])("are no pairs %s", (_, columns) => {
    expect(negativeControls(sampleWindow(A, {...B, ...columns}))).toEqual([]);
  });

  it("are no pairs that any host or operator signal ties", () => {
    const banner = {banner: "hello from the pond"};
    const others = ["c.finch.example:1/tcp", "d.wren.example:2/tcp"].map((at, i) => ({
      ...A,
      at,
      address: `203.0.${i}.1`,
      banner: "",
    }));
    const window = sampleWindow({...A, ...banner}, {...B, ...banner}, ...others);
    const found = negativeControls(window);
    expect(found).toHaveLength(5); // all of 4 · 3 / 2 but that one
    expect(found.every(({a, b}) => !isTied(a, b, window))).toBe(true);
    expect(isTied(serverAt(window, A.at), serverAt(window, B.at), window)).toBe(true);
  });

  it("are no pairs of hosts that are tied by another of their ports", () => {
    const key = {cert_key_sha256: "aa"};
    const [plain, tls] = [A, {...A, ...key, at: "a.oxbow.example:50002/ssl"}];
    expect(negativeControls(sampleWindow(plain, tls, {...B, ...key}))).toEqual([]);
  });

  it("count a host once, however many ports it has", () => {
    const window = sampleWindow(A, {...A, at: "a.oxbow.example:50002/ssl"}, B);
    expect(negativeControls(window)).toHaveLength(1);
  });
});
