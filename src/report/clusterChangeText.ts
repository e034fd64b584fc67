import {escapeDetail} from "../observation/failure.js";
import type {ClusterChange, Moved, RunChanges} from "./clusterChanges.js";
import {LINK_THRESHOLD} from "../evidence/firstStudy.js";
import {count, list, whole} from "./format.js";

/** Clusters that a title names; more are counted. */
const NAMED_CLUSTERS = 3;

/** Servers that a sentence names; more are counted. */
const NAMED_SERVERS = 12;

export const CLUSTER_CAVEAT =
  `A cluster is what the first study’s rule links: servers whose fee histograms differ by at most ${LINK_THRESHOLD} bits. ` +
  "That follows from the program that they run as much as from their node, so it is no evidence of a shared one.";

/** What changed in a run, in one line: `C2: 1 server joined, 2 left; C5 began with 3 servers`. */
export function clusterTitle({first, changes}: RunChanges): string {
  if (first) return `First run of this vantage point: ${count(changes.length, "cluster")}`;
  const named = changes.slice(0, NAMED_CLUSTERS).map(shortly);
  const more = changes.length - named.length;
  return [...named, ...(more > 0 ? [`changes in ${count(more, "more cluster")}`] : [])].join("; ");
}

function shortly({cluster, kind, size, joined, left, firstSeen}: ClusterChange): string {
  if (kind === "began") return `C${cluster} began with ${count(size, "server")}`;
  if (kind === "returned") return `C${cluster} returned with ${count(size, "server")}`;
  if (kind === "ended") return `C${cluster} ended`;
  const counts = [
    [joined.length, "joined"],
    [left.length, "left"],
    [firstSeen.length, firstSeen.length === 1 ? "was first seen in it" : "were first seen in it"],
  ] as const;
  const parts = counts.filter(([number]) => number > 0);
  return `C${cluster}: ${parts.map(([number, what], i) => `${i === 0 ? count(number, "server") : whole(number)} ${what}`).join(", ")}`;
}

/** The same with the names of servers, a sentence or more for each cluster. */
export function clusterSentences({changes}: RunChanges): string[] {
  return changes.map(({cluster, kind, size, joined, left, firstSeen}) => {
    const name = `C${cluster}`;
    const arrivals = [
      ...joinedText(joined),
      ...(firstSeen.length > 0
        ? [`${named(firstSeen)} ${firstSeen.length === 1 ? "was" : "were"} never compared before`]
        : []),
    ];
    const departures = leftText(left);
    const head =
      kind === "began"
        ? `${name} began with ${count(size, "server")}`
        : kind === "returned"
          ? `${name} returned with ${count(size, "server")}`
          : kind === "ended"
            ? `${name} ended`
            : `${name} has ${count(size, "server")} in this run`;
    return `${[head, ...arrivals, ...departures].join("; ")}.`;
  });
}

function joinedText(moves: readonly Moved[]): string[] {
  return byPlace(moves).map(([place, servers]) => {
    const before = servers.length === 1 ? "alone before" : "each alone before";
    return `${named(servers)} joined, ${place === 0 ? before : `from C${place}`}`;
  });
}

/** Names stand where servers arrive: they need not be said twice. */
function leftText(moves: readonly Moved[]): string[] {
  return byPlace(moves).map(([place, servers]) =>
    place === 0
      ? `${named(servers)} ${servers.length === 1 ? "stands" : "stand"} alone now`
      : `${count(servers.length, "server")} ${servers.length === 1 ? "is" : "are"} in C${place} now`,
  );
}

/** Servers by the place that they came from or went to, clusters in order, alone first. */
function byPlace(moves: readonly Moved[]): (readonly [place: number, servers: readonly string[]])[] {
  const places = new Map<number, string[]>();
  for (const {endpoint, other} of moves) {
    const servers = places.get(other) ?? [];
    servers.push(endpoint);
    places.set(other, servers);
  }
  return [...places].toSorted(([a], [b]) => a - b);
}

/** Names as printable ASCII: they are read in programs of which nothing is known. */
export function named(servers: readonly string[]): string {
  const shown = servers.slice(0, NAMED_SERVERS).map(escapeDetail);
  const more = servers.length - shown.length;
  return list([...shown, ...(more > 0 ? [`${whole(more)} more`] : [])]);
}
