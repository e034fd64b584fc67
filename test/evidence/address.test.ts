import {describe, expect, it} from "vitest";
import {isLocalAddress, networkOf} from "../../src/evidence/address.js";

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
