import {describe, expect, it} from "vitest";
import {type EndpointRow, tables} from "../../src/observation/schema.js";
import {clusterHistory, DRAWN_RUNS, type HistoryRun, LISTED_MOVES} from "../../src/report/clusterHistory.js";
import {runFacts} from "../../src/report/run.js";
import {runRecord} from "../../src/report/runRecord.js";
import {STABILITY_BANDS, stabilityBand} from "../../src/report/stabilityBand.js";
import {createRandom} from "../../src/statistics/random.js";
import {sampleSnapshot} from "./sampleSnapshot.js";

const standing = {network: "mainnet", simulated: false, newest: 0} as const;
const START = Date.parse("2026-03-01T00:00:00Z");
const HOURS = 3_600_000;

const nothing = Object.fromEntries(
  Object.keys(tables.endpoints).map((column) => [column, null]),
) as unknown as EndpointRow;

/** Runs in short: one text for each, clusters separated by blanks, one letter for each server. */
function runs(...texts: readonly string[]): readonly HistoryRun[] {
  return texts.map((text, i) => ({
    run: `run ${i}`,
    vantage: "test",
    startedAt: START + i * 4 * HOURS,
    clusters: text === "" ? [] : text.split(" ").map((cluster) => [...cluster]),
    ownSideSuspected: text === "",
    endpoints: [...new Set([...text].filter((letter) => letter !== " "))].map((endpoint) => ({
      ...nothing,
      endpoint,
      outcome: "answered",
    })),
  }));
}

const historyOf = (...texts: readonly string[]) => clusterHistory(runs(...texts), standing);
const prose = (...texts: readonly string[]) => historyOf(...texts).sentences.join(" ");

describe("the history of clusters", () => {
  it("that never change has an adjusted Rand index of 1, beside its null, and no change of membership", () => {
    const history = historyOf(...Array.from({length: 6}, () => "abcd efgh ij"));
    expect(history.agreements).toHaveLength(5);
    for (const {adjustedRand, adjustedMutualInformation, variationOfInformation} of history.agreements) {
      expect(adjustedRand.value).toBe(1);
      expect(adjustedRand.high).toBeLessThan(1);
      expect(adjustedRand.mean).toBeLessThan(0.2);
      expect(adjustedMutualInformation.value).toBeCloseTo(1, 3);
      expect(variationOfInformation.value).toBe(0);
    }
    expect(history.firstToLast?.adjustedRand.value).toBe(1);
    expect(history.moves).toEqual([]);
    expect(history.lives.map(({cluster, born, last, runs}) => [cluster, born, last, runs])).toEqual([
      [1, 0, 5, 6],
      [2, 0, 5, 6],
      [3, 0, 5, 6],
    ]);
    expect(history.stability.map(({cluster, jaccard, word}) => [cluster, jaccard.value, word])).toEqual([
      [1, 1, "highly stable"],
      [2, 1, "highly stable"],
      [3, 1, "highly stable"],
    ]);
  });

  it("has the index that Hubert and Arabie's formula gives where they change: 4/7", () => {
    // ab cd → ab c d: 1 pair together in both, 2 and 1 in each, 6 in all; expected 1/3; (1 − 1/3) / (3/2 − 1/3) = 4/7
    expect(historyOf("ab cd", "ab c d").agreements[0]?.adjustedRand.value).toBeCloseTo(4 / 7, 3);
  });

  it("tells who joined and who left, and in which run", () => {
    const history = historyOf("abc de f", "ab cde f", "ab cde fg");
    expect(history.servers.slice(0, 7)).toEqual([..."abcdefg"]);
    // newest first: f and the new g become C3; c goes from C1 to C2
    expect(history.moves).toEqual([
      [2, 5, 0, 3],
      [2, 6, -1, 3],
      [1, 2, 1, 2],
    ]);
    expect(history.lives).toMatchObject([
      {cluster: 1, joined: 0, left: 1, largest: 3},
      {cluster: 2, joined: 1, left: 0, largest: 3},
      {cluster: 3, born: 2, joined: 0, left: 0},
    ]);
  });

  it("does not count an absence as a change", () => {
    const history = historyOf("abc de", "ab de", "abc de");
    expect(history.moves).toEqual([]);
    expect(history.membership[2]).toEqual([1, 1, -1, 1, 1, 1]);
  });

  it("compares each vantage point with itself", () => {
    const here = runs("ab cd", "ab cd");
    const there = runs("abcd", "abcd").map((run) => ({...run, vantage: "there"}));
    const mixed = [here[0], there[0], here[1], there[1]].flatMap((run) => run ?? []);
    const history = clusterHistory(mixed, standing);
    expect(history.moves).toEqual([]);
    expect(
      history.agreements.map(({before, run, adjustedRand}) => [before, run, adjustedRand.value]),
    ).toEqual([
      [0, 2, 1],
      [1, 3, 1],
    ]);
  });

  it("takes co-association over the runs that compared both, in whole percent", () => {
    // a and b: together in 2 of 3; c was there twice, with b once
    const history = historyOf("ab c", "ab", "a bc");
    const {order = [], percent = [], pairs} = history.coAssociation ?? {};
    const of = (x: number, y: number) => {
      const [i, j] = [order.indexOf(x), order.indexOf(y)];
      return percent[Math.max(i, j)]?.[Math.min(i, j)];
    };
    expect([of(0, 1), of(0, 2), of(1, 2)]).toEqual([67, 0, 50]);
    expect(pairs).toEqual({all: 3, always: 0, never: 1, sometimes: 2});
    // shuffled: 1 pair of 3 in the first, 1 of 1 in the second, 1 of 3 in the third
    expect(history.coAssociation?.chance).toBeCloseTo((1 / 3 + 1 + 1 / 3) / 3, 10);
  });

  it("puts those often together side by side", () => {
    const {order} = historyOf("ace bdf", "ace bdf", "ac bdfe").coAssociation ?? {order: []};
    const names = order.map((server) => "acebdf"[server]);
    expect(new Set(names.slice(0, 3))).toEqual(
      new Set(names[0] === "b" || names[0] === "d" || names[0] === "f" ? "bdf" : "ace"),
    );
  });

  it("does not print as never or always what is neither", () => {
    const {percent} = historyOf(...Array.from({length: 300}, (_, i) => (i === 7 ? "a b" : "ab")))
      .coAssociation ?? {percent: []};
    expect(percent[1]).toEqual([99]);
  });

  it("has no cluster above chance where servers are shuffled in each run", () => {
    const random = createRandom("shuffled");
    const texts = Array.from({length: 40}, () => {
      const letters = [..."abcdefghijkl"].map((letter) => [random(), letter] as const);
      const mixed = letters.toSorted(([a], [b]) => a - b).map(([, letter]) => letter);
      return [mixed.slice(0, 4), mixed.slice(4, 8), mixed.slice(8)].map((part) => part.join("")).join(" ");
    });
    const history = historyOf(...texts);
    expect(history.stability.filter(({word}) => word === "highly stable")).toEqual([]);
    const median = history.agreements
      .map(({adjustedRand}) => adjustedRand.value)
      .toSorted((a, b) => a - b)[19];
    expect(Math.abs(median ?? 1)).toBeLessThan(0.25);
  });

  it("has one cluster of everybody no more stable than chance gives, however often it comes back", () => {
    const history = historyOf(...Array.from({length: 6}, () => "abcd"));
    expect(history.stability).toMatchObject([{jaccard: {value: 1, low: 1, high: 1}, aboveChance: false}]);
    expect(history.sentences.join(" ")).toContain("1 of them no more than chance gives");
    expect(history.titles.stability).toBe("None of 1 cluster is highly stable and above chance");
  });

  it("puts events on the same axis", () => {
    const [first, second, third] = runs("ab", "ab", "b");
    const versions = (run: HistoryRun | undefined, version: string, more: readonly EndpointRow[] = []) =>
      run
        ? [{...run, endpoints: [...run.endpoints.map((row) => ({...row, server_version: version})), ...more]}]
        : [];
    const silent: EndpointRow = {
      ...nothing,
      endpoint: "a",
      outcome: "failed",
      stage: "connect",
      reason: "refused",
    };
    const {events, servers} = clusterHistory(
      [
        ...versions(first, "Fulcrum 1.9"),
        ...versions(second, "Fulcrum 2.0"),
        ...versions(third, "Fulcrum 2.0", [silent]),
      ],
      standing,
    );
    expect(events.counts[events.kinds.indexOf("version")]).toEqual([0, 2, 0]);
    expect(events.out).toEqual([0, 0, 1]);
    expect(
      events.changes.map(([server, , , run, from, to]) => [
        servers[server],
        run,
        events.texts[from],
        events.texts[to],
      ]),
    ).toEqual([
      ["a", 1, "Fulcrum 1.9", "Fulcrum 2.0"],
      ["b", 1, "Fulcrum 1.9", "Fulcrum 2.0"],
    ]);
    expect(
      events.outages.map(([server, from, to, over, text]) => [
        servers[server],
        from,
        to,
        over,
        events.texts[text],
      ]),
    ).toEqual([["a", 2, 2, 0, "connect: refused"]]);
  });

  it("is the same whenever it is made", () => {
    const texts = ["abc de f", "ab cde f", "ab cde fg", "abc de fg", "abc de fg"];
    expect(historyOf(...texts)).toEqual(historyOf(...texts));
  });

  it("takes the main round of a run, cluster by cluster", () => {
    const coarse = [
      [1, 100],
      [0, 300],
    ] as const;
    const snapshot = sampleSnapshot([
      {endpoint: "a.example:50001/tcp", answer: coarse},
      {endpoint: "b.example:50001/tcp", answer: [[5.25, 50_001]]},
      {endpoint: "c.example:50001/tcp", answer: coarse},
      {endpoint: "d.example:50001/tcp", answer: null},
    ]);
    const run = runRecord(snapshot, runFacts(snapshot));
    expect(run.clusters.map((members) => members.toSorted())).toEqual([
      ["a.example:50001/tcp", "c.example:50001/tcp"],
      ["b.example:50001/tcp"],
    ]);
    expect(run).toMatchObject({run: "20260301T120000Z", vantage: "test", ownSideSuspected: false});
    expect(run.endpoints).toHaveLength(4);
  });
});

describe("with too little data the history", () => {
  it("of no run says so", () => {
    expect(prose()).toBe("The archive holds no run yet, so there is no cluster to follow.");
    expect(historyOf()).toMatchObject({
      lives: [],
      agreements: [],
      firstToLast: null,
      coAssociation: null,
      stability: [],
    });
  });

  it("of runs without an answer says so", () => {
    expect(prose("", "")).toBe(
      "In none of the 2 runs of the archive could two servers be compared, so there is no cluster to follow.",
    );
    expect(prose("a")).toBe(
      "In the one run of the archive no two servers could be compared, so there is no cluster to follow.",
    );
  });

  it("of one run tells its clusters, and that what lasts needs a second", () => {
    const text = prose("abc d", "");
    expect(text).toContain("One run, of 2026-03-01 00:00 UTC, can be compared");
    expect(text).toContain("in 1 of them nobody answered, most likely because of our own connection");
    expect(text).toContain("4 servers in 1 cluster of two or more");
    expect(text).toContain("second run");
    expect(text).not.toMatch(/Rand|NaN|Infinity/);
  });

  it("of two runs compares them, and does not speak of the stability of each cluster", () => {
    const text = prose("abc de", "abc de");
    expect(text).toContain("the same in 1 of 1 step");
    expect(text).toContain("not computed from fewer than 5 runs");
  });

  it("of servers that are all on their own stands too", () => {
    const text = prose(...Array.from({length: 6}, () => "a b c"));
    expect(text).toContain("no cluster whose stability could be told");
    expect(text).not.toMatch(/NaN|Infinity/);
  });
});

describe("the sentences of a history", () => {
  const text = prose("abc de", "abc de", "ab cde", "abc de", "abc de", "abc de");

  it("give each index beside what shuffled labels give", () => {
    expect(text).toMatch(
      /adjusted Rand index of the two partitions is 1 in the median and [−0-9.]+ at the least \(2026-03-01 \d\d:00 UTC\), where shuffled labels give/,
    );
    expect(text).toMatch(/adjusted mutual information is .* where shuffled labels give/);
    expect(text).toMatch(/variation of information 0 bits \(/);
  });

  it("say that stable does not mean one node", () => {
    expect(text).toContain("does not mean that its members share a node");
    expect(text).toContain("program");
  });

  it("count changes of membership and who made them", () => {
    expect(text).toContain("There are 2 changes of membership; they are those of 1 of 5 servers.");
    expect(prose("ab", "ab")).toContain("No server has changed its cluster.");
  });

  it("say of a partition that is no better than chance that it is not", () => {
    expect(historyOf("ab cd", "ac bd").titles.agreement).toContain("no better than chance");
    expect(historyOf(...Array.from({length: 3}, () => "abcd efgh")).titles.agreement).not.toContain(
      "no better",
    );
  });
});

describe("Hennig's bands", () => {
  it("have the limits of R's clusterboot", () => {
    expect(STABILITY_BANDS.map(({least}) => least)).toEqual([0.85, 0.75, 0.6, 0.5, 0]);
  });

  it.each([
    [1, "highly stable"],
    [0.85, "highly stable"],
    [0.849, "stable"],
    [0.75, "stable"],
    [0.749, "a pattern"],
    [0.6, "a pattern"],
    [0.599, "not to be trusted"],
    [0.501, "not to be trusted"],
    [0.5, "dissolved"],
    [0, "dissolved"],
  ])("calls %s %s", (value, word) => {
    expect(stabilityBand(value).word).toBe(word);
  });
});

describe("the size of a history", () => {
  /** 100 servers in clusters of twelve; in each run a fifth are somewhere else and three are absent. */
  function restless(count: number): readonly HistoryRun[] {
    const random = createRandom("restless");
    return Array.from({length: count}, (_, i) => {
      const clusters = new Map<number, string[]>();
      for (let server = 0; server < 100; server++) {
        if (random() < 0.03) continue;
        const home = Math.floor(server / 12);
        const place = random() < 0.2 ? Math.floor(random() * 9) : home;
        clusters.set(place, [
          ...(clusters.get(place) ?? []),
          `server-with-a-name-${server}.example.org:50002/ssl`,
        ]);
      }
      const present = new Set([...clusters.values()].flat());
      return {
        run: `run ${i}`,
        vantage: "test",
        startedAt: START + i * 4 * HOURS,
        clusters: [...clusters.values()],
        ownSideSuspected: false,
        endpoints: Array.from({length: 100}, (_, server) => {
          const endpoint = `server-with-a-name-${server}.example.org:50002/ssl`;
          return present.has(endpoint)
            ? {...nothing, endpoint, outcome: "answered"}
            : {...nothing, endpoint, outcome: "failed", stage: "connect", reason: "timeout"};
        }),
      };
    });
  }

  it("stays under 500 kB for 360 runs of 100 restless servers", () => {
    const history = clusterHistory(restless(360), standing);
    expect(JSON.stringify(history).length).toBeLessThan(500_000);
    expect(history.allMoves).toBeGreaterThan(10_000);
    expect(history.moves).toHaveLength(LISTED_MOVES);
    expect(history.drawn).toHaveLength(360);
    expect(history.notes).toHaveLength(1);
  });

  it("draws no more than its runs of a longer history, first and last among them, and says so", () => {
    const history = clusterHistory(runs(...Array.from({length: 500}, () => "abc de")), standing);
    expect(history.drawn).toHaveLength(DRAWN_RUNS);
    expect([history.drawn[0], history.drawn.at(-1)]).toEqual([0, 499]);
    expect(history.startedAt).toHaveLength(500);
    expect(history.notes.join(" ")).toContain(`The charts draw ${DRAWN_RUNS} of the 500 runs`);
  });
});
