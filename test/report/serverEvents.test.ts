import {describe, expect, it} from "vitest";
import {type EndpointRow, tables} from "../../src/observation/schema.js";
import {type RunEndpoints, serverEvents} from "../../src/report/serverEvents.js";

const nothing = Object.fromEntries(
  Object.keys(tables.endpoints).map((column) => [column, null]),
) as unknown as EndpointRow;

/** A server that answered, with what a test says about it. */
function answered(row: Partial<EndpointRow> = {}, endpoint = "a.example:50002/ssl"): EndpointRow {
  return {...nothing, endpoint, outcome: "answered", ...row};
}

function silent(stage = "connect", reason = "timeout", endpoint = "a.example:50002/ssl"): EndpointRow {
  return {...nothing, endpoint, outcome: "failed", stage, reason};
}

/** One run for each list of rows. */
function runs(...lists: readonly (readonly EndpointRow[])[]): readonly RunEndpoints[] {
  return lists.map((endpoints, i) => ({vantage: "test", startedAt: i, ownSideSuspected: false, endpoints}));
}

const ran = (...rows: readonly EndpointRow[]) => serverEvents(runs(...rows.map((row) => [row])))[0];

describe("the change log of a server", () => {
  it("tells a new version, with the runs between which it came", () => {
    const history = ran(
      answered({server_version: "Fulcrum 1.9.1"}),
      answered({server_version: "Fulcrum 1.9.1"}),
      answered({server_version: "Fulcrum 2.0.0"}),
    );
    expect(history?.changes).toEqual([
      {kind: "version", after: 1, run: 2, from: "Fulcrum 1.9.1", to: "Fulcrum 2.0.0"},
    ]);
  });

  it("tells a relay minimum in sat/vB, a certificate key in short, an address and a protocol", () => {
    const history = ran(
      answered({
        relay_fee: 1000,
        cert_key_sha256: `${"a".repeat(63)}1`,
        address: "192.0.2.1",
        protocol: "1.4",
      }),
      answered({
        relay_fee: 100,
        cert_key_sha256: `${"a".repeat(63)}2`,
        address: "192.0.2.2",
        protocol: "1.6",
      }),
    );
    expect(history?.changes.map(({kind, from, to}) => [kind, from, to])).toEqual([
      ["relay minimum", "1 sat/vB", "0.1 sat/vB"],
      ["certificate key", "aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa"],
      ["address", "192.0.2.1", "192.0.2.2"],
      ["protocol", "1.4", "1.6"],
    ]);
  });

  it("takes a missing value for no change, and compares across it", () => {
    const before = {server_version: "electrs/0.10.8", relay_fee: 1000};
    const history = ran(
      answered(before),
      answered(),
      answered(before),
      answered(),
      answered({...before, relay_fee: 100}),
    );
    expect(history?.changes).toEqual([
      {kind: "relay minimum", after: 2, run: 4, from: "1 sat/vB", to: "0.1 sat/vB"},
    ]);
  });

  it("compares across an outage", () => {
    const history = ran(answered({protocol: "1.4"}), silent(), answered({protocol: "1.6"}));
    expect(history?.changes).toEqual([{kind: "protocol", after: 0, run: 2, from: "1.4", to: "1.6"}]);
  });

  it("shows what a server sends as printable text", () => {
    const history = ran(
      answered({server_version: "Fulcrum 2.0"}),
      answered({server_version: "\u202eevil\u200b <b>\n"}),
    );
    expect(history?.changes[0]?.to).toMatch(/^[\x20-\x7e]+$/);
  });

  it("has a first and a last answer", () => {
    const history = ran(silent(), answered(), answered(), silent());
    expect(history).toMatchObject({firstSeen: 1, lastSeen: 2, answered: 2});
    expect(ran(silent())).toMatchObject({firstSeen: null, lastSeen: null, answered: 0});
  });

  it("is kept for each endpoint, and for each vantage point on its own", () => {
    const seen = (vantage: string, address: string): RunEndpoints => ({
      vantage,
      startedAt: 0,
      ownSideSuspected: false,
      endpoints: [answered({address}), answered({address}, "b.example:50001/tcp")],
    });
    const histories = serverEvents([
      seen("here", "192.0.2.1"),
      seen("there", "192.0.2.2"),
      seen("here", "192.0.2.1"),
    ]);
    expect(histories.map(({endpoint, vantage}) => `${vantage} ${endpoint}`)).toEqual([
      "here a.example:50002/ssl",
      "here b.example:50001/tcp",
      "there a.example:50002/ssl",
      "there b.example:50001/tcp",
    ]);
    expect(histories.flatMap(({changes}) => changes)).toEqual([]);
  });
});

describe("an outage", () => {
  it("lasts from the first run without an answer to the last", () => {
    const history = ran(answered(), silent(), silent(), answered(), silent("tls", "not-tls"));
    expect(history?.outages).toEqual([
      {from: 1, to: 2, runs: 2, over: true, stage: "connect", reason: "timeout", alike: true},
      {from: 4, to: 4, runs: 1, over: false, stage: "tls", reason: "not-tls", alike: true},
    ]);
  });

  it("says how it began, and whether it went on like that", () => {
    const history = ran(answered(), silent("connect", "refused"), silent("connect", "timeout"));
    expect(history?.outages).toMatchObject([{stage: "connect", reason: "refused", alike: false, runs: 2}]);
  });

  it("is none before the first answer: the server may not have been there", () => {
    expect(ran(silent(), silent(), answered())?.outages).toEqual([]);
  });

  it("is none where our own side failed, for one server or for all", () => {
    for (const reason of ["own-side", "proxy-failed"])
      expect(ran(answered(), silent("connect", reason), answered())?.outages).toEqual([]);
    const [first, second] = runs([answered()], [silent()]);
    expect(first && second && serverEvents([first, {...second, ownSideSuspected: true}])[0]?.outages).toEqual(
      [],
    );
  });

  it("goes on through a run that did not ask, or that failed on our side", () => {
    const notTried: EndpointRow = {...silent("connect", "no-proxy"), outcome: "not-tried"};
    const history = ran(answered(), silent(), notTried, silent("connect", "own-side"), silent());
    expect(history?.outages).toMatchObject([{from: 1, to: 4, runs: 2}]);
    expect(serverEvents(runs([answered()], [silent()], [], [silent()]))[0]?.outages).toMatchObject([
      {from: 1, to: 3, runs: 2, over: false},
    ]);
  });
});
