import {bounded, kind, wrongShape} from "./check.js";
import type {Checked} from "./check.js";
import {MAX_SERVER_VERSION} from "./limits.js";

/** What a server answers to our greeting. */
export interface Greeting {
  /** program and version as the server reports it, bounded, not escaped */
  readonly serverVersion: string;
  /** the protocol version that it chose, such as `1.4`, `1.5.3` or `1.6.0` */
  readonly protocol: string;
}

export function checkGreeting(result: unknown): Checked<Greeting> {
  if (!Array.isArray(result) || result.length !== 2) return wrongShape("[program, protocol]", result);
  const [serverVersion, protocol] = result as unknown[];
  if (typeof serverVersion !== "string" || typeof protocol !== "string")
    return {
      reason: "wrong-shape",
      detail: `expected two strings, got ${kind(serverVersion)} and ${kind(protocol)}`,
    };
  if (!/^\d{1,3}(\.\d{1,3}){0,2}$/.test(protocol))
    return {
      reason: "wrong-shape",
      detail: `expected a protocol version like 1.4.2, got ${protocol.slice(0, 100)}`,
    };
  return {value: {serverVersion: bounded(serverVersion, MAX_SERVER_VERSION), protocol}};
}

/** Whether a negotiated protocol has `mempool.get_info` and may lack `blockchain.relayfee`: 1.6 or later. */
export function hasMempoolInfo(protocol: string): boolean {
  const [major = 0, minor = 0] = protocol.split(".").map(Number);
  return major > 1 || (major === 1 && minor >= 6);
}
