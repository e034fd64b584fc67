import type {Archived} from "./archived.js";
import {clusterNumber} from "./clusterNames.js";
import {LINK_THRESHOLD} from "../evidence/firstStudy.js";
import {PARTITIONS_SCHEMA} from "./machineFiles.js";

/** Where a server stands: n in the cluster Cn, 0 alone, null not compared in that run. */
export type Place = number | null;

/** The clusters of every run by the thread's rule, under their stable names, for whoever measures agreement anew. */
export interface Partitions {
  readonly schema: typeof PARTITIONS_SCHEMA;
  readonly network: string | null;
  readonly simulated: boolean;
  readonly rule: {
    /** bits; servers that are this near or nearer are linked, and a cluster is what is linked */
    readonly link_threshold: number;
  };
  /** paths of the runs, oldest first, as in index.json */
  readonly runs: readonly string[];
  readonly servers: readonly ServerPlaces[];
}

export interface ServerPlaces {
  readonly endpoint: string;
  /** place, runs, place, runs, …: so many runs on end at that place, over all runs. Clusters last, so this is short. */
  readonly places: readonly (Place | number)[];
}

/** In alphabetical order of servers: all that were compared in any run. */
export function partitions({
  runs,
  clusterNames,
  standing,
}: Pick<Archived, "runs" | "clusterNames" | "standing">): Partitions {
  const places = new Map<string, Place[]>();
  for (const [run, {clusters}] of runs.entries())
    for (const [i, members] of clusters.entries()) {
      const name = clusterNames[run]?.[i] ?? null;
      for (const endpoint of members) {
        const own = places.get(endpoint) ?? Array.from(runs, (): Place => null);
        places.set(endpoint, own);
        own[run] = name === null ? 0 : clusterNumber(name);
      }
    }
  return {
    schema: PARTITIONS_SCHEMA,
    network: standing.network,
    simulated: standing.simulated,
    rule: {link_threshold: LINK_THRESHOLD},
    runs: runs.map(({path}) => path),
    servers: [...places]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([endpoint, own]) => ({endpoint, places: inStretches(own)})),
  };
}

function inStretches(places: readonly Place[]): (Place | number)[] {
  const stretches: (Place | number)[] = [];
  for (const [run, place] of places.entries())
    if (run > 0 && place === places[run - 1]) stretches.push(Number(stretches.pop()) + 1);
    else stretches.push(place, 1);
  return stretches;
}
