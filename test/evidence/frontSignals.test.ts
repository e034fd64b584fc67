import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {frontSignals} from "../../src/evidence/frontSignals.js";
import type {Signal} from "../../src/evidence/signal.js";
import type {Window} from "../../src/evidence/window.js";
import {type SampleServer, sampleWindow, serverAt, strangers} from "./sampleWindow.js";

/** Few values, so that servers often share some. */
const anyServer = fc.record({
  name: fc.constantFrom(
    "a.oxbow.example",
    "btc1.oxbow.example",
    "btc2.heron.example",
    "192.0.2.4",
    "x.onion",
  ),
  port: fc.constantFrom(50001, 50002, 443, 700),
  transport: fc.constantFrom("tcp", "ssl"),
  runs: fc.array(
    fc.oneof(
      fc.constant("down" as const),
      fc.constant(null),
      fc.record({
        address: fc.constantFrom(null, "192.0.2.4", "192.0.2.5", "2001:db8::1"),
        banner: fc.constantFrom(null, "", "hello", "Connected to a Fulcrum 2.0 server"),
        donation_address: fc.constantFrom(null, "", "bc1qone", "bc1qtwo"),
        cert_key_sha256: fc.constantFrom(null, "aa", "bb"),
        cert_names: fc.constantFrom(null, "", "oxbow.example *.ddns.net", "heron.example"),
        declared_hosts: fc.constantFrom(null, "", "127.0.0.1:50001/tcp", "a.oxbow.example:50001/tcp"),
        self_names: fc.constantFrom(null, "", "btc2.heron.example"),
        server_version: fc.constantFrom(null, "Fulcrum 2.0", "Fulcrum 2.1.0"),
      }),
    ),
    {minLength: 14, maxLength: 14},
  ),
});
const anyWindow = fc
  .array(anyServer, {minLength: 1, maxLength: 9})
  .map((servers) =>
    [...new Map(servers.map((server) => [`${server.name}:${server.port}/${server.transport}`, server]))].map(
      ([at, {runs}]): SampleServer => ({at, runs}),
    ),
  )
  // A server of no row is in no window.
  .map((servers) => servers.filter(({runs}) => runs?.some((run) => run !== null)))
  .filter((servers) => servers.length > 0);

function resultsOf(signal: Signal, window: Window): Map<string, unknown> {
  return new Map(
    window.servers.flatMap((a) =>
      window.servers.map((b) => [`${a.endpoint} ${b.endpoint}`, rounded(signal.compare(a, b, window))]),
    ),
  );
}

/** Sums may differ in the last digits with the order of servers. */
function rounded(result: ReturnType<Signal["compare"]>): unknown {
  return result.comparable ? {...result, statistic: Number(result.statistic.toFixed(9))} : result;
}

it("has signals of the host and the operator only, each named once and with innocent explanations", () => {
  expect(new Set(frontSignals.map(({name}) => name)).size).toBe(frontSignals.length);
  for (const {layer, innocent} of frontSignals) {
    expect(["host", "operator"]).toContain(layer);
    expect(innocent.length).toBeGreaterThan(0);
  }
});

describe.each(frontSignals)("$name", (signal) => {
  it("does not mind which server comes first, nor the order of servers in the window", () => {
    fc.assert(
      fc.property(anyWindow, (servers) => {
        const window = sampleWindow(...servers);
        for (const a of window.servers)
          for (const b of window.servers)
            expect(rounded(signal.compare(a, b, window))).toEqual(rounded(signal.compare(b, a, window)));
        const turned = {...window, servers: window.servers.toReversed()};
        expect(resultsOf(signal, turned)).toEqual(resultsOf(signal, window));
      }),
      {numRuns: 40},
    );
  });

  it("finds in one run no server more alike to another than that one to itself", () => {
    fc.assert(
      fc.property(anyWindow, (servers) => {
        const window = sampleWindow(...servers.map(({at, runs}) => ({at, runs: [runs?.[0] ?? null]})));
        const first = window.servers.find(({rows}) => rows.length > 0);
        if (first === undefined) return;
        const own = signal.compare(first, first, window);
        const most = own.comparable ? own.statistic : Infinity;
        const others = window.servers.map((other) => signal.compare(first, other, window));
        expect(others.every((result) => !result.comparable || result.statistic <= most)).toBe(true);
      }),
      {numRuns: 40},
    );
  });

  it("does not take failing alike for agreement", () => {
    const down = Array.from({length: 20}, () => "down" as const);
    const window = sampleWindow(
      {at: "silent.oxbow.example:50001/tcp", runs: down},
      {at: "mute.heron.example:50001/tcp", runs: down},
      ...strangers(8),
    );
    const [a, b] = ["silent.oxbow.example:50001/tcp", "mute.heron.example:50001/tcp"].map((at) =>
      serverAt(window, at),
    );
    if (a === undefined || b === undefined) throw new RangeError("two servers");
    const result = signal.compare(a, b, window);
    // Their names are known without an answer, and differ.
    expect(result).toMatchObject(result.comparable ? {statistic: 0} : {comparable: false});
  });

  it("says why it cannot compare two of which nothing is known", () => {
    const window = sampleWindow({at: "x.onion:50001/tcp"}, {at: "y.onion:50001/tcp"});
    const [a, b] = window.servers;
    if (a === undefined || b === undefined) throw new RangeError("two servers");
    const result = signal.compare(a, b, window);
    expect(result.comparable).toBe(false);
    if (!result.comparable) expect(result.because).toMatch(/^[a-z].{10,}[^.]$/i);
  });

  it("gives a finite number or none for a window of one server and one run", () => {
    const window = sampleWindow({at: "only.oxbow.example:700/ssl", address: "192.0.2.1", banner: "hi"});
    const result = signal.compare(
      serverAt(window, "only.oxbow.example:700/ssl"),
      serverAt(window, "only.oxbow.example:700/ssl"),
      window,
    );
    expect(result.comparable ? Number.isFinite(result.statistic) : result.because.length > 0).toBe(true);
  });

  it("comes to no harm by hostile texts", () => {
    const texts = [
      "<script>alert(1)</script>",
      "x".repeat(4096),
      "1.".repeat(2048),
      "/a:".repeat(1365),
      "\u0000\u001b[2J\u202e\ufffd",
      " ".repeat(4096),
      "__proto__",
      "$&$1",
    ];
    for (const text of texts) {
      const hostile = {
        banner: text,
        donation_address: text,
        declared_hosts: text,
        self_names: text,
        cert_names: text,
        cert_key_sha256: text,
        server_version: text,
      };
      const window = sampleWindow(
        {at: "a.oxbow.example:700/ssl", ...hostile},
        {at: "b.heron.example:700/ssl", ...hostile},
        ...strangers(3),
      );
      const [a, b] = ["a.oxbow.example:700/ssl", "b.heron.example:700/ssl"].map((at) => serverAt(window, at));
      if (a === undefined || b === undefined) throw new RangeError("two servers");
      const begun = performance.now();
      const result = signal.compare(a, b, window);
      expect(performance.now() - begun).toBeLessThan(200);
      if (result.comparable) expect(Number.isFinite(result.statistic)).toBe(true);
    }
  });
});
