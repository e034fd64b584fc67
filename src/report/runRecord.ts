import type {EndpointRow} from "../observation/schema.js";
import type {Manifest, Snapshot} from "../observation/snapshot.js";

import type {RunFacts} from "./run.js";

/** What the pages keep of every run of an archive: little enough for years of them. */
export interface RunRecord {
  /** below the archive's folder */
  readonly path: string;
  /** `YYYYMMDDTHHMMSSZ` */
  readonly run: string;
  readonly vantage: string;
  /** UTC ms */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly manifest: Manifest;
  /** nobody answered: our own side is the likely cause */
  readonly ownSideSuspected: boolean;
  /** one for each endpoint of the run's list, whether it answered or not */
  readonly endpoints: readonly EndpointRow[];
  /** answered and failed questions for the histogram */
  readonly reads: ReadonlyMap<string, ReadCounts>;
  /** by the thread's rule in the run's main round: endpoints of each cluster, the largest first, single ones included */
  readonly clusters: readonly (readonly string[])[];
}

export interface ReadCounts {
  readonly answered: number;
  readonly failed: number;
}

/** @param facts of the same snapshot */
export function runRecord({path, manifest, tables}: Snapshot, facts: RunFacts): RunRecord {
  const reads = new Map<string, {answered: number; failed: number}>();
  for (const {endpoint, outcome} of tables.reads) {
    const counts = reads.get(endpoint) ?? {answered: 0, failed: 0};
    counts[outcome === "answered" ? "answered" : "failed"]++;
    reads.set(endpoint, counts);
  }
  return {
    ...manifestRecord(path, manifest),
    endpoints: tables.endpoints,
    reads,
    clusters: clustersOf(facts),
  };
}

/** As much of a record as the manifest says. */
export function manifestRecord(
  path: string,
  manifest: Manifest,
): Omit<RunRecord, "endpoints" | "reads" | "clusters"> {
  return {
    path,
    run: manifest.run,
    vantage: manifest.vantage,
    startedAt: Date.parse(manifest.started_at),
    endedAt: Date.parse(manifest.ended_at),
    manifest,
    ownSideSuspected: manifest.own_side_suspected,
  };
}

/** Endpoints of each cluster of the main round; none if no round could be compared. */
export function clustersOf({rounds, main, servers}: RunFacts): string[][] {
  return membersIn(rounds[main], servers);
}

/** Endpoints of each cluster of a round. @param servers of its run, which the round knows by position */
export function membersIn(
  round:
    {readonly servers: readonly number[]; readonly clusters: readonly {readonly size: number}[]} | undefined,
  servers: readonly {readonly endpoint: string}[],
): string[][] {
  if (!round) return [];
  const inOrder = round.servers.flatMap((i) => servers[i]?.endpoint ?? []);
  let from = 0;
  return round.clusters.map(({size}) => inOrder.slice(from, (from += size)));
}
