import type {Archived} from "./archived.js";
import type {Comparison} from "./comparison.js";
import type {Tally} from "./program.js";

/** A cluster of the newest run, by the thread’s rule, under the name that it has on every page. */
export interface NamedCluster {
  /** null: a server alone */
  readonly name: string | null;
  readonly servers: number;
  /** self-reported */
  readonly programs: readonly Tally[];
  /** lower bound on the nodes behind its servers */
  readonly atLeast: number;
}

/** Names of the newest run’s clusters, in their order: of its main round, the largest first. */
export function newestClusterNames({
  runs,
  clusterNames,
  newest,
}: Pick<Archived, "runs" | "clusterNames" | "newest">): readonly (string | null)[] {
  return clusterNames[runs.findIndex(({path}) => path === newest?.path)] ?? [];
}

/**
 * @param round the newest run’s main round
 * @param findings whose first groups are its clusters, in the same order, and whose last is all servers together
 */
export function namedClusters(
  round: Comparison,
  names: readonly (string | null)[],
  {findings}: Pick<Archived, "findings">,
): NamedCluster[] {
  return round.clusters.map(({size, programs}, i) => ({
    name: names[i] ?? null,
    servers: size,
    programs,
    atLeast: findings.clusters[i]?.atLeast ?? 1,
  }));
}

/** How the places of servers changed between two runs. A server alone is at a place too. */
export interface ClusterChange {
  /** UTC ms, begin of the earlier run */
  readonly since: number;
  /** runs from the earlier to the later, both included */
  readonly runs: number;
  /** seen in both */
  readonly servers: number;
  readonly changed: number;
  /** servers that would have changed if clusters of these sizes had been drawn by chance: the mean over all ways to do so */
  readonly byChance: number;
}

/** Runs. Two may differ by one new block; a change that lasts shows from the third on. */
export const LEAST_RUNS_FOR_CHANGE = 3;

/**
 * The first run with clusters against the newest, both from the newest’s vantage point.
 *
 * @returns null below `LEAST_RUNS_FOR_CHANGE` such runs, or without a server in both
 */
export function clusterChange({
  runs,
  clusterNames,
  newest,
}: Pick<Archived, "runs" | "clusterNames" | "newest">): ClusterChange | null {
  const usable = runs.flatMap((run, i) =>
    run.vantage === newest?.manifest.vantage && run.clusters.length > 0
      ? [{run, places: placesOf(run.clusters, clusterNames[i] ?? [])}]
      : [],
  );
  const first = usable[0];
  const last = usable.find(({run}) => run.path === newest?.path);
  if (usable.length < LEAST_RUNS_FOR_CHANGE || !first || !last || first === last) return null;
  const common = [...first.places.keys()].filter((endpoint) => last.places.has(endpoint));
  if (common.length === 0) return null;
  const before = counts(common.map((endpoint) => first.places.get(endpoint)));
  const after = counts(common.map((endpoint) => last.places.get(endpoint)));
  const stay = [...before].reduce(
    (sum, [place, n]) => sum + (n * (after.get(place) ?? 0)) / common.length,
    0,
  );
  return {
    since: first.run.startedAt,
    runs: usable.length,
    servers: common.length,
    changed: common.filter((endpoint) => first.places.get(endpoint) !== last.places.get(endpoint)).length,
    byChance: common.length - stay,
  };
}

/** The place of each server: the name of its cluster, or alone. */
function placesOf(
  clusters: readonly (readonly string[])[],
  names: readonly (string | null)[],
): ReadonlyMap<string, string> {
  return new Map(
    clusters.flatMap((members, i) => members.map((endpoint) => [endpoint, names[i] ?? "alone"] as const)),
  );
}

function counts(values: readonly (string | undefined)[]): ReadonlyMap<string, number> {
  const result = new Map<string, number>();
  for (const value of values) if (value !== undefined) result.set(value, (result.get(value) ?? 0) + 1);
  return result;
}
