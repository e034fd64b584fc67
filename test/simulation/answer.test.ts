import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {MAINNET_GENESIS} from "../../src/observation/tip.js";
import {answer, tipNotification} from "../../src/simulation/answer.js";
import {createNode} from "../../src/simulation/node.js";
import {viewMarket} from "../../src/simulation/nodeView.js";
import {programs, type ProgramName} from "../../src/simulation/program.js";
import {createProcess, type ProcessSettings} from "../../src/simulation/serverProcess.js";
import {openSession} from "../../src/simulation/session.js";
import {smallMarket} from "./smallMarket.js";

interface Transcript {
  readonly cases: readonly {
    readonly case: string;
    readonly closed_after?: boolean | string;
    readonly extra?: readonly string[];
    readonly steps?: readonly {
      readonly send?: string | {readonly base64: string};
      readonly received: readonly string[];
    }[];
  }[];
}

const market = smallMarket();

function processOf(name: ProgramName, relayMinimum: number, settings: Partial<ProcessSettings> = {}) {
  const node = createNode({id: "node", seed: 1, relayMinimum});
  return createProcess(
    {
      id: "server",
      program: programs[name],
      genesisHash: MAINNET_GENESIS,
      banner: null,
      donationAddress: null,
      declaredHosts: [],
      peers: [],
      ...settings,
    },
    viewMarket(market, node),
    1,
  );
}

/** Methods that the lab's servers do not offer: no observation calls them. */
const notOffered = /"blockchain\.(block|scripthash|transaction)\./;

/** The line with what depends on the chain replaced: bins, headers and heights, estimates. Any other line as it is. */
function withoutChain(line: string, method: string): string {
  const masked = line
    .replace(/\[\[[\d.,[\]]*\]\]/g, "[bins]")
    .replace(/"hex":"[0-9a-f]{160}"/g, '"hex":"header"')
    .replace(/"height":\d+/g, '"height":0')
    .replace(/"result":[\d.]+(e-\d+)?/g, method === "estimatefee" ? '"result":estimate' : "$&");
  // The blanks make up for the length of what was replaced, so only their sum is compared.
  return masked === line
    ? line
    : `${line.length >= 1024 ? "padded " : ""}${masked.replace(/ +(?=[}\]]\n$)/, "")}`;
}

const transcripts: readonly (readonly [string, ProgramName, number, ProcessSettings["declaredHosts"]])[] = [
  ["electrumx-1.16.0", "electrumx-1.16.0-git", 100, [{host: "electrumx-b3.bench.example", tcpPort: 50001}]],
  ["electrumx-1.20.0", "electrumx-1.20.0", 1000, [{host: "electrumx-a3.bench.example", tcpPort: 50001}]],
  ["fulcrum-1.12.0", "fulcrum-1.12.0", 1000, [{host: "fulcrum-c2.bench.example", tcpPort: 54091}]],
  ["fulcrum-2.1.1", "fulcrum-2.1.1", 1000, [{host: "fulcrum-a1.bench.example", tcpPort: 54011}]],
];

for (const [file, name, relayMinimum, declaredHosts] of transcripts)
  describe(`answer, as ${file} answered`, () => {
    const url = new URL(`../fixtures/transcripts/${file}.json`, import.meta.url);
    const {cases} = JSON.parse(readFileSync(url, "utf8")) as Transcript;
    const process = processOf(name, relayMinimum, {declaredHosts});
    const told = cases.filter(
      ({case: title, steps = []}) =>
        steps.some(({send}) => typeof send === "string") && !title.includes("without newline"),
    );
    it.each(told)("$case", ({case: title, steps = [], closed_after: closedAfter, extra = []}) => {
      const session = openSession();
      const got: string[] = [];
      const expected: string[] = [];
      let closed = false;
      for (const {send, received} of steps) {
        // Left out: bytes that are no text, writes that are no line, methods that no observation calls.
        if (typeof send !== "string" || send === "" || notOffered.test(send)) continue;
        const method = send.includes("estimatefee") ? "estimatefee" : "";
        expected.push(...received.map((line) => withoutChain(line, method)));
        for (const line of closed ? [] : send.split(/(?<=\n)/)) {
          const reply = answer(process, session, line, 0);
          got.push(...reply.lines.map((text) => withoutChain(text, method)));
          closed ||= reply.close;
        }
      }
      // The HTTP request is three lines: the last answer came after the recorder had stopped matching, the ping's never.
      expected.push(...extra);
      if (title === "malformed: http get") got.pop();
      // Sorted, since pipelined answers may overtake each other.
      expect(got.toSorted()).toEqual(expected.toSorted());
      expect(closed).toBe(closedAfter !== false);
    });

    it("announces a block in the same form", () => {
      const idle = cases.find(({case: title}) => title === "header notification while idle");
      const [line = ""] = idle?.steps?.at(-1)?.received ?? [];
      expect(withoutChain(tipNotification(process, 0), "")).toBe(withoutChain(line, ""));
    });
  });

const version = '{"jsonrpc":"2.0","id":0,"method":"server.version","params":["x",["1.4","1.6"]]}';
const ask = (name: ProgramName, method: string, params: readonly unknown[] = [], relayMinimum = 1000) => {
  const process = processOf(name, relayMinimum);
  const session = openSession();
  answer(process, session, version, 0);
  return answer(process, session, JSON.stringify({jsonrpc: "2.0", id: 1, method, params}), 0);
};

describe("answer, by programs without a transcript", () => {
  it("ElectrumX 1.18 pads, as 1.20 does, but takes requests before server.version", () => {
    const request = '{"jsonrpc":"2.0","id":1,"method":"server.ping","params":[]}';
    const {lines} = answer(processOf("electrumx-1.18.0", 1000), openSession(), request, 0);
    expect(lines).toEqual([`{"jsonrpc":"2.0","result":null,"id":1${" ".repeat(985)}}\n`]);
  });

  it("romanz/electrs writes 0.00001 and 1e-6, with an LF and its members in alphabetical order", () => {
    expect(ask("electrs-0.10.8", "blockchain.relayfee").lines).toEqual([
      '{"id":1,"jsonrpc":"2.0","result":0.00001}\n',
    ]);
    expect(ask("electrs-0.10.8", "blockchain.relayfee", [], 100).lines).toEqual([
      '{"id":1,"jsonrpc":"2.0","result":1e-6}\n',
    ]);
  });

  it("romanz/electrs answers a mode of estimatefee with an error", () => {
    expect(ask("electrs-0.10.8", "blockchain.estimatefee", [6, "ECONOMICAL"]).lines).toEqual([
      '{"error":{"code":-32602,"message":"invalid params"},"id":1,"jsonrpc":"2.0"}\n',
    ]);
  });

  it("esplora of 2021 closes the connection on an unknown method, the newer one answers an error", () => {
    expect(ask("esplora-f32", "server.features")).toEqual({lines: [], close: true});
    expect(ask("esplora-f64", "server.features")).toEqual({
      lines: [
        '{"error":{"code":-32601,"message":"unknown method server.features"},"id":1,"jsonrpc":"2.0"}\n',
      ],
      close: false,
    });
  });

  it("esplora gives errors as bare strings in its older builds", () => {
    expect(ask("mempool-electrs-3.2.0", "blockchain.estimatefee", [26]).lines).toEqual([
      '{"error":"cannot estimate fee for 26 blocks","id":1,"jsonrpc":"2.0"}\n',
    ]);
  });

  it("esplora ignores the version that is asked for", () => {
    const request = '{"jsonrpc":"2.0","id":7,"method":"server.version","params":["x","9.9"]}';
    expect(answer(processOf("esplora-f64", 1000), openSession(), request, 0).lines).toEqual([
      '{"id":7,"jsonrpc":"2.0","result":["electrs-esplora 0.4.1","1.4"]}\n',
    ]);
  });
});
