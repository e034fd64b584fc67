import {createServer, type Socket} from "node:net";
import type {AddressInfo} from "node:net";
import * as fc from "fast-check";
import {afterEach, describe, expect, it} from "vitest";
import {realClock} from "../../data-loaders/clock.js";
import {jitter} from "../../data-loaders/jitter.js";
import {openProbe} from "../../data-loaders/probe.js";
import {optOuts} from "../../data-loaders/roster/optOuts.js";
import {observeRun} from "../../data-loaders/run.js";
import {MAX_AT_A_TIME, networkOf, Turns} from "../../data-loaders/turns.js";
import type {Endpoint} from "../../src/observation/endpoint.js";
import {answerTo, onRequest} from "../electrum/loopback.js";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** How long a counting server takes to greet: longer than opening a connection on loopback, shorter than a deadline. */
const GREETING_MS = 60;

/** Servers that greet late and count, by address, the connections that have not been greeted yet, and all of them. */
async function countingServers(addresses: readonly string[], greet: (socket: Socket) => void = greetLate) {
  const open = new Map<string, number>();
  const most = new Map<string, number>();
  const all = new Map<string, number>();
  const add = (counts: Map<string, number>, key: string, n: number): number => {
    counts.set(key, (counts.get(key) ?? 0) + n);
    return counts.get(key) ?? 0;
  };
  const endpoints: Endpoint[] = [];
  for (const address of addresses) {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      add(all, address, 1);
      for (const key of [address, networkOf(address)])
        most.set(key, Math.max(most.get(key) ?? 0, add(open, key, 1)));
      let opening = true;
      const opened = (): void => {
        if (opening) for (const key of [address, networkOf(address)]) add(open, key, -1);
        opening = false;
      };
      socket.on("error", () => undefined).on("close", opened);
      // What is written after the greeting comes when the other side has it: the connection is open.
      onRequest(socket, (request) => {
        if (request.method !== "server.version") socket.write(answerTo(request));
        else {
          greet(socket);
          setTimeout(() => {
            opened();
            if (!socket.destroyed) socket.write(answerTo(request));
          }, GREETING_MS);
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, address, resolve));
    endpoints.push({host: address, port: (server.address() as AddressInfo).port, transport: "tcp"});
    closing.push(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    });
  }
  return {endpoints, most, all};
}

const greetLate = (): void => undefined;

/** Observes these endpoints once over real sockets, all of them at once as far as they let us. */
function observe(endpoints: readonly Endpoint[], turns: Turns | undefined, timeoutMs = 2_000) {
  return observeRun(
    endpoints.map((endpoint) => ({endpoint, source: "test"})),
    {
      clock: realClock,
      rounds: 1,
      intervalMs: 0,
      listenMs: 0,
      timeoutMs,
      concurrency: 64,
      discoverUpTo: null,
      hasOptedOut: () => false,
      onProgress: () => undefined,
      open: (endpoint, onTip) =>
        openProbe(endpoint, {
          clock: realClock,
          timeoutMs,
          allowLocal: true,
          proxy: null,
          clientName: "test",
          turns,
          onTip,
        }),
    },
  );
}

const outcomes = (tables: Awaited<ReturnType<typeof observe>>): unknown[] =>
  tables.endpoints.map(({outcome, reason}) => reason ?? outcome);

describe("a run", () => {
  it("opens at most two connections at one time to one address, and to one network", async () => {
    // Three servers each at two addresses of one /24, and three in another.
    const addresses = ["127.1.1.1", "127.1.1.2", "127.1.2.1"].flatMap((address) => [
      address,
      address,
      address,
    ]);
    const {endpoints, most, all} = await countingServers(addresses);
    const tables = await observe(endpoints, new Turns());
    expect(outcomes(tables)).toEqual(endpoints.map(() => "answered"));
    expect(Math.max(...most.values())).toBe(MAX_AT_A_TIME);
    expect(most.get("127.1.1.0/24")).toBe(2);
    expect(most.get("127.1.2.0/24")).toBe(2); // another network need not wait for the first
    expect([...all.values()]).toEqual([3, 3, 3]); // one connection for each endpoint
  });

  it("would open them all at one time without turns: the count counts", async () => {
    const {endpoints, most} = await countingServers(["127.1.3.1", "127.1.3.1", "127.1.3.1", "127.1.3.1"]);
    await observe(endpoints, undefined);
    expect(most.get("127.1.3.1")).toBe(4);
  });

  it("does not count waiting for a turn as slowness of the server", async () => {
    const {endpoints} = await countingServers(Array.from({length: 8}, () => "127.1.4.1"));
    // Four pairs of 60 ms each: the last ones wait longer than their own deadline.
    const tables = await observe(endpoints, new Turns(), 160);
    expect(outcomes(tables)).toEqual(endpoints.map(() => "answered"));
  });

  it("repeats nothing on an error: one connection to who answers nonsense, or is slow", async () => {
    for (const play of [(socket: Socket) => void socket.write("HTTP/1.1 400 Bad Request\r\n"), greetLate]) {
      const {endpoints, all} = await countingServers(["127.1.5.1"], play);
      await observe(endpoints, new Turns(), GREETING_MS / 2);
      expect(all.get("127.1.5.1")).toBe(1);
    }
  });

  it("opens a second connection only to who refuses the greeting, in the same turn", async () => {
    const {endpoints, all, most} = await countingServers(["127.1.6.1"], (socket) => socket.destroy());
    await observe(endpoints, new Turns());
    expect([all.get("127.1.6.1"), most.get("127.1.6.1")]).toEqual([2, 1]);
  });

  it("does not connect to a name with an address in a network that opted out, and notes only that", async () => {
    const {endpoints, all} = await countingServers(["127.1.7.1"]);
    const port = endpoints[0]?.port ?? 0;
    const {address: hasOptedOut} = optOuts("127.1.7.0/24");
    const probe = await openProbe(
      {host: "name.example", port, transport: "tcp"},
      {
        clock: realClock,
        timeoutMs: 500,
        allowLocal: true,
        proxy: null,
        clientName: "test",
        hasOptedOut,
        lookup: () => Promise.resolve(["127.1.8.1", "127.1.7.1"]),
        onTip: () => undefined,
      },
    );
    expect(probe.failure).toEqual({outcome: "not-tried", stage: "resolve", reason: "opted-out", detail: ""});
    expect(all.size).toBe(0);
  });
});

describe("Turns", () => {
  it("are given in the order of asking", async () => {
    const turns = new Turns();
    const begun: number[] = [];
    const ends = await Promise.all([turns.take(["a"]), turns.take(["a"])]);
    const later = [0, 1, 2].map(async (n) => {
      const end = await turns.take(["a"]);
      begun.push(n);
      end?.();
    });
    ends[0]?.();
    await Promise.all(later);
    expect(begun).toEqual([0, 1, 2]);
  });

  it("are not waited for longer than allowed, and leave nothing behind then", async () => {
    const turns = new Turns();
    const ends = await Promise.all([turns.take(["a"]), turns.take(["a"])]);
    expect(await turns.take(["a"], 20)).toBeNull();
    for (const end of ends) end?.();
    expect(await Promise.all([turns.take(["a"], 20), turns.take(["a"], 20)])).not.toContain(null);
  });

  it("never exceed two at any place, whatever is asked for", async () => {
    const places = fc.uniqueArray(fc.constantFrom("a", "b", "c"), {minLength: 1});
    await fc.assert(
      fc.asyncProperty(fc.array(places, {maxLength: 12}), async (asked) => {
        const turns = new Turns();
        const busy = new Map<string, number>();
        await Promise.all(
          asked.map(async (all) => {
            const end = await turns.take(all);
            for (const place of all) busy.set(place, (busy.get(place) ?? 0) + 1);
            expect(Math.max(...busy.values())).toBeLessThanOrEqual(MAX_AT_A_TIME);
            await new Promise((resolve) => setImmediate(resolve));
            for (const place of all) busy.set(place, (busy.get(place) ?? 0) - 1);
            end?.();
          }),
        );
      }),
      {numRuns: 50},
    );
  });
});

describe("networkOf", () => {
  it.each([
    ["9.9.9.200", "9.9.9.0/24"],
    ["2606:4700:10:1::1111", "2606:4700:10::/48"],
    ["::ffff:9.9.9.200", "9.9.9.0/24"],
    ["abc.onion", "abc.onion"],
  ])("%s is %s", (place, network) => {
    expect(networkOf(place)).toBe(network);
  });
});

describe("jitter", () => {
  it("spreads pauses from 0 to the longest by the numbers it is given", () => {
    const numbers = [0, 0.25, 0.999];
    const pause = jitter(2_000, () => numbers.shift() ?? NaN);
    expect([pause(), pause(), pause()]).toEqual([0, 500, 1_998]);
  });

  it("is none when there is to be none, and then takes no number", () => {
    expect(jitter(0, () => expect.unreachable())()).toBe(0);
  });
});
