import {describe, expect, it} from "vitest";
import {coverage} from "../../src/report/coverage.js";
import {percent} from "../../src/report/coverageText.js";
import {failureReasons} from "../../src/report/failureReasons.js";
import {missingRuns} from "../../src/report/missingRuns.js";
import {NEVER_SAID, responseRates} from "../../src/report/responseRates.js";
import {changesOf, runLength, uptime} from "../../src/report/uptime.js";
import {createRandom} from "../../src/statistics/random.js";
import {sampleRun} from "./sampleRun.js";

const timeout = ["connect", "timeout"] as const;
const at = (hours: number) => new Date(Date.UTC(2026, 2, 1) + hours * 3_600_000).toISOString();

describe("responseRates", () => {
  const runs = [
    sampleRun(at(0), {
      "a.example:1/tcp": {source: "peers of b.example:1/tcp", address: "203.0.113.5"},
      "b.example:1/ssl": {source: "thread-135", address: "2001:db8::1", server_version: "electrs/0.10.8"},
      "c.example:1/tcp": timeout,
      [`${"q".repeat(56)}.onion:1/tcp`]: "not-tried",
    }),
    sampleRun(at(4), {
      "a.example:1/tcp": timeout,
      "b.example:1/ssl": {source: "thread-135", address: "2001:db8::1", server_version: "electrs/0.10.8"},
      "c.example:1/tcp": timeout,
      [`${"q".repeat(56)}.onion:1/tcp`]: "not-tried",
    }),
  ];
  const of = (division: string) =>
    Object.fromEntries(
      (responseRates(runs).find((one) => one.division === division)?.rates ?? []).map(
        ({value, asked, answered, notTried, allAsked, allAnswered}) => [
          value,
          [asked, answered, notTried, allAsked, allAnswered],
        ],
      ),
    );

  it("counts the newest run and all of them, by transport", () => {
    expect(of("transport")).toEqual({"plain TCP": [2, 0, 1, 4, 1], TLS: [1, 1, 0, 2, 2]});
  });

  it("gives a failing endpoint the program that it said before, and none to one that never spoke", () => {
    expect(of("program")).toEqual({
      Fulcrum: [1, 0, 0, 2, 1],
      electrs: [1, 1, 0, 2, 2],
      [NEVER_SAID]: [1, 0, 1, 2, 0],
    });
  });

  it("tells IPv4, IPv6, onion services and names without an address apart", () => {
    expect(of("network")).toEqual({
      IPv4: [1, 0, 0, 2, 1],
      IPv6: [1, 1, 0, 2, 2],
      onion: [0, 0, 1, 0, 0],
      "not known": [1, 0, 0, 2, 0],
    });
  });

  it("counts what any peer named as one source", () => {
    expect(of("source")["named by a peer"]).toEqual([0, 0, 0, 1, 1]);
  });

  it("states an interval that R's prop.test(1, 1, correct = FALSE) gives, and none where none was asked", () => {
    const rates = responseRates(runs).flatMap(({rates}) => rates);
    expect(rates.find(({value}) => value === "TLS")?.interval).toEqual({low: 0.2065, high: 1});
    expect(rates.find(({value}) => value === "onion")?.interval).toBeNull();
  });

  it("leaves out runs in which our own side is suspected", () => {
    const bad = sampleRun(at(8), {"a.example:1/tcp": timeout}, {ownSide: true});
    expect(responseRates([...runs, bad])).toEqual(responseRates(runs));
  });
});

describe("missingRuns", () => {
  const run = (hours: number, vantage = "here") => ({vantage, startedAt: Date.parse(at(hours))});

  it("finds what is missing between two runs, each vantage by itself", () => {
    const [here, there] = missingRuns([run(0), run(4), run(16), run(2, "there"), run(6, "there")]);
    expect(here).toMatchObject({runs: 3, expected: 5, missing: 2, longestMs: 12 * 3_600_000});
    expect(here?.gaps).toEqual([
      {after: Date.parse(at(4)), before: Date.parse(at(16)), missing: 2, unreadable: 0},
    ]);
    expect(there).toMatchObject({runs: 2, missing: 0, gaps: []});
  });

  it("takes a late run for late, and one in between for one more", () => {
    expect(missingRuns([run(0), run(5.9)])[0]?.missing).toBe(0);
    expect(missingRuns([run(0), run(6.1)])[0]?.missing).toBe(1);
    expect(missingRuns([run(0), run(1), run(4)])[0]?.missing).toBe(0);
  });

  it("says which gaps hold a run that could not be read", () => {
    const problems = [
      {path: "vantage=here/date=2026-03-01/run=20260301T040000Z"},
      {path: "vantage=there/date=2026-03-01/run=20260301T040000Z"},
    ];
    expect(missingRuns([run(0), run(8)], problems)[0]?.gaps[0]).toMatchObject({missing: 1, unreadable: 1});
  });

  it("has nothing to say of one run, or none", () => {
    expect(missingRuns([])).toEqual([]);
    expect(missingRuns([run(0)])[0]).toMatchObject({expected: 1, missing: 0, longestMs: 0});
  });
});

describe("failureReasons", () => {
  const runs = [
    sampleRun(at(0), {
      "a:1/tcp": timeout,
      "b:1/tcp": timeout,
      "c:1/tcp": ["tls", "not-tls"],
      "d:1/tcp": "answered",
    }),
    sampleRun(at(4), {"a:1/tcp": timeout}, {ownSide: true}),
    sampleRun(at(8), {"a:1/tcp": ["resolve", "name-not-found"], "b:1/tcp": timeout, "e:1/tcp": "not-tried"}),
  ];

  it("counts ways to fail run by run, the most frequent first, and says nothing of our own bad runs", () => {
    expect(
      failureReasons(runs).map(({stage, reason, counts, total}) => [stage, reason, counts, total]),
    ).toEqual([
      ["connect", "timeout", [2, null, 1], 3],
      ["resolve", "name-not-found", [0, null, 1], 1],
      ["tls", "not-tls", [1, null, 0], 1],
    ]);
  });

  it("sums what is rare", () => {
    const [, rest] = failureReasons(runs, 1);
    expect(rest).toMatchObject({reason: "2 rarer ways", counts: [1, null, 1], total: 2});
  });
});

describe("uptime", () => {
  const runs = [
    sampleRun(at(0), {
      "up:1/tcp": "answered",
      "down:1/tcp": timeout,
      "x:1/tcp": "answered",
      "onion:1/tcp": "not-tried",
    }),
    sampleRun(at(4), {"up:1/tcp": "answered", "down:1/tcp": timeout, "x:1/tcp": timeout, "y:1/tcp": timeout}),
    sampleRun(at(8), {"up:1/tcp": timeout, "down:1/tcp": timeout, "x:1/tcp": timeout}, {ownSide: true}),
    sampleRun(at(12), {
      "up:1/tcp": "answered",
      "down:1/tcp": timeout,
      "x:1/tcp": "answered",
      "y:1/tcp": "answered",
    }),
  ];

  it("drops and counts those that never change, as our own bad run is no outage of theirs", () => {
    const found = uptime(runs);
    expect(found).toMatchObject({alwaysUp: 1, alwaysDown: 1, untold: 1, left: 0});
    expect(found.servers.map(({endpoint, states, changes}) => [endpoint, states, changes])).toEqual([
      ["x:1/tcp", "af-a", 2],
      ["y:1/tcp", "-f-a", 1],
    ]);
  });

  it("keeps those with most changes where there is no room", () => {
    expect(uptime(runs, 1)).toMatchObject({left: 1, servers: [{endpoint: "x:1/tcp"}]});
  });

  it("puts like rows beside each other", () => {
    const three = {"a:1/tcp": "answered", "b:1/tcp": timeout, "c:1/tcp": "answered"} as const;
    const other = {"a:1/tcp": timeout, "b:1/tcp": "answered", "c:1/tcp": timeout} as const;
    const order = uptime([sampleRun(at(0), three), sampleRun(at(4), other)]).servers.map(
      ({endpoint}) => endpoint,
    );
    expect(Math.abs(order.indexOf("a:1/tcp") - order.indexOf("c:1/tcp"))).toBe(1);
  });

  it("counts changes over what is told, and writes runs of one state as a number", () => {
    expect(changesOf("aa--affa")).toBe(2);
    expect(runLength("aaaaaaaaaaaafff-")).toBe("12a3f-");
  });
});

describe("coverage", () => {
  it("says who answered, with an interval, over which networks, and that nothing is missing", () => {
    // 59 of 78: R's prop.test(59, 78, correct = FALSE) gives 0.6504 to 0.8381.
    const outcomes = Object.fromEntries(
      Array.from({length: 78}, (_, i) => [`s${i}.example:1/tcp`, i < 59 ? {address: "192.0.2.1"} : timeout]),
    );
    const [answered, networks, schedule, ...rest] = coverage({
      runs: [sampleRun(at(0), outcomes), sampleRun(at(4), outcomes)],
      problems: [],
    }).sentences;
    expect(answered).toBe(
      "Of 78 endpoints asked in the newest run (2026-03-01 04:00 UTC, from here), 59 answered: 76%, with a 95% interval of 65% to 84%.",
    );
    expect(networks).toBe(
      "Answers by network: IPv4: 59 of 59; not known: 0 of 19. Nothing in this run was heard over IPv6 or Tor.",
    );
    expect(schedule).toBe("From the first of 2 runs to the last, at one every 4 hours, none is missing.");
    expect(rest).toEqual([]);
  });

  it("names missing runs, our own bad runs and what cannot be read", () => {
    const {sentences} = coverage({
      runs: [
        sampleRun(at(0), {"a:1/tcp": "answered"}),
        sampleRun(at(12), {"a:1/tcp": timeout}, {ownSide: true}),
      ],
      problems: [{path: "vantage=here/date=2026-03-01/run=20260301T040000Z", problem: "damaged"}],
    });
    expect(sentences.slice(2)).toEqual([
      "Of 4 runs that there would be at one every 4 hours, 2 are missing; the longest time between two runs is 12 hours.",
      "In 1 run nobody answered, which points to our own side: it is left out of rates and outages.",
      "1 run could not be read and is in none of these numbers; the table below says why.",
    ]);
  });

  it("says so where nobody ever answered, and where there is no run", () => {
    const silent = sampleRun(at(0), {"a:1/tcp": timeout}, {ownSide: true});
    expect(coverage({runs: [silent], problems: []})).toMatchObject({
      newest: null,
      sentences: [
        "In 1 run nobody answered: that says more about our side than about the servers.",
        "There is one run so far, so no gap can be seen.",
      ],
    });
    expect(coverage({runs: [], problems: []}).sentences).toEqual([
      "The archive holds no run that can be read, so nobody was asked yet.",
    ]);
  });

  it("stays under 300 kB for 300 servers that change at random in 360 runs and more", () => {
    const random = createRandom("coverage size");
    const endpoints = Array.from(
      {length: 300},
      (_, i) => `server-with-an-ordinary-name-${i}.example:50002/ssl`,
    );
    const [template] = [
      sampleRun(at(0), Object.fromEntries(endpoints.map((name) => [name, "answered" as const]))),
    ];
    const runs = Array.from({length: 400}, (_, run) => ({
      ...template,
      startedAt: template.startedAt + run * 4 * 3_600_000,
      endpoints: template.endpoints.map((row) =>
        random() < 0.5 ? row : {...row, outcome: "failed", stage: "connect", reason: "timeout"},
      ),
    }));
    const made = coverage({runs, problems: []});
    expect(made.runs).toHaveLength(360);
    expect(made.uptime.servers).toHaveLength(300);
    expect(JSON.stringify(made).length).toBeLessThan(300_000);
  });
});

describe("percent", () => {
  it("never turns a few into none, nor almost all into all", () => {
    expect([0, 0.001, 0.5, 0.999, 1].map(percent)).toEqual(["0%", "under 1%", "50%", "over 99%", "100%"]);
  });
});
