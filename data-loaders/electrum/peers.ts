import {isIP} from "node:net";
import type {Endpoint} from "../../src/observation/endpoint.js";
import {wrongShape} from "./check.js";
import {hostOf, isPort} from "./host.js";
import {MAX_PEERS, MAX_PEER_FEATURES} from "./limits.js";
import type {Question} from "./question.js";

/** A server that another server knows of. Hearsay: nobody has checked it. */
export interface Peer {
  /** IP address, or the onion name again; canonical */
  readonly address: string;
  /** canonical */
  readonly host: string;
  readonly endpoints: readonly Endpoint[];
}

export interface PeerList {
  /** entries in the answer, malformed ones too */
  readonly entries: number;
  /** the well-formed ones, in their order: a malformed entry spoils no other */
  readonly peers: readonly Peer[];
}

export const peers: Question<PeerList> = {
  method: "server.peers.subscribe",
  params: [],
  check(result) {
    if (!Array.isArray(result)) return wrongShape("an array of peers", result);
    if (result.length > MAX_PEERS) return wrongShape(`at most ${MAX_PEERS} peers`, result);
    const wellFormed = (result as unknown[]).map(readPeer).filter((peer) => peer !== null);
    return {value: {entries: result.length, peers: wellFormed}};
  },
};

/** One entry, `[address, host, ["v1.4.3", "s50002", "t"]]`, or null if it is none. */
function readPeer(entry: unknown): Peer | null {
  if (!Array.isArray(entry) || entry.length < 3) return null;
  const [address, host, features] = (entry as unknown[]).map((part, i) => (i < 2 ? hostOf(part) : part));
  if (typeof address !== "string" || typeof host !== "string") return null;
  if (isIP(address) === 0 && !address.endsWith(".onion")) return null;
  if (!Array.isArray(features) || features.length > MAX_PEER_FEATURES) return null;
  const endpoints = (features as unknown[]).map((feature) => readFeature(host, feature));
  return {address, host, endpoints: endpoints.filter((endpoint) => endpoint !== null)};
}

/** `s` is TLS and `t` is TCP, each with an optional port; `v` and `p` (version, pruning) are no endpoints. */
function readFeature(host: string, feature: unknown): Endpoint | null {
  if (typeof feature !== "string") return null;
  const [, letter, digits] = /^([st])(\d{0,5})$/.exec(feature) ?? [];
  if (letter === undefined) return null;
  const transport = letter === "s" ? "ssl" : "tcp";
  const port = digits ? Number(digits) : letter === "s" ? 50_002 : 50_001;
  return isPort(port) ? {host, port, transport} : null;
}
