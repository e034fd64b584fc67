import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {certificateKey} from "../../src/evidence/certificate.js";
import {isTied, negativeControls, TIED_OUTAGES} from "../../src/evidence/controls.js";
import {commonOutages} from "../../src/evidence/failures.js";
import {rarity, sharedBits, type Trait} from "../../src/evidence/frequency.js";
import {frontSignals} from "../../src/evidence/frontSignals.js";
import {addressOf, hostName, hostsOf} from "../../src/evidence/hosts.js";
import {sameAddress} from "../../src/evidence/sameAddress.js";
import type {Server, Window} from "../../src/evidence/window.js";
import {sampleWindow} from "./sampleWindow.js";

const RUNS = 5;

/** The same, run by run: slow, and plain to see. */
const byRuns = (a: Server, b: Server) =>
  a.rows.flatMap(({run, row}) => {
    const other = b.rows.find((one) => one.run === run)?.row;
    return other ? [[row, other] as const] : [];
  });

function bitsRunByRun(trait: Trait, a: Server, b: Server, window: Window): number | null {
  const both = byRuns(a, b)
    .map(([x, y]) => [trait.valuesOf(x) ?? [], trait.valuesOf(y) ?? []] as const)
    .filter(([x, y]) => x.length > 0 && y.length > 0);
  if (both.length === 0) return null;
  const bits = both.map(([x, y]) =>
    Math.max(0, ...x.filter((value) => y.includes(value)).map((value) => rarity(trait, value, window))),
  );
  return bits.reduce((sum, each) => sum + each, 0) / both.length;
}

function shareRunByRun(pairs: readonly (readonly [string | null, string | null])[]): number | null {
  const both = pairs.filter(([x, y]) => x !== null && y !== null);
  return both.length === 0 ? null : both.filter(([x, y]) => x === y).length / both.length;
}

const words: Trait = {
  name: "words",
  valuesOf: ({banner}) => (banner === null ? null : banner.split(" ").filter(Boolean)),
};

const seldom = (...values: readonly string[]) =>
  fc.oneof({weight: 9, arbitrary: fc.constant(null)}, {weight: 1, arbitrary: fc.constantFrom(...values)});

const row = fc.oneof(
  {weight: 1, arbitrary: fc.constantFrom("down" as const, null)},
  {
    weight: 4,
    arbitrary: fc.record({
      banner: seldom("", "red", "blue", "red blue", "blue green"),
      address: fc.oneof(
        seldom("192.0.2.1", "192.0.2.9", "2001:db8::1"),
        fc.nat(60).map((n) => `198.51.${n}.1`),
      ),
      cert_key_sha256: seldom("", "aa", "bb"),
      declared_hosts: seldom("", "a1.oxbow.example:50001/tcp", "127.0.0.1:1/tcp"),
    }),
  },
);
const windows = fc
  .array(
    fc.record({
      name: fc.constantFrom("a1.oxbow", "b.oxbow", "c.finch", "d2.wren", "e.heron", "f.swift"),
      port: fc.integer({min: 50001, max: 50003}),
      runs: fc.array(row, {minLength: RUNS, maxLength: RUNS}),
    }),
    {minLength: 2, maxLength: 9},
  )
  .map((list) => {
    const once = new Map(list.map((one) => [`${one.name}.example:${one.port}/tcp`, one]));
    const said = {server_version: "Fulcrum 2.1.0", relay_fee: 1000};
    return sampleWindow(...[...once].map(([at, {runs}]) => ({at, ...said, runs})));
  });

const pairsOf = (window: Window) =>
  window.servers.flatMap((a, i) => window.servers.slice(i + 1).map((b) => [a, b] as const));

describe("sets of runs", () => {
  it("give the same as looking at one run after another", () => {
    fc.assert(
      fc.property(windows, (window) => {
        for (const [a, b] of pairsOf(window)) {
          const bits = sharedBits(words, a, b, window);
          const expected = bitsRunByRun(words, a, b, window);
          if (expected === null) expect(bits.comparable).toBe(false);
          else expect(bits.comparable && bits.statistic).toBeCloseTo(expected, 12);
          const keys = certificateKey.compare(a, b, window);
          const keyShare = shareRunByRun(
            byRuns(a, b).map(([x, y]) => [x.cert_key_sha256 || null, y.cert_key_sha256 || null]),
          );
          expect(keys.comparable ? keys.statistic : null).toBe(keyShare);
          if (hostName(a) === hostName(b)) continue;
          const addresses = sameAddress.compare(a, b, window);
          const addressShare = shareRunByRun(
            byRuns(a, b)
              .map(([x, y]) => [addressOf(x), addressOf(y)] as const)
              .filter(([x, y]) => x?.includes(":") === y?.includes(":")),
          );
          expect(addresses.comparable ? addresses.statistic : null).toBe(addressShare);
        }
      }),
      {numRuns: 200},
    );
  });

  it("leave as negative controls what asking all signals about all pairs leaves", () => {
    let found = 0;
    fc.assert(
      fc.property(windows, (window) => {
        const hosts = hostsOf(window);
        const tiedBySignals = (a: Server, b: Server) =>
          hosts.get(a.endpoint) === hosts.get(b.endpoint) ||
          frontSignals.some((signal) => {
            const result = signal.compare(a, b, window);
            return result.comparable && result.statistic > (signal === commonOutages ? TIED_OUTAGES : 0);
          });
        for (const [a, b] of pairsOf(window)) expect(isTied(a, b, window)).toBe(tiedBySignals(a, b));
        for (const {a, b} of negativeControls(window)) {
          found++;
          const ports = (host: Server) =>
            window.servers.filter(({endpoint}) => hosts.get(endpoint) === hosts.get(host.endpoint));
          for (const x of ports(a)) for (const y of ports(b)) expect(tiedBySignals(x, y)).toBe(false);
        }
      }),
      {numRuns: 200},
    );
    expect(found).toBeGreaterThan(20);
  });
});
