import type * as net from "node:net";
import {afterEach, describe, expect, it, vi} from "vitest";
import {dialFirst} from "../../data-loaders/electrum/dial.js";
import {listen} from "./loopback.js";

/** Addresses from which nothing ever comes, as behind a firewall that drops: no packet is sent to them here. */
const BLACK_HOLES = ["192.0.2.1", "192.0.2.2"];

const unanswered: net.Socket[] = [];
vi.mock("node:net", async (load) => {
  const real = await load<typeof net>();
  return {
    ...real,
    connect(options: net.NetConnectOpts & {host: string}): net.Socket {
      if (!BLACK_HOLES.includes(options.host)) return real.connect(options);
      const socket = new real.Socket();
      unanswered.push(socket);
      return socket;
    },
  };
});

afterEach(() => {
  unanswered.length = 0;
});

function countdown(ms: number): () => number {
  const end = performance.now() + ms;
  return () => end - performance.now();
}

describe("dialFirst", () => {
  it("leaves an address that does not answer its share of the time, and the rest to the next", async () => {
    const server = await listen(() => undefined);
    const began = performance.now();
    const dialled = await dialFirst([...BLACK_HOLES, "127.0.0.1"], server.endpoint.port, countdown(600));
    expect(dialled).toMatchObject({address: "127.0.0.1"});
    expect(performance.now() - began).toBeLessThan(550); // a third of 600, and half of what was left then
    expect(unanswered.map((socket) => socket.destroyed)).toEqual([true, true]); // none is left trying
    if ("socket" in dialled) dialled.socket.destroy();
    await server.idle();
    await server.close();
  });

  it("takes no longer than there is time, and tells how the last address failed", async () => {
    const began = performance.now();
    expect(await dialFirst(BLACK_HOLES, 50_001, countdown(200))).toMatchObject({
      failure: {stage: "connect", reason: "timeout"},
    });
    expect(performance.now() - began).toBeLessThan(400);
    expect(unanswered.map((socket) => socket.destroyed)).toEqual([true, true]);
  });
});
