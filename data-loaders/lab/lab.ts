import {hashHeader} from "../hashHeader.js";
import {type Endpoint, formatEndpoint} from "../../src/observation/endpoint.js";
import {type EndpointTruth, simulateNetwork, truthOf} from "../../src/simulation/network.js";
import {processEstimateAt, tipNoticesBetween} from "../../src/simulation/serverProcess.js";
import type {Clock} from "../clock.js";
import type {Candidate} from "../roster.js";
import {labCertificate} from "./certificate.js";
import {LabClock, type LabEvent} from "./clock.js";
import {LabServer} from "./server.js";

export interface LabOptions {
  readonly seed: number;
  /** when the lab's time begins, UTC ms */
  readonly startMs: number;
  /** how long it can be observed */
  readonly hours: number;
  /** default: a clock of its own, which moves when it is slept on */
  readonly clock?: Clock;
}

/** A simulated Electrum network on loopback, with a known truth. */
export interface Lab {
  readonly seed: number;
  readonly clock: Clock;
  /** what a study is given: names and ports as an operator would list them */
  readonly candidates: readonly Candidate[];
  /** which endpoints really share what; for judging a study, never for making one */
  readonly truth: readonly EndpointTruth[];
  /** where an endpoint is really served: its invented name is in no DNS */
  dial(endpoint: Endpoint): {readonly address: string; readonly port: number};
  /** @param ports `own`: those that the endpoints name, for other tools; default: any that are free, so that labs do not collide */
  listen(ports?: "own" | "free"): Promise<void>;
  /** what happens after one moment and up to another, UTC ms: blocks that servers with subscribers announce */
  eventsBetween(fromMs: number, toMs: number): readonly LabEvent[];
  close(): Promise<void>;
}

/** Simulates a network and prepares its servers. Takes seconds: all histories are worked out before anyone is served. */
export async function createLab({seed, startMs, hours, clock}: LabOptions): Promise<Lab> {
  const network = simulateNetwork({seed, hours, startUtcMs: startMs, hashHeader});
  const sockets = new Map<
    string,
    {server: LabServer; process: (typeof network.endpoints)[number]["process"]}
  >();
  const places = new Map<string, {readonly address: string; readonly port: number}>();
  const byName = new Map(network.endpoints.map((each) => [formatEndpoint(each.endpoint), each]));

  const eventsBetween = (fromMs: number, toMs: number): LabEvent[] =>
    [...sockets.values()]
      .filter(({server}) => server.hasSubscribers)
      .flatMap(({server, process}) =>
        tipNoticesBetween(process, fromMs - startMs, toMs - startMs).map((ms) => ({
          atMs: startMs + ms,
          run: () => server.announce(),
        })),
      )
      .toSorted((a, b) => a.atMs - b.atMs);
  const time = clock ?? new LabClock(startMs, eventsBetween);

  for (const {endpoint, address, behaviour, process, certificate} of network.endpoints) {
    processEstimateAt(process, 2, null, 0); // works out its node's history of estimates now
    const socket = `${address}:${endpoint.port}`;
    if (behaviour === "refuses" || sockets.has(socket)) continue; // two names of one machine
    const server = new LabServer({
      process,
      manners: behaviour === "other-chain" ? "answers" : behaviour,
      certificate: certificate && (await labCertificate(seed, startMs, certificate)),
      elapsed: () => time.now() - startMs,
    });
    sockets.set(socket, {server, process});
  }

  return {
    seed,
    clock: time,
    candidates: network.endpoints.map(({endpoint}) => ({endpoint, source: `lab ${seed}`})),
    truth: truthOf(network),
    dial: (endpoint) => {
      const found = byName.get(formatEndpoint(endpoint));
      if (!found)
        throw new RangeError(`dial: expected an endpoint of this lab, got ${formatEndpoint(endpoint)}`);
      const nominal = {address: found.address, port: endpoint.port};
      return places.get(`${nominal.address}:${nominal.port}`) ?? nominal;
    },
    async listen(choice = "free") {
      for (const [socket, {server}] of sockets) {
        const [address = "", port] = socket.split(":");
        places.set(socket, await listenAt(server, address, choice === "own" ? Number(port) : 0));
      }
    },
    eventsBetween,
    async close() {
      await Promise.all([...sockets.values()].map(({server}) => server.close()));
    },
  };
}

/**
 * Listens at an address of its own. Where a system has no such loopback address (macOS has 127.0.0.1 alone), a lent
 * port on 127.0.0.1 does: the study runs all the same, but all its servers then seem to be one machine.
 */
async function listenAt(
  server: LabServer,
  address: string,
  port: number,
): Promise<{address: string; port: number}> {
  try {
    return {address, port: await server.listen(address, port)};
  } catch (error) {
    if (port !== 0 || (error as NodeJS.ErrnoException).code !== "EADDRNOTAVAIL") throw error;
    return {address: "127.0.0.1", port: await server.listen("127.0.0.1", 0)};
  }
}
