import {reasons} from "../observation/failure.js";
import type {EndpointRow, TipRow} from "../observation/schema.js";
import {MAINNET_GENESIS} from "../observation/tip.js";
import {programOf} from "./program.js";

/** An endpoint that sent at least one histogram in a run, as the pages name it. */
export interface ObservedServer {
  readonly endpoint: string;
  readonly host: string;
  /** self-reported */
  readonly program: string;
  readonly version: string;
  /** sat/vB, as text; null if the server did not say */
  readonly relayMinimum: string | null;
  /** why its answers are not compared with others; null if they are */
  readonly aside: string | null;
}

/** An endpoint that sent none. */
export interface SilentServer {
  readonly endpoint: string;
  readonly tried: boolean;
  /** where it ended: resolve, connect, tls, handshake or a method */
  readonly stage: string;
  /** what the reason means, in words */
  readonly why: string;
  readonly detail: string;
}

/**
 * Blocks. A server whose newest block lies this far from the median looks at another mempool: about an hour of blocks
 * is missing or too many. One or two blocks are the ordinary delay around a new block.
 */
export const TIP_TOLERANCE = 6;

/** The endpoints that answered, in the order of the table. */
export function observedServers(
  endpoints: readonly EndpointRow[],
  tips: readonly TipRow[],
): readonly ObservedServer[] {
  const heights = newestHeights(tips);
  const answered = endpoints.filter(({outcome}) => outcome === "answered");
  const typical = median(answered.flatMap(({endpoint}) => heights.get(endpoint) ?? []));
  return answered.map((row) => {
    const {program, version} = programOf(row.server_version);
    const relayMinimum = row.relay_fee === null ? null : String(row.relay_fee / 1000);
    const aside = whyAside(row, heights.get(row.endpoint), typical);
    return {endpoint: row.endpoint, host: row.host, program, version, relayMinimum, aside};
  });
}

function whyAside(
  {genesis_hash}: EndpointRow,
  height: number | undefined,
  typical: number | undefined,
): string | null {
  if (genesis_hash !== null && genesis_hash !== MAINNET_GENESIS) return "it serves another chain";
  if (height === undefined || typical === undefined) return null;
  const ahead = height - typical;
  if (Math.abs(ahead) <= TIP_TOLERANCE) return null;
  return `its newest block is ${Math.abs(ahead)} ${ahead < 0 ? "behind" : "ahead of"} the others'`;
}

function newestHeights(tips: readonly TipRow[]): ReadonlyMap<string, number> {
  const heights = new Map<string, number>();
  for (const {endpoint, height} of tips)
    heights.set(endpoint, Math.max(height, heights.get(endpoint) ?? -Infinity));
  return heights;
}

/** Lower median, so that it is always a height that some server has. */
function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}

/** The endpoints that did not answer, and why. */
export function silentServers(endpoints: readonly EndpointRow[]): readonly SilentServer[] {
  return endpoints
    .filter(({outcome}) => outcome !== "answered")
    .map(({endpoint, outcome, stage, reason, detail}) => ({
      endpoint,
      tried: outcome !== "not-tried",
      stage: stage ?? "",
      why: Object.entries(reasons).find(([name]) => name === reason)?.[1] ?? reason ?? "",
      detail: detail ?? "",
    }));
}
