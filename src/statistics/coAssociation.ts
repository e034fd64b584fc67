import {sum} from "simple-statistics";
import {type AgainstChance, CHANCE_RANGE} from "./chance.js";
import type {Name, Partition} from "./contingency.js";
import {itemsOf} from "./pairCounts.js";
import {poissonBinomial} from "./poissonBinomial.js";

/** How often two items were in one cluster, of the times at which both were seen. */
export interface CoAssociation {
  readonly a: Name;
  readonly b: Name;
  /** partitions in which they share a cluster */
  readonly together: number;
  /** together over both, in [0, 1]; n is the number of partitions that hold both */
  readonly rate: AgainstChance;
}

/**
 * Co-association of every pair of items that any partition holds both of.
 *
 * Chance is exact, without draws: if the labels of each partition are shuffled over its items, two of them share a
 * cluster with probability Σ size (size − 1) / (n (n − 1)), and the number of times they do is Poisson–binomial.
 *
 * Shuffling each partition on its own takes them for independent. Partitions of successive moments are not: where they
 * repeat one another, p is too small, and partitions should be taken as far apart as the repetition lasts.
 *
 * @returns pairs by position of the later item's first appearance, then of the other's; O(items² · partitions²) at
 *   worst: under a second for 100 items and 288 partitions, near a minute for 2,190
 * @see Fred and Jain 2005, Combining Multiple Clusterings Using Evidence Accumulation
 */
export function coAssociations(partitions: readonly Partition[]): readonly CoAssociation[] {
  const items = itemsOf(partitions);
  const chances = partitions.map((partition) => togetherByChance(partition));
  const known = new Map<string, Float64Array>();
  return items.flatMap((b, position) =>
    items.slice(0, position).flatMap((a) => {
      const [held, together] = heldBoth(partitions, a, b);
      if (held.length === 0) return [];
      const key = held.join();
      const mass = known.get(key) ?? poissonBinomial(held.map((t) => chances[t] ?? 0));
      known.set(key, mass);
      return [{a, b, together, rate: beside(together, mass)}];
    }),
  );
}

/** Probability that two items of a partition share a cluster once its labels have been shuffled over its items. */
function togetherByChance(partition: Partition): number {
  const sizes = new Map<Name, number>();
  for (const cluster of partition.values()) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  const pairs = partition.size * (partition.size - 1);
  return pairs === 0 ? 0 : sum(Array.from(sizes.values(), (size) => size * (size - 1))) / pairs;
}

/** Positions of the partitions that hold both items, and in how many of them the two are together. */
function heldBoth(
  partitions: readonly Partition[],
  a: Name,
  b: Name,
): readonly [held: readonly number[], together: number] {
  const held: number[] = [];
  let together = 0;
  for (const [t, partition] of partitions.entries()) {
    const [inA, inB] = [partition.get(a), partition.get(b)];
    if (inA === undefined || inB === undefined) continue;
    held.push(t);
    if (inA === inB) together++;
  }
  return [held, together];
}

function beside(together: number, mass: Float64Array): AgainstChance {
  const both = mass.length - 1;
  const [low, high] = CHANCE_RANGE.map((share) => quantile(mass, share) / both);
  return {
    value: together / both,
    chance: {
      mean: sum(Array.from(mass, (probability, k) => probability * k)) / both,
      low: low ?? 0,
      high: high ?? 1,
      p: Math.min(1, sum(Array.from(mass.subarray(together)))),
    },
    n: both,
  };
}

/** The least k at which the sum of the masses reaches a share. */
function quantile(mass: Float64Array, share: number): number {
  let reached = 0;
  for (const [k, probability] of mass.entries()) {
    reached += probability;
    if (reached >= share) return k;
  }
  return mass.length - 1;
}
