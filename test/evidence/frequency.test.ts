import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {bitsOf, rarity, sharedBits, type Trait} from "../../src/evidence/frequency.js";
import {hostsOf} from "../../src/evidence/hosts.js";
import {sampleWindow, serverAt, strangers} from "./sampleWindow.js";

const color: Trait = {
  name: "color",
  valuesOf: ({banner}) => (banner === null ? null : banner === "" ? [] : [banner]),
};

describe("hostsOf", () => {
  it("puts endpoints of one name, or of one address in one run, on one host, also through others", () => {
    const window = sampleWindow(
      {at: "a.example:50001/tcp", address: "192.0.2.1"},
      {at: "a.example:50002/ssl"},
      {at: "b.example:50002/ssl", address: "192.0.2.1"},
      {at: "c.example:50002/ssl", address: "192.0.2.2"},
    );
    const hosts = hostsOf(window);
    expect(hosts.get("a.example:50002/ssl")).toBe(hosts.get("b.example:50002/ssl"));
    expect(new Set(hosts.values()).size).toBe(2);
  });

  it("keeps hosts apart that had one address at different times", () => {
    const window = sampleWindow(
      {at: "a.example:50001/tcp", runs: [{address: "192.0.2.1"}, {address: "192.0.2.9"}]},
      {at: "b.example:50001/tcp", runs: [{address: "192.0.2.8"}, {address: "192.0.2.1"}]},
    );
    expect(new Set(hostsOf(window).values()).size).toBe(2);
  });

  it("does not put hosts together that have no address", () => {
    const window = sampleWindow({at: "a.onion:50001/tcp"}, {at: "b.onion:50001/tcp"});
    expect(new Set(hostsOf(window).values()).size).toBe(2);
  });
});

describe("rarity", () => {
  it("is log2 of hosts over holders, one more on both sides", () => {
    // 2 of 7 hosts: log2((7 + 1) / (2 + 1)); 7 of 7: log2(1)
    expect(bitsOf(2, 7)).toBeCloseTo(Math.log2(8 / 3), 14);
    expect(bitsOf(7, 7)).toBe(0);
  });

  it("gives a host that is listed twenty times one vote", () => {
    const once = sampleWindow({at: "many.example:1000/tcp", banner: "red"}, ...strangers(6, {banner: ""}));
    const often = sampleWindow(
      ...Array.from({length: 20}, (_, i) => ({at: `many.example:${1000 + i}/tcp`, banner: "red"})),
      ...strangers(6, {banner: ""}),
    );
    expect(rarity(color, "red", often)).toBe(rarity(color, "red", once));
    expect(rarity(color, "red", once)).toBe(2); // 1 of 7 hosts: log2(8 / 2)
  });

  it("counts only hosts that state the trait at all", () => {
    const window = sampleWindow({at: "a.example:1/tcp", banner: "red"}, ...strangers(6));
    expect(rarity(color, "red", window)).toBe(0);
  });

  it("never falls when a host without the value joins, nor rises when a host with it does", () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), (holders, without) => {
        const hosts = holders + without;
        expect(bitsOf(holders, hosts + 1)).toBeGreaterThanOrEqual(bitsOf(holders, hosts));
        expect(bitsOf(holders + 1, hosts + 1)).toBeLessThanOrEqual(bitsOf(holders, hosts));
        expect(bitsOf(holders, hosts)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe("sharedBits", () => {
  it("is a mean over the runs in which both state a value", () => {
    const window = sampleWindow(
      {at: "a.example:1/tcp", runs: [{banner: "red"}, {banner: "red"}, {banner: ""}, "down"]},
      {at: "b.example:1/tcp", runs: [{banner: "red"}, {banner: "blue"}, {banner: "red"}, {banner: "red"}]},
      ...strangers(7, {banner: ""}),
    );
    // 2 of 9 hosts hold red: log2(10 / 3) in the first run, 0 in the second; the others do not count
    expect(
      sharedBits(color, serverAt(window, "a.example:1/tcp"), serverAt(window, "b.example:1/tcp"), window),
    ).toEqual({comparable: true, statistic: Math.log2(10 / 3) / 2, n: 2, excluded: null});
  });
});
