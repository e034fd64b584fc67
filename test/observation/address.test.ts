import {describe, expect, it} from "vitest";
import {canonicalAddress} from "../../src/observation/address.js";

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
