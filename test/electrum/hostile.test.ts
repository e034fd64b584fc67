import type {Socket} from "node:net";
import {afterEach, describe, expect, it} from "vitest";
import {MAX_CONNECTION_BYTES, MAX_LINE_BYTES, MAX_MESSAGES} from "../../data-loaders/electrum/limits.js";
import * as methods from "../../data-loaders/electrum/methods.js";
import type {Probe} from "../../data-loaders/probe.js";
import {type Loopback, type Request, almostHonest, answerTo, listen, onRequest, open} from "./loopback.js";

/** A server honest in its greeting; then each request is answered by `play`. */
const afterGreeting =
  (play: (request: Request, socket: Socket) => string | Uint8Array | null | undefined) => (socket: Socket) =>
    almostHonest((request, socket) =>
      request.method === "server.version" ? undefined : play(request, socket),
    )(socket);
const answering = (result: string) =>
  afterGreeting(({id}) => `{"jsonrpc":"2.0","id":${id},"result":${result}}\n`);

/** A server that gives this result to its greeting, and to everything else. */
const greeting = (result: string) => almostHonest(({id}) => `{"id":${id},"result":${result}}\n`);

/** Writes as fast as the client takes it, until the connection ends. */
function flood(socket: Socket, bytes: string): null {
  const block = Buffer.from(bytes.repeat(Math.ceil(65_536 / bytes.length)));
  const more = () => {
    while (!socket.destroyed && socket.write(block));
  };
  socket.on("drain", more);
  more();
  return null;
}

let server: Loopback;
let probe: Probe;

async function meet(play: (socket: Socket, connection: number) => void, timeoutMs = 2_000): Promise<Probe> {
  server = await listen(play);
  probe = await open(server.endpoint, {timeoutMs});
  return probe;
}

afterEach(async () => {
  probe.close();
  await server.idle(); // every socket closed, whatever was played
  await server.close();
});

describe("a server that greets and then misbehaves", () => {
  /** The question fails, the conversation lasts: the next question is answered if the server wants to. */
  it.each<[string, (socket: Socket) => void, string]>([
    ["is silent", afterGreeting(() => null), "timeout"],
    ["answers another id", afterGreeting(({id}) => `{"id":${id + 7},"result":[]}\n`), "timeout"],
    ["answers an id that is a string", afterGreeting(({id}) => `{"id":"${id}","result":[]}\n`), "timeout"],
    ["answers an id that is null", afterGreeting(() => `{"id":null,"error":{"code":1}}\n`), "timeout"],
    ["answers an id that is a list", afterGreeting(({id}) => `{"id":[${id}],"result":[]}\n`), "timeout"],
    ["answers with a batch", afterGreeting(({id}) => `[{"id":${id},"result":[]}]\n`), "timeout"],
    [
      "hides its answer in a prototype",
      afterGreeting(({id}) => `{"__proto__":{"id":${id},"result":[]}}\n`),
      "timeout",
    ],
    [
      "asks us in turn",
      afterGreeting(({id}) => `{"id":${id},"method":"server.ping","params":[]}\n`),
      "timeout",
    ],
    ["does not end its line", afterGreeting(({id}) => `{"id":${id},"result":[]}`), "timeout"],
    ["answers nothing with id", afterGreeting(({id}) => `{"id":${id}}\n`), "wrong-shape"],
    [
      "answers an error object",
      afterGreeting(({id}) => `{"id":${id},"error":{"code":-32601,"message":"no"}}\n`),
      "server-error",
    ],
    ["answers an error string", afterGreeting(({id}) => `{"id":${id},"error":"no"}\n`), "server-error"],
    ["answers an error list", afterGreeting(({id}) => `{"id":${id},"error":[1,[2]]}\n`), "server-error"],
    ["answers an error number", afterGreeting(({id}) => `{"id":${id},"error":0}\n`), "server-error"],
    ["answers null", answering("null"), "wrong-shape"],
    ["answers an object", answering('{"length":0}'), "wrong-shape"],
    ["answers strings for numbers", answering('[["1","2"]]'), "wrong-shape"],
    ["answers 1e400", answering("[[1e400,1]]"), "out-of-range"],
    ["answers 1e308", answering("[[1e308,1]]"), "out-of-range"],
    ["answers a negative label", answering("[[-1,1]]"), "out-of-range"],
    ["answers a negative size", answering("[[1,-1]]"), "out-of-range"],
    ["answers labels that do not descend", answering("[[1,1],[1,1]]"), "out-of-order"],
    [
      "answers 15,000 bins",
      answering(`[${Array.from({length: 15_000}, (_, i) => `[${15_000 - i},1]`).join()}]`),
      "too-many-bins",
    ],
    ["answers numbers of 1,000 digits", answering(`[[1.${"0".repeat(1_000)},1]]`), "wrong-shape"],
  ])("%s", async (_, play, reason) => {
    await meet(play);
    const asked = await probe.ask(methods.feeHistogram, 300);
    expect(asked).toMatchObject({outcome: "failed", stage: "mempool.get_fee_histogram", reason});
    expect(probe.failure).toBeNull();
  });

  /** The stream cannot be trusted further: this question, those that wait and those that come fail alike. */
  it.each<[string, (socket: Socket) => void, string]>([
    [
      "answers 60,000 bins, which are not even parsed",
      afterGreeting(
        ({id}) =>
          `{"id":${id},"result":[${Array.from({length: 60_000}, (_, i) => `[${60_000 - i},1]`).join()}]}\n`,
      ),
      "too-many-bins",
    ],
    ["closes", afterGreeting((_, socket) => (socket.end(), null)), "closed"],
    ["resets", afterGreeting((_, socket) => (socket.resetAndDestroy(), null)), "closed"],
    [
      "closes in the middle of a line",
      afterGreeting(({id}, socket) => (socket.end(`{"id":${id},"res`), null)),
      "closed",
    ],
    ["answers HTTP", afterGreeting(() => "HTTP/1.1 400 Bad Request\r\n\r\n"), "not-json"],
    ["answers NaN", answering("[[NaN,1]]"), "not-json"],
    [
      "answers what is not UTF-8",
      afterGreeting(() => Buffer.from([0x22, 0xff, 0xfe, 0x22, 0x0a])),
      "not-utf8",
    ],
    ["nests 200,000 brackets", answering("[".repeat(200_000) + "]".repeat(200_000)), "nested-too-deep"],
    ["opens 200,000 objects", answering('{"a":'.repeat(200_000)), "nested-too-deep"],
    [
      "answers 400,000 bins",
      answering(`[${Array.from({length: 400_000}, (_, i) => `[${400_000 - i},1]`).join()}]`),
      "line-too-long",
    ],
    ["sends a line without an end", afterGreeting((_, socket) => flood(socket, " ")), "line-too-long"],
    ["sends a banner of 2 MB", answering(`"${"x".repeat(2_000_000)}"`), "line-too-long"],
    [
      "floods with announcements",
      afterGreeting((_, socket) => flood(socket, '{"method":"x","params":[]}\n')),
      "too-many-messages",
    ],
    ["floods with small lines", afterGreeting((_, socket) => flood(socket, "{}\n")), "too-many-messages"],
    ["floods with empty lines", afterGreeting((_, socket) => flood(socket, "\n")), "too-many-messages"],
    [
      "floods with large lines",
      afterGreeting((_, socket) => flood(socket, `{"x":"${"y".repeat(500_000)}"}\n`)),
      "too-many-bytes",
    ],
  ])("%s", async (_, play, reason) => {
    await meet(play);
    const asked = await Promise.all([
      probe.ask(methods.feeHistogram, 2_000),
      probe.ask(methods.newestTip, 2_000),
    ]);
    const failure = {outcome: "failed", reason};
    expect(asked).toMatchObject([
      {...failure, stage: "mempool.get_fee_histogram"},
      {...failure, stage: "blockchain.headers.subscribe"},
    ]);
    expect(probe.failure).toMatchObject({...failure, stage: "mempool.get_fee_histogram"});
    expect(await probe.ask(methods.banner, 2_000)).toMatchObject({...failure, stage: "server.banner"});
    expect(probe.traffic().bytesReceived).toBeLessThan(MAX_CONNECTION_BYTES + 100_000);
    expect(probe.traffic().notifications).toBeLessThanOrEqual(MAX_MESSAGES);
    for (const {detail} of [probe.failure ?? {detail: ""}]) expect(detail).toMatch(/^[ -~]{0,200}$/);
  });

  it("drips one byte at a time: the question ends at its deadline, the rest is read on", async () => {
    await meet(
      afterGreeting((request, socket) => {
        const bytes = answerTo(request);
        let i = 0;
        const timer = setInterval(
          () => (i < bytes.length ? socket.write(bytes.charAt(i++)) : clearInterval(timer)),
          5,
        );
        socket.on("close", () => clearInterval(timer));
        return null;
      }),
    );
    const began = performance.now();
    expect(await probe.ask(methods.banner, 50)).toMatchObject({reason: "timeout", stage: "server.banner"});
    expect(performance.now() - began).toBeLessThan(200);
    expect(probe.failure).toBeNull();
    await expect.poll(() => probe.traffic().notifications, {timeout: 3_000}).toBe(1); // the late answer, whole
  });

  it("answers late: the answer is counted, and not taken for the next one", async () => {
    await meet(
      afterGreeting((request, socket) => {
        const delay = request.id === 2 ? 150 : 0;
        setTimeout(() => socket.write(`{"id":${request.id},"result":"answer ${request.id}"}\n`), delay);
        return null;
      }),
    );
    expect(await probe.ask(methods.banner, 50)).toMatchObject({reason: "timeout"});
    expect(await probe.ask(methods.banner, 1_000)).toMatchObject({value: "answer 3"});
    await expect.poll(() => probe.traffic().notifications).toBe(1);
  });

  it("answers before it is asked, and everything twice: neither does harm", async () => {
    await meet(
      almostHonest((request, socket) => {
        if (request.method === "server.version") socket.write('{"id":2,"result":"too early"}\n');
        return `${answerTo(request)}${answerTo(request).replace("welcome", "again")}`;
      }),
    );
    expect(await probe.ask(methods.banner, 1_000)).toMatchObject({value: "welcome"});
    expect(await probe.ask(methods.donationAddress, 1_000)).toMatchObject({value: ""});
    await expect.poll(() => probe.traffic().notifications).toBe(4); // one early, three again
  });

  it("sends markup and escape codes: kept in the banner, bounded, and escaped in a failure", async () => {
    const nasty = "<img src=x onerror=alert(1)>\u001b]0;owned\u0007\u202e";
    await meet(
      afterGreeting(({id, method}) =>
        method === "server.banner"
          ? `{"id":${id},"result":${JSON.stringify(nasty + "x".repeat(100_000))}}\n`
          : `{"id":${id},"error":${JSON.stringify(nasty)}}\n`,
      ),
    );
    const [kept, error] = await Promise.all([
      probe.ask(methods.banner, 1_000),
      probe.ask(methods.relayFee, 1_000),
    ]);
    expect(kept).toMatchObject({value: nasty + "x".repeat(4_096 - nasty.length)});
    expect(error).toMatchObject({
      reason: "server-error",
      detail: "<img src=x onerror=alert(1)>\\u{1b}]0;owned\\u{7}\\u{202e}",
    });
  });

  it("names peers on private addresses: they are kept as hearsay and never connected to", async () => {
    await meet(answering('[["127.0.0.1","127.0.0.1",["t50001"]],["10.0.0.1","10.0.0.1",["s"]]]'));
    const asked = await probe.ask(methods.peers, 1_000);
    const endpoints = asked.outcome === "answered" ? asked.value.peers.flatMap((peer) => peer.endpoints) : [];
    expect(endpoints).toHaveLength(2);
    for (const endpoint of endpoints)
      expect((await open(endpoint, {allowLocal: false})).failure).toMatchObject({
        reason: "special-purpose-address",
      });
  });

  it("poisons every object it can: nothing is inherited", async () => {
    await meet(
      answering(
        '{"__proto__":{"server_version":"evil"},"constructor":{"prototype":{"evil":1}},"hosts":{"__proto__":{}}}',
      ),
    );
    expect(await probe.ask(methods.features, 1_000)).toMatchObject({
      value: {serverVersion: null, keys: ["__proto__", "constructor", "hosts"], declaredHosts: []},
    });
    expect("evil" in {}).toBe(false);
  });

  it("does not read: questions end at their deadlines", async () => {
    let deaf: Socket | undefined;
    await meet((socket) =>
      onRequest(socket, (request) => {
        socket.write(answerTo(request));
        deaf = socket.pause();
      }),
    );
    const asked = await Promise.all(Array.from({length: 50}, () => probe.ask(methods.banner, 100)));
    expect(new Set(asked.map((one) => (one.outcome === "failed" ? one.reason : "")))).toEqual(
      new Set(["timeout"]),
    );
    probe.close();
    deaf?.resume(); // so that it learns of the end
  });
});

describe("a server that misbehaves from the start", () => {
  it.each<[string, (socket: Socket) => void, string, number]>([
    ["is silent", () => undefined, "timeout", 1],
    ["closes at once", (socket) => socket.end(), "closed", 2],
    ["closes when it is greeted", almostHonest((_, socket) => (socket.end(), null)), "closed", 2],
    ["answers HTTP", (socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"), "not-json", 1],
    ["answers SSH", (socket) => socket.write("SSH-2.0-OpenSSH_9.6\r\n"), "not-json", 1],
    ["answers what is not UTF-8", (socket) => socket.write(Buffer.from([0xff, 0x0a])), "not-utf8", 1],
    ["answers a byte-order mark", almostHonest((request) => `\ufeff${answerTo(request)}`), "not-json", 1],
    ["sends a line without an end", (socket) => void flood(socket, "x"), "line-too-long", 1],
    ["floods with small lines", (socket) => void flood(socket, "{}\n"), "too-many-messages", 1],
    ["nests 200,000 brackets", (socket) => socket.write(`${"[".repeat(200_000)}\n`), "nested-too-deep", 1],
    ["answers wrong ids", almostHonest(() => '{"id":99,"result":["a","1.4"]}\n'), "timeout", 1],
    ["answers string ids", almostHonest(() => '{"id":"1","result":["a","1.4"]}\n'), "timeout", 1],
    ["answers neither result nor error", almostHonest(() => '{"id":1}\n'), "wrong-shape", 1],
    ["greets with null", greeting("null"), "wrong-shape", 1],
    ["greets with a string", greeting('"Fulcrum 2.1.1"'), "wrong-shape", 1],
    ["greets with an empty list", greeting("[]"), "wrong-shape", 1],
    ["greets with numbers", greeting("[1,1.4]"), "wrong-shape", 1],
    ["greets with objects", greeting('[{"a":1},{"b":2}]'), "wrong-shape", 1],
    ["greets with an empty version", greeting('["a",""]'), "wrong-shape", 1],
    ["greets with a version of 1 MB", greeting(`["a","${"1".repeat(1_000_000)}"]`), "wrong-shape", 1],
    [
      "greets with an error object",
      almostHonest(({id}) => `{"id":${id},"error":{"code":1,"message":"no"}}\n`),
      "unsupported-version",
      2,
    ],
    [
      "greets with an error string",
      almostHonest(({id}) => `{"id":${id},"error":"no"}\n`),
      "unsupported-version",
      2,
    ],
    [
      "greets with an error list",
      almostHonest(({id}) => `{"id":${id},"error":[]}\n`),
      "unsupported-version",
      2,
    ],
    [
      "greets with an error number",
      almostHonest(({id}) => `{"id":${id},"error":7}\n`),
      "unsupported-version",
      2,
    ],
    [
      "greets with an error of 1 MB",
      almostHonest(({id}) => `{"id":${id},"error":"${"\\u0007".repeat(150_000)}"}\n`),
      "unsupported-version",
      2,
    ],
  ])("%s", async (_, play, reason, connections) => {
    await meet(play, reason === "timeout" ? 200 : 5_000);
    expect(probe.failure).toMatchObject({outcome: "failed", stage: "handshake", reason});
    expect(probe.failure?.detail).toMatch(/^[ -~]{0,200}$/);
    expect(probe.opening).toMatchObject({
      address: "127.0.0.1",
      offered: null,
      serverVersion: null,
      protocol: null,
    });
    expect(server.accepted()).toBe(connections);
    expect(await probe.ask(methods.banner, 1_000)).toMatchObject({stage: "handshake", reason});
  });

  it("resets at once, which our side may see before or after its connection is there", async () => {
    await meet((socket) => socket.resetAndDestroy());
    expect(probe.failure).toMatchObject({
      stage: expect.stringMatching(/^(connect|handshake)$/) as string,
      reason: "closed",
    });
  });

  it("costs no more memory than a line, however much it sends", async () => {
    await meet((socket) => void flood(socket, "x"), 5_000);
    expect(probe.failure).toMatchObject({reason: "line-too-long"});
    expect(probe.traffic().bytesReceived).toBeLessThan(2 * (MAX_LINE_BYTES + 100_000)); // two connections
  });

  it("has a long name full of escape codes: kept raw and bounded", async () => {
    await meet(greeting(`["\\u001b[2J${"x".repeat(1_000)}","1.4"]`));
    expect(probe.opening.serverVersion).toBe(`\u001b[2J${"x".repeat(196)}`);
  });
});

describe("an honest server among hostile ones", () => {
  it("is answered as if it were alone", async () => {
    const honest = await listen(almostHonest(() => undefined));
    const hostile = await Promise.all(
      ["x", "{}\n", `{"x":"${"y".repeat(500_000)}"}\n`].map((bytes) =>
        listen(afterGreeting((_, socket) => flood(socket, bytes))),
      ),
    );
    const probes = await Promise.all([...hostile, honest].map(({endpoint}) => open(endpoint)));
    const asked = await Promise.all(probes.map((one) => one.ask(methods.feeHistogram, 5_000)));
    expect(asked.map((one) => (one.outcome === "answered" ? one.value.text : one.reason))).toEqual([
      "line-too-long",
      "too-many-messages",
      "too-many-bytes",
      "[[7,59335],[1,1433874]]",
    ]);
    for (const one of probes) one.close();
    for (const one of [...hostile, honest]) {
      await one.idle();
      await one.close();
    }
    await meet(() => undefined, 50); // for afterEach
  });
});
