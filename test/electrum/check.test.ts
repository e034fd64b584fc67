import {describe, expect, it} from "vitest";
import {bounded, kind, own} from "../../data-loaders/electrum/check.js";

describe("own", () => {
  it("gives an object's own member, and nothing that every object inherits", () => {
    expect(own({a: 1}, "a")).toBe(1);
    for (const key of ["a", "constructor", "__proto__", "toString"]) expect(own({}, key)).toBeUndefined();
  });
});

describe("bounded", () => {
  it("cuts a text at the limit, and replaces what would be half a character", () => {
    expect(bounded("abc", 2)).toBe("ab");
    expect(bounded("a\u{1f600}", 3)).toBe("a\u{1f600}");
    expect(bounded("a\u{1f600}", 2)).toBe("a\ufffd");
  });
});

describe("kind", () => {
  it.each([
    [null, "null"],
    [undefined, "nothing"],
    [[1, 2], "an array of 2"],
    ["abc", "a string of 3"],
    [5, "a number"],
    [true, "a boolean"],
    [{}, "an object"],
  ])("calls %j %s", (value, words) => {
    expect(kind(value)).toBe(words);
  });
});
