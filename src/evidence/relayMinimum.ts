import type {EndpointRow} from "../observation/schema.js";
import type {ProgramBand} from "./knownProgram.js";
import {programIn} from "./program.js";
import {compared, incomparable, type Comparison, type Signal} from "./signal.js";
import type {Server} from "./window.js";

/**
 * How old a server's relay minimum may be.
 * - `live`: asked of the node for us (romanz/electrs; Fulcrum's `mempool.get_info`, 250 ms)
 * - `held`: up to a minute old (ElectrumX), or from when it connected to its node (Fulcrum's `blockchain.relayfee`)
 * - `kept`: for the life of the process (esplora), a constant, or not known
 */
export type Freshness = "live" | "held" | "kept";

export function freshness(
  {relay_fee_method: method}: Pick<EndpointRow, "relay_fee_method">,
  band: ProgramBand,
): Freshness {
  if (band === "electrs") return "live";
  if (band === "fulcrum") return method === "mempool.get_info" ? "live" : "held";
  return band.startsWith("electrumx") ? "held" : "kept";
}

/** Runs in which held values must differ: a value out of date in one run of minutes is no longer so in the next. */
export const HELD_RUNS = 2;

/**
 * The relay minimum of the node: two values that differ at one time are not of one node, if both are up to date.
 * A value that is kept for the life of a process may be that of a node's earlier setting and excludes nothing.
 */
export const relayMinimum: Signal = {
  name: "relay minimum",
  layer: "node",
  group: "policy",
  compares: "The minimum relay feerate that both servers report in the same run.",
  unit: "share of common runs with equal values",
  innocent: ["nearly every node has one of two defaults, 1 or 0.1 sat/vB"],
  compare(a: Server, b: Server): Comparison {
    const theirs = new Map(b.rows.map(({run, row}) => [run, row]));
    let equal = 0;
    let n = 0;
    let live: string | null = null;
    const held: string[] = [];
    for (const {run, row} of a.rows) {
      const other = theirs.get(run);
      if (row.relay_fee === null || other === undefined || other.relay_fee === null) continue;
      n++;
      if (row.relay_fee === other.relay_fee) {
        equal++;
        continue;
      }
      const kinds = [freshness(row, programIn(a, run).band), freshness(other, programIn(b, run).band)];
      const [low, high] = [row.relay_fee, other.relay_fee].toSorted((x, y) => x - y);
      if (kinds.every((kind) => kind === "live"))
        live ??= `relay minimum ${low} and ${high} sat/kvB at one time, both live`;
      else if (!kinds.includes("kept")) held.push(`${low} and ${high} sat/kvB`);
    }
    if (n === 0) return incomparable("no run in which both told their relay minimum");
    const lasting =
      held.length >= HELD_RUNS ? `relay minimum ${held[0]} in ${held.length} runs, not both live` : null;
    return compared(equal / n, n, live ?? lasting);
  },
};
