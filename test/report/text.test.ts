import {describe, expect, it} from "vitest";
import {clock, count, list, minute, significant, span} from "../../src/report/format.js";
import {programOf, tally} from "../../src/report/program.js";

describe("numbers as text", () => {
  it("counts in words: none, one, many with thousands grouped", () => {
    expect(count(0, "pair")).toBe("no pairs");
    expect(count(1, "pair")).toBe("1 pair");
    expect(count(1711, "pair")).toBe("1,711 pairs");
    expect(count(2, "relay minimum", "relay minima")).toBe("2 relay minima");
  });

  it("lists words with and before the last", () => {
    expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(list)).toEqual(["", "a", "a and b", "a, b and c"]);
  });

  it("writes times in UTC and spans in seconds or minutes", () => {
    const at = Date.UTC(2026, 2, 1, 12, 34, 56);
    expect(minute(at)).toBe("2026-03-01 12:34 UTC");
    expect(clock(at)).toBe("12:34:56");
    expect([0, 1_400, 120_000, 600_000].map(span)).toEqual([
      "1 second",
      "1 second",
      "120 seconds",
      "10 minutes",
    ]);
  });

  it("keeps six digits, and makes neither 0 nor 1 of what is neither", () => {
    expect(significant(0.123456789)).toBe(0.123457);
    expect(significant(3.14159265e-12)).toBe(3.14159e-12);
    expect([significant(0), significant(1)]).toEqual([0, 1]);
    expect(significant(1 - 1e-12)).toBe(0.999999);
  });
});

describe("programOf", () => {
  it.each([
    ["Fulcrum 2.1.0", "Fulcrum", "2.1.0"],
    ["electrs/0.10.8", "electrs", "0.10.8"],
    ["electrs 0.8.12", "electrs", "0.8.12"],
    ["electrs-esplora 0.4.1", "electrs-esplora", "0.4.1"],
    ["ElectrumX 1.18.0", "ElectrumX", "1.18.0"],
    ["ElectrumPersonalServer 0.2.4", "ElectrumPersonalServer", "0.2.4"],
    ["", "not stated", ""],
    ["   ", "not stated", ""],
    [null, "not stated", ""],
  ])("reads %j as %s, %s", (text, program, version) => {
    expect(programOf(text)).toEqual({program, version});
  });

  it("lets nothing through that acts on a terminal or turns the direction of writing", () => {
    expect(programOf("\u001b[2Jx\u202ey 1.0\n2")).toEqual({program: "?[2Jx?y", version: "1.0?2"});
  });

  it("cuts what is longer than any name", () => {
    expect(programOf("x".repeat(500)).program).toHaveLength(40);
  });
});

describe("tally", () => {
  it("counts from the most frequent down, ties by name", () => {
    expect(tally(["b", "a", "c", "b", "a"])).toEqual([
      {value: "a", count: 2},
      {value: "b", count: 2},
      {value: "c", count: 1},
    ]);
  });
});
