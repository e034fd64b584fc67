import {type Socket, createServer} from "node:net";
import {afterEach, describe, expect, it} from "vitest";
import * as methods from "../../data-loaders/electrum/methods.js";
import type {Probe, ProbeOptions} from "../../data-loaders/probe.js";
import type {Tip} from "../../src/observation/tip.js";
import {MAINNET_GENESIS} from "../../src/observation/tip.js";
import {
  GENESIS_HEADER,
  type Loopback,
  almostHonest,
  answerTo,
  honestResults,
  listen,
  onRequest,
  open,
} from "./loopback.js";

const servers: Loopback[] = [];
const probes: Probe[] = [];

async function converse(
  play: (socket: Socket, connection: number) => void,
  options?: Partial<ProbeOptions>,
): Promise<{probe: Probe; server: Loopback}> {
  const server = await listen(play);
  servers.push(server);
  const probe = await open(server.endpoint, options);
  probes.push(probe);
  return {probe, server};
}

afterEach(async () => {
  for (const probe of probes.splice(0)) probe.close();
  for (const server of servers.splice(0)) {
    await server.idle(); // no conversation leaves a socket behind
    await server.close();
  }
});

const ANNOUNCEMENT = `{"jsonrpc":"2.0","method":"blockchain.headers.subscribe","params":[{"hex":"${GENESIS_HEADER}","height":0}]}\n`;

function timers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
}

/** Refuses a greeting that offers a range of versions, and is honest otherwise. */
function refusing(refuse: (socket: Socket, id: number) => void): (socket: Socket) => void {
  return (socket) =>
    onRequest(socket, (request) => {
      if (Array.isArray(request.params[1])) refuse(socket, request.id);
      else socket.write(answerTo(request));
    });
}

describe("a conversation with an honest server", () => {
  it("begins with server.version, which offers 1.4 to 1.6 under the name that was given", async () => {
    const lines: string[] = [];
    const {probe} = await converse(
      (socket) =>
        onRequest(socket, (request, line) => {
          lines.push(line);
          socket.write(answerTo(request));
        }),
      {clientName: "electrum-kinship"},
    );
    await probe.ask(methods.banner, 1_000);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {jsonrpc: "2.0", id: 1, method: "server.version", params: ["electrum-kinship", ["1.4", "1.6"]]},
      {jsonrpc: "2.0", id: 2, method: "server.banner", params: []},
    ]);
  });

  it("gives the times, the versions and the answers", async () => {
    const {probe, server} = await converse(almostHonest(() => undefined));
    expect(probe.failure).toBeNull();
    expect(probe.opening).toMatchObject({
      address: "127.0.0.1",
      offered: "1.4-1.6",
      serverVersion: "Honest 1.0",
      protocol: "1.4",
      tls: null,
      tlsMs: null,
    });
    expect(probe.opening.connectMs).toBeGreaterThanOrEqual(0);
    expect(probe.opening.handshakeMs).toBeGreaterThanOrEqual(0);
    expect(Math.abs(probe.opening.openedAt - Date.now())).toBeLessThan(5_000);
    const asked = await probe.ask(methods.newestTip, 1_000);
    expect(asked).toMatchObject({outcome: "answered", value: {height: 0, hash: MAINNET_GENESIS}});
    expect(server.accepted()).toBe(1);
  });

  it("takes its times from the clock that is given", async () => {
    const clock = {now: () => 1_000, monotonic: () => 5, sleepUntil: () => Promise.resolve()};
    const {probe} = await converse(
      almostHonest(() => undefined),
      {clock},
    );
    expect(probe.opening).toMatchObject({openedAt: 1_000, connectMs: 0, handshakeMs: 0});
    expect(await probe.ask(methods.banner, 1_000)).toEqual({
      outcome: "answered",
      value: "welcome",
      requestedAt: 1_000,
      elapsedMs: 0,
    });
  });

  it("matches answers to pipelined questions by id, out of order and with announcements in between", async () => {
    const tips: Tip[] = [];
    const requests: string[] = [];
    const {probe} = await converse(
      almostHonest((request, socket) => {
        if (request.method === "server.version") return undefined;
        requests.unshift(answerTo(request));
        if (requests.length === 3) socket.write(`${ANNOUNCEMENT}${requests.join(ANNOUNCEMENT)}`);
        return null;
      }),
      {onTip: (tip) => tips.push(tip)},
    );
    const answers = await Promise.all([
      probe.ask(methods.feeHistogram, 1_000),
      probe.ask(methods.newestTip, 1_000),
      probe.ask(methods.relayFee, 1_000),
    ]);
    expect(answers).toMatchObject([
      {value: {text: "[[7,59335],[1,1433874]]"}},
      {value: {height: 0}},
      {value: {satPerKvb: 1_000, text: "0.00001"}},
    ]);
    expect(tips).toHaveLength(3);
    expect(probe.traffic().notifications).toBe(3);
  });

  it("says when an announcement came, and ignores one that is malformed", async () => {
    const seen: [Tip, number][] = [];
    const {probe} = await converse(
      almostHonest(({method}, socket) => {
        if (method !== "server.banner") return undefined;
        socket.write(ANNOUNCEMENT.replace('"height":0', '"height":-1'));
        socket.write(
          '{"method":"blockchain.headers.subscribe","params":{}}\n{"method":"other","params":[]}\n',
        );
        socket.write(ANNOUNCEMENT);
        return undefined;
      }),
      {onTip: (tip, receivedAt) => seen.push([tip, receivedAt])},
    );
    await probe.ask(methods.banner, 1_000);
    expect(seen).toMatchObject([[{height: 0, hash: MAINNET_GENESIS}, expect.closeTo(Date.now(), -4)]]);
    expect(probe.traffic().notifications).toBe(4);
  });

  it("takes no more announcements once it is closed, not even those that have arrived", async () => {
    let tips = 0;
    const {probe} = await converse(
      almostHonest(({method}) => (method === "server.banner" ? ANNOUNCEMENT.repeat(3) : undefined)),
      {
        onTip: () => {
          tips += 1;
          probe.close();
        },
      },
    );
    expect(await probe.ask(methods.banner, 1_000)).toMatchObject({reason: "own-side"});
    expect(tips).toBe(1);
  });

  it("reads CRLF, padding and blanks, and keeps them as marks", async () => {
    const {probe} = await converse(
      almostHonest(({id, method}) => {
        const padding = " ".repeat(method === "server.banner" ? 900 : 12);
        return ` {"id": ${id}, "jsonrpc": "2.0", "result": ${honestResults[method]}${padding}} \r\n\r\n`;
      }),
    );
    await probe.ask(methods.banner, 1_000);
    await probe.ask(methods.relayFee, 1_000);
    expect(probe.marks()).toEqual({
      keyOrder: "id,jsonrpc,result",
      lineEnd: "crlf",
      spacing: "mixed", // the greeting's array is written without a blank after its comma
      padding: 900,
    });
  });

  it("says mixed of marks that change", async () => {
    const {probe} = await converse(
      almostHonest(({id, method}) =>
        method === "server.banner" ? `{"id":${id},"result":"x"}\r\n` : undefined,
      ),
    );
    expect(probe.marks()).toEqual({
      keyOrder: "jsonrpc,id,result",
      lineEnd: "lf",
      spacing: "compact",
      padding: 0,
    });
    await probe.ask(methods.banner, 1_000);
    expect(probe.marks()).toMatchObject({keyOrder: "mixed", lineEnd: "mixed", spacing: "compact"});
  });

  it("has written a question when ask returns, before anything is awaited", async () => {
    const lines: string[] = [];
    const {probe, server} = await converse((socket) =>
      onRequest(socket, (request) => {
        lines.push(request.method);
        socket.write(answerTo(request));
      }),
    );
    const asked = probe.ask(methods.banner, 1_000);
    probe.close();
    await server.idle();
    expect(lines).toEqual(["server.version", "server.banner"]);
    expect(await asked).toMatchObject({outcome: "failed", stage: "server.banner", reason: "own-side"});
  });

  it("counts every byte that came", async () => {
    let sent = 0;
    const {probe} = await converse(
      almostHonest((request) => {
        sent += answerTo(request).length;
        return undefined;
      }),
    );
    await probe.ask(methods.banner, 1_000);
    expect(probe.traffic()).toEqual({bytesReceived: sent, notifications: 0});
  });

  it("leaves no timer behind, and no failure, when it is closed, twice even", async () => {
    const before = timers();
    const {probe} = await converse(almostHonest(() => undefined));
    await probe.ask(methods.banner, 60_000);
    const waiting = probe.ask(methods.banner, 60_000);
    probe.close();
    probe.close();
    await waiting;
    expect(timers()).toBeLessThanOrEqual(before);
    expect(probe.failure).toBeNull();
    expect(await probe.ask(methods.banner, 60_000)).toMatchObject({reason: "own-side"});
  });
});

describe("the greeting", () => {
  it.each<[string, (socket: Socket, id: number) => void]>([
    [
      "answers with an error",
      (socket, id) => socket.write(`{"id":${id},"error":{"code":1,"message":"no"}}\n`),
    ],
    ["answers with a bare error", (socket, id) => socket.write(`{"id":${id},"error":"no"}\n`)],
    ["closes", (socket) => socket.end()],
    ["resets", (socket) => socket.resetAndDestroy()],
  ])("is repeated with 1.4 on a new connection to a server that %s", async (_, refuse) => {
    const {probe, server} = await converse(refusing(refuse));
    expect(probe.failure).toBeNull();
    expect(probe.opening).toMatchObject({offered: "1.4", protocol: "1.4", serverVersion: "Honest 1.0"});
    expect(server.accepted()).toBe(2);
    expect(await probe.ask(methods.banner, 1_000)).toMatchObject({value: "welcome"});
  });

  it.each<[string, (socket: Socket, id: number) => void]>([
    ["answers with nonsense", (socket, id) => socket.write(`{"id":${id},"result":{}}\n`)],
    ["speaks HTTP", (socket) => socket.write("HTTP/1.1 400 Bad Request\r\n")],
  ])("is not repeated to a server that %s", async (_, refuse) => {
    const {probe, server} = await converse(refusing(refuse));
    expect(probe.failure).toMatchObject({stage: "handshake"});
    expect(server.accepted()).toBe(1);
  });

  it("is not repeated to a server that is silent", async () => {
    const {probe, server} = await converse(() => undefined, {timeoutMs: 150});
    expect(probe.failure).toMatchObject({stage: "handshake", reason: "timeout"});
    expect(server.accepted()).toBe(1);
  });

  it("is repeated once only, and the second refusal is what is told", async () => {
    const {probe, server} = await converse((socket, n) =>
      onRequest(socket, ({id}) => socket.write(`{"id":${id},"error":{"code":1,"message":"no ${n}"}}\n`)),
    );
    expect(probe.failure).toEqual({
      outcome: "failed",
      stage: "handshake",
      reason: "unsupported-version",
      detail: "code 1: no 1",
    });
    expect(probe.opening).toMatchObject({offered: null, protocol: null, address: "127.0.0.1"});
    expect(server.accepted()).toBe(2);
  });

  it("takes no longer than its deadline, both attempts together", async () => {
    const began = performance.now();
    const {probe} = await converse(
      (socket, n) => onRequest(socket, () => setTimeout(() => n === 0 && socket.end(), 200)),
      {timeoutMs: 400},
    );
    expect(probe.failure).toMatchObject({stage: "handshake", reason: "timeout"});
    expect(performance.now() - began).toBeLessThan(600);
  });
});

describe("a failed opening", () => {
  it("is refused where nobody listens", async () => {
    const server = await listen(() => undefined);
    await server.close();
    const probe = await open(server.endpoint);
    expect(probe.failure).toMatchObject({outcome: "failed", stage: "connect", reason: "refused"});
    expect(probe.opening).toMatchObject({address: null, connectMs: null, offered: null});
    expect(await probe.ask(methods.banner, 1_000)).toMatchObject({stage: "connect", reason: "refused"});
    expect(probe.marks()).toEqual({keyOrder: null, lineEnd: null, spacing: null, padding: null});
    expect(probe.traffic()).toEqual({bytesReceived: 0, notifications: 0});
    probe.close();
  });

  it("does not touch a server on this machine unless that is allowed", async () => {
    const {probe, server} = await converse(() => undefined, {allowLocal: false});
    expect(probe.failure).toMatchObject({stage: "resolve", reason: "special-purpose-address"});
    expect(server.accepted()).toBe(0);
  });

  it("does not touch it by a name either, and looks the name up once", async () => {
    const server = await listen(() => undefined);
    servers.push(server);
    let lookups = 0;
    const lookup = () => {
      lookups += 1;
      return Promise.resolve(lookups === 1 ? ["127.0.0.1", "10.0.0.1"] : ["8.8.8.8"]);
    };
    const probe = await open({...server.endpoint, host: "rebinding.example"}, {allowLocal: false, lookup});
    expect(probe.failure).toMatchObject({reason: "special-purpose-address", detail: "127.0.0.1 10.0.0.1"});
    expect([server.accepted(), lookups]).toEqual([0, 1]);
  });

  it("goes on to a name's next address when one refuses, and keeps to it for the second greeting", async () => {
    let lookups = 0;
    const other = createServer((socket) => socket.resume());
    const server = await listen((socket, n) => {
      if (n > 0) onRequest(socket, (request) => socket.write(answerTo(request)));
      // From now on somebody listens at the first address too.
      else other.listen(server.endpoint.port, "127.0.0.2", () => socket.end());
    });
    servers.push(server);
    const lookup = () => {
      lookups += 1;
      return Promise.resolve(["127.0.0.2", "127.0.0.1"]);
    };
    const probe = await open({...server.endpoint, host: "two.example"}, {lookup});
    probes.push(probe);
    await new Promise((resolve) => other.close(resolve));
    expect(probe.failure).toBeNull();
    expect(probe.opening).toMatchObject({address: "127.0.0.1", offered: "1.4"});
    expect([server.accepted(), lookups]).toEqual([2, 1]);
  });

  it("does not try an onion service without a proxy", async () => {
    const endpoint = {host: "abc.onion", port: 50_001, transport: "tcp"} as const;
    const probe = await open(endpoint, {lookup: () => expect.unreachable()});
    expect(probe.failure).toEqual({outcome: "not-tried", stage: "connect", reason: "no-proxy", detail: ""});
  });
});
