import {describe, expect, it} from "vitest";
import type {Level} from "../../src/evidence/level.js";
import {type DayLevels, levelChanges, levelSentences, levelTitle} from "../../src/report/levelChanges.js";

const day = (servers: string, levels: readonly Level[], name = "2026-03-01"): DayLevels => ({
  day: name,
  endedAt: Date.parse(name),
  servers: [...servers],
  levels,
});

describe("levelChanges", () => {
  it("finds what changed, of pairs of which a level says something", () => {
    const before = day("abc", ["no evidence", "candidate", "not comparable"]);
    const after = day("abc", ["supported", "no evidence", "no evidence"]);
    expect(levelChanges(before, after)).toEqual([
      {a: "a", b: "b", from: "no evidence", to: "supported"},
      {a: "a", b: "c", from: "candidate", to: "no evidence"},
    ]);
  });

  it("knows pairs by their names when a server comes between", () => {
    // Pairs of a, c, d: ac ad cd; of a, b, c, d: ab ac ad bc bd cd.
    const before = day("acd", ["supported", "contradicted", "no evidence"]);
    const after = day("abcd", [
      "no evidence",
      "supported",
      "contradicted",
      "declared",
      "not comparable",
      "contradicted",
    ]);
    expect(levelChanges(before, after)).toEqual([
      {a: "b", b: "c", from: null, to: "declared"},
      {a: "c", b: "d", from: "no evidence", to: "contradicted"},
    ]);
  });

  it("knows them in another order too", () => {
    const before = day("cba", ["supported", "no evidence", "no evidence"]); // cb ca ba
    const after = day("abc", ["no evidence", "no evidence", "supported"]); // ab ac bc
    expect(levelChanges(before, after)).toEqual([]);
  });

  it("counts in the title, and names in the text those that tie", () => {
    const before = day("abcd", [
      "candidate",
      "no evidence",
      "no evidence",
      "supported",
      "no evidence",
      "contradicted",
    ]);
    const after = day("abcd", [
      "supported",
      "contradicted",
      "contradicted",
      "contradicted",
      "no evidence",
      "no evidence",
    ]);
    const changes = levelChanges(before, after);
    expect(levelTitle(changes)).toBe(
      "Levels of pairs: supported: 1 more and 1 fewer; candidate: 1 fewer; cannot be one node: 3 more and 1 fewer",
    );
    expect(levelSentences(changes)).toEqual([
      "a and b: candidate before, supported now.",
      "b and c: supported before, contradicted (cannot be one node) now.",
      "2 further pairs cannot be one node, by what was observed up to that day.",
      "1 further pair is no longer ruled out.",
    ]);
  });

  it("only counts where nothing ties", () => {
    const changes = levelChanges(day("ab", ["no evidence"]), day("ab", ["contradicted"]));
    expect(levelSentences(changes)).toEqual([
      "1 pair cannot be one node, by what was observed up to that day.",
    ]);
  });

  it("lists twenty pairs and counts the others", () => {
    const servers = "abcdefg"; // 21 pairs
    const before = day(
      servers,
      Array.from({length: 21}, (): Level => "no evidence"),
    );
    const after = day(
      servers,
      Array.from({length: 21}, (): Level => "candidate"),
    );
    const sentences = levelSentences(levelChanges(before, after));
    expect(sentences).toHaveLength(21);
    expect(sentences.at(-1)).toBe(
      "1 more pair changed likewise; data/findings.json has the level of every pair.",
    );
  });
});
