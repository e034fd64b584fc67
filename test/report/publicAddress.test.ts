import {describe, expect, it} from "vitest";
import {pageAddress, publicAddress} from "../../src/report/publicAddress.js";

describe("publicAddress", () => {
  it.each([
    [
      "a repository's pages",
      "https://github.com/someone/kinship",
      undefined,
      "https://someone.github.io/kinship/",
    ],
    ["an owner in capitals", "https://github.com/Some-One/Kin", undefined, "https://some-one.github.io/Kin/"],
    [
      "a repository that is an owner's site",
      "https://github.com/a/a.github.io",
      undefined,
      "https://a.github.io/",
    ],
    [
      "a homepage elsewhere as it is",
      "https://example.org/kinship",
      undefined,
      "https://example.org/kinship/",
    ],
    [
      "what is given before anything else",
      "https://github.com/a/b",
      "https://kin.example",
      "https://kin.example/",
    ],
    [
      "a given folder, its slash kept",
      "https://github.com/a/b",
      "http://h.example/x/",
      "http://h.example/x/",
    ],
    ["nothing given as an empty text", "https://github.com/a/b", "", "https://a.github.io/b/"],
    ["a given repository as it is", "https://x.example", "https://github.com/a/b", "https://github.com/a/b/"],
  ])("takes %s", (_, homepage, given, expected) => {
    expect(publicAddress(homepage, given)).toBe(expected);
  });

  it.each(["kin.example", "ftp://kin.example/", "javascript:alert(1)"])("refuses %s", (given) => {
    expect(() => publicAddress("https://github.com/a/b", given)).toThrow(
      `publicAddress: expected an address like https://…, got "${given}"`,
    );
  });
});

describe("pageAddress", () => {
  it.each([
    ["index.html", "https://s.example/k/"],
    ["method.html", "https://s.example/k/method"],
    ["data/index.html", "https://s.example/k/data/"],
    ["servers/a_b_50001_tcp.html", "https://s.example/k/servers/a_b_50001_tcp"],
    ["servers/x~5b y.html", "https://s.example/k/servers/x~5b%20y"],
    ["reindex.html", "https://s.example/k/reindex"],
  ])("of %s", (file, expected) => {
    expect(pageAddress("https://s.example/k/", file)).toBe(expected);
  });
});
