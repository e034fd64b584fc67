import {type AddressInfo, type Server, type Socket, createServer} from "node:net";
import {type TlsOptions, createServer as createTlsServer} from "node:tls";
import {realClock} from "../../data-loaders/clock.js";
import {type Probe, type ProbeOptions, openProbe} from "../../data-loaders/probe.js";
import type {Endpoint} from "../../src/observation/endpoint.js";

/** A small server on loopback that behaves as a test tells it to. */
export interface Loopback {
  readonly endpoint: Endpoint;
  /** connections accepted so far */
  accepted(): number;
  /** Resolves when no connection is open any more; rejects after a second. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export async function listen(
  play: (socket: Socket, connection: number) => void,
  tls?: TlsOptions,
): Promise<Loopback> {
  let accepted = 0;
  const sockets = new Set<Socket>();
  const onConnection = (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => undefined);
    play(socket, accepted++);
    if (socket.listenerCount("data") === 0) socket.resume(); // who does not read never learns that the other has gone
  };
  const server: Server = tls
    ? createTlsServer(tls, onConnection).on("tlsClientError", () => undefined)
    : createServer(onConnection);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const {port} = server.address() as AddressInfo;
  const connections = () => new Promise<number>((resolve) => server.getConnections((_, n) => resolve(n)));
  return {
    endpoint: {host: "127.0.0.1", port, transport: tls ? "ssl" : "tcp"},
    accepted: () => accepted,
    async idle() {
      for (let i = 0; (await connections()) > 0; i++) {
        if (i === 100) throw new Error(`idle: expected no connection, got ${await connections()}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

export interface Request {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** Calls `answer` for each request on the socket. */
export function onRequest(socket: Socket, answer: (request: Request, line: string) => void): void {
  let text = "";
  socket.on("data", (chunk: Buffer) => {
    text += chunk.toString();
    for (let lf = text.indexOf("\n"); lf !== -1; lf = text.indexOf("\n")) {
      const line = text.slice(0, lf);
      text = text.slice(lf + 1);
      answer(JSON.parse(line) as Request, line);
    }
  });
}

export const GENESIS_HEADER =
  "0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c";

/** `result` members of an honest server, as text, by method. */
export const honestResults: Readonly<Record<string, string>> = {
  "server.version": '["Honest 1.0","1.4"]',
  "mempool.get_fee_histogram": "[[7,59335],[1,1433874]]",
  "blockchain.headers.subscribe": `{"hex":"${GENESIS_HEADER}","height":0}`,
  "blockchain.estimatefee": "1e-05",
  "blockchain.relayfee": "0.00001",
  "server.banner": '"welcome"',
  "server.donation_address": "null",
  "server.peers.subscribe": "[]",
  "server.features": "{}",
};

export function answerTo({id, method}: Request, results = honestResults): string {
  return `{"jsonrpc":"2.0","id":${id},"result":${results[method] ?? "null"}}\n`;
}

/** A server that is honest except where `instead` gives other bytes for a request, or plays with the socket and gives null. */
export function almostHonest(
  instead: (request: Request, socket: Socket) => string | Uint8Array | null | undefined,
): (socket: Socket) => void {
  return (socket) =>
    onRequest(socket, (request) => {
      const bytes = instead(request, socket);
      if (bytes !== null) socket.write(bytes ?? answerTo(request));
    });
}

export function open(endpoint: Endpoint, options: Partial<ProbeOptions> = {}): Promise<Probe> {
  return openProbe(endpoint, {
    clock: realClock,
    timeoutMs: 2_000,
    allowLocal: true,
    proxy: null,
    clientName: "test",
    onTip: () => undefined,
    ...options,
  });
}
