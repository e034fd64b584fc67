import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {cohortOf, cohorts} from "../../src/observation/cohort.js";

describe("cohortOf", () => {
  it.each([
    ["a.example", "192.0.2.1", "IPv4"],
    ["a.example", "2001:db8::1", "IPv6"],
    ["a.example", "::ffff:192.0.2.1", "IPv4"],
    ["a.example", "::FFFF:c000:201", "IPv4"],
    ["a.example", "0:0:0:0:0:ffff:c000:201", "IPv4"],
    ["a.example", "::ffff:0:c000:201", "IPv6"], // one group further: not mapped
    ["a.example", "fe80::1%eth0", "IPv6"],
    ["a.example", null, "not known"],
    ["a.example", "", "not known"],
    ["192.0.2.1", null, "IPv4"],
    ["2001:db8::1", null, "IPv6"],
    ["::ffff:c000:201", null, "IPv4"],
    ["abc.onion", null, "onion"],
    ["abc.onion", "127.0.0.1", "onion"], // the proxy's address says nothing
    ["onion.example", "192.0.2.1", "IPv4"],
  ])("%s at %s: %s", (host, address, expected) => {
    expect(cohortOf(host, address)).toBe(expected);
  });

  it("knows the host's own address better than any other", () => {
    expect(cohortOf("192.0.2.1", "2001:db8::1")).toBe("IPv4");
  });

  it("is one of the four for whatever an archive holds", () =>
    fc.assert(
      fc.property(fc.string(), fc.option(fc.oneof(fc.string(), fc.ipV6(), fc.ipV4())), (host, address) => {
        expect(cohorts).toContain(cohortOf(host, address));
      }),
    ));
});
