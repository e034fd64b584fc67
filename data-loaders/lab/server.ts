import {createServer, type Server, type Socket} from "node:net";
import {createServer as createTlsServer} from "node:tls";
import {answer, tipNotification} from "../../src/simulation/answer.js";
import type {ServerProcess} from "../../src/simulation/serverProcess.js";
import {openSession, type Session} from "../../src/simulation/session.js";

/** How a lab server treats those who connect. Who refuses has no server at all. */
export type Manners = "answers" | "silent" | "drops";

export interface LabServerOptions {
  readonly process: ServerProcess;
  readonly manners: Manners;
  /** TLS if given */
  readonly certificate: {readonly cert: string; readonly key: string} | null;
  /** ms since the start of the observation */
  readonly elapsed: () => number;
}

/** Bytes of one request. ElectrumX takes a million; nobody asks the lab anything long. */
const MAX_REQUEST_BYTES = 1_000_000;

/** One listening socket of one simulated process, answering as its program would at the lab's moment. */
export class LabServer {
  readonly #options: LabServerOptions;
  readonly #server: Server;
  readonly #connections = new Map<Socket, Session>();

  constructor(options: LabServerOptions) {
    this.#options = options;
    const accept = (socket: Socket): void => this.#accept(socket);
    this.#server = options.certificate ? createTlsServer(options.certificate, accept) : createServer(accept);
    this.#server.on("tlsClientError", () => undefined); // a client that speaks no TLS is dropped
  }

  /** @param port 0: any that is free. @returns the port. Rejects with Node's error if it cannot listen there. */
  async listen(address: string, port: number): Promise<number> {
    await new Promise<void>((done, fail) => {
      this.#server.once("error", fail);
      this.#server.listen({host: address, port}, () => {
        this.#server.off("error", fail);
        done();
      });
    });
    const bound = this.#server.address();
    return typeof bound === "object" && bound ? bound.port : port;
  }

  /** Announces the newest block to all who subscribed. */
  announce(): void {
    const {process, elapsed} = this.#options;
    const line = tipNotification(process, elapsed());
    for (const [socket, session] of this.#connections) if (session.subscribed) socket.write(line);
  }

  get hasSubscribers(): boolean {
    return [...this.#connections.values()].some(({subscribed}) => subscribed);
  }

  /** May be called before listening. */
  async close(): Promise<void> {
    for (const socket of this.#connections.keys()) socket.destroy();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }

  #accept(socket: Socket): void {
    const {process, manners, elapsed} = this.#options;
    const session = openSession();
    this.#connections.set(socket, session);
    socket.setNoDelay(true);
    socket.on("error", () => undefined); // the client went away
    socket.on("close", () => this.#connections.delete(socket));
    if (manners === "silent") {
      socket.resume();
      return;
    }
    let held = "";
    socket.setEncoding("utf8");
    socket.on("data", (text: string) => {
      const lines = (held + text).split("\n");
      held = lines.pop() ?? "";
      if (held.length > MAX_REQUEST_BYTES) socket.destroy();
      for (const line of lines) {
        const reply = answer(process, session, line, elapsed());
        socket.write(reply.lines.join(""));
        if (reply.close || manners === "drops") {
          socket.end();
          return;
        }
      }
    });
  }
}
