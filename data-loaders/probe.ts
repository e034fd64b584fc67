import {type Endpoint, isOnion} from "../src/observation/endpoint.js";
import {type Failure, failed, type Reason} from "../src/observation/failure.js";
import type {Tip} from "../src/observation/tip.js";
import type {Clock} from "./clock.js";
import {type ConnectionFacts, openConnection} from "./electrum/connection.js";
import {type Marks, noMarks} from "./electrum/marks.js";
import {checkGreeting} from "./electrum/greeting.js";
import type {Question} from "./electrum/question.js";
import type {Proxy} from "./electrum/proxy.js";
import {type Lookup, resolveHost} from "./electrum/resolve.js";
import {type Asked, Session} from "./electrum/session.js";
import type {Turns} from "./turns.js";

export {parseProxy} from "./electrum/proxy.js";
export type {Proxy} from "./electrum/proxy.js";
export type {Asked} from "./electrum/session.js";

export interface ProbeOptions {
  /** gives every recorded time; deadlines run in real time */
  readonly clock: Clock;
  /** for opening, both attempts included; real milliseconds */
  readonly timeoutMs: number;
  /** connect to private, loopback and other special-purpose addresses too */
  readonly allowLocal: boolean;
  /** for onion services only; null: those are not tried */
  readonly proxy: Proxy | null;
  /** how we introduce ourselves to the server */
  readonly clientName: string;
  /** called when the server announces a block; UTC ms */
  onTip(tip: Tip, receivedAtMs: number): void;
  /** whether an address lies in a network whose operator asked not to be observed; default: none does */
  readonly hasOptedOut?: ((address: string) => boolean) | undefined;
  /** shared by the conversations of a run, so that none is opened at a network before its turn; default: at once */
  readonly turns?: Turns | undefined;
  /** default: ask the system's DNS servers. Onion names are never looked up */
  readonly lookup?: Lookup | undefined;
  /** Where an endpoint is served in truth, in place of looking it up: the lab's names are in no DNS, its ports are lent. */
  readonly dial?: ((endpoint: Endpoint) => {readonly address: string; readonly port: number}) | undefined;
}

/** How a conversation began. Null: not known, because it did not come so far or has no such step. */
export interface Opening extends ConnectionFacts {
  /** when the attempt that counted began, UTC ms */
  readonly openedAt: number;
  /** from server.version to its answer */
  readonly handshakeMs: number | null;
  /** protocol versions offered when the server accepted */
  readonly offered: Offered | null;
  /** as the server reports it, bounded, not escaped */
  readonly serverVersion: string | null;
  readonly protocol: string | null;
}

/** One conversation with one server, over one connection. */
export interface Probe {
  readonly endpoint: Endpoint;
  /** why it could not be opened, or why it ended since; null while it lasts */
  readonly failure: Failure | null;
  readonly opening: Opening;
  /** The request is written before this returns; it never rejects. Questions need not wait for one another. */
  ask<T>(question: Question<T>, timeoutMs: number): Promise<Asked<T>>;
  marks(): Marks;
  /** over both attempts, if there were two */
  traffic(): {readonly bytesReceived: number; readonly notifications: number};
  /** Ends it. May be called again. Nothing is left open. */
  close(): void;
}

/**
 * What is offered first, and on a new connection to a server that refused it: Electrum Personal Server breaks on
 * an array, and Sparrow's server takes a string only.
 */
const offers = {"1.4-1.6": ["1.4", "1.6"], "1.4": "1.4"} as const;
type Offered = keyof typeof offers;

/**
 * Opens a conversation: looks the name up, connects, secures, and introduces itself with `server.version`, which
 * must be the first request (ElectrumX from 1.19 on closes the connection otherwise).
 *
 * One connection; a second one only to a server that turned the first greeting down, as programs do that know but
 * one form of it. Nothing else is repeated.
 *
 * Never rejects, and takes no longer than `timeoutMs` besides waiting for its turn: who does not answer is a probe
 * with a `failure`.
 */
export async function openProbe(endpoint: Endpoint, options: ProbeOptions): Promise<Probe> {
  let end = performance.now() + options.timeoutMs;
  const left = () => Math.max(1, end - performance.now());
  const openedAt = options.clock.now();
  const dialled = options.dial?.(endpoint);
  const {port} = dialled ?? endpoint;
  const addresses = isOnion(endpoint) ? [] : await resolveHost(dialled?.address ?? endpoint.host, options);
  if ("reason" in addresses)
    return probeOf(endpoint, options.clock, {...unopened, openedAt, failure: addresses, session: null});
  const waitedFrom = performance.now();
  const endTurn = await options.turns?.take(isOnion(endpoint) ? [endpoint.host] : addresses);
  if (endTurn === null) {
    const failure = failed("connect", "own-side", "too many servers of one network to wait for");
    return probeOf(endpoint, options.clock, {...unopened, openedAt, failure, session: null});
  }
  end += performance.now() - waitedFrom;
  try {
    const first = await attempt({...endpoint, port}, addresses, "1.4-1.6", options, left);
    if (!isRefusal(first)) return probeOf(endpoint, options.clock, first);
    const same = first.address === null ? addresses : [first.address];
    const second = await attempt({...endpoint, port}, same, "1.4", options, left);
    return probeOf(endpoint, options.clock, second, first);
  } finally {
    endTurn?.();
  }
}

/** One connection and the greeting on it; the session is closed if the greeting failed, and null if there was none. */
type Attempt = Opening &
  (
    | {readonly failure: null; readonly session: Session}
    | {readonly failure: Failure; readonly session: Session | null}
  );

const unopened = {
  address: null,
  connectMs: null,
  tlsMs: null,
  tls: null,
  handshakeMs: null,
  offered: null,
  serverVersion: null,
  protocol: null,
};

async function attempt(
  endpoint: Endpoint,
  addresses: readonly string[],
  offered: Offered,
  options: ProbeOptions,
  left: () => number,
): Promise<Attempt> {
  const opening = {...unopened, openedAt: options.clock.now()};
  const connection = await openConnection(endpoint, addresses, {...options, left});
  if ("failure" in connection) return {...opening, ...connection, session: null};
  const {socket, ...facts} = connection;
  const session = new Session(socket, options);
  const params = [options.clientName, offers[offered]];
  const request = {method: "server.version", params, stage: "handshake", check: checkGreeting} as const;
  const greeting = await session.ask(request, left());
  if (greeting.outcome !== "answered") {
    session.close();
    const isLast = offered === "1.4" && greeting.reason === "server-error";
    const failure = {
      outcome: greeting.outcome,
      stage: greeting.stage,
      reason: isLast ? ("unsupported-version" as const) : greeting.reason,
      detail: greeting.detail,
    };
    return {...opening, ...facts, failure, session};
  }
  const {value, elapsedMs} = greeting;
  return {...opening, ...facts, ...value, handshakeMs: elapsedMs, offered, failure: null, session};
}

/** How a server turns a greeting down whose form it does not know. Silence or nonsense is no refusal. */
const refusals: ReadonlySet<Reason> = new Set(["server-error", "closed"]);

function isRefusal({failure}: Attempt): boolean {
  return failure?.stage === "handshake" && refusals.has(failure.reason);
}

/** @param earlier an attempt that was refused, so that `last` is another one */
function probeOf(endpoint: Endpoint, clock: Clock, last: Attempt, earlier?: Attempt): Probe {
  const {failure, session, ...opening} = last;
  const total = (count: (session: Session) => number) =>
    [last.session, earlier?.session].reduce((sum, session) => sum + (session ? count(session) : 0), 0);
  return {
    endpoint,
    opening,
    get failure() {
      return failure ?? session.ended;
    },
    async ask(question, timeoutMs) {
      if (failure) return {...failure, requestedAt: clock.now()};
      return session.ask({...question, stage: question.method}, timeoutMs);
    },
    marks: () => session?.marks ?? noMarks,
    traffic: () => ({
      bytesReceived: total(({bytesReceived}) => bytesReceived),
      notifications: total(({notifications}) => notifications),
    }),
    close: () => session?.close(),
  };
}
