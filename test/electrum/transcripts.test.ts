import {readFileSync} from "node:fs";
import type {Socket} from "node:net";
import {afterEach, describe, expect, it} from "vitest";
import {LineCutter} from "../../data-loaders/electrum/frame.js";
import {readMessage} from "../../data-loaders/electrum/message.js";
import * as methods from "../../data-loaders/electrum/methods.js";
import type {Probe, ProbeOptions} from "../../data-loaders/probe.js";
import type {Tip} from "../../src/observation/tip.js";
import {type Loopback, type Request, listen, onRequest, open} from "./loopback.js";

/** The exact bytes of four real servers; `test/fixtures/transcripts/README.md` describes the form. */
type Text = string | {readonly base64: string};

interface Step {
  readonly send?: Text;
  readonly received: readonly Text[];
  readonly closed: false | string;
}

interface Case {
  readonly case: string;
  readonly steps?: readonly Step[];
  readonly closed_after?: false | string;
  readonly extra?: readonly Text[];
}

interface Transcript {
  readonly version: string;
  readonly agent: string;
  readonly cases: readonly Case[];
}

const files = ["electrumx-1.16.0", "electrumx-1.20.0", "fulcrum-1.12.0", "fulcrum-2.1.1"] as const;
const transcripts = files.map((name) => {
  const url = new URL(`../fixtures/transcripts/${name}.json`, import.meta.url);
  return {name, transcript: JSON.parse(readFileSync(url, "utf8")) as Transcript};
});

const bytesOf = (text: Text): Buffer =>
  typeof text === "string" ? Buffer.from(text) : Buffer.from(text.base64, "base64");

function theCase(transcript: Transcript, name: string): Case {
  const found = transcript.cases.find((one) => one.case === name);
  if (!found) throw new Error(`theCase: expected one called ${name}`);
  return found;
}

/** The step of a case in which this was asked. The ids of the recording and ours differ; nothing else does. */
function stepFor(steps: readonly Step[], {method, params}: Request): Step | undefined {
  return steps.find(({send}) => {
    if (typeof send !== "string" || !send.startsWith("{") || send.indexOf("\n") !== send.length - 1)
      return false;
    const asked = JSON.parse(send) as Request;
    return asked.method === method && JSON.stringify(asked.params) === JSON.stringify(params);
  });
}

/** Plays the lines of a step, its id exchanged for ours, in chunks that respect no line. */
function play(socket: Socket, step: Step, id: number): void {
  const asked = JSON.parse(step.send as string) as Request;
  const text = step.received.map((line) => bytesOf(line).toString()).join("");
  const ours = text.replace(new RegExp(`"id":${asked.id}(?=[,} ])`), `"id":${id}`);
  for (let i = 0; i < ours.length; i += 700) socket.write(ours.slice(i, i + 700));
}

const servers: Loopback[] = [];
const probes: Probe[] = [];

async function meet(
  answer: (socket: Socket, n: number) => void,
  options?: Partial<ProbeOptions>,
): Promise<Probe> {
  const server = await listen(answer);
  servers.push(server);
  const probe = await open(server.endpoint, {clientName: "probe", timeoutMs: 5_000, ...options});
  probes.push(probe);
  return probe;
}

/** A server that answers each request as the case did. */
function replay(steps: readonly Step[]): (socket: Socket) => void {
  return (socket) =>
    onRequest(socket, (request) => {
      const step = stepFor(steps, request);
      if (step) play(socket, step, request.id);
    });
}

afterEach(async () => {
  for (const probe of probes.splice(0)) probe.close();
  for (const server of servers.splice(0)) {
    await server.idle();
    await server.close();
  }
});

describe.each(transcripts)("the transcript of $name", ({transcript, name}) => {
  const isFulcrum = name.startsWith("fulcrum");
  const lines = transcript.cases.flatMap((one) => [
    ...(one.steps ?? []).flatMap(({received}) => received),
    ...(one.extra ?? []),
  ]);

  it("is read line by line as the kinds of message that it holds, whatever was asked", () => {
    const counts: Record<string, number> = {};
    for (const line of lines) {
      const text = bytesOf(line).toString();
      const [cut] = new LineCutter().cut(bytesOf(line));
      if (cut === undefined || "reason" in cut) throw new Error(`expected a whole line, got ${text}`);
      expect(cut.end).toBe(isFulcrum ? "crlf" : "lf");
      const message = readMessage(cut.bytes);
      // What a reader sees at a glance; ElectrumX and Fulcrum escape quotes in their texts, so these stand for members.
      const kind = text.startsWith("[")
        ? "stray"
        : text.includes('"method":')
          ? "notification"
          : !/"id":-?\d+[^.\d]/.test(text) && !/"id":\d+\.\d/.test(text)
            ? "stray"
            : /[{,]"error":/.test(text)
              ? "error"
              : "answer";
      expect(message).toMatchObject({kind});
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    expect(counts).toMatchObject({answer: expect.any(Number) as number, error: expect.any(Number) as number});
    expect(counts["stray"]).toBeGreaterThanOrEqual(10); // batches, errors with id null, an id that is a text
    expect(counts["notification"]).toBeGreaterThanOrEqual(1);
  });

  const greetings = transcript.cases.filter((one) => /^server\.version (?!twice)/.test(one.case));
  it.each(greetings)(
    "$case: its refusals lead to 1.4 on a new connection, its answers to a version",
    async (one) => {
      const [step] = one.steps ?? [];
      const [answer] = (step?.received ?? []).map(
        (line) => JSON.parse(String(line)) as {result?: [string, string]},
      );
      const plain = theCase(transcript, "server.version 1.4").steps?.[0];
      if (!step || !plain) throw new Error("expected steps");
      const probe = await meet((socket, n) =>
        onRequest(socket, (request) => {
          play(socket, n === 0 ? step : plain, request.id);
          if (n === 0 && one.closed_after) socket.end();
        }),
      );
      expect(probe.failure).toBeNull();
      expect(probe.opening).toMatchObject(
        answer?.result
          ? {offered: "1.4-1.6", serverVersion: transcript.agent, protocol: answer.result[1]}
          : {offered: "1.4", serverVersion: transcript.agent, protocol: "1.4"},
      );
    },
  );

  it("negotiates the highest protocol that its README gives", async () => {
    const probe = await meet(replay(theCase(transcript, "session after server.version 1.4-1.6").steps ?? []));
    const highest = {
      "electrumx-1.16.0": "1.4.3",
      "electrumx-1.20.0": "1.6",
      "fulcrum-1.12.0": "1.5.3",
      "fulcrum-2.1.1": "1.6",
    };
    expect(probe.opening.protocol).toBe(highest[name]);
  });

  it.each(["session after server.version 1.4-1.6", "session after server.version 1.4"])(
    "%s: every question of ours ends in the value that its bytes mean",
    async (session) => {
      const steps = theCase(transcript, session).steps ?? [];
      const answer = replay(steps);
      const probe = await meet((socket, n) =>
        session.endsWith("1.6") || n > 0 ? answer(socket) : socket.end(),
      );
      const written = (method: string) => {
        const line = String(stepFor(steps, {id: 0, method, params: []})?.received.at(-1));
        return (JSON.parse(line) as {result: never}).result;
      };
      const recorded = (method: string) =>
        String(stepFor(steps, {id: 0, method, params: []})?.received.at(-1));

      const bins = written("mempool.get_fee_histogram") as [number, number][];
      const [, text] = /"result":(\[\[.*?\]\])/.exec(recorded("mempool.get_fee_histogram")) ?? [];
      expect(await probe.ask(methods.feeHistogram, 2_000)).toMatchObject({
        value: {
          histogram: bins.map(([label, vsize]) => ({label, vsize})),
          text,
          style: isFulcrum ? "integer" : "fraction",
        },
      });
      expect(await probe.ask(methods.newestTip, 2_000)).toMatchObject({value: {height: 150}});
      expect(await probe.ask(methods.banner, 2_000)).toMatchObject({value: written("server.banner")});
      expect(await probe.ask(methods.donationAddress, 2_000)).toMatchObject({
        value: {
          "electrumx-1.16.0": "",
          "electrumx-1.20.0": "",
          "fulcrum-1.12.0": "1Ca1inCimwRhhcpFX84TPRrPQSryTgKW6N",
          "fulcrum-2.1.1": "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        }[name],
      });
      expect(await probe.ask(methods.peers, 2_000)).toMatchObject({value: {entries: 0, peers: []}});
      expect(await probe.ask(methods.features, 2_000)).toMatchObject({
        value: {
          genesisHash: "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f",
          serverVersion: transcript.agent,
          protocolMin: "1.4",
          keys: Object.keys(written("server.features")),
          declaredHosts: [{transport: "tcp"}],
        },
      });

      // Relays down to 0.1 sat/vB behind electrumx-1.16.0, to 1 sat/vB behind the others.
      const minimum =
        name === "electrumx-1.16.0" ? {satPerKvb: 100, text: "1e-06"} : {satPerKvb: 1_000, text: "1e-05"};
      const isGone = name === "electrumx-1.20.0" && session.endsWith("1.6");
      expect(await probe.ask(methods.relayFee, 2_000)).toMatchObject(
        isGone ? {stage: "blockchain.relayfee", reason: "server-error"} : {value: minimum},
      );
      const hasInfo = isGone || name === "fulcrum-2.1.1";
      expect(await probe.ask(methods.mempoolInfo, 2_000)).toMatchObject(
        hasInfo
          ? {value: {relayFee: minimum, mempoolMinFee: 1_000, incrementalFee: 1_000}}
          : {stage: "mempool.get_info", reason: "server-error"},
      );

      for (const target of [1, 2, 25, 144, 1008]) {
        const line = String(
          stepFor(steps, {id: 0, method: "blockchain.estimatefee", params: [target]})?.received[0],
        );
        const [, text] = /"result":([^,} ]+)/.exec(line) ?? [];
        expect(await probe.ask(methods.estimateFee(target), 2_000)).toMatchObject({
          value: {text, satPerKvb: Math.round(Number(text) * 1e8)},
        });
      }
      const {padding, ...marks} = probe.marks();
      expect(marks).toEqual({
        keyOrder: isFulcrum ? "id,jsonrpc,result" : "jsonrpc,result,id",
        lineEnd: isFulcrum ? "crlf" : "lf",
        spacing: "compact",
      });
      expect((padding ?? 0) > 900).toBe(name === "electrumx-1.20.0"); // it fills lines to 1,024 bytes
    },
  );

  it("header notification while idle: announces a block that builds on the tip", async () => {
    const [greeting, subscription, idle] = theCase(transcript, "header notification while idle").steps ?? [];
    if (!greeting || !subscription || !idle) throw new Error("expected three steps");
    const announced: Tip[] = [];
    const probe = await meet(
      (socket) =>
        onRequest(socket, (request) => {
          play(socket, request.method === "server.version" ? greeting : subscription, request.id);
          if (request.method !== "server.version")
            for (const line of idle.received) socket.write(bytesOf(line));
        }),
      {onTip: (tip) => announced.push(tip)},
    );
    const asked = await probe.ask(methods.newestTip, 2_000);
    if (asked.outcome !== "answered") throw new Error(asked.reason);
    await expect.poll(() => announced.length).toBeGreaterThanOrEqual(1);
    const [next] = announced;
    expect(next?.height).toBe(asked.value.height + 1);
    // Bytes 4 to 36 of a header are the hash of the block before, in the order in which SHA-256 gives it.
    const previous = Buffer.from(next?.header ?? "", "hex")
      .subarray(4, 36)
      .toReversed();
    expect(Buffer.from(previous).toString("hex")).toBe(asked.value.hash);
  });

  it("pipelined requests in one write: answers in their own order find their questions", async () => {
    const [greeting, pipelined] = theCase(transcript, "pipelined requests in one write").steps ?? [];
    if (!greeting || !pipelined) throw new Error("expected two steps");
    const recorded = String(pipelined.send)
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Request);
    const waiting: Request[] = [];
    const probe = await meet((socket) =>
      onRequest(socket, (request) => {
        if (request.method === "server.version") return play(socket, greeting, request.id);
        waiting.push(request);
        if (waiting.length < 3) return;
        for (const line of pipelined.received) {
          const text = bytesOf(line).toString();
          const {id} = JSON.parse(text) as Request;
          const {method} = recorded.find((one) => one.id === id) ?? {method: ""};
          const ours = waiting.find((one) => one.method === method)?.id ?? id + 1_000;
          socket.write(text.replace(`"id":${id}`, `"id":${ours}`));
        }
      }),
    );
    const [estimate, histogram, banner] = await Promise.all([
      probe.ask(methods.estimateFee(2), 2_000),
      probe.ask(methods.feeHistogram, 2_000),
      probe.ask(methods.banner, 2_000),
    ]);
    expect(estimate).toMatchObject({
      outcome: "answered",
      value: {text: expect.stringMatching(/e-05$/) as string},
    });
    expect(histogram).toMatchObject({outcome: "answered"});
    expect(banner).toMatchObject({
      value: expect.stringContaining(name.startsWith("f") ? "Fulcrum" : "ElectrumX") as string,
    });
    expect(probe.traffic().notifications).toBe(2); // the answers to what we did not ask: ping and relayfee
  });

  it("request before server.version: what follows is read as it is", async () => {
    const [first] = theCase(transcript, "request before server.version").steps ?? [];
    const messages = (first?.received ?? []).map((line) => readMessage(bytesOf(line)));
    expect(messages.map((message) => ("kind" in message ? message.kind : message.reason))).toEqual(
      name === "electrumx-1.20.0" ? ["notification", "notification", "error"] : ["answer"],
    );
  });

  it("tls handshake on the plain tcp port: is not-tls", async () => {
    const [, step] = theCase(transcript, "malformed: not json").steps ?? [];
    const server = await listen((socket) => {
      for (const line of step?.received ?? []) socket.write(bytesOf(line));
    });
    servers.push(server);
    const probe = await open({...server.endpoint, transport: "ssl"});
    probes.push(probe);
    expect(probe.failure).toMatchObject({stage: "tls", reason: "not-tls"});
  });
});
