import {describe, expect, it} from "vitest";
import {LabClock} from "../../data-loaders/lab/clock.js";
import type {Question} from "../../data-loaders/electrum/methods.js";
import type {Asked, Probe} from "../../data-loaders/probe.js";
import type {Candidate} from "../../data-loaders/roster.js";
import {ESTIMATE_DELAY_MS, observeRun, type RunOptions, TIP_SWEEP_DELAY_MS} from "../../data-loaders/run.js";
import {ESTIMATE_TARGETS} from "../../data-loaders/questions.js";
import {parseEndpoint} from "../../src/observation/endpoint.js";
import {failed} from "../../src/observation/failure.js";
import type {Tip} from "../../src/observation/tip.js";

const START = Date.UTC(2026, 10, 22);

describe("observeRun asks", () => {
  it("every server for its histogram in each round, at the interval's pace", async () => {
    const {tables, asked} = await observe(["a.example:1/tcp", "b.example:1/ssl"], {
      rounds: 3,
      intervalMs: 30_000,
    });
    expect(
      tables.reads.map(({endpoint, sweep, requested_at}) => [endpoint, sweep, requested_at - START]),
    ).toEqual([
      ["a.example:1/tcp", 0, 0],
      ["b.example:1/ssl", 0, 0],
      ["a.example:1/tcp", 1, 30_000],
      ["b.example:1/ssl", 1, 30_000],
      ["a.example:1/tcp", 2, 60_000],
      ["b.example:1/ssl", 2, 60_000],
    ]);
    expect(asked("a.example:1/tcp").filter((method) => method === "mempool.get_fee_histogram")).toHaveLength(
      3,
    );
  });

  it("all histograms of a sweep before anything else of anybody", async () => {
    const {order} = await observe(["a.example:1/tcp", "b.example:1/tcp", "c.example:1/tcp"], {rounds: 1});
    expect(order.slice(0, 4)).toEqual([
      "a.example:1/tcp mempool.get_fee_histogram",
      "b.example:1/tcp mempool.get_fee_histogram",
      "c.example:1/tcp mempool.get_fee_histogram",
      "a.example:1/tcp blockchain.headers.subscribe",
    ]);
  });

  it("for estimates in the first and the last round, between two readings of the tip", async () => {
    const {tables, asked} = await observe(["a.example:1/tcp"], {rounds: 3});
    expect(tables.estimates.map(({sweep, target}) => [sweep, target])).toEqual(
      [0, 2].flatMap((sweep) => ESTIMATE_TARGETS.map((target) => [sweep, target])),
    );
    expect(
      new Set(tables.estimates.map(({tip_before, tip_after}) => `${tip_before} ${tip_after}`)).size,
    ).toBe(1);
    expect(
      asked("a.example:1/tcp").filter((method) => method === "blockchain.headers.subscribe"),
    ).toHaveLength(4);
  });

  it("for features last of all, for banner, donation address, peers and relay minimum once", async () => {
    const {asked} = await observe(["a.example:1/tcp"], {rounds: 3});
    const methods = asked("a.example:1/tcp");
    expect(methods.at(-1)).toBe("server.features");
    for (const method of [
      "server.banner",
      "server.donation_address",
      "server.peers.subscribe",
      "blockchain.relayfee",
    ])
      expect(
        methods.filter((each) => each === method),
        method,
      ).toHaveLength(1);
  });

  it("for the relay minimum by the method that the protocol has, so that no error is provoked", async () => {
    const {asked} = await observe(["a.example:1/tcp"], {rounds: 1}, {protocol: "1.6"});
    expect(asked("a.example:1/tcp")).toContain("mempool.get_info");
    expect(asked("a.example:1/tcp")).not.toContain("blockchain.relayfee");
  });

  it("nobody who opted out, and says so", async () => {
    const {tables, order} = await observe(["a.example:1/tcp", "b.example:1/tcp"], {
      rounds: 1,
      hasOptedOut: ({host}) => host === "b.example",
    });
    expect(tables.endpoints.map(({outcome, reason}) => [outcome, reason])).toEqual([
      ["answered", null],
      ["not-tried", "opted-out"],
    ]);
    expect(order.filter((line) => line.startsWith("b.example"))).toEqual([]);
  });
});

describe("a new tip", () => {
  it("that two hosts announce triggers one more sweep some seconds later", async () => {
    const {tables} = await observe(
      ["a.example:1/tcp", "b.example:1/tcp"],
      {rounds: 2, intervalMs: 60_000},
      {
        announcements: [
          {atMs: 10_000, from: "a.example:1/tcp", tip: tip(101)},
          {atMs: 11_000, from: "b.example:1/tcp", tip: tip(101)},
          {atMs: 12_000, from: "b.example:1/tcp", tip: tip(101)},
        ],
      },
    );
    const sweeps = tables.reads.filter(({endpoint}) => endpoint === "a.example:1/tcp");
    expect(sweeps.map(({sweep, trigger, requested_at}) => [sweep, trigger, requested_at - START])).toEqual([
      [0, "round", 0],
      [1, "tip", 11_000 + TIP_SWEEP_DELAY_MS],
      [2, "round", 60_000],
    ]);
    expect(tables.tips.filter(({event}) => event === "notification")).toHaveLength(3);
  });

  it("that one host alone announces triggers nothing: one server cannot make us ask all others", async () => {
    const {tables} = await observe(
      ["a.example:1/tcp", "a.example:2/ssl", "b.example:1/tcp"],
      {rounds: 2, intervalMs: 60_000},
      {
        announcements: [
          {atMs: 10_000, from: "a.example:1/tcp", tip: tip(101)},
          {atMs: 11_000, from: "a.example:2/ssl", tip: tip(101)},
        ],
      },
    );
    expect(new Set(tables.reads.map(({trigger}) => trigger))).toEqual(new Set(["round"]));
  });

  it("far above what the others know triggers nothing, and does not hide the next one", async () => {
    const {tables} = await observe(
      ["a.example:1/tcp", "b.example:1/tcp", "c.example:1/tcp"],
      {rounds: 2, intervalMs: 60_000},
      {
        announcements: ["a", "b"].flatMap((name) => [
          {atMs: 1_000, from: `${name}.example:1/tcp`, tip: tip(2_000_000)},
          {atMs: 20_000, from: `${name}.example:1/tcp`, tip: tip(101)},
        ]),
      },
    );
    const moments = tables.reads
      .filter(({trigger}) => trigger === "tip")
      .map(({requested_at}) => requested_at - START);
    expect(new Set(moments)).toEqual(new Set([20_000 + TIP_SWEEP_DELAY_MS]));
  });

  it("brings estimates 90 s later if the run still lasts", async () => {
    const announcements = ["a", "b"].map((name) => ({
      atMs: 1_000,
      from: `${name}.example:1/tcp`,
      tip: tip(101),
    }));
    const names = ["a.example:1/tcp", "b.example:1/tcp"];
    const long = await observe(names, {rounds: 5, intervalMs: 40_000}, {announcements});
    const moments = [...new Set(long.tables.estimates.map(({asked_at}) => asked_at - START))];
    expect(moments).toEqual([0, 1_000 + ESTIMATE_DELAY_MS, 160_000]);
    const short = await observe(names, {rounds: 2, intervalMs: 40_000}, {announcements});
    expect([...new Set(short.tables.estimates.map(({asked_at}) => asked_at - START))]).toEqual([0, 40_000]);
  });

  it("is heard while listening, which asks nothing", async () => {
    const announcements = ["a", "b"].map((name) => ({
      atMs: 5_000,
      from: `${name}.example:1/tcp`,
      tip: tip(101),
    }));
    const {tables} = await observe(
      ["a.example:1/tcp", "b.example:1/tcp"],
      {rounds: 1, listenMs: 60_000},
      {announcements},
    );
    expect(
      tables.tips.filter(({event}) => event === "notification").map(({received_at}) => received_at - START),
    ).toEqual([5_000, 5_000]);
    expect(new Set(tables.reads.map(({sweep}) => sweep)).size).toBe(1);
  });
});

describe("jitter", () => {
  it("is a pause before each connection, in the order of the list, and none before who opted out", async () => {
    const pauses = [100, 7, 50];
    const {tables} = await observe(["a.example:1/tcp", "quiet.example:1/tcp", "b.example:1/tcp"], {
      concurrency: 1,
      hasOptedOut: ({host}) => host === "quiet.example",
      jitter: () => pauses.shift() ?? NaN,
    });
    expect(tables.endpoints.map(({opened_at}) => opened_at && opened_at - START)).toEqual([100, null, 150]);
  });
});

describe("the network that announces an address", () => {
  it("is asked for once each, after the rounds, and kept with the time of the answer", async () => {
    const asked: string[] = [];
    const {tables} = await observe(["a.example:1/tcp", "b.example:1/tcp", "dead.example:1/tcp"], {
      rounds: 2,
      origin: async (address) => {
        asked.push(address);
        return {
          origin: {asns: [7, 701], prefix: "192.0.2.0/24", country: "CH"},
          answeredAt: START + 30_001,
          elapsedMs: 1,
        };
      },
    });
    expect(asked).toEqual(["192.0.2.1"]);
    expect(
      tables.endpoints.map(({asns, asn_prefix, country, asn_answered_at}) => [
        asns,
        asn_prefix,
        country,
        asn_answered_at,
      ]),
    ).toEqual([
      ["7 701", "192.0.2.0/24", "CH", START + 30_001],
      ["7 701", "192.0.2.0/24", "CH", START + 30_001],
      [null, null, null, null],
    ]);
  });

  it("is unknown, and no error, when nobody answers", async () => {
    const {tables} = await observe(["a.example:1/tcp"], {
      origin: async () => ({origin: null, answeredAt: START + 5, elapsedMs: 5}),
    });
    expect(tables.endpoints[0]).toMatchObject({
      outcome: "answered",
      asns: null,
      country: null,
      asn_answered_at: START + 5,
    });
  });
});

describe("a server that fails", () => {
  it("is a row with its stage and reason, and spoils nobody else's", async () => {
    const {tables} = await observe(["dead.example:1/tcp", "a.example:1/tcp", "mute.example:1/tcp"], {
      rounds: 2,
    });
    expect(tables.endpoints.map(({outcome, stage, reason}) => [outcome, stage, reason])).toEqual([
      ["failed", "connect", "refused"],
      ["answered", null, null],
      ["failed", "mempool.get_fee_histogram", "timeout"],
    ]);
    expect(
      tables.reads.filter(({endpoint}) => endpoint.startsWith("mute")).map(({reason}) => reason),
    ).toEqual(["timeout", "timeout"]);
  });

  it("gets no further question in a sweep whose histogram it did not answer in time", async () => {
    const {asked} = await observe(["mute.example:1/tcp", "a.example:1/tcp"], {rounds: 1});
    expect(asked("mute.example:1/tcp")).toEqual(["mempool.get_fee_histogram", "server.features"]);
  });
});

describe("discovery", () => {
  it("adds whom servers name, those first that most name, one endpoint a host, up to the limit", async () => {
    const peers = {
      "a.example:1/tcp": [
        peer("made-up.example", "t1"),
        peer("known.example", "t1", "s2"),
        peer("b.example", "t1"),
      ],
      "b.example:1/tcp": [peer("known.example", "t1", "s2"), peer("a.example", "t1")],
    };
    const {tables} = await observe(
      ["a.example:1/tcp", "b.example:1/tcp"],
      {rounds: 1, discoverUpTo: 3},
      {peers},
    );
    expect(tables.endpoints.map(({endpoint, source}) => [endpoint, source])).toEqual([
      ["a.example:1/tcp", "test"],
      ["b.example:1/tcp", "test"],
      ["known.example:2/ssl", "peers of b.example:1/tcp"],
    ]);
  });
});

describe("a histogram that two servers sent", () => {
  it("is stored once, and the empty one has no bins", async () => {
    const {tables} = await observe(["a.example:1/tcp", "b.example:1/tcp", "empty.example:1/tcp"], {
      rounds: 1,
    });
    expect(tables.reads.map(({histogram, bins}) => [histogram, bins])).toEqual([
      [0, 2],
      [0, 2],
      [1, 0],
    ]);
    expect(tables.histograms).toEqual([
      {histogram: 0, bin: 0, label: 5, vsize: 40_000},
      {histogram: 0, bin: 1, label: 1, vsize: 70_000},
    ]);
  });
});

interface World {
  protocol?: string;
  announcements?: {atMs: number; from: string; tip: Tip}[];
  peers?: Record<string, unknown[]>;
}

/** Runs against probes that answer at once, on a clock that moves only when it is slept on. */
async function observe(names: string[], options: Partial<RunOptions>, world: World = {}) {
  const order: string[] = [];
  const listeners = new Map<string, (tip: Tip, receivedAt: number) => void>();
  const clock: LabClock = new LabClock(START, (from, to) =>
    (world.announcements ?? [])
      .map(({atMs, from: name, tip: announced}) => ({
        atMs: START + atMs,
        run: () => listeners.get(name)?.(announced, clock.now()),
      }))
      .filter(({atMs}) => atMs > from && atMs <= to),
  );
  const tables = await observeRun(names.map(candidate), {
    clock,
    rounds: 1,
    intervalMs: 30_000,
    listenMs: 0,
    timeoutMs: 1_000,
    concurrency: 2,
    discoverUpTo: null,
    hasOptedOut: () => false,
    onProgress: () => undefined,
    ...options,
    open: async (endpoint, onTip) => {
      const name = `${endpoint.host}:${endpoint.port}/${endpoint.transport}`;
      listeners.set(name, onTip);
      return fakeProbe(candidate(name), clock, world, (method) => order.push(`${name} ${method}`));
    },
  });
  const asked = (name: string): string[] =>
    order.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  return {tables, order, asked};
}

function fakeProbe(
  {endpoint}: Candidate,
  clock: LabClock,
  world: World,
  log: (method: string) => void,
): Probe {
  const failure = endpoint.host === "dead.example" ? failed("connect", "refused") : null;
  const name = `${endpoint.host}:${endpoint.port}/${endpoint.transport}`;
  const results: Record<string, unknown> = {
    "mempool.get_fee_histogram":
      endpoint.host === "empty.example"
        ? []
        : [
            [5, 40_000],
            [1, 70_000],
          ],
    "blockchain.headers.subscribe": {height: 100, hex: tip(100).header},
    "blockchain.estimatefee": 0.00002,
    "blockchain.relayfee": 0.00001,
    "mempool.get_info": {minrelaytxfee: 0.00001},
    "server.banner": "hello",
    "server.donation_address": "",
    "server.peers.subscribe": world.peers?.[name] ?? [],
    "server.features": {},
  };
  return {
    endpoint,
    failure,
    opening: {
      address: failure ? null : "192.0.2.1",
      connectMs: null,
      tlsMs: null,
      tls: null,
      openedAt: clock.now(),
      handshakeMs: null,
      offered: "1.4-1.6",
      serverVersion: "fake",
      protocol: world.protocol ?? "1.4",
    },
    async ask<T>({method, check}: Question<T>): Promise<Asked<T>> {
      log(method);
      const requestedAt = clock.now();
      if (failure) return {...failure, requestedAt};
      if (endpoint.host === "mute.example") return {...failed(method, "timeout"), requestedAt};
      const checked = check(results[method], JSON.stringify(results[method]));
      if ("value" in checked) return {outcome: "answered", value: checked.value, requestedAt, elapsedMs: 0};
      return {...failed(method, checked.reason, checked.detail), requestedAt};
    },
    marks: () => ({keyOrder: null, lineEnd: null, spacing: null, padding: null}),
    traffic: () => ({bytesReceived: 0, notifications: 0}),
    close: () => undefined,
  };
}

function candidate(name: string): Candidate {
  const endpoint = parseEndpoint(name);
  if ("error" in endpoint) throw new TypeError(endpoint.error);
  return {endpoint, source: "test"};
}

function tip(height: number): Tip {
  const header = height.toString(16).padStart(160, "0");
  return {height, header, hash: height.toString(16).padStart(64, "0")};
}

function peer(host: string, ...features: string[]): unknown {
  return ["203.0.113.7", host, ["v1.4", ...features]];
}
