import {describe, expect, it} from "vitest";
import {canonicalAddress, isLocalAddress, networkOf} from "../../src/evidence/address.js";

describe("canonicalAddress", () => {
  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["2001:DB8::1", "2001:db8:0:0:0:0:0:1"],
    ["2001:0db8:0:0:0:0:0:1", "2001:db8:0:0:0:0:0:1"],
    ["::", "0:0:0:0:0:0:0:0"],
    ["fe80::1%eth0", "fe80:0:0:0:0:0:0:1"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["::ffff:c000:207", "192.0.2.7"],
  ])("writes %s as %s", (text, address) => {
    expect(canonicalAddress(text)).toBe(address);
  });

  it.each(["", "name.example", "256.0.0.1", "1.2.3", "1.2.3.4.5", "::1::", "1:2:3", "g::1", "::1.2.3.256"])(
    "finds no address in %j",
    (text) => {
      expect(canonicalAddress(text)).toBeNull();
    },
  );
});

describe("networkOf", () => {
  it("is the first 24 bits of IPv4 and the first 48 of IPv6", () => {
    expect(networkOf("127.18.40.17")).toEqual({version: 4, prefix: "127.18.40.0/24"});
    expect(networkOf("2001:db8:7:1::9")).toEqual({version: 6, prefix: "2001:db8:7::/48"});
    expect(networkOf("name.example")).toBeNull();
  });
});

describe("isLocalAddress", () => {
  it.each([
    "127.0.0.1",
    "0.0.0.0",
    "10.1.2.3",
    "172.31.0.1",
    "192.168.1.1",
    "::",
    "::1",
    "fd00::1",
    "fe80::1",
  ])("holds for %s", (text) => {
    expect(isLocalAddress(text)).toBe(true);
  });

  it.each(["172.32.0.1", "192.0.2.1", "2001:db8::1", "127.example"])("does not hold for %s", (text) => {
    expect(isLocalAddress(text)).toBe(false);
  });
});
