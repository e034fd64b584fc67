import type {EndpointRow} from "../observation/schema.js";
import type {ProgramBand} from "./knownProgram.js";
import {programIn} from "./program.js";
import {compared, incomparable} from "./signal.js";
import {byRuns} from "./totals.js";
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
export const relayMinimum = byRuns({
  name: "relay minimum",
  layer: "node",
  group: "policy",
  compares: "The minimum relay feerate that both servers report in the same run.",
  unit: "share of common runs with equal values",
  innocent: ["nearly every node has one of two defaults, 1 or 0.1 sat/vB"],
  // runs in which both told it; of them with equal values, and with held values that differ; then the lower and the
  // higher value of the first run in which two live ones differ, and of the first in which held ones do
  fields: [
    {fold: "sum"},
    {fold: "sum"},
    {fold: "sum"},
    {fold: "first"},
    {fold: "first"},
    {fold: "first"},
    {fold: "first"},
  ],
  tally(a, b, run, _, {numbers}) {
    const row = rowIn(a, run);
    const other = rowIn(b, run);
    if (!row || !other || row.relay_fee === null || other.relay_fee === null) return;
    const [ours, theirs] = [row.relay_fee, other.relay_fee];
    numbers[0] = 1;
    if (ours === theirs) {
      numbers[1] = 1;
      return;
    }
    const x = freshness(row, programIn(a, run).band);
    const y = freshness(other, programIn(b, run).band);
    if (x === "kept" || y === "kept") return;
    const areLive = x === "live" && y === "live";
    if (!areLive) numbers[2] = 1;
    const at = areLive ? 3 : 5;
    numbers[at] = Math.min(ours, theirs);
    numbers[at + 1] = Math.max(ours, theirs);
  },
  conclude({numbers: [n = 0, equal = 0, held = 0, liveLow = NaN, liveHigh, heldLow, heldHigh]}) {
    if (n === 0) return incomparable("no run in which both told their relay minimum");
    const live = Number.isNaN(liveLow)
      ? null
      : `relay minimum ${liveLow} and ${liveHigh} sat/kvB at one time, both live`;
    const lasting =
      held >= HELD_RUNS
        ? `relay minimum ${heldLow} and ${heldHigh} sat/kvB in ${held} runs, not both live`
        : null;
    return compared(equal / n, n, live ?? lasting);
  },
});

const rowsByRun = new WeakMap<Server, ReadonlyMap<number, EndpointRow>>();

function rowIn(server: Server, run: number): EndpointRow | undefined {
  let known = rowsByRun.get(server);
  if (!known) rowsByRun.set(server, (known = new Map(server.rows.map((one) => [one.run, one.row]))));
  return known.get(run);
}
