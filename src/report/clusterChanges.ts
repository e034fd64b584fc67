import type {Archived} from "./archived.js";
import {clusterNumber} from "./clusterNames.js";

/** Where a server stands: n in the cluster Cn, 0 alone. */
type Place = number;

/** What happened to one cluster from one run to the next of the same vantage point. */
export interface ClusterChange {
  readonly cluster: number;
  /** began: seen for the first time; returned: had ended before; ended: less than two servers are left where it was */
  readonly kind: "began" | "returned" | "changed" | "ended";
  /** servers that are in it now */
  readonly size: number;
  /** servers that stood elsewhere when they were compared last */
  readonly joined: readonly Moved[];
  /** servers that stand elsewhere now */
  readonly left: readonly Moved[];
  /** servers that were never compared before */
  readonly firstSeen: readonly string[];
}

/** A server, and the place that it came from or went to. */
export interface Moved {
  readonly endpoint: string;
  readonly other: Place;
}

/** A run in which clusters are not what they were. */
export interface RunChanges {
  /** position of the run */
  readonly run: number;
  /** the first run of its vantage point: every cluster begins */
  readonly first: boolean;
  /** in the order of their names */
  readonly changes: readonly ClusterChange[];
}

/** What a vantage point has seen so far. */
interface Seen {
  /** of every server that was ever compared, the last place */
  readonly places: Map<string, Place>;
  readonly known: Set<number>;
  readonly alive: Set<number>;
}

/**
 * Runs in which clusters changed, oldest first. Each run is held against what its own vantage point saw before. A server
 * that could not be compared keeps its place: absent is not gone. Runs without an answer, or with nothing to compare, are
 * passed over.
 */
export function clusterChanges({runs, clusterNames}: Pick<Archived, "runs" | "clusterNames">): RunChanges[] {
  const vantages = new Map<string, Seen>();
  return runs.flatMap(({vantage, clusters, ownSideSuspected}, run) => {
    if (ownSideSuspected || clusters.length === 0) return [];
    const before = vantages.get(vantage);
    const seen = before ?? {places: new Map(), known: new Set(), alive: new Set()};
    vantages.set(vantage, seen);
    const now = placesOf(clusters, clusterNames[run] ?? []);
    const changes = changesOf(seen, now);
    return changes.length === 0 ? [] : [{run, first: before === undefined, changes}];
  });
}

function placesOf(
  clusters: readonly (readonly string[])[],
  names: readonly (string | null)[],
): ReadonlyMap<string, Place> {
  return new Map(
    clusters.flatMap((members, i) => {
      const name = names[i] ?? null;
      return members.map((endpoint) => [endpoint, name === null ? 0 : clusterNumber(name)] as const);
    }),
  );
}

/** Works out what changed, and remembers the new places. */
function changesOf(seen: Seen, now: ReadonlyMap<string, Place>): ClusterChange[] {
  const changes = new Map<number, {joined: Moved[]; left: Moved[]; firstSeen: string[]}>();
  const of = (cluster: number) => {
    const change = changes.get(cluster) ?? {joined: [], left: [], firstSeen: []};
    changes.set(cluster, change);
    return change;
  };
  for (const [endpoint, place] of now) {
    const last = seen.places.get(endpoint);
    if (last === place) continue;
    if (place > 0 && last === undefined) of(place).firstSeen.push(endpoint);
    else if (place > 0 && last !== undefined) of(place).joined.push({endpoint, other: last});
    if (last !== undefined && last > 0) of(last).left.push({endpoint, other: place});
    seen.places.set(endpoint, place);
  }
  const sizes = tally(now.values());
  const remaining = tally(seen.places.values());
  return [...changes]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([cluster, change]) => {
      const size = sizes.get(cluster) ?? 0;
      const ended = (remaining.get(cluster) ?? 0) < 2;
      if (ended && !seen.alive.has(cluster)) return []; // the last server of one that ended before
      const kind = ended
        ? ("ended" as const)
        : !seen.known.has(cluster)
          ? ("began" as const)
          : seen.alive.has(cluster)
            ? ("changed" as const)
            : ("returned" as const);
      seen.known.add(cluster);
      seen.alive[ended ? "delete" : "add"](cluster);
      return [{cluster, kind, size, ...change}];
    });
}

function tally(places: Iterable<Place>): ReadonlyMap<Place, number> {
  const counts = new Map<Place, number>();
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  return counts;
}
