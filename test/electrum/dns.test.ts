import {type Socket, createSocket} from "node:dgram";
import type * as dnsPromises from "node:dns/promises";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {resolveHost} from "../../data-loaders/electrum/resolve.js";

const NO_SUCH_NAME = 3; // RFC 1035 §4.1.1, RCODE
const SERVER_FAILURE = 2;
const REFUSED = 5;

/** What a small DNS server on loopback answers: addresses as bytes, a response code, or nothing at all. */
type Zone = Readonly<Record<string, Partial<Record<"A" | "AAAA", readonly number[][] | number>>>>;

const {resolvers, hostsFile} = vi.hoisted(() => ({
  resolvers: {port: 0, cancelled: 0},
  hostsFile: new Map([["printer.example", "10.0.0.9"]]),
}));
vi.mock("node:dns/promises", async (load) => {
  const dns = await load<typeof dnsPromises>();
  class Resolver extends dns.Resolver {
    constructor() {
      super();
      this.setServers([`127.0.0.1:${resolvers.port}`]);
    }
    override cancel() {
      resolvers.cancelled += 1;
      super.cancel();
    }
  }
  /** The system's resolver, which knows a hosts file. */
  const lookup = async (host: string) => {
    const address = hostsFile.get(host);
    if (address === undefined) throw new Error("ENOTFOUND");
    return [{address, family: 4}];
  };
  return {...dns, Resolver, lookup};
});

let server: Socket;
let zone: Zone = {};
beforeEach(async () => {
  server = createSocket("udp4");
  server.on("message", (query, {port}) => {
    const answer = answerTo(query);
    if (answer) server.send(answer, port, "127.0.0.1");
  });
  await new Promise<void>((resolve) => server.bind(0, "127.0.0.1", resolve));
  resolvers.port = server.address().port;
});
afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())));

/** RFC 1035 §4: the query's id and question, then one record for each address. */
function answerTo(query: Buffer): Buffer | null {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("ascii", at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = query.readUInt16BE(at + 1) === 1 ? "A" : "AAAA";
  const found = zone[labels.join(".").toLowerCase()]?.[type];
  if (found === undefined) return null;
  const [code, addresses] = typeof found === "number" ? [found, []] : [0, found];
  const header = Buffer.from(query.subarray(0, 12));
  header.writeUInt16BE(0x8180 + code, 2);
  header.writeUInt16BE(addresses.length, 6);
  header.fill(0, 8);
  const records = addresses.map((bytes) =>
    Buffer.from([0xc0, 12, 0, type === "A" ? 1 : 28, 0, 1, 0, 0, 0, 60, 0, bytes.length, ...bytes]),
  );
  return Buffer.concat([header, query.subarray(12, at + 5), ...records]);
}

const V4 = [8, 8, 8, 8];
const V6 = [0x26, 0x06, 0x47, 0, ...Array.from({length: 11}, () => 0), 0x11];
const resolve = (host: string, timeoutMs = 2_000) => resolveHost(host, {timeoutMs, allowLocal: false});

describe("resolveHost, asking DNS", () => {
  it("gives IPv4 first, then IPv6, and leaves private addresses out", async () => {
    zone = {"both.example": {A: [[192, 168, 1, 1], V4], AAAA: [V6]}};
    expect(await resolve("both.example")).toEqual(["8.8.8.8", "2606:4700::11"]);
  });

  it("does with one family when the other has no address, or fails", async () => {
    zone = {"four.example": {A: [V4], AAAA: []}, "six.example": {A: SERVER_FAILURE, AAAA: [V6]}};
    expect(await resolve("four.example")).toEqual(["8.8.8.8"]);
    expect(await resolve("six.example")).toEqual(["2606:4700::11"]);
  });

  it("finds no name that is not there, has no address, or whose server fails", async () => {
    zone = {
      "gone.example": {A: NO_SUCH_NAME, AAAA: NO_SUCH_NAME},
      "empty.example": {A: [], AAAA: []},
      "broken.example": {A: REFUSED, AAAA: REFUSED},
    };
    for (const host of Object.keys(zone))
      expect(await resolve(host)).toMatchObject({stage: "resolve", reason: "name-not-found"});
  });

  it("asks the system for a name that DNS does not know, and checks what a hosts file says like any other", async () => {
    zone = {"printer.example": {A: NO_SUCH_NAME, AAAA: NO_SUCH_NAME}};
    expect(await resolve("printer.example")).toMatchObject({
      reason: "special-purpose-address",
      detail: "10.0.0.9",
    });
  });

  it("gives up at its deadline when nobody answers", async () => {
    zone = {};
    const began = performance.now();
    expect(await resolve("silent.example", 100)).toMatchObject({stage: "resolve", reason: "timeout"});
    expect(performance.now() - began).toBeLessThan(500);
    expect(resolvers.cancelled).toBe(1); // or it would go on asking, and keep the process alive
  });
});
