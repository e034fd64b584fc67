import {clusterStability} from "../statistics/clusterStability.js";
import type {Partition} from "../statistics/contingency.js";
import {type IndexBesideChance, besideChance} from "./clusterAgreement.js";
import {ALONE, type Membership, NOT_COMPARED} from "./clusterMembership.js";
import {stabilityBand} from "./stabilityBand.js";

/**
 * Runs. Five stretches of time can be drawn with replacement in 126 ways, four in 35, fewer than the resamples that are
 * drawn: under five runs the mean would be over the same few again and again.
 */
export const LEAST_RUNS_FOR_STABILITY = 5;

/** Resamples for each mean, and permutations for its null: a fifth of what takes a minute with 300 servers. */
export const STABILITY_RESAMPLES = 50;
export const STABILITY_DRAWS = 19;

/** A cluster of the consensus over all runs, and how surely it comes again. */
export interface ConsensusCluster {
  /** number in the name that its members bear most often; null if another consensus cluster bears it more */
  readonly cluster: number | null;
  /** servers */
  readonly members: readonly number[];
  /** mean Jaccard's index over resamples of time; chance: the servers of each stretch of time change names */
  readonly jaccard: IndexBesideChance;
  /** of `STABILITY_BANDS` */
  readonly word: string;
  /** the value lies above the middle 95% of chance */
  readonly aboveChance: boolean;
}

/**
 * Clusters of two or more of the consensus over time, the largest first.
 *
 * @param partitions one for each run, servers by number
 * @returns none if fewer than `LEAST_RUNS_FOR_STABILITY` runs compared two servers or more
 */
export function consensusClusters(
  membership: Membership,
  partitions: readonly Partition[],
  random: () => number,
): readonly ConsensusCluster[] {
  const compared = partitions.filter(({size}) => size >= 2);
  if (compared.length < LEAST_RUNS_FOR_STABILITY) return [];
  const found = clusterStability(compared, {
    draws: STABILITY_DRAWS,
    resamples: STABILITY_RESAMPLES,
    random,
  }).flatMap(({members, stability}) => {
    const servers = members.map(Number);
    if (servers.length < 2 || stability === null) return [];
    const jaccard = besideChance(stability);
    return [
      {
        members: servers,
        jaccard,
        word: stabilityBand(stability.value).word,
        aboveChance: jaccard.value > jaccard.high,
      },
    ];
  });
  const names = namesFor(
    found.map(({members}) => members),
    membership,
  );
  return found
    .map((one, i) => ({cluster: names[i] ?? null, ...one}))
    .toSorted((a, b) => b.members.length - a.members.length || (a.cluster ?? 0) - (b.cluster ?? 0));
}

/** The partition of each run: a server on its own is a cluster of its own, one that was not compared is not in it. */
export function partitionsOf({places}: Membership): readonly Partition[] {
  return places.map(
    (row) =>
      new Map(
        Array.from(row.entries()).flatMap(([server, place]): (readonly [number, number])[] =>
          place === NOT_COMPARED ? [] : [[server, place > ALONE ? place : -1 - server]],
        ),
      ),
  );
}

/** Each name goes to the set of servers that bears it most often, one to one. */
function namesFor(sets: readonly (readonly number[])[], {places}: Membership): readonly (number | null)[] {
  const votes = sets.flatMap((members, set) => {
    const counts = new Map<number, number>();
    for (const row of places)
      for (const server of members) {
        const place = row[server] ?? NOT_COMPARED;
        if (place > ALONE) counts.set(place, (counts.get(place) ?? 0) + 1);
      }
    return [...counts].map(([cluster, count]) => ({set, cluster, count}));
  });
  const names: (number | null)[] = sets.map(() => null);
  const taken = new Set<number>();
  for (const {set, cluster} of votes.toSorted((a, b) => b.count - a.count || a.cluster - b.cluster))
    if (names[set] === null && !taken.has(cluster)) {
      names[set] = cluster;
      taken.add(cluster);
    }
  return names;
}
