import {describe, expect, it} from "vitest";
import type {Archived} from "../../src/report/archived.js";
import {clusterSentences, clusterTitle} from "../../src/report/clusterChangeText.js";
import {clusterChanges} from "../../src/report/clusterChanges.js";
import {clusterNames} from "../../src/report/clusterNames.js";

/** Runs in which every letter is a server: `["abc", "d"]` is a cluster of three and one alone. */
function archived(runs: readonly (readonly string[])[], vantages: readonly string[] = []) {
  const records = runs.map((clusters, i) => ({
    run: `2026010${i + 1}T000000Z`,
    vantage: vantages[i] ?? "here",
    startedAt: i,
    ownSideSuspected: false,
    clusters: clusters.map((members) => [...members]),
  }));
  return {runs: records, clusterNames: clusterNames(records)} as unknown as Pick<
    Archived,
    "runs" | "clusterNames"
  >;
}
const titles = (runs: readonly (readonly string[])[], vantages?: readonly string[]) =>
  clusterChanges(archived(runs, vantages)).map((change) => [change.run, clusterTitle(change)]);

describe("clusterChanges", () => {
  it("says nothing while nothing changes, in whatever order", () => {
    expect(
      titles([
        ["abc", "de", "f"],
        ["ed", "f", "cba"],
      ]),
    ).toEqual([[0, "First run of this vantage point: 2 clusters"]]);
  });

  it("counts who joined and who left", () => {
    expect(
      titles([
        ["abcd", "e", "f"],
        ["abce", "d", "f"],
      ]).slice(1),
    ).toEqual([[1, "C1: 1 server joined, 1 left"]]);
  });

  it("takes an absence for no change, nor the return from it", () => {
    expect(
      titles([
        ["abc", "de"],
        ["ab", "de"],
        ["abc", "de"],
      ]),
    ).toHaveLength(1);
  });

  it("tells a server that was never compared from one that joined", () => {
    expect(titles([["abc"], ["abcx"]])[1]).toEqual([1, "C1: 1 server was first seen in it"]);
  });

  it("follows a merger: the smaller ends, the larger is joined", () => {
    const changes = clusterChanges(archived([["abc", "de"], ["abcde"]]));
    expect(clusterTitle(changes[1] as never)).toBe("C1: 2 servers joined; C2 ended");
    expect(clusterSentences(changes[1] as never)).toEqual([
      "C1 has 5 servers in this run; d and e joined, from C2.",
      "C2 ended; 2 servers are in C1 now.",
    ]);
  });

  it("follows a split: the part that holds most keeps the name, the other begins", () => {
    const changes = clusterChanges(archived([["abcde"], ["abc", "de"]]));
    expect(clusterTitle(changes[1] as never)).toBe("C1: 2 servers left; C2 began with 2 servers");
    expect(clusterSentences(changes[1] as never)).toEqual([
      "C1 has 3 servers in this run; 2 servers are in C2 now.",
      "C2 began with 2 servers; d and e joined, from C1.",
    ]);
  });

  it("says once that a cluster ended, although its last server is seen only later", () => {
    expect(
      titles([
        ["abc", "de"],
        ["abc", "d", "x"],
        ["abc", "d", "e"],
      ]).slice(1),
    ).toEqual([[1, "C2 ended"]]);
  });

  it("says that a cluster returned", () => {
    expect(
      titles([
        ["abc", "de"],
        ["abc", "d", "e"],
        ["abc", "de"],
      ]).slice(1),
    ).toEqual([
      [1, "C2 ended"],
      [2, "C2 returned with 2 servers"],
    ]);
  });

  it("holds each vantage point against its own past", () => {
    expect(
      titles(
        [
          ["abc", "d"],
          ["ab", "cd"],
          ["abc", "d"],
          ["ab", "cd"],
        ],
        ["x", "y", "x", "y"],
      ),
    ).toEqual([
      [0, "First run of this vantage point: 1 cluster"],
      [1, "First run of this vantage point: 2 clusters"],
    ]);
  });

  it("passes over a run with nothing to compare", () => {
    expect(titles([["ab"], [], ["ab"]])).toHaveLength(1);
  });

  it("names three clusters in a title and counts the others", () => {
    expect(
      titles([
        ["abx", "cdy", "efz", "ghv", "ijw"],
        ["ab", "x", "cd", "y", "ef", "z", "gh", "v", "ij", "w"],
      ])[1],
    ).toEqual([1, "C1: 1 server left; C2: 1 server left; C3: 1 server left; changes in 2 more clusters"]);
  });

  it("writes hostile names as printable ASCII", () => {
    const [, change] = clusterChanges(archived([["ab", "\u202e"], ["ab\u202e"]]));
    expect(clusterSentences(change as never).join("")).toContain("\\u{202e} joined, alone before");
  });
});
