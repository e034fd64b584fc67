/** The clusters of one run, as its main round shows them. */
export interface RunPartition {
  /** `YYYYMMDDTHHMMSSZ` */
  readonly run: string;
  readonly vantage: string;
  /** UTC ms */
  readonly startedAt: number;
  /** endpoints of each cluster, servers on their own included; no endpoint twice */
  readonly clusters: readonly (readonly string[])[];
}

/**
 * Jaccard's index, in [0, 1]. A cluster takes a name from the past only if it shares at least this much with the
 * cluster that had the name last. At 0.3 the largest of three equal parts still keeps the name and the largest of four
 * no longer does. Our choice: Hennig's limit of 0.5, at which a cluster counts as dissolved, would leave both halves of a
 * cluster that splits evenly without its name.
 */
export const LEAST_OVERLAP = 0.3;

/** Servers. A cluster is at least two, so one server alone does not carry the name of a cluster to another. */
export const LEAST_COMMON = 2;

/** All that names depend on of the runs so far. Plain data, so that it can be kept beside them. */
export interface NamedPast {
  /** runs that were named */
  readonly runs: number;
  /** by endpoint, the first run that placed it, counted from 0 */
  readonly firstSeen: Map<string, number>;
  /** in order of birth */
  readonly clusters: PastCluster[];
}

/** A cluster of the past under its name. */
interface PastCluster {
  readonly name: string;
  /** those of its last appearance, and those from before that were not seen then: absent is not gone */
  readonly members: ReadonlySet<string>;
  /** the run of its last appearance */
  readonly seenIn: number;
}

/** The same, as it is compared with. */
interface Remembered extends Pick<PastCluster, "name" | "members"> {
  /** whether it was known, at its last appearance, where a server belongs */
  readonly knew: (endpoint: string) => boolean;
}

/** A cluster that may continue one of the past. */
interface Match {
  /** position among the clusters of the run */
  readonly cluster: number;
  /** position among the clusters of the past, the oldest name first */
  readonly past: number;
  readonly common: number;
  readonly jaccard: number;
}

/**
 * Names clusters so that a name stays with its cluster through time: C1, C2, … in order of birth, within one run the
 * largest first, of equals the one with the first endpoint. A name is never given to another cluster, and it depends
 * on the past alone: a later run renames nothing.
 *
 * Each cluster is compared with the last known members of every cluster before it, however long ago, by Jaccard's index
 * over the servers whose place is known both times, so that neither an absence nor a newcomer counts as a change. The most
 * similar two are matched first, one to one. So of a split the part that holds most keeps the name; of a merger the
 * name of the larger stays, of equals the older; and a cluster that comes back is called as before.
 *
 * @param partitions oldest first; those of several vantage points are one sequence
 * @returns for each run the names of its clusters, in their order; null for a server on its own
 * @throws {RangeError} if a run names an endpoint twice
 * @see Greene, Doyle and Cunningham 2010, Tracking the Evolution of Communities in Dynamic Social Networks: communities
 *   matched by Jaccard's index above a threshold with the most recent appearance of each earlier one, not the last step's
 */
export function clusterNames(partitions: readonly RunPartition[]): readonly (readonly (string | null)[])[] {
  const names = clusterNamer();
  return partitions.map((partition) => names(partition));
}

/** Before the first run. */
export function noPast(): NamedPast {
  return {runs: 0, firstSeen: new Map(), clusters: []};
}

/**
 * The same run by run, for who does not have all of them at hand: to be called with each partition, oldest first.
 *
 * @param past what earlier runs came to; grows with each run that is named
 */
export function clusterNamer(
  past: {-readonly [Key in keyof NamedPast]: NamedPast[Key]} = noPast(),
): (partition: RunPartition) => readonly (string | null)[] {
  const {firstSeen, clusters: known} = past;
  return ({run, clusters}) => {
    const position = past.runs++;
    const seen = endpointsOf(run, clusters);
    for (const endpoint of seen) if (!firstSeen.has(endpoint)) firstSeen.set(endpoint, position);
    const remembered = known.map(({name, members, seenIn}): Remembered => ({
      name,
      members,
      knew: (endpoint) => (firstSeen.get(endpoint) ?? Infinity) <= seenIn,
    }));
    const places = matched(clusters, remembered, seen);
    for (const cluster of births(clusters, places)) {
      places[cluster] = known.length;
      known.push({name: `C${known.length + 1}`, members: new Set(), seenIn: position});
    }
    return places.map((place, cluster) => {
      const before = place === null ? undefined : known[place];
      if (place === null || !before) return null;
      const absent = [...before.members].filter((endpoint) => !seen.has(endpoint));
      known[place] = {
        name: before.name,
        members: new Set([...(clusters[cluster] ?? []), ...absent]),
        seenIn: position,
      };
      return before.name;
    });
  };
}

/**
 * Names for a further partition, such as another round of a run, from those of the run alone.
 *
 * @param run the clusters of the run and their names, as `clusterNames` gives them
 * @returns for each cluster of the other partition its name; null for a server on its own, and for a cluster in which
 *   no named cluster of the run continues
 */
export function roundNames(
  run: {readonly clusters: readonly (readonly string[])[]; readonly names: readonly (string | null)[]},
  clusters: readonly (readonly string[])[],
): readonly (string | null)[] {
  const known = endpointsOf("the run", run.clusters);
  const past = run.names
    .flatMap((name, i) =>
      name === null
        ? []
        : [{name, members: new Set(run.clusters[i]), knew: (endpoint: string) => known.has(endpoint)}],
    )
    .toSorted((a, b) => clusterNumber(a.name) - clusterNumber(b.name));
  return matched(clusters, past, endpointsOf("the round", clusters)).map((place) =>
    place === null ? null : (past[place]?.name ?? null),
  );
}

/** Where a name stands in the order of birth: `C12` is 12. */
export function clusterNumber(name: string): number {
  return Number(name.slice(1));
}

function endpointsOf(subject: string, clusters: readonly (readonly string[])[]): ReadonlySet<string> {
  const all = clusters.flat();
  const seen = new Set(all);
  if (seen.size !== all.length)
    throw new RangeError(
      `clusterNames: ${subject}: expected each endpoint once, got ${all.length} entries of ${seen.size}`,
    );
  return seen;
}

/** For each cluster its place among those of the past, or null; no place twice. */
function matched(
  clusters: readonly (readonly string[])[],
  past: readonly Remembered[],
  seen: ReadonlySet<string>,
): (number | null)[] {
  const holding = new Map<string, number[]>();
  for (const [place, {members}] of past.entries())
    for (const endpoint of members) if (seen.has(endpoint)) push(holding, endpoint, place);
  const candidates = clusters.flatMap((members, cluster) =>
    members.length < 2 ? [] : overlaps(cluster, members, past, seen, holding),
  );
  const first = clusters.map((members) => firstOf(members));
  const inOrder = candidates.toSorted(
    (a, b) =>
      b.jaccard - a.jaccard ||
      b.common - a.common ||
      a.past - b.past ||
      compare(first[a.cluster] ?? "", first[b.cluster] ?? ""),
  );
  const places: (number | null)[] = clusters.map(() => null);
  const taken = new Set<number>();
  for (const {cluster, past: place} of inOrder)
    if (places[cluster] === null && !taken.has(place)) {
      places[cluster] = place;
      taken.add(place);
    }
  return places;
}

/** The clusters of the past that overlap enough with one. */
function overlaps(
  cluster: number,
  members: readonly string[],
  past: readonly Remembered[],
  seen: ReadonlySet<string>,
  holding: ReadonlyMap<string, readonly number[]>,
): readonly Match[] {
  const shared = new Map<number, number>();
  for (const endpoint of members)
    for (const place of holding.get(endpoint) ?? []) shared.set(place, (shared.get(place) ?? 0) + 1);
  return [...shared].flatMap(([place, common]) => {
    const before = past[place];
    if (!before || common < LEAST_COMMON) return [];
    const then = count(before.members, (endpoint) => seen.has(endpoint));
    const jaccard = common / (then + count(members, before.knew) - common);
    return jaccard < LEAST_OVERLAP ? [] : [{cluster, past: place, common, jaccard}];
  });
}

/** Clusters without a name, in the order in which they get one. */
function births(
  clusters: readonly (readonly string[])[],
  places: readonly (number | null)[],
): readonly number[] {
  return clusters
    .map((members, cluster) => ({cluster, size: members.length, first: firstOf(members)}))
    .filter(({cluster, size}) => size >= 2 && places[cluster] === null)
    .toSorted((a, b) => b.size - a.size || compare(a.first, b.first))
    .map(({cluster}) => cluster);
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function count<T>(things: Iterable<T>, holds: (thing: T) => boolean): number {
  let number = 0;
  for (const thing of things) if (holds(thing)) number++;
  return number;
}

/** The first in the order of code units, which no language setting changes. */
function firstOf(members: readonly string[]): string {
  return members.reduce((least, member) => (member < least ? member : least), members[0] ?? "");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
