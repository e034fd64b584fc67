import {median} from "d3-array";
import type {Snapshot} from "../observation/snapshot.js";
import type {Archived} from "./archived.js";
import {bytes, count, span, whole} from "./format.js";
import {type Standing} from "./standing.js";

/** What the ethics page shows: what the archive itself says of how servers were asked. */
export interface EthicsFacts {
  readonly standing: Standing;
  readonly sentences: readonly string[];
}

export function ethicsFacts({
  standing,
  newest,
  runs,
}: Pick<Archived, "standing" | "newest" | "runs">): EthicsFacts {
  return {
    standing,
    sentences: newest
      ? [burden(newest), ...rate(runs.map(({startedAt}) => startedAt)), optedOut(newest)]
      : ["No run is in the archive yet, so there is nothing to say of how much was asked."],
  };
}

/** What the newest run asked of each server that answered. */
function burden({manifest, tables}: Snapshot): string {
  const answered = tables.endpoints.filter(({outcome}) => outcome === "answered");
  if (answered.length === 0) return "In the newest run no server answered.";
  const reads = tally(tables.reads);
  const estimates = tally(tables.estimates);
  const most = (counts: ReadonlyMap<string, number>) =>
    Math.max(0, ...answered.map(({endpoint}) => counts.get(endpoint) ?? 0));
  const sizes = answered.map(({bytes_received}) => bytes_received);
  const duration = Date.parse(manifest.ended_at) - Date.parse(manifest.started_at);
  return (
    `In the newest run, which lasted ${span(duration)}, a server that answered was asked for its fee histogram ` +
    `${times(most(reads))} at most and for ${count(most(estimates), "fee estimate")} at most, ` +
    `and sent ${bytes(Math.round(median(sizes) ?? 0))} in all (median; ${bytes(Math.max(...sizes))} at most).`
  );
}

function times(number: number): string {
  return number === 1 ? "once" : number === 2 ? "twice" : `${whole(number)} times`;
}

function tally(rows: readonly {readonly endpoint: string}[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const {endpoint} of rows) counts.set(endpoint, (counts.get(endpoint) ?? 0) + 1);
  return counts;
}

const HOUR_MS = 3_600_000;

/** How far apart runs usually are. @param startedAt UTC ms, oldest first */
function rate(startedAt: readonly number[]): string[] {
  const gaps = startedAt.slice(1).map((at, i) => at - (startedAt[i] ?? at));
  const usual = median(gaps);
  if (usual === undefined) return [];
  const text = usual < 2 * HOUR_MS ? span(usual) : count(Math.round(usual / HOUR_MS), "hour");
  return [`From one run to the next it is usually ${text} (median of ${count(gaps.length, "interval")}).`];
}

function optedOut({tables}: Snapshot): string {
  const number = tables.endpoints.filter(({reason}) => reason === "opted-out").length;
  return number === 0
    ? "No operator of a listed server has asked to be left out so far."
    : `${count(number, "listed server")} ${number === 1 ? "was" : "were"} left out at the operator’s request.`;
}
