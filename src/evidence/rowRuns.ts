import type {EndpointRow} from "../observation/schema.js";
import {add, runSet, type RunSet} from "./runSet.js";
import type {Server} from "./window.js";

const known = new WeakMap<Server, ReadonlyMap<EndpointRow, RunSet>>();

/** A server's different rows, each with the runs that it is of: of a year, rows of most runs are one and the same. */
export function rowRuns(server: Server): ReadonlyMap<EndpointRow, RunSet> {
  const before = known.get(server);
  if (before !== undefined) return before;
  const size = endOf(server);
  const sets = new Map<EndpointRow, RunSet>();
  let [last, runs]: [EndpointRow | null, RunSet] = [null, runSet(0)];
  for (const {run, row} of server.rows) {
    if (row !== last) {
      runs = sets.get(row) ?? runSet(size);
      sets.set(row, runs);
      last = row;
    }
    add(runs, run);
  }
  known.set(server, sets);
  return sets;
}

/** One more than the last run that a server has a row of. */
export function endOf({rows}: Server): number {
  return rows.reduce((end, {run}) => Math.max(end, run + 1), 0);
}
