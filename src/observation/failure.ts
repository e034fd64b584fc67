/** The Electrum protocol methods that an observation may call. None of them names an address or a transaction. */
export const methods = [
  "server.version",
  "mempool.get_fee_histogram",
  "blockchain.headers.subscribe",
  "blockchain.estimatefee",
  "blockchain.relayfee",
  "mempool.get_info",
  "server.banner",
  "server.donation_address",
  "server.peers.subscribe",
  "server.features",
] as const;
export type Method = (typeof methods)[number];

/** Where in a conversation it ended: before, during or after the handshake, or in one method's answer. */
export type Stage = "resolve" | "connect" | "tls" | "handshake" | Exclude<Method, "server.version">;

/** Every way in which the world can disappoint a probe, with what it means. A closed list: the archive holds no other. */
export const reasons = {
  "no-proxy": "not tried: an onion service needs --proxy",
  "opted-out": "not tried: the operator asked not to be observed",
  "name-not-found": "the name has no address",
  "special-purpose-address": "private, loopback, link-local or otherwise not public: never connected to",
  "proxy-failed": "the SOCKS proxy did not connect",
  refused: "the connection was refused",
  unreachable: "no route to the host or its network",
  timeout: "no complete answer before the deadline",
  closed: "the server ended the connection",
  "not-tls": "what came is not TLS",
  "tls-failed": "the TLS handshake failed",
  "line-too-long": "a line longer than any genuine answer",
  "too-many-bytes": "more bytes on one connection than a run can need",
  "too-many-messages": "more messages on one connection than a run can need",
  "not-utf8": "bytes that are not UTF-8",
  "not-json": "a line that is not JSON",
  "nested-too-deep": "JSON nested deeper than any genuine answer",
  "wrong-shape": "JSON of another shape than the protocol gives this answer",
  "out-of-range": "a number that cannot be",
  "out-of-order": "histogram labels that do not strictly descend",
  "too-many-bins": "more histogram bins than a full mempool can make",
  "server-error": "a JSON-RPC error",
  "unsupported-version": "the server refused protocol 1.4 too",
  "own-side": "our own machine could not open a connection",
} as const;
export type Reason = keyof typeof reasons;

/** What the world did, as a value: the stage it happened at, why, and a short escaped detail for a human. */
export interface Failure {
  readonly outcome: "failed" | "not-tried";
  readonly stage: Stage;
  readonly reason: Reason;
  /** at most 200 printable ASCII characters; whatever a server sent is escaped (`escapeDetail`) */
  readonly detail: string;
}

/** The longest detail that is kept, in characters: enough for any genuine error text, too short to be a payload. */
export const MAX_DETAIL = 200;

export function failed(stage: Stage, reason: Reason, detail = ""): Failure {
  return {
    outcome: reason === "no-proxy" || reason === "opted-out" ? "not-tried" : "failed",
    stage,
    reason,
    detail: escapeDetail(detail),
  };
}

/**
 * Text from the network as printable ASCII: every other character as `\u{hex}`, a backslash doubled.
 * Safe to print on a terminal; HTML still needs its own escaping where it is shown.
 */
export function escapeDetail(text: string): string {
  const escaped = text
    .slice(0, MAX_DETAIL)
    .replace(/[^\x20-\x5b\x5d-\x7e]/gu, (c) =>
      c === "\\" ? "\\\\" : `\\u{${c.codePointAt(0)?.toString(16)}}`,
    );
  const whole = text.length <= MAX_DETAIL && escaped.length <= MAX_DETAIL;
  return whole ? escaped : `${escaped.slice(0, MAX_DETAIL - 3)}...`;
}
