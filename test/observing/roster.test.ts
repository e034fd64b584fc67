import {describe, expect, it} from "vitest";
import {UsageError} from "../../data-loaders/commandLine.js";
import {parseRoster, rosterFile, threadRoster} from "../../data-loaders/roster.js";
import {formatEndpoint} from "../../src/observation/endpoint.js";

describe("threadRoster()", () => {
  it("is the 59 endpoints of the thread, in its order", () => {
    const names = threadRoster().map(({endpoint}) => formatEndpoint(endpoint));
    expect(names).toHaveLength(59);
    expect(new Set(names).size).toBe(59);
    expect([names[0], names[58]]).toEqual(["0xrpc.io:50002/ssl", "wes.bullbitcoin.com:50002/ssl"]);
  });
});

describe("parseRoster(text)", () => {
  it("skips comments, blank lines, a byte order mark and Windows line ends, and keeps a double once", () => {
    const text = "\uFEFF# servers\r\n\r\nA.example:1/tcp # mine\r\nb.example:2/ssl\r\na.example:1/tcp\r\n";
    expect(parseRoster(text, "list", "file list").map(({endpoint}) => formatEndpoint(endpoint))).toEqual([
      "a.example:1/tcp",
      "b.example:2/ssl",
    ]);
  });

  it("names the line that is malformed, and what it expected", () => {
    expect(() => parseRoster("a.example:1/tcp\n\nb.example:1\n", "list.txt", "x")).toThrow(
      new UsageError('list.txt:3: expected host:port/tcp or host:port/ssl, got "b.example:1"'),
    );
  });

  it("refuses a list without an endpoint", () => {
    expect(() => parseRoster("# nothing\n", "list.txt", "x")).toThrow(
      "list.txt: expected at least one endpoint, got none",
    );
  });

  it("names a file that cannot be read", () => {
    expect(() => rosterFile("/no/such/list")).toThrow(
      "--endpoints: expected a readable file, got /no/such/list (ENOENT)",
    );
  });
});
