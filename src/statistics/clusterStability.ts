import {mean, shuffle} from "simple-statistics";
import {type AgainstChance, againstChance, type Permuting} from "./chance.js";
import type {Name, Partition} from "./contingency.js";
import {linkageEdges} from "./dendrogram.js";
import {symmetricMatrix} from "./distanceMatrix.js";
import {averageLinkage} from "./linkage.js";
import {addCounts, countPairs, emptyCounts, itemsOf, type PairCounts, renamed} from "./pairCounts.js";
import {componentsAt, members} from "./partition.js";

/** A cluster of the consensus over time, and how surely it comes again when other stretches of time are drawn. */
export interface StableCluster {
  readonly members: readonly Name[];
  /**
   * mean over resamples of Jaccard's index with the cluster most like it; n is the number of resamples that hold a
   * member. R's fpc calls one above 0.75 valid, 0.6 to 0.75 a pattern, below 0.5 dissolved. Null if no
   * resample holds a member.
   */
  readonly stability: AgainstChance | null;
}

export interface Resampling extends Permuting {
  /** stretches of successive partitions drawn as one, since what follows in time is alike */
  readonly blocks?: number;
  /** draws of as many stretches, with replacement */
  readonly resamples?: number;
}

/** Two clusters of the consensus join while their members are together more often than not. */
export const CONSENSUS_CUT = 0.5;

/** Stretches of time. With 30, each resample leaves out a third of them, and a day at 5 minutes has 48 minutes in each. */
export const BLOCKS = 30;

/** As many as `clusterboot` of R's fpc draws: enough for a mean with an error of a few hundredths. */
export const RESAMPLES = 100;

/**
 * Cluster-wise stability of the consensus of partitions over time, by block bootstrap.
 *
 * The consensus is average linkage on 1 − (together / both), cut at 0.5; a pair never seen together counts as apart.
 * Each resample draws stretches of time with replacement and clusters anew; items that it does not hold are left out.
 *
 * Chance: the items of each stretch change names, all through the stretch and each stretch on its own. Every stretch
 * keeps its clusters, their sizes and who is absent; what is lost is that the same items come back together.
 * It costs `draws` times the bootstrap and grows with the square of the items: 1 ms for each resample of 100.
 *
 * @returns clusters by first member
 * @throws {RangeError} unless draws, blocks and resamples are whole and 1 or more
 * @see Hennig 2007, Cluster-wise assessment of cluster stability
 */
export function clusterStability(
  partitions: readonly Partition[],
  {draws, random, blocks = BLOCKS, resamples = RESAMPLES}: Resampling,
): readonly StableCluster[] {
  for (const [name, value] of Object.entries({draws, blocks, resamples}))
    if (!(Number.isInteger(value) && value >= 1))
      throw new RangeError(`clusterStability: expected ${name} of 1 or more, got ${value}`);
  const items = itemsOf(partitions);
  const stretches = inStretches(partitions, blocks).map((stretch) => countPairs(stretch, items));
  const all = emptyCounts(items.length);
  for (const counts of stretches) addCounts(all, counts, 1);
  const clusters = members(consensus(all));
  const observed = recovered(clusters, stretches, resamples, random);
  const permuted = Array.from({length: draws}, () => {
    const names = [...items.keys()];
    const permutedStretches = stretches.map((counts) => renamed(counts, shuffle(names, random)));
    return recovered(clusters, permutedStretches, resamples, random);
  });
  return clusters.map((cluster, position) => {
    const indices = observed[position] ?? [];
    const chance = permuted.flatMap((clusters) => {
      const drawn = clusters[position] ?? [];
      return drawn.length === 0 ? [] : [mean([...drawn])];
    });
    const known = indices.length > 0 && chance.length > 0;
    return {
      members: cluster.map((item) => items[item] ?? ""),
      stability: known ? againstChance(mean([...indices]), chance, indices.length) : null,
    };
  });
}

/** Successive partitions cut into as many stretches, one partition more in some than in others. */
function inStretches(partitions: readonly Partition[], blocks: number): readonly (readonly Partition[])[] {
  const count = Math.min(blocks, partitions.length);
  const cut = (i: number) => Math.round((i * partitions.length) / count);
  return Array.from({length: count}, (_, i) => partitions.slice(cut(i), cut(i + 1)));
}

/** The consensus of counts: for each item the number of its cluster. */
function consensus({seen, both, together}: PairCounts): readonly number[] {
  let pair = 0; // pairs are kept in the order in which the matrix asks for them
  const apart = symmetricMatrix(seen.length, () => {
    const times = both[pair] ?? 0;
    const share = times === 0 ? 0 : (together[pair] ?? 0) / times;
    pair++;
    return 1 - share;
  });
  return componentsAt(linkageEdges(averageLinkage(apart)), seen.length, CONSENSUS_CUT);
}

/** For each cluster, Jaccard's index with the most similar one of each resample that holds a member. */
function recovered(
  clusters: readonly (readonly number[])[],
  stretches: readonly PairCounts[],
  resamples: number,
  random: () => number,
): readonly (readonly number[])[] {
  const found: number[][] = clusters.map(() => []);
  for (let resample = 0; resample < resamples; resample++) {
    const counts = drawn(stretches, random);
    const again = consensus(counts);
    const sizes = new Map<number, number>();
    for (const [item, cluster] of again.entries())
      if ((counts.seen[item] ?? 0) > 0) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
    for (const [position, cluster] of clusters.entries()) {
      const held = cluster.filter((item) => (counts.seen[item] ?? 0) > 0);
      if (held.length > 0) found[position]?.push(bestJaccard(held, again, sizes));
    }
  }
  return found;
}

/** The sum of as many stretches as there are, drawn with replacement. */
function drawn(stretches: readonly PairCounts[], random: () => number): PairCounts {
  const times = stretches.map(() => 0);
  for (const _ of stretches) {
    const pick = Math.floor(random() * stretches.length);
    times[pick] = (times[pick] ?? 0) + 1;
  }
  const sum = emptyCounts(stretches[0]?.seen.length ?? 0);
  for (const [position, counts] of stretches.entries()) {
    const drawnTimes = times[position] ?? 0;
    if (drawnTimes > 0) addCounts(sum, counts, drawnTimes);
  }
  return sum;
}

function bestJaccard(
  held: readonly number[],
  again: readonly number[],
  sizes: ReadonlyMap<number, number>,
): number {
  const shared = new Map<number, number>();
  for (const item of held) {
    const cluster = again[item] ?? -1;
    shared.set(cluster, (shared.get(cluster) ?? 0) + 1);
  }
  const indices = Array.from(
    shared,
    ([cluster, count]) => count / (held.length + (sizes.get(cluster) ?? 0) - count),
  );
  return Math.max(...indices);
}
