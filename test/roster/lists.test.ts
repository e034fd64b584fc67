import {readFileSync} from "node:fs";
import {join} from "node:path";
import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {parseBitcoinEye} from "../../data-loaders/roster/bitcoinEye.js";
import {firstTable} from "../../data-loaders/roster/firstTable.js";
import {publishedLists} from "../../data-loaders/roster/gather.js";
import {parseServersJson} from "../../data-loaders/roster/serversJson.js";
import {type Listed, MAX_LISTED} from "../../data-loaders/roster/source.js";
import {formatEndpoint} from "../../src/observation/endpoint.js";

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, "..", "fixtures", "roster", name), "utf8");

/** Names and the number of entries that name no server, or the error. */
function told(read: Listed | {readonly error: string}): unknown {
  return "error" in read ? read.error : [read.endpoints.map(formatEndpoint), read.skipped];
}

const onion = (letter: string): string => `${letter.repeat(56)}.onion`;

describe("parseServersJson", () => {
  it("reads the wallet's format: hosts canonical, one endpoint for each port", () => {
    expect(told(parseServersJson(fixture("electrum-servers.json")))).toEqual([
      ["one.example:50002/ssl", "one.example:50001/tcp", "two.invalid:50001/tcp", `${onion("a")}:50002/ssl`],
      0,
    ]);
  });

  it("leaves out what names no public server, and counts it", () => {
    expect(told(parseServersJson(fixture("odd-servers.json")))).toEqual([
      [
        "number.example:50002/ssl",
        "good.example:700/ssl",
        "good.example:110/tcp",
        "fine.example:50002/ssl",
        "fine.example:50001/tcp",
        "better.example:50002/ssl",
        "better.example:50001/tcp",
        "best.example:50002/ssl",
        "best.example:50001/tcp",
      ],
      7,
    ]);
  });

  it.each([
    ["what is not JSON", "<html>", "expected JSON, got something else"],
    ["an array", "[]", "expected an object of servers by host, got something else"],
    ["no server", "{}", "expected servers, got none"],
    [
      "another format",
      '{"a.example":{"s":"1"},"b":{"port":1},"c":{"port":2}}',
      "expected servers, got 2 of 3 entries that name none",
    ],
  ])("refuses %s", (_, text, error) => {
    expect(told(parseServersJson(text))).toBe(error);
  });

  it("refuses more servers than any list has", () => {
    const many = Object.fromEntries(
      Array.from({length: MAX_LISTED + 1}, (_, i) => [`h${i}.example`, {s: "1"}]),
    );
    expect(told(parseServersJson(JSON.stringify(many)))).toBe("expected at most 2000 servers, got 2001");
  });

  it("never throws, whatever JSON it gets", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseServersJson(text)).toBeDefined();
      }),
    );
  });

  it("is not misled by names that objects inherit", () => {
    const text =
      '{"__proto__":{"s":"1"},"constructor":{"s":"1"},"a.example":{"s":"1"},"b.example":{"s":"1"}}';
    expect(told(parseServersJson(text))).toEqual([["a.example:1/ssl", "b.example:1/ssl"], 2]);
  });
});

describe("parseBitcoinEye", () => {
  it("reads the first table: cells host, port, and ssl or tcp", () => {
    expect(told(parseBitcoinEye(fixture("bitcoin-eye.html")))).toEqual([
      [
        "one.example:50002/ssl",
        "one.example:50001/tcp",
        "two.invalid:50002/ssl",
        "[2606:4700::1111]:50002/ssl",
        `${onion("b")}:50001/tcp`,
      ],
      1,
    ]);
  });

  it.each([
    [
      "without a table",
      "<p>down for maintenance</p>",
      "expected a page with a table, got none: the page has changed",
    ],
    ["whose table is empty", "<table></table>", "expected servers, got none: the page has changed"],
    [
      "with other columns",
      fixture("bitcoin-eye-changed.html"),
      "expected servers, got none: the page has changed",
    ],
  ])("is loud about a page %s", (_, html, error) => {
    expect(told(parseBitcoinEye(html))).toBe(error);
  });

  it("never throws, whatever page it gets", () => {
    const markup = fc.constantFrom(
      "<table>",
      "<tr>",
      "<td>",
      "</td>",
      "</table>",
      "a.example",
      "1",
      "ssl",
      "<",
      "&lt;",
    );
    fc.assert(
      fc.property(fc.array(markup), (parts) => {
        expect(parseBitcoinEye(parts.join(""))).toBeDefined();
      }),
    );
  });
});

describe("firstTable", () => {
  it("does not take a table within a cell or a caption for rows of its own", () => {
    const html = "<table><tr><td>a<table><tr><td>inner</table><td>b</table>";
    expect(firstTable(html)).toEqual([{cells: ["ainner", "b"], headings: false}]);
    const captioned = "<table><caption><table><tr><td>inner</table></caption><tr><td>a</table>";
    expect(firstTable(captioned)).toEqual([{cells: ["a"], headings: false}]);
  });

  it("walks a page that is nested 20,000 deep", () => {
    const html = `<table><tr><td>${"<b>".repeat(20_000)}deep</table>`;
    expect(firstTable(html)?.[0]?.cells).toEqual(["deep"]);
  });
});

describe("publishedLists", () => {
  it("are fetched over https, each under a name that is safe as a file's", () => {
    for (const {name, url} of publishedLists) {
      expect(new URL(url).protocol).toBe("https:");
      expect(name).toMatch(/^[a-z0-9]+$/);
    }
  });
});
