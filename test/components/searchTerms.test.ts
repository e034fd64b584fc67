import {describe, expect, it} from "vitest";
import {matches, searchAnswer, searchTerms} from "../../src/components/searchTerms.js";

const server = {
  endpoint: "electrum.example.org:50002/ssl",
  host: "electrum.example.org",
  addresses: ["192.0.2.17", "2001:db8::17"],
};
const finds = (query: string, one = server) => matches(one, searchTerms(query));

describe("a search for a server", () => {
  it.each([
    "electrum.example.org",
    "example",
    "50002",
    "5000",
    "192.0.2.17",
    "192.0.2",
    "2001:db8",
    "ELECTRUM.Example.ORG.",
    "electrum.example.org:50002:s",
    "ssl://electrum.example.org:50002",
    "https://electrum.example.org/",
    "  example   50002 ",
    "electrum.example.org:50002/ssl",
  ])("finds it by %s", (query) => expect(finds(query)).toBe(true));

  it.each(["electrum.example.com", "50001", "192.0.2.18", "electrum.example.org:50002:t", "example 50001"])(
    "does not find it by %s",
    (query) => expect(finds(query)).toBe(false),
  );

  it("finds names in other scripts by either spelling, and IPv6 with and without brackets", () => {
    const idn = {endpoint: "xn--bcher-kva.example:1/tcp", host: "xn--bcher-kva.example", addresses: []};
    expect(finds("bücher.example", idn)).toBe(true);
    const six = {endpoint: "[2001:db8::1]:50001/tcp", host: "2001:db8::1", addresses: []};
    for (const query of ["2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:50001"])
      expect(finds(query, six)).toBe(true);
  });

  it("finds all by nothing", () => {
    expect(searchTerms("  ")).toEqual([]);
    expect(finds("")).toBe(true);
  });
});

describe("the answer", () => {
  it("says yes, no, or how many there are", () => {
    expect(searchAnswer("", 0, 1234)).toBe("1,234 servers in this archive.");
    expect(searchAnswer(" foo ", 0, 9)).toBe(
      "No: no server in this archive has “foo” in its name, port or address.",
    );
    expect(searchAnswer("foo", 1, 9)).toBe("Yes: one server has “foo” in name, port or address.");
    expect(searchAnswer("foo", 3, 9)).toBe("Yes: 3 servers have “foo” in name, port or address.");
  });
});
