import {programIn} from "./program.js";
import type {Server} from "./window.js";

/**
 * Program, release and relay minimum, within which servers are compared; from the newest row that has all.
 * Releases that answer alike are one band; an unknown program is its own text. null if a server never said.
 */
export function stratumOf(server: Server): string | null {
  const before = strata.get(server);
  if (before !== undefined) return before;
  const stratum = readStratum(server);
  strata.set(server, stratum);
  return stratum;
}

const strata = new WeakMap<Server, string | null>();

function readStratum(server: Server): string | null {
  const newest = server.rows.findLast(({row}) => row.server_version !== null && row.relay_fee !== null);
  if (newest === undefined) return null;
  const {band} = programIn(server, newest.run);
  const program = band === "unknown" ? JSON.stringify(newest.row.server_version?.trim()) : band;
  return `${program} at ${newest.row.relay_fee} sat/kvB`;
}
