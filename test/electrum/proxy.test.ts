import type {Socket} from "node:net";
import {afterEach, describe, expect, it} from "vitest";
import * as methods from "../../data-loaders/electrum/methods.js";
import {type Probe, type Proxy, parseProxy} from "../../data-loaders/probe.js";
import {type Loopback, almostHonest, listen, open} from "./loopback.js";

const ONION = {host: "abcdefghijklmnop.onion", port: 50_001, transport: "tcp"} as const;

const servers: Loopback[] = [];
const probes: Probe[] = [];

/** Opens ONION through a proxy that behaves as told. Nothing may be looked up. */
async function through(play: (socket: Socket) => void, timeoutMs = 1_000): Promise<Probe> {
  const server = await listen(play);
  servers.push(server);
  const proxy: Proxy = {host: "127.0.0.1", port: server.endpoint.port};
  const probe = await open(ONION, {proxy, timeoutMs, lookup: () => expect.unreachable(), allowLocal: false});
  probes.push(probe);
  return probe;
}

/** A SOCKS5 server (RFC 1928) that takes the greeting, then gives `reply` and hands the socket to `beyond`. */
function socks5(seen: Buffer[], reply: Buffer, beyond: (socket: Socket) => void): (socket: Socket) => void {
  return (socket) =>
    socket.once("data", (greeting: Buffer) => {
      seen.push(greeting);
      socket.write(Buffer.from([5, 0]));
      socket.once("data", (request: Buffer) => {
        seen.push(request);
        socket.write(reply);
        beyond(socket);
      });
    });
}

const GRANTED = Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
const HOST_UNREACHABLE = Buffer.from([5, 4, 0, 1, 0, 0, 0, 0, 0, 0]);

afterEach(async () => {
  for (const probe of probes.splice(0)) probe.close();
  for (const server of servers.splice(0)) {
    await server.idle();
    await server.close();
  }
});

describe("an onion service", () => {
  it("is reached through the proxy, which gets its name", async () => {
    const seen: Buffer[] = [];
    const probe = await through(
      socks5(
        seen,
        GRANTED,
        almostHonest(() => undefined),
      ),
    );
    expect(probe.failure).toBeNull();
    expect(probe.opening).toMatchObject({address: null, serverVersion: "Honest 1.0"});
    expect(await probe.ask(methods.banner, 1_000)).toMatchObject({value: "welcome"});
    // RFC 1928 §4: version 5, connect, reserved, domain name, its length, the name, the port.
    const name = Buffer.from(ONION.host);
    expect(seen).toEqual([
      Buffer.from([5, 1, 0]),
      Buffer.concat([Buffer.from([5, 1, 0, 3, name.length]), name, Buffer.from([0xc3, 0x51])]),
    ]);
  });

  it("may answer in the same packet as the proxy", async () => {
    const seen: Buffer[] = [];
    const early = Buffer.concat([GRANTED, Buffer.from('{"method":"early","params":[]}\n')]);
    const probe = await through(
      socks5(
        seen,
        early,
        almostHonest(() => undefined),
      ),
    );
    expect(probe.failure).toBeNull();
    expect(probe.traffic().notifications).toBe(1);
  });

  it("is greeted again through the proxy when it closes", async () => {
    let n = 0;
    const beyond = (socket: Socket) => (n++ === 0 ? socket.end() : almostHonest(() => undefined)(socket));
    const probe = await through(socks5([], GRANTED, beyond));
    expect(probe.opening.offered).toBe("1.4");
  });

  it.each<[string, (socket: Socket) => void]>([
    ["does not reach it", socks5([], HOST_UNREACHABLE, () => undefined)],
    ["closes", (socket) => socket.once("data", () => socket.end())],
    ["resets", (socket) => socket.once("data", () => socket.resetAndDestroy())],
    ["wants a password", (socket) => socket.once("data", () => socket.write(Buffer.from([5, 255])))],
    ["speaks HTTP", (socket) => socket.once("data", () => socket.write("HTTP/1.1 400 Bad Request\r\n\r\n"))],
    ["speaks SOCKS4", (socket) => socket.once("data", () => socket.write(Buffer.from([0, 90])))],
  ])("fails at connect with proxy-failed when the proxy %s", async (_, play) => {
    const probe = await through(play);
    expect(probe.failure).toMatchObject({outcome: "failed", stage: "connect", reason: "proxy-failed"});
  });

  it("fails with proxy-failed when there is no proxy", async () => {
    const server = await listen(() => undefined);
    await server.close();
    const probe = await open(ONION, {proxy: {host: "127.0.0.1", port: server.endpoint.port}});
    expect(probe.failure).toMatchObject({stage: "connect", reason: "proxy-failed"});
  });

  it.each<[string, (socket: Socket) => void]>([
    ["at once", () => undefined],
    ["after its greeting", (socket) => socket.once("data", () => socket.write(Buffer.from([5, 0])))],
    ["in the middle of its reply", socks5([], GRANTED.subarray(0, 4), () => undefined)],
  ])("is a timeout when the proxy stalls %s", async (_, play) => {
    const began = performance.now();
    const probe = await through(play, 200);
    expect(probe.failure).toMatchObject({stage: "connect", reason: "timeout"});
    expect(performance.now() - began).toBeLessThan(500);
  });
});

describe("a proxy that is given", () => {
  it("is not used for a server on the clearnet", async () => {
    const proxy = await listen(() => expect.unreachable());
    const server = await listen(almostHonest(() => undefined));
    servers.push(proxy, server);
    const probe = await open(server.endpoint, {proxy: {host: "127.0.0.1", port: proxy.endpoint.port}});
    probes.push(probe);
    expect(probe.failure).toBeNull();
    expect(proxy.accepted()).toBe(0);
  });
});

describe("parseProxy", () => {
  it.each([
    ["socks5h://127.0.0.1:9050", {host: "127.0.0.1", port: 9_050}],
    ["socks5h://[::1]:9050/", {host: "::1", port: 9_050}],
    ["SOCKS5H://Tor.Local:1", {host: "tor.local", port: 1}],
  ])("reads %s", (text, proxy) => {
    expect(parseProxy(text)).toEqual(proxy);
  });

  it.each([
    "",
    "127.0.0.1:9050",
    "socks5://127.0.0.1:9050", // would mean that names are resolved here
    "socks4a://127.0.0.1:9050",
    "http://127.0.0.1:9050",
    "socks5h://127.0.0.1",
    "socks5h://user:secret@127.0.0.1:9050",
    "socks5h://127.0.0.1:0",
    "socks5h://127.0.0.1:65536",
  ])("refuses %j", (text) => {
    expect(parseProxy(text)).toHaveProperty("error");
  });
});
