import {describe, expect, it} from "vitest";
import {readOptOuts} from "../../src/data/optOuts.js";
import {optOuts} from "../../data-loaders/roster/optOuts.js";
import {parseEndpoint} from "../../src/observation/endpoint.js";

const LIST = `# who asked
Electrum.Example.org
one-port.example:50001/tcp   # its other ports may be asked
198.51.100.0/24
192.0.2.7
2001:db8::/32
`;

const server = (endpoint: string, ...addresses: string[]) => ({
  endpoint,
  host: endpoint.replace(/:\d+\/\w+$/, "").replace(/[[\]]/g, ""),
  addresses,
});

describe("readOptOuts", () => {
  const listed = readOptOuts(LIST);

  it.each([
    ["a host, with all its ports", server("electrum.example.org:50002/ssl"), true],
    ["no host below it", server("sub.electrum.example.org:50002/ssl"), false],
    ["one port", server("one-port.example:50001/tcp"), true],
    ["not the other", server("one-port.example:50002/ssl"), false],
    ["an address as host, in a network", server("198.51.100.200:50001/tcp"), true],
    ["a name that was reached there", server("name.example:50001/tcp", "203.0.113.1", "198.51.100.1"), true],
    ["not one that was reached elsewhere", server("name.example:50001/tcp", "198.51.101.1"), false],
    ["one address", server("name.example:50001/tcp", "192.0.2.7"), true],
    ["a network of IPv6", server("[2001:db8::1]:50001/tcp"), true],
    ["an IPv4 address in IPv6 clothes", server("name.example:1/tcp", "::ffff:198.51.100.9"), true],
  ])("knows %s", (_, which, expected) => {
    expect(listed(which)).toBe(expected);
  });

  it("agrees with what a run spares", () => {
    const run = optOuts(LIST);
    for (const text of [
      "electrum.example.org:1/tcp",
      "one-port.example:50001/tcp",
      "one-port.example:50002/ssl",
      "198.51.100.1:1/tcp",
      "[2001:db8::5]:1/tcp",
      "192.0.2.8:1/tcp",
    ]) {
      const endpoint = parseEndpoint(text);
      if ("error" in endpoint) throw new Error(endpoint.error);
      expect([text, listed(server(text))]).toEqual([text, run.endpoint(endpoint)]);
    }
  });

  it.each(["10.1/16", "198.51.100.0/33", "two words", "http://a.example/"])("refuses %j", (line) => {
    expect(() => readOptOuts(`a.example\n${line}`)).toThrow(/opt-out\.txt:2: expected a host/);
  });

  it("reads the committed list", () => {
    expect(readOptOuts()(server("nobody.invalid:1/tcp"))).toBe(false);
  });
});
