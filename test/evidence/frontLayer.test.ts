import {describe, expect, it} from "vitest";
import {sameAutonomousSystem} from "../../src/evidence/autonomousSystem.js";
import {certificateKey, certificateNames} from "../../src/evidence/certificate.js";
import {declaredAliases, peerListAliases} from "../../src/evidence/declaredAliases.js";
import {normalBanner} from "../../src/evidence/defaults.js";
import {rarestMark} from "../../src/evidence/frontWeight.js";
import {sameDomain, sameNameFamily, samePort} from "../../src/evidence/names.js";
import {sameNetwork} from "../../src/evidence/network.js";
import {sameAddress} from "../../src/evidence/sameAddress.js";
import type {Comparison, Signal} from "../../src/evidence/signal.js";
import {sameBanner, sameDonationAddress} from "../../src/evidence/texts.js";
import {type SampleServer, sampleWindow, serverAt, strangers} from "./sampleWindow.js";

const A = "a.oxbow.example:50001/tcp";
const B = "b.heron.example:50001/tcp";

/** Compares two servers among others. */
function between(signal: Signal, a: SampleServer, b: SampleServer, others: SampleServer[] = []): Comparison {
  const window = sampleWindow(a, b, ...others);
  return signal.compare(serverAt(window, a.at), serverAt(window, b.at), window);
}

const like = (statistic: number, n = 1) => ({comparable: true, statistic, n, excluded: null});
const unlike = {comparable: false};

describe("same address", () => {
  it("is the share of common runs in which both had one address", () => {
    const a = {at: A, runs: [{address: "192.0.2.1"}, {address: "192.0.2.1"}, "down" as const]};
    const b = {at: B, runs: [{address: "192.0.2.1"}, {address: "192.0.2.2"}, {address: "192.0.2.1"}]};
    expect(between(sameAddress, a, b)).toEqual(like(0.5, 2));
  });

  it("takes one host name for one host, with or without an address", () => {
    expect(between(sameAddress, {at: "x.onion:1/tcp"}, {at: "x.onion:2/tcp"})).toEqual(like(1));
  });

  it("cannot compare without addresses, or IPv4 with IPv6", () => {
    expect(between(sameAddress, {at: A}, {at: B, address: "192.0.2.1"})).toMatchObject(unlike);
    expect(
      between(sameAddress, {at: A, address: "2001:db8::1"}, {at: B, address: "192.0.2.1"}),
    ).toMatchObject(unlike);
  });

  it("knows the address of an endpoint that is named by it", () => {
    expect(between(sameAddress, {at: "192.0.2.1:1/tcp"}, {at: B, address: "::ffff:192.0.2.1"})).toEqual(
      like(1),
    );
  });
});

describe("same autonomous system", () => {
  it("weighs a shared system by its rarity, the rarest of several", () => {
    // 2 of 7 hosts are in 64512, 3 of 7 in 64513: log2(8 / 3)
    expect(
      between(sameAutonomousSystem, {at: A, asns: "64512 64513"}, {at: B, asns: "64512 64513"}, [
        {at: "c.wren.example:50001/tcp", asns: "64513"},
        ...strangers(4, {asns: "64514"}),
      ]),
    ).toEqual(like(Math.log2(8 / 3)));
  });

  it("cannot compare what nobody told, and takes different systems for no likeness", () => {
    expect(between(sameAutonomousSystem, {at: A}, {at: B, asns: "64512"})).toMatchObject(unlike);
    expect(between(sameAutonomousSystem, {at: A, asns: "64513"}, {at: B, asns: "64512"})).toEqual(like(0));
  });

  it("decides no level, however rare it is", () => {
    const window = sampleWindow(
      {at: A, asns: "64512"},
      {at: B, asns: "64512"},
      ...strangers(50, {asns: "64514"}),
    );
    expect(rarestMark(serverAt(window, A), serverAt(window, B), window)).toBe(0);
  });
});

describe("same certificate key", () => {
  it("is the share of runs with one key", () => {
    const a = {at: A, runs: [{cert_key_sha256: "aa"}, {cert_key_sha256: "bb"}]};
    expect(
      between(certificateKey, a, {at: B, runs: [{cert_key_sha256: "aa"}, {cert_key_sha256: "aa"}]}),
    ).toEqual(like(0.5, 2));
  });

  it("cannot compare a server without TLS", () => {
    expect(between(certificateKey, {at: A}, {at: B, cert_key_sha256: "aa"})).toMatchObject(unlike);
  });
});

describe("shared certificate name", () => {
  it("weighs a shared name by its rarity", () => {
    // 2 of 7 hosts: log2(8 / 3)
    expect(
      between(
        certificateNames,
        {at: A, cert_names: "a.oxbow.example *.pond.example"},
        {at: B, cert_names: "*.POND.example"},
        strangers(5, {cert_names: "other.example"}),
      ),
    ).toEqual(like(Math.log2(8 / 3)));
  });

  it("counts no wildcard of a shared suffix and no local name", () => {
    const names = {cert_names: "*.ddns.net localhost 127.0.0.1 electrumx *.example"};
    expect(between(certificateNames, {at: A, ...names}, {at: B, ...names})).toMatchObject(unlike);
  });
});

describe("declared alias", () => {
  const naming = (at: string, hosts: string) => ({at, declared_hosts: hosts});

  it("counts the directions in which one names the other's host", () => {
    const both = `${A} ${B}`;
    expect(between(declaredAliases, naming(A, both), naming(B, both))).toEqual(like(2));
    expect(between(declaredAliases, naming(A, both), naming(B, B))).toEqual(like(1));
    expect(between(declaredAliases, naming(A, A), naming(B, B))).toEqual(like(0));
  });

  it("takes one declared third host for a claim by one of them", () => {
    const third = "service.onion:50001/tcp";
    expect(between(declaredAliases, naming(A, third), naming(B, third))).toEqual(like(1));
  });

  it("does not take bind addresses for names", () => {
    const bound = "127.0.0.1:50001/tcp 0.0.0.0:50001/tcp localhost:50001/tcp";
    expect(between(declaredAliases, naming(A, bound), naming(B, bound))).toMatchObject(unlike);
  });

  it("ties two ports of one name whatever they declare", () => {
    const other = naming("a.oxbow.example:50002/ssl", "elsewhere.example:50002/ssl");
    expect(between(declaredAliases, {at: A}, other)).toEqual(like(2));
  });

  it("is read from the peer list by a signal of its own", () => {
    expect(between(peerListAliases, {at: A, self_names: "a.oxbow.example b.heron.example"}, {at: B})).toEqual(
      like(1),
    );
    expect(between(peerListAliases, {at: A, self_names: "a.oxbow.example"}, {at: B})).toEqual(like(0));
    expect(between(peerListAliases, {at: A, self_names: ""}, {at: B})).toMatchObject(unlike);
  });
});

describe("same banner", () => {
  const greeting = (at: string, banner: string | null) => ({at, banner});

  it("weighs a text of two in seven hosts log2(8 / 3) bits, whatever version stands in it", () => {
    expect(
      between(
        sameBanner,
        greeting(A, "Grey Heron on /Satoshi:28.1.0/ and Fulcrum 2.0\n"),
        greeting(B, "Grey Heron on /Satoshi:29.0.0/ and Fulcrum 2.1.1"),
        strangers(5, {banner: ""}),
      ),
    ).toEqual(like(Math.log2(8 / 3)));
  });

  it("is 0 bits if all hosts say it", () => {
    expect(between(sameBanner, greeting(A, "hi"), greeting(B, "hi"), strangers(5, {banner: "hi"}))).toEqual(
      like(0),
    );
  });

  it.each([
    "You are connected to an ElectrumX 1.16.0 server.",
    "Connected to a Fulcrum 2.1.1 server",
    "Welcome to electrs 0.10.8 (Electrum Rust Server)!",
    "Welcome to electrs-esplora 0.4.1",
    "Welcome to mempool-electrs 3.2.0-dev-1a2b3c4",
    "Welcome to Electrum Personal Server 0.2.4\n\nMonitoring 2 deterministic wallets",
    "Welcome to bwt 🚀🌑",
    "Welcome to Floresta's Electrum Server.",
    "",
    " \n",
  ])("says nothing where both say %j", (text) => {
    expect(between(sameBanner, greeting(A, text), greeting(B, text), strangers(5))).toMatchObject(unlike);
  });

  it("says nothing where one of the two failed to answer", () => {
    expect(between(sameBanner, greeting(A, null), greeting(B, null))).toMatchObject(unlike);
  });

  it("keeps plain numbers, which may tell people apart", () => {
    expect(normalBanner("call 555 0199,\tv1.2.3-rc1")).toBe("call 555 0199, #");
  });
});

describe("same donation address", () => {
  const asking = (at: string, donation_address: string) => ({at, donation_address});

  it("does not mind case and scheme of a bech32 address", () => {
    expect(
      between(
        sameDonationAddress,
        asking(A, "bitcoin:BC1QPOND7"),
        asking(B, " bc1qpond7"),
        strangers(5, {donation_address: ""}),
      ),
    ).toEqual(like(Math.log2(8 / 3)));
  });

  it.each(["", "1Ca1inCimwRhhcpFX84TPRrPQSryTgKW6N", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"])(
    "says nothing where both say %j",
    (address) => {
      expect(between(sameDonationAddress, asking(A, address), asking(B, address))).toMatchObject(unlike);
    },
  );
});

describe("names", () => {
  it("tie two hosts of one domain, and not two of one dynamic-DNS service", () => {
    expect(between(sameDomain, {at: A}, {at: "c.oxbow.example:1/tcp"}, strangers(5))).toEqual(
      like(Math.log2(8 / 3)),
    );
    expect(between(sameDomain, {at: "x.ddns.net:1/tcp"}, {at: "y.ddns.net:1/tcp"}, strangers(5))).toEqual(
      like(0),
    );
    expect(between(sameDomain, {at: "x.onion:1/tcp"}, {at: "y.onion:1/tcp"})).toMatchObject(unlike);
  });

  it("see a family in labels that differ in a number, under any domain", () => {
    const [one, two] = ["btc1.oxbow.example:1/tcp", "btc2.heron.example:1/tcp"];
    expect(between(sameNameFamily, {at: one}, {at: two}, strangers(5))).toEqual(like(Math.log2(8 / 3)));
    expect(between(sameNameFamily, {at: one}, {at: "node2.heron.example:1/tcp"}, strangers(5))).toEqual(
      like(0),
    );
    expect(between(sameNameFamily, {at: A}, {at: B})).toMatchObject(unlike);
  });

  it("let unusual ports count and usual ones not", () => {
    const [one, two] = ["a.oxbow.example:57001/tcp", "b.heron.example:57001/tcp"];
    expect(between(samePort, {at: one}, {at: two}, strangers(5))).toEqual(like(Math.log2(8 / 3)));
    expect(between(samePort, {at: A}, {at: B}, strangers(5))).toMatchObject(unlike);
  });
});

describe("same network", () => {
  it("is rarer the fewer hosts are in it", () => {
    const [a, b] = [
      {at: A, address: "192.0.2.1"},
      {at: B, address: "192.0.2.200"},
    ];
    expect(between(sameNetwork, a, b, strangers(5))).toEqual(like(Math.log2(8 / 3)));
    expect(between(sameNetwork, a, {at: B, address: "192.0.3.1"}, strangers(5))).toEqual(like(0));
  });

  it("takes a /48 of IPv6 and cannot compare it with IPv4", () => {
    const six = {at: A, address: "2001:db8:7:1::1"};
    // The five others are reached by IPv4: 2 of 2 hosts hold the network.
    expect(between(sameNetwork, six, {at: B, address: "2001:db8:7:2::1"}, strangers(5))).toEqual(like(0));
    expect(between(sameNetwork, six, {at: B, address: "192.0.2.1"})).toMatchObject(unlike);
  });
});
