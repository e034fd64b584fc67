import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {canonicalHost, formatEndpoint, isOnion, parseEndpoint} from "../../src/observation/endpoint.js";

describe("parseEndpoint(text)", () => {
  it.each([
    [
      "electrum.blockstream.info:50002/ssl",
      {host: "electrum.blockstream.info", port: 50002, transport: "ssl"},
    ],
    ["Blockstream.INFO.:110/tcp", {host: "blockstream.info", port: 110, transport: "tcp"}],
    ["23.155.96.131:50001/tcp", {host: "23.155.96.131", port: 50001, transport: "tcp"}],
    ["[2001:DB8:0:0::1]:50002/ssl", {host: "2001:db8::1", port: 50002, transport: "ssl"}],
    ["bücher.example:1/tcp", {host: "xn--bcher-kva.example", port: 1, transport: "tcp"}],
  ])("reads %s as canonical", (text, endpoint) => {
    expect(parseEndpoint(text)).toEqual(endpoint);
  });

  it.each(["0x7f.1:1/tcp", "127.1:1/tcp", "2130706433:1/tcp", "[::ffff:127.0.0.1]:1/tcp"])(
    "sees that %s is a loopback address in disguise",
    (text) => {
      expect(parseEndpoint(text)).toMatchObject({
        host: expect.stringMatching(/^127\.0\.0\.1$|^::ffff:7f00:1$/) as string,
      });
    },
  );

  it.each([
    "",
    "host",
    "host:50001",
    "host:50001/udp",
    "host:0/tcp",
    "host:65536/tcp",
    "host:-1/tcp",
    ":50001/tcp",
    "2001:db8::1:50001/tcp",
    "[2001:db8::1:50001/tcp",
    "a b:1/tcp",
    "user@host:1/tcp",
    "host/path:1/tcp",
    "host?:1/tcp",
    "-host:1/tcp",
    "a..b:1/tcp",
    "[::g]:1/tcp",
    "\u001b[31mhost:1/tcp",
  ])("refuses %j and says what it expected", (text) => {
    expect(parseEndpoint(text)).toEqual({error: expect.stringContaining("expected") as string});
  });

  it("inverts formatEndpoint, whatever the endpoint", () => {
    const endpoints = fc.record({
      host: fc
        .oneof(fc.domain(), fc.ipV4(), fc.ipV6())
        .map((host) => canonicalHost(host.includes(":") ? `[${host}]` : host)),
      port: fc.integer({min: 1, max: 65_535}),
      transport: fc.constantFrom("tcp" as const, "ssl" as const),
    });
    fc.assert(
      fc.property(endpoints, ({host, ...rest}) => {
        fc.pre(host !== null);
        expect(parseEndpoint(formatEndpoint({host, ...rest}))).toEqual({host, ...rest});
      }),
    );
  });
});

describe("isOnion(endpoint)", () => {
  it("is true of onion services alone", () => {
    expect(isOnion({host: "abcdef.onion"})).toBe(true);
    expect(isOnion({host: "onion.example"})).toBe(false);
  });
});
