import {isIP} from "node:net";
import {type Endpoint, formatEndpoint, type Transport} from "../../src/observation/endpoint.js";
import {isPublic} from "../electrum/address.js";
import {hostOf} from "../electrum/host.js";
import {type Listed, MAX_LISTED, MIN_READABLE_SHARE} from "./source.js";

/** An entry of somebody's list, as it was written. */
export interface Entry {
  readonly host: string;
  readonly port: string;
  readonly transport: Transport;
}

/** Checks a list's entries: each endpoint once, hosts canonical, nothing on a private network. */
export function listed(entries: readonly Entry[]): Listed | {readonly error: string} {
  const byName = new Map<string, Endpoint>();
  let skipped = 0;
  for (const entry of entries) {
    const endpoint = publicEndpoint(entry);
    if (endpoint) byName.set(formatEndpoint(endpoint), endpoint);
    else skipped += 1;
  }
  if (byName.size === 0) return {error: "expected servers, got none"};
  if (byName.size > MAX_LISTED) return {error: `expected at most ${MAX_LISTED} servers, got ${byName.size}`};
  if (entries.length - skipped < MIN_READABLE_SHARE * entries.length)
    return {error: `expected servers, got ${skipped} of ${entries.length} entries that name none`};
  return {endpoints: [...byName.values()], skipped};
}

function publicEndpoint({host, port, transport}: Entry): Endpoint | null {
  const canonical = hostOf(host.replace(/^\[([^\]]*)\]$/, "$1"));
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  if (canonical === null || number < 1 || number > 65_535) return null;
  // A name is looked up, and its addresses are checked, when it is asked; `localhost` and the like are in no DNS.
  if (isIP(canonical) ? !isPublic(canonical) : !canonical.includes(".")) return null;
  return {host: canonical, port: number, transport};
}
