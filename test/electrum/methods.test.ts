import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Checked} from "../../data-loaders/electrum/check.js";
import {checkGreeting} from "../../data-loaders/electrum/greeting.js";
import * as methods from "../../data-loaders/electrum/methods.js";
import {MAINNET_GENESIS} from "../../src/observation/tip.js";
import {GENESIS_HEADER} from "./loopback.js";

const {estimateFee, feeHistogram, features, mempoolInfo, newestTip, peers, relayFee} = methods;

/** The check of an answer whose result was written like this. */
function check<T>(question: methods.Question<T>, text: string): Checked<T> {
  return question.check(JSON.parse(text), text);
}

const all: readonly methods.Question<unknown>[] = [
  feeHistogram,
  newestTip,
  estimateFee(2),
  relayFee,
  mempoolInfo,
  methods.banner,
  methods.donationAddress,
  peers,
  features,
];

describe("every question", () => {
  it("gives a value or a problem for any JSON, and never throws", () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(...all), (text, question) => {
        const checked = check(question, text);
        expect("value" in checked || typeof checked.reason === "string").toBe(true);
      }),
    );
  });

  it("names no address, script or transaction: params are empty but for a confirmation target", () => {
    expect(all.map(({params}) => params)).toEqual(all.map((_, i) => (i === 2 ? [2] : [])));
  });
});

describe("checkGreeting", () => {
  it("takes a program and a version", () => {
    expect(checkGreeting(["ElectrumX 1.20.0", "1.6.0"])).toEqual({
      value: {serverVersion: "ElectrumX 1.20.0", protocol: "1.6.0"},
    });
  });

  it("cuts a long program name at 200 characters and keeps what it says", () => {
    expect(checkGreeting([`<b>${"x".repeat(500)}`, "1.4"])).toMatchObject({
      value: {serverVersion: `<b>${"x".repeat(197)}`},
    });
  });

  it.each([
    [[]],
    [["a"]],
    [["a", "1.4", "b"]],
    [[1, 2]],
    [["a", 1.4]],
    [[{}, {}]],
    ["a"],
    [null],
    [{0: "a", 1: "1.4"}],
  ])("refuses %j", (result) => {
    expect(checkGreeting(result)).toMatchObject({reason: "wrong-shape"});
  });

  it.each(["", "abc", "1.4 ", "1.4.2.1", "1.4-dev", "9999", "1."])(
    "refuses the protocol version %j",
    (version) => {
      expect(checkGreeting(["a", version])).toMatchObject({reason: "wrong-shape"});
    },
  );
});

describe("hasMempoolInfo", () => {
  it.each(["1.6", "1.6.0", "1.7", "1.10", "2", "2.0"])("is true for %s", (protocol) => {
    expect(methods.hasMempoolInfo(protocol)).toBe(true);
  });

  it.each(["1.4", "1.4.3", "1.5.3", "1", "0.10"])("is false for %s", (protocol) => {
    expect(methods.hasMempoolInfo(protocol)).toBe(false);
  });
});

describe("feeHistogram", () => {
  it("keeps how its numbers were written, white space removed", () => {
    expect(check(feeHistogram, "[[5.0, 30001],\t[0.1, 70000]]")).toEqual({
      value: {
        histogram: [
          {label: 5, vsize: 30_001},
          {label: 0.1, vsize: 70_000},
        ],
        text: "[[5.0,30001],[0.1,70000]]",
        style: "fraction",
      },
    });
  });

  it.each([
    ["[[1e400,1]]", "out-of-range"], // Infinity to JSON.parse
    ["[[1e308,1]]", "out-of-range"],
    ["[[-1,1]]", "out-of-range"],
    ["[[1,-1]]", "out-of-range"],
    ["[[1,1.5]]", "out-of-range"],
    ["[[1,1e300]]", "out-of-range"],
    ["[[1,1],[1,1]]", "out-of-order"],
    ["[[1,1],[2,1]]", "out-of-order"],
    ['[["1",1]]', "wrong-shape"],
    ["[[1]]", "wrong-shape"],
    ["[[1,null]]", "wrong-shape"],
    ["[{}]", "wrong-shape"],
    ["null", "wrong-shape"],
    ['{"length":1}', "wrong-shape"],
  ])("refuses %s: %s", (text, reason) => {
    expect(check(feeHistogram, text)).toMatchObject({reason});
  });

  it("takes -0 for 0", () => {
    expect(check(feeHistogram, "[[-0,-0]]")).toMatchObject({value: {histogram: [{label: 0, vsize: 0}]}});
  });

  it("refuses more bins than a full mempool can make", () => {
    const bins = Array.from({length: 60_000}, (_, i) => `[${60_000 - i},1]`);
    expect(check(feeHistogram, `[${bins.join()}]`)).toMatchObject({reason: "too-many-bins"});
  });

  it("refuses numbers padded to fill the archive", () => {
    expect(check(feeHistogram, `[[1.${"0".repeat(1_000)},1]]`)).toMatchObject({reason: "wrong-shape"});
  });
});

describe("newestTip", () => {
  it("hashes the header as explorers print it", () => {
    expect(check(newestTip, `{"height":0,"hex":"${GENESIS_HEADER.toUpperCase()}"}`)).toEqual({
      value: {height: 0, header: GENESIS_HEADER, hash: MAINNET_GENESIS},
    });
  });

  it.each([
    [`{"height":-1,"hex":"${GENESIS_HEADER}"}`, "out-of-range"],
    [`{"height":1.5,"hex":"${GENESIS_HEADER}"}`, "out-of-range"],
    [`{"height":1e400,"hex":"${GENESIS_HEADER}"}`, "out-of-range"],
    [`{"height":2147483648,"hex":"${GENESIS_HEADER}"}`, "out-of-range"],
    [`{"height":"1","hex":"${GENESIS_HEADER}"}`, "wrong-shape"],
    [`{"height":1,"hex":"${GENESIS_HEADER.slice(2)}"}`, "wrong-shape"],
    [`{"height":1,"hex":"${GENESIS_HEADER.slice(1)}g"}`, "wrong-shape"],
    [`{"height":1}`, "wrong-shape"],
    [`{"__proto__":{"height":1,"hex":"${GENESIS_HEADER}"}}`, "wrong-shape"],
    ["[]", "wrong-shape"],
  ])("refuses %.40s: %s", (text, reason) => {
    expect(check(newestTip, text)).toMatchObject({reason});
  });
});

describe("fees", () => {
  it.each([
    ["1e-05", 1_000],
    ["0.00001", 1_000],
    ["1e-06", 100],
    ["7.55e-05", 7_550],
    ["7.550000000000001e-05", 7_550],
    ["0", 0],
    ["-0.0", 0],
    ["21.47483647", 2_147_483_647],
  ])("reads %s as %i sat/kvB and keeps its text", (text, satPerKvb) => {
    expect(check(relayFee, text)).toEqual({value: {satPerKvb, text}});
    expect(check(estimateFee(2), text)).toEqual({value: {satPerKvb, text}});
  });

  it("reads an estimate of -1 as none, however it is written, but no relay minimum of -1", () => {
    expect(check(estimateFee(2), "-1")).toEqual({value: {satPerKvb: -1, text: "-1"}});
    expect(check(estimateFee(2), "-1.0")).toEqual({value: {satPerKvb: -1, text: "-1.0"}});
    expect(check(relayFee, "-1")).toMatchObject({reason: "out-of-range"});
  });

  it.each(["-2", "-1e-9", "21.47483648", "1e400", "1e308"])("refuses %s as out of range", (text) => {
    expect(check(estimateFee(2), text)).toMatchObject({reason: "out-of-range"});
  });

  it.each(["null", '"1e-05"', "[1]", "{}", "true", `0.00001${"0".repeat(100)}`])("refuses %.20s", (text) => {
    expect(check(relayFee, text)).toMatchObject({reason: "wrong-shape"});
  });
});

describe("mempoolInfo", () => {
  it("reads the three fees, the text of the relay minimum with them", () => {
    const text =
      '{"mempoolminfee":0.00002,"minrelaytxfee": 1e-06,"incrementalrelayfee":1e-05,"fullrbf":true}';
    expect(check(mempoolInfo, text)).toEqual({
      value: {relayFee: {satPerKvb: 100, text: "1e-06"}, mempoolMinFee: 2_000, incrementalFee: 1_000},
    });
  });

  it("says null for a neighbour that is missing, and fails without the relay minimum", () => {
    expect(check(mempoolInfo, '{"minrelaytxfee":1e-05}')).toMatchObject({
      value: {mempoolMinFee: null, incrementalFee: null},
    });
    expect(check(mempoolInfo, '{"mempoolminfee":1e-05}')).toMatchObject({reason: "wrong-shape"});
  });

  it("fails with a neighbour that cannot be, and names it", () => {
    expect(check(mempoolInfo, '{"minrelaytxfee":1e-05,"mempoolminfee":-1}')).toEqual({
      reason: "out-of-range",
      detail: "mempoolminfee: expected 0 to 21.47483647 BTC/kvB, got -1",
    });
  });
});

describe("banner and donationAddress", () => {
  it("keep markup and escape codes as sent", () => {
    const nasty = "<script>alert(1)</script>\u001b[31m\u0000\u202e";
    expect(check(methods.banner, JSON.stringify(nasty))).toEqual({value: nasty});
  });

  it("are cut at 4,096 and at 256 characters, and never in the middle of one", () => {
    const long = JSON.stringify("\u{1f600}".repeat(2_049).slice(1)); // begins with half a character
    const text = check(methods.banner, long);
    expect(text).toMatchObject({value: expect.stringMatching(/^\ufffd.*\ufffd$/u) as string});
    expect("value" in text && text.value.length).toBe(4_096);
    expect(check(methods.donationAddress, JSON.stringify("x".repeat(300)))).toEqual({value: "x".repeat(256)});
  });

  it("take null for no donation address, but for no banner", () => {
    expect(check(methods.donationAddress, "null")).toEqual({value: ""});
    expect(check(methods.banner, "null")).toMatchObject({reason: "wrong-shape"});
  });
});

describe("peers", () => {
  it("reads hosts, addresses and ports", () => {
    const text = JSON.stringify([
      ["1.2.3.4", "Electrum.Example.", ["v1.4.3", "p10000", "s50012", "t"]],
      ["2001:DB8::0:1", "2001:db8::1", ["s"]],
      ["abc.onion", "abc.onion", ["t50001"]],
    ]);
    expect(check(peers, text)).toEqual({
      value: {
        entries: 3,
        peers: [
          {
            address: "1.2.3.4",
            host: "electrum.example",
            endpoints: [
              {host: "electrum.example", port: 50_012, transport: "ssl"},
              {host: "electrum.example", port: 50_001, transport: "tcp"},
            ],
          },
          {
            address: "2001:db8::1",
            host: "2001:db8::1",
            endpoints: [{host: "2001:db8::1", port: 50_002, transport: "ssl"}],
          },
          {
            address: "abc.onion",
            host: "abc.onion",
            endpoints: [{host: "abc.onion", port: 50_001, transport: "tcp"}],
          },
        ],
      },
    });
  });

  it.each([
    null,
    "1.2.3.4",
    [],
    ["1.2.3.4", "a.example"],
    ["1.2.3.4", "a.example", "s50002"],
    [1, "a.example", []],
    ["not an address", "a.example", []],
    ["a.example", "a.example", []],
    ["1.2.3.4", "a.example/evil", []],
    ["1.2.3.4", "user@a.example", []],
    ["1.2.3.4", "a.example:22", []],
    ["1.2.3.4", "a b", []],
    ["1.2.3.4", "a.example?x", []],
    ["1.2.3.4", "x".repeat(1_000), []],
    ["1.2.3.4", "a.example", Array.from({length: 1_000}, () => "s50002")],
  ])("counts the entry %j and leaves it out, and no other", (entry) => {
    const good = ["1.2.3.4", "a.example", []];
    expect(check(peers, JSON.stringify([entry, good]))).toEqual({
      value: {entries: 2, peers: [{address: "1.2.3.4", host: "a.example", endpoints: []}]},
    });
  });

  it("leaves out ports that cannot be", () => {
    const text = JSON.stringify([
      ["1.2.3.4", "a.example", ["s0", "s65536", "t99999", "s-1", "s1e3", "S50002", 5, null]],
    ]);
    expect(check(peers, text)).toMatchObject({value: {peers: [{endpoints: []}]}});
  });

  it("refuses a thousand and one entries", () => {
    expect(check(peers, JSON.stringify(Array.from({length: 1_001}, () => null)))).toMatchObject({
      reason: "wrong-shape",
    });
  });
});

describe("features", () => {
  it("reads what a Fulcrum says of itself, its members in their order", () => {
    const text = JSON.stringify({
      dsproof: false,
      genesis_hash: MAINNET_GENESIS.toUpperCase(),
      hosts: {
        "F.example": {ssl_port: 50_002, tcp_port: 50_001, ws_port: 50_003},
        "1.2.3.4": {tcp_port: null},
      },
      protocol_max: "1.6",
      protocol_min: "1.4",
      pruning: null,
      server_version: "Fulcrum 2.1.1",
    });
    expect(check(features, text)).toEqual({
      value: {
        genesisHash: MAINNET_GENESIS,
        serverVersion: "Fulcrum 2.1.1",
        protocolMin: "1.4",
        protocolMax: "1.6",
        keys: [
          "dsproof",
          "genesis_hash",
          "hosts",
          "protocol_max",
          "protocol_min",
          "pruning",
          "server_version",
        ],
        declaredHosts: [
          {host: "f.example", port: 50_001, transport: "tcp"},
          {host: "f.example", port: 50_002, transport: "ssl"},
        ],
      },
    });
  });

  it("says null for every member that is missing", () => {
    expect(check(features, '{"hosts":null,"genesis_hash":null}')).toEqual({
      value: {
        genesisHash: null,
        serverVersion: null,
        protocolMin: null,
        protocolMax: null,
        keys: ["hosts", "genesis_hash"],
        declaredHosts: [],
      },
    });
  });

  it.each([
    '{"genesis_hash":"00"}',
    '{"genesis_hash":5}',
    '{"server_version":[]}',
    '{"protocol_max":1.4}',
    '{"hosts":[]}',
    '{"hosts":"a"}',
    "[]",
    "null",
    JSON.stringify(Object.fromEntries(Array.from({length: 65}, (_, i) => [`k${i}`, 0]))),
  ])("refuses %.40s", (text) => {
    expect(check(features, text)).toMatchObject({reason: "wrong-shape"});
  });

  it("takes poisoned names for names", () => {
    const text =
      '{"__proto__":{"server_version":"x"},"constructor":1,"a,b":1,"hosts":{"__proto__":{"tcp_port":1},"b.example":{"__proto__":{"tcp_port":7}}}}';
    expect(check(features, text)).toMatchObject({
      value: {
        serverVersion: null,
        keys: ["__proto__", "constructor", "?", "hosts"],
        declaredHosts: [{host: "__proto__", port: 1}],
      },
    });
    expect(Object.hasOwn(Object.prototype, "server_version")).toBe(false);
  });
});
