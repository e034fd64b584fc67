import type {Socket} from "node:net";
import {type Endpoint, isOnion} from "../../src/observation/endpoint.js";
import type {Failure} from "../../src/observation/failure.js";
import type {Clock} from "../clock.js";
import {dialFirst, dialOnion} from "./dial.js";
import type {Proxy} from "./proxy.js";
import {type Tls, secure} from "./secure.js";

/** How long the steps took, and what TLS showed. Null: the step was not needed, or not reached. */
export interface ConnectionFacts {
  /** IP address that was connected to; null through a proxy, which does not tell */
  readonly address: string | null;
  /** TCP, and the proxy's part */
  readonly connectMs: number | null;
  readonly tlsMs: number | null;
  readonly tls: Tls | null;
}

export interface Connection extends ConnectionFacts {
  readonly socket: Socket;
}

/** A connection that did not come about, and how far it came. */
export interface NoConnection extends ConnectionFacts {
  readonly failure: Failure;
}

export interface ConnectOptions {
  readonly clock: Clock;
  /** real milliseconds until all must be done */
  readonly left: () => number;
  /** for onion services, and for nothing else: a clearnet server is connected to directly even when it is given */
  readonly proxy: Proxy | null;
}

/**
 * Opens a connection: TCP to one of the addresses, or the proxy to an onion service; then TLS where the endpoint
 * has it. Never rejects, and leaves no socket open when it fails.
 *
 * @param addresses checked IP addresses, tried in turn, each with its share of the time; unused for an onion service
 */
export async function openConnection(
  endpoint: Endpoint,
  addresses: readonly string[],
  options: ConnectOptions,
): Promise<Connection | NoConnection> {
  const {clock} = options;
  const began = clock.monotonic();
  const dialled = isOnion(endpoint)
    ? await dialOnion(endpoint, options.proxy, options.left)
    : await dialFirst(addresses, endpoint.port, options.left);
  if ("failure" in dialled)
    return {failure: dialled.failure, address: null, connectMs: null, tlsMs: null, tls: null};
  const {socket, address} = dialled;
  const connected = clock.monotonic();
  const facts = {address, connectMs: connected - began, tlsMs: null, tls: null};
  if (endpoint.transport === "tcp") return {...facts, socket};
  const secured = await secure(socket, endpoint.host, options.left());
  if ("failure" in secured) return {...facts, failure: secured.failure};
  return {...facts, tlsMs: clock.monotonic() - connected, ...secured};
}
