import {clusterNames, clusterNumber, type RunPartition} from "./clusterNames.js";

/** In place of a cluster's number: the server was not compared in that run. */
export const NOT_COMPARED = -1;

/** In place of a cluster's number: it was compared and is in no cluster of two or more. */
export const ALONE = 0;

/** Which cluster each server is in, run by run. */
export interface Membership {
  /** endpoints, by first appearance */
  readonly servers: readonly string[];
  /** for each run, for each server, the number in its cluster's name, or `ALONE`, or `NOT_COMPARED` */
  readonly places: readonly Int32Array[];
}

/** A server that is elsewhere than when it was last compared: `[position of the run, server, from, to]`. */
export type Move = readonly [run: number, server: number, from: number, to: number];

/** A cluster's life. */
export interface ClusterLife {
  /** the number in its name */
  readonly cluster: number;
  /** positions of the first and the last run that has it */
  readonly born: number;
  readonly last: number;
  /** runs that have it */
  readonly runs: number;
  /** most members at one time */
  readonly largest: number;
  /** servers in its last appearance */
  readonly members: readonly number[];
  /** servers that came to it from elsewhere or were new, and that went elsewhere, over its life */
  readonly joined: number;
  readonly left: number;
}

/** The places of all servers under the clusters' stable names. */
export function clusterMembership(partitions: readonly RunPartition[]): Membership {
  const names = clusterNames(partitions);
  const servers = [...new Set(partitions.flatMap(({clusters}) => clusters.flat()))];
  const position = new Map(servers.map((endpoint, i) => [endpoint, i]));
  const places = partitions.map(({clusters}, run) => {
    const row = new Int32Array(servers.length).fill(NOT_COMPARED);
    for (const [i, members] of clusters.entries()) {
      const name = names[run]?.[i] ?? null;
      for (const endpoint of members)
        row[position.get(endpoint) ?? -1] = name === null ? ALONE : clusterNumber(name);
    }
    return row;
  });
  return {servers, places};
}

/**
 * Every change of place, oldest first. A run that lacks a server is passed over, so an absence is no change; the first
 * place of a server that comes later than the first run is a move from `NOT_COMPARED`.
 *
 * @param vantages of each run: each is compared with its own runs alone
 */
export function moves({servers, places}: Membership, vantages: readonly string[]): readonly Move[] {
  const known = new Map<string, Int32Array>();
  return places.flatMap((row, run): Move[] => {
    const vantage = vantages[run] ?? "";
    const before = known.get(vantage);
    const last = before ?? new Int32Array(servers.length).fill(NOT_COMPARED);
    known.set(vantage, last);
    const found: Move[] = [];
    for (const [server, place] of row.entries()) {
      const from = last[server] ?? NOT_COMPARED;
      if (place === NOT_COMPARED || place === from) continue;
      if (before) found.push([run, server, from, place]);
      last[server] = place;
    }
    return found;
  });
}

/** The life of every cluster, in order of birth. */
export function clusterLives({places}: Membership, all: readonly Move[]): readonly ClusterLife[] {
  const lives = new Map<number, ClusterLife>();
  for (const [run, row] of places.entries()) {
    const clusters = new Map<number, number[]>();
    for (const [server, place] of row.entries())
      if (place > ALONE) {
        const members = clusters.get(place);
        if (members) members.push(server);
        else clusters.set(place, [server]);
      }
    for (const [cluster, members] of clusters) {
      const before = lives.get(cluster);
      lives.set(cluster, {
        cluster,
        born: before?.born ?? run,
        last: run,
        runs: (before?.runs ?? 0) + 1,
        largest: Math.max(before?.largest ?? 0, members.length),
        members,
        joined: 0,
        left: 0,
      });
    }
  }
  const [joined, left] = [new Map<number, number>(), new Map<number, number>()];
  for (const [run, , from, to] of all) {
    // At its birth a cluster has members, not joiners.
    if (run !== lives.get(to)?.born) joined.set(to, (joined.get(to) ?? 0) + 1);
    left.set(from, (left.get(from) ?? 0) + 1);
  }
  return [...lives.values()]
    .map((life) => ({...life, joined: joined.get(life.cluster) ?? 0, left: left.get(life.cluster) ?? 0}))
    .toSorted((a, b) => a.cluster - b.cluster);
}

/** One server's places over some runs as runs of equal ones: `[place, how many, place, how many, …]`. */
export function inStretches(
  {places}: Membership,
  server: number,
  runs: readonly number[],
): readonly number[] {
  const stretches: number[] = [];
  for (const run of runs) {
    const place = places[run]?.[server] ?? NOT_COMPARED;
    if (stretches.at(-2) === place) stretches.push((stretches.pop() ?? 0) + 1);
    else stretches.push(place, 1);
  }
  return stretches;
}
