import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {clusterNames, type RunPartition, roundNames} from "../../src/report/clusterNames.js";

/** Runs in short: one text for each, clusters separated by blanks, one letter for each server. */
function runs(...texts: readonly string[]): readonly RunPartition[] {
  return texts.map((text, i) => ({
    run: `run ${i}`,
    vantage: "test",
    startedAt: i,
    clusters: text === "" ? [] : text.split(" ").map((cluster) => [...cluster]),
  }));
}

/** The names of each run in the same short form: `C1:abc C2:de`, servers on their own left out. */
function named(...texts: readonly string[]): readonly string[] {
  const partitions = runs(...texts);
  return clusterNames(partitions).map((names, run) =>
    names
      .flatMap((name, i) =>
        name === null ? [] : [`${name}:${(partitions[run]?.clusters[i] ?? []).join("")}`],
      )
      .join(" "),
  );
}

describe("the name of a cluster", () => {
  it("is given in order of birth, the largest first, of equals the one with the first endpoint", () => {
    expect(named("xy ab cdef z")).toEqual(["C3:xy C2:ab C1:cdef"]);
  });

  it("is not given to a server on its own", () => {
    expect(clusterNames(runs("a b"))).toEqual([[null, null]]);
    expect(clusterNames(runs(""))).toEqual([[]]);
    expect(clusterNames([])).toEqual([]);
  });

  it("stays when a member leaves", () => {
    expect(named("abcd", "abc d")).toEqual(["C1:abcd", "C1:abc"]);
  });

  it("stays when a member joins, be it known or new", () => {
    expect(named("abc d", "abcd", "abcde")).toEqual(["C1:abc", "C1:abcd", "C1:abcde"]);
  });

  it("stays however many newcomers join, but not if as many known servers do", () => {
    expect(named("ab", "abcdefgh")).toEqual(["C1:ab", "C1:abcdefgh"]);
    expect(named("ab c d e f g h", "abcdefgh")).toEqual(["C1:ab", "C2:abcdefgh"]);
  });

  it("stays while nearly all change, one by one", () => {
    expect(named("abc def", "bcd efa", "cde fab").at(-1)).toBe("C1:cde C2:fab");
  });

  it("stays with the part that holds most when it splits, and the other part is new", () => {
    expect(named("abcde", "ab cde")).toEqual(["C1:abcde", "C2:ab C1:cde"]);
  });

  it("stays with the part that holds the first endpoint when it splits evenly", () => {
    expect(named("abcd", "cd ab")).toEqual(["C1:abcd", "C2:cd C1:ab"]);
  });

  it("of the larger stays when two merge, of equals the older", () => {
    expect(named("ab c d e f", "ab cdef", "abcdef")).toEqual(["C1:ab", "C1:ab C2:cdef", "C2:abcdef"]);
    expect(named("ab c d", "ab cd", "abcd")).toEqual(["C1:ab", "C1:ab C2:cd", "C1:abcd"]);
  });

  it("comes back after a merger", () => {
    expect(named("abc de", "abcde", "abcde", "abc de").at(-1)).toBe("C1:abc C2:de");
  });

  it("comes back after runs in which its members were apart, or nobody answered", () => {
    expect(named("abc de", "a b c de", "", "abc de")).toEqual(["C1:abc C2:de", "C2:de", "", "C1:abc C2:de"]);
  });

  it("is not given again once it is gone", () => {
    expect(named("ab", "a b", "cd")).toEqual(["C1:ab", "", "C2:cd"]);
  });

  it("stays while most members are absent: who does not answer has not left", () => {
    expect(named("abcdef", "ab", "abcdef")).toEqual(["C1:abcdef", "C1:ab", "C1:abcdef"]);
  });

  it("is of those who are absent too, until they are seen elsewhere", () => {
    expect(named("abcd ef", "ab ef", "ab cdef").at(-1)).toBe("C1:ab C2:cdef");
    expect(named("abcdef gh", "ab gh", "ab cdef gh").at(-1)).toBe("C3:ab C1:cdef C2:gh");
  });

  it("is not carried by one server alone", () => {
    expect(named("ab c", "ac b")).toEqual(["C1:ab", "C2:ac"]);
  });

  it("ends where less than three tenths are left: of four equal parts none keeps it, of three the first", () => {
    expect(named("abcdefgh", "ab cd ef gh").at(-1)).toBe("C2:ab C3:cd C4:ef C5:gh");
    expect(named("abcdef", "ab cd ef").at(-1)).toBe("C1:ab C2:cd C3:ef");
  });

  it("cannot be found where an endpoint stands twice", () => {
    expect(() => clusterNames(runs("ab ac"))).toThrow("run 0: expected each endpoint once");
  });
});

describe("the names of a round within a run", () => {
  const run = {clusters: "abcd efg h".split(" ").map((text) => [...text]), names: ["C4", "C2", null]};

  it("are the run's, and null where the run has no such cluster", () => {
    expect(roundNames(run, [["e", "f"], ["a", "b", "c", "x"], ["h"], ["y", "z"]])).toEqual([
      "C2",
      "C4",
      null,
      null,
    ]);
  });

  it("give the older name where two of the run's clusters are one", () => {
    expect(
      roundNames(
        {
          clusters: [
            ["a", "b"],
            ["c", "d"],
          ],
          names: ["C10", "C9"],
        },
        [["a", "b", "c", "d"]],
      ),
    ).toEqual(["C9"]);
  });
});

describe("laws of names", () => {
  const endpoints = [..."abcdefghij"];
  /** each server: the number of its cluster, or absent */
  const partition = fc.array(fc.option(fc.nat(4)), {
    minLength: endpoints.length,
    maxLength: endpoints.length,
  });
  const history = fc.array(partition, {minLength: 1, maxLength: 7}).map((list) =>
    list.map((labels, i): RunPartition => {
      const clusters = new Map<number, string[]>();
      for (const [j, label] of labels.entries())
        if (label !== null) clusters.set(label, [...(clusters.get(label) ?? []), endpoints[j] ?? ""]);
      return {run: `run ${i}`, vantage: "test", startedAt: i, clusters: [...clusters.values()]};
    }),
  );

  it("a later run renames no earlier one", () => {
    fc.assert(
      fc.property(history, fc.nat(7), (all, length) => {
        expect(clusterNames(all.slice(0, length))).toEqual(clusterNames(all).slice(0, length));
      }),
    );
  });

  it("the order of clusters and of members does not matter", () => {
    fc.assert(
      fc.property(history, fc.nat(), (all, turn) => {
        const turned = all.map((run) => ({
          ...run,
          clusters: rotated(run.clusters, turn).map((members) => rotated(members, turn)),
        }));
        const back = clusterNames(turned).map((names) =>
          rotated(names, names.length - (turn % (names.length || 1))),
        );
        expect(back).toEqual(clusterNames(all));
      }),
    );
  });

  it("within a run each cluster of two or more has a name, no two the same, and no single has one", () => {
    fc.assert(
      fc.property(history, (all) => {
        for (const [i, names] of clusterNames(all).entries()) {
          const given = names.filter((name) => name !== null);
          expect(new Set(given).size).toBe(given.length);
          expect(names.map((name) => name !== null)).toEqual(all[i]?.clusters.map(({length}) => length >= 2));
        }
      }),
    );
  });

  it("names are numbered without a gap in order of first appearance", () => {
    fc.assert(
      fc.property(history, (all) => {
        let known = 0;
        for (const names of clusterNames(all)) {
          const numbers = names.flatMap((name) => (name === null ? [] : Number(name.slice(1))));
          const fresh = numbers.filter((number) => number > known).toSorted((a, b) => a - b);
          expect(fresh).toEqual(fresh.map((_, i) => known + i + 1));
          known += fresh.length;
        }
      }),
    );
  });

  it("the same partition again has the same names", () => {
    fc.assert(
      fc.property(history, (all) => {
        const last = all.at(-1);
        if (!last) return;
        const names = clusterNames([...all, last]);
        expect(names.at(-1)).toEqual(names.at(-2));
      }),
    );
  });
});

function rotated<T>(list: readonly T[], turn: number): readonly T[] {
  const by = list.length === 0 ? 0 : turn % list.length;
  return [...list.slice(by), ...list.slice(0, by)];
}
