import {type Entry, listed} from "./listed.js";
import type {Listed} from "./source.js";

/**
 * Reads `servers.json` as the Electrum wallet and Fulcrum keep it: an object by host, each with the ports as text,
 * `s` for TLS and `t` for TCP; `version` and `pruning` are of no use here.
 *
 * @example parseServersJson('{"a.example": {"s": "50002", "t": "50001", "version": "1.4", "pruning": "-"}}')
 */
export function parseServersJson(text: string): Listed | {readonly error: string} {
  let servers: unknown;
  try {
    servers = JSON.parse(text);
  } catch {
    return {error: "expected JSON, got something else"};
  }
  if (!isObject(servers)) return {error: "expected an object of servers by host, got something else"};
  return listed(Object.entries(servers).flatMap(([host, server]) => entriesOf(host, server)));
}

/** One entry for each port; a server without any is one that names no server. */
function entriesOf(host: string, server: unknown): Entry[] {
  const {s, t} = isObject(server) ? server : {};
  const entries: Entry[] = [];
  if (s !== undefined) entries.push({host, port: String(s), transport: "ssl"});
  if (t !== undefined) entries.push({host, port: String(t), transport: "tcp"});
  return entries.length > 0 ? entries : [{host, port: "", transport: "ssl"}];
}

function isObject(value: unknown): value is Record<"s" | "t", unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
