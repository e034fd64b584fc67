import {type Socket, connect} from "node:net";
import {SocksClient} from "socks";
import type {Endpoint} from "../../src/observation/endpoint.js";
import {type Failure, failed} from "../../src/observation/failure.js";
import type {Proxy} from "./proxy.js";
import {failureOf, messageOf, until} from "./socketOutcome.js";

/** A TCP connection, to this IP address (null: by a proxy, to an address unknown), or why there is none. */
export type Dialled =
  {readonly socket: Socket; readonly address: string | null} | {readonly failure: Failure};

/**
 * Connects to the first of the addresses that takes us. None has more than its share of the time that is left.
 *
 * @param left real milliseconds until all must be done
 */
export async function dialFirst(
  addresses: readonly string[],
  port: number,
  left: () => number,
): Promise<Dialled> {
  let failure = failed("connect", "unreachable", "no address");
  for (const [i, address] of addresses.entries()) {
    const dialled = await dial(address, port, left() / (addresses.length - i));
    if (!("failure" in dialled)) return {socket: dialled.socket, address};
    failure = dialled.failure;
  }
  return {failure};
}

async function dial(host: string, port: number, timeoutMs: number): Promise<Dialled> {
  const socket = connect({host, port, noDelay: true}); // requests are small and their moment matters
  socket.on("error", () => undefined); // one that comes after `until` is told by "close"
  const outcome = await until(socket, "connect", timeoutMs);
  if (outcome === "ready") return {socket, address: host};
  socket.destroy();
  return {failure: failureOf("connect", outcome)};
}

/**
 * Reaches an onion service through the proxy, which gets the name: nothing is looked up here.
 * The socket is ours from the start, so that the deadline can end it at any step.
 */
export async function dialOnion(
  {host, port}: Endpoint,
  proxy: Proxy | null,
  left: () => number,
): Promise<Dialled> {
  if (proxy === null) return {failure: failed("connect", "no-proxy")};
  const dialled = await dial(proxy.host, proxy.port, left());
  if ("failure" in dialled) {
    const {reason, detail} = dialled.failure;
    return {
      failure: failed("connect", reason === "timeout" ? "timeout" : "proxy-failed", `${reason} ${detail}`),
    };
  }
  const {socket} = dialled;
  const timeoutMs = left();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    socket.destroy();
  }, timeoutMs);
  try {
    await SocksClient.createConnection({
      command: "connect",
      proxy: {host: proxy.host, port: proxy.port, type: 5},
      destination: {host, port},
      existing_socket: socket,
      timeout: timeoutMs + 1_000, // the timer above comes first; this one is the library's and does not keep us alive
    });
    return {socket, address: null};
  } catch (error) {
    socket.destroy();
    const outcome = late
      ? failureOf("connect", "timeout")
      : failed("connect", "proxy-failed", messageOf(error));
    return {failure: outcome};
  } finally {
    clearTimeout(timer);
  }
}
