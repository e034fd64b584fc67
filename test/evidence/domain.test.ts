import {describe, expect, it} from "vitest";
import {registrableDomain} from "../../src/evidence/domain.js";

describe("registrableDomain", () => {
  it.each([
    ["electrum.oxbow.example", "oxbow.example"],
    ["a.b.c.oxbow.example", "oxbow.example"],
    ["OXBOW.example.", "oxbow.example"],
    ["electrum.home.ddns.net", "home.ddns.net"],
    ["btc.shop.co.uk", "shop.co.uk"],
    ["ec2-192-0-2-7.eu-west-1.compute.amazonaws.com", "ec2-192-0-2-7.eu-west-1.compute.amazonaws.com"],
  ])("of %s is %s", (host, domain) => {
    expect(registrableDomain(host)).toBe(domain);
  });

  it.each([
    "ddns.net",
    "localhost",
    "192.0.2.7",
    "2001:db8::1",
    "abcdef.onion",
    "box.local",
    "",
    "a..example",
    "<b>.example",
  ])("is none for %j", (host) => {
    expect(registrableDomain(host)).toBeNull();
  });
});
