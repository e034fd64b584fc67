import {programIn} from "./program.js";
import type {EstimateReading, Server} from "./window.js";

/** A server's fee estimates at one tip, asked when no cache could hold older ones. */
export interface CleanEstimates {
  readonly run: number;
  readonly tip: string;
  /** UTC ms of the last question */
  readonly askedAt: number;
  /** sat/kvB by target in blocks, only where the server has one */
  readonly fees: ReadonlyMap<number, number>;
  /** an answer was another at the same tip: a live value, or several nodes behind one name */
  readonly unsteady: boolean;
}

/**
 * ms since the server had the block. esplora's electrs keeps its estimates 60 s (`new_index/query.rs`), all other
 * known programs less; 20 s of margin, so that the last of four rounds 30 s apart still counts.
 */
export const CLEAN_AFTER_MS = 80_000;

/** The same for a program that we do not know: bwt keeps estimates 120 s. */
export const CLEAN_AFTER_UNKNOWN_MS = 150_000;

const found = new WeakMap<Server, readonly CleanEstimates[]>();

/**
 * The clean readings of a server, at most one for each tip of a run: its newest block was the same just before and
 * just after, and had been for long enough that the program's caches are of this tip.
 */
export function cleanEstimates(server: Server): readonly CleanEstimates[] {
  const known = found.get(server);
  if (known) return known;
  const since = tipsSince(server);
  const clean = new Map<
    string,
    {run: number; tip: string; askedAt: number; fees: Map<number, number>; unsteady: boolean}
  >();
  for (const row of server.estimates) {
    const tip = row.tip_before;
    if (tip === null || tip !== row.tip_after || !isSettled(server, row, since.get(`${row.run} ${tip}`)))
      continue;
    const key = `${row.run} ${tip}`;
    const one = clean.get(key) ?? {
      run: row.run,
      tip,
      askedAt: row.asked_at,
      fees: new Map<number, number>(),
      unsteady: false,
    };
    clean.set(key, one);
    one.askedAt = Math.max(one.askedAt, row.asked_at);
    if (row.fee === null || row.fee <= 0) continue;
    one.unsteady ||= (one.fees.get(row.target) ?? row.fee) !== row.fee;
    one.fees.set(row.target, row.fee);
  }
  const list = [...clean.values()];
  found.set(server, list);
  return list;
}

function isSettled(server: Server, {run, asked_at: at}: EstimateReading, since: number | undefined): boolean {
  const wait = programIn(server, run).band === "unknown" ? CLEAN_AFTER_UNKNOWN_MS : CLEAN_AFTER_MS;
  return since !== undefined && at - since >= wait;
}

/** UTC ms since when the server is known to have had each block, by run and hash: its first word of it in the run. */
function tipsSince({tips}: Server): ReadonlyMap<string, number> {
  const since = new Map<string, number>();
  for (const {run, hash, received_at: at} of tips) {
    const key = `${run} ${hash}`;
    since.set(key, Math.min(at, since.get(key) ?? Infinity));
  }
  return since;
}
