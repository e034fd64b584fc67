import type {Archived} from "./archived.js";

/** Runs on end in which a server was in one cluster. A run that did not compare it does not interrupt them. */
export interface ServerPlace {
  /** name of the cluster; null: on its own */
  readonly name: string | null;
  /** positions of the first and the last of these runs */
  readonly from: number;
  readonly to: number;
  /** servers in the cluster in the last of them, itself included */
  readonly members: readonly string[];
}

/**
 * Where each server stood through time, the oldest place first. Servers that were never compared are not in it.
 *
 * @param clusterNames of each run, as `clusterNames` gives them
 */
export function serverPlaces({
  runs,
  clusterNames,
}: Pick<Archived, "runs" | "clusterNames">): ReadonlyMap<string, readonly ServerPlace[]> {
  const places = new Map<string, ServerPlace[]>();
  for (const [run, {clusters}] of runs.entries())
    for (const [i, members] of clusters.entries()) {
      const name = clusterNames[run]?.[i] ?? null;
      for (const endpoint of members) {
        const known = places.get(endpoint) ?? [];
        places.set(endpoint, known);
        const last = known.at(-1);
        if (last && last.name === name) known.splice(-1, 1, {...last, to: run, members});
        else known.push({name, from: run, to: run, members});
      }
    }
  return places;
}
