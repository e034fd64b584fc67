import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {optOuts} from "../../data-loaders/roster/optOuts.js";
import {readOptOuts} from "../../src/data/optOuts.js";
import {parseEndpoint, type Endpoint} from "../../src/observation/endpoint.js";

const at = (text: string): Endpoint => parseEndpoint(text) as Endpoint;

describe("optOuts", () => {
  const spared = optOuts(
    "Quiet.example\nhalf.example:1/tcp # only this port\n9.9.9.0/24\n2620:fe::/48\n8.8.4.4\n[2606:4700::1111]\n",
  );

  it.each([
    ["quiet.example:9/ssl", true],
    ["half.example:1/tcp", true],
    ["half.example:2/ssl", false],
    ["other.example:9/ssl", false],
    ["9.9.9.9:1/tcp", true],
    ["9.9.10.9:1/tcp", false],
    ["[2620:fe::9]:1/tcp", true],
    ["[2620:fe:1::9]:1/tcp", false],
    ["8.8.4.4:5/ssl", true],
    ["[2606:4700::1111]:5/ssl", true],
  ])("%s: %s", (endpoint, expected) => {
    expect(spared.endpoint(at(endpoint))).toBe(expected);
  });

  it.each([
    ["9.9.9.255", true],
    ["9.9.8.255", false],
    ["2620:fe:0:ffff::1", true],
    ["2620:fd:ffff::1", false],
    ["8.8.4.4", true],
    ["8.8.4.5", false],
    ["::ffff:9.9.9.9", true], // the same host in IPv6 clothes
    ["not an address", false],
  ])("an address found for a name, %s: %s", (address, expected) => {
    expect(spared.address(address)).toBe(expected);
  });

  // RFC 4291, section 2.5.5.2: ::ffff:0:0/96 holds the IPv4 addresses.
  it.each(["::ffff:198.51.100.7", "::ffff:198.51.100.0/120"])(
    "%s spares the IPv4 host that it names",
    (entry) => {
      const {address} = optOuts(entry);
      expect(address("198.51.100.7")).toBe(true);
      expect(address("::ffff:198.51.100.7")).toBe(true);
      expect(address("198.51.101.7")).toBe(false);
    },
  );

  it.each([
    ["a.example:50001", "a.example:50001/tcp", true],
    ["a.example:50001", "a.example:50001/ssl", true],
    ["a.example:50001", "a.example:50002/tcp", false],
    ["198.51.100.7:50001", "198.51.100.7:50001/ssl", true],
    ["198.51.100.7:50001", "198.51.100.7:50002/ssl", false],
    ["[2001:db8::7]:50001", "[2001:db8::7]:50001/tcp", true],
    ["[2001:db8::7]:50001", "[2001:db8::7]:50002/tcp", false],
    ["198.51.100.7/24", "198.51.100.9:1/tcp", true], // host bits do not count: the whole network is meant
    ["198.51.100.7/24", "198.51.101.7:1/tcp", false],
    ["2001:db8::1/32", "[2001:db8:ffff::2]:1/tcp", true],
    ["2001:db8::1/32", "[2001:db9::1]:1/tcp", false],
    ["A.Example.", "a.example:1/ssl", true],
    ["2001:DB8::0:7", "[2001:db8::7]:1/ssl", true],
  ])("%s, for %s: %s", (entry, endpoint, expected) => {
    expect(optOuts(entry).endpoint(at(endpoint))).toBe(expected);
    const {host} = at(endpoint);
    expect(readOptOuts(entry)({endpoint, host, addresses: []})).toBe(expected);
  });

  it("reads the committed list, which names nobody by mistake", () => {
    expect(optOuts().endpoint(at("never.example:1/tcp"))).toBe(false);
    expect(optOuts().address("9.9.9.9")).toBe(false);
  });

  it.each([
    "a b",
    "10.1/16",
    "9.9.9.0/33",
    "9.9.9.0/",
    "2620:fe::/129",
    "*.example",
    "https://quiet.example",
    // A resolver takes these for 8.0.0.1, 10.0.0.1, 127.0.0.1 and 127.0.0.1: their writers may have meant another host.
    "010.0.0.1",
    "010.0.0.1:50001/tcp",
    "10.1",
    "0x7f.1:50001",
    "2130706433",
    "quiet.example:0",
    "quiet.example:65536",
    "quiet.example:50001/udp",
    "quiet.example:/tcp",
    "::ffff:010.0.0.1",
  ])("refuses %j: an operator's wish must not be lost to a typing error", (line) => {
    expect(() => optOuts(`${line}\n`, "opt-out.txt")).toThrow(
      `opt-out.txt:1: expected a host, host:port/tcp or a network such as 198.51.100.0/24, got ${JSON.stringify(line)}`,
    );
    expect(() => readOptOuts(line)).toThrow(/opt-out\.txt:1: expected a host/);
  });

  it("is where the site and the README say it is", () => {
    const root = join(import.meta.dirname, "..", "..");
    for (const file of ["README.md", "src/components/ownServer.ts"])
      expect(readFileSync(join(root, file), "utf8")).toContain("src/data/opt-out.txt");
  });
});
