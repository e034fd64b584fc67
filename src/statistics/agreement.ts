import {
  type AgainstChance,
  againstChance,
  countReached,
  type Permuting,
  permutationPValue,
} from "./chance.js";
import {
  commonLabels,
  type Contingency,
  crossTable,
  encode,
  type Name,
  type Partition,
  shuffled,
} from "./contingency.js";
import {adjustedMutualInformation, mutualScale, variationOfInformation} from "./mutualInformation.js";

/**
 * Adjusted Rand index of two partitions of the same things: how far they agree, chance taken off.
 *
 * 1 when they are the same partition under other names, about 0 for labels given at random, below 0 if they agree
 * less than that. Two partitions that both leave no choice (all together, or all apart) agree: 1.
 *
 * @param a label of each thing in one partition
 * @param b label of each thing in the other
 * @throws {RangeError} if the lengths differ
 * @see Hubert and Arabie 1985, Comparing Partitions, eq. 5
 * @example adjustedRandIndex([0, 0, 1, 1], [0, 0, 1, 2]) // 4/7
 */
export function adjustedRandIndex(a: readonly Name[], b: readonly Name[]): number {
  sameLength("adjustedRandIndex", a, b);
  return adjustedRand(crossTable(encode(a), encode(b)));
}

/** The same from the table in which the two partitions cross. */
export function adjustedRand({n, rows, columns, cells}: Contingency): number {
  const together = cells.reduce((sum, {count}) => sum + pairs(count), 0);
  const [inRows, inColumns] = [rows, columns].map((sizes) =>
    sizes.reduce((sum, size) => sum + pairs(size), 0),
  );
  const all = pairs(n);
  const expected = all === 0 ? 0 : ((inRows ?? 0) * (inColumns ?? 0)) / all;
  const most = ((inRows ?? 0) + (inColumns ?? 0)) / 2;
  return most === expected ? 1 : (together - expected) / (most - expected);
}

function pairs(count: number): number {
  return (count * (count - 1)) / 2;
}

function sameLength(subject: string, a: readonly unknown[], b: readonly unknown[]): void {
  if (a.length !== b.length)
    throw new RangeError(`${subject}: expected equal lengths, got ${a.length} and ${b.length}`);
}

/** How far two partitions agree about the items that both hold, each index beside what chance gives. */
export interface Agreement {
  /** items that both hold; the n of each index */
  readonly common: number;
  /** items that only the first, or only the second holds; they count for nothing */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** 1 is the same partition, 0 is chance */
  readonly adjustedRand: AgainstChance;
  /** 1 is the same partition, 0 is chance; says more than Rand's where clusters are small or uneven */
  readonly adjustedMutualInformation: AgainstChance;
  /** bits; 0 is the same partition, and p is the probability that chance is as near */
  readonly variationOfInformation: AgainstChance;
}

/**
 * Compares two partitions over the items that both hold.
 *
 * Chance is the labels of the second, shuffled over the common items: sizes stay, who is with whom does not. The three
 * indices share their shuffles.
 *
 * @returns null if fewer than two items are common: there is nothing to be together or apart
 */
export function agreement(a: Partition, b: Partition, {draws, random}: Permuting): Agreement | null {
  const labels = commonLabels(a, b);
  const common = labels.a.codes.length;
  if (common < 2) return null;
  const scale = mutualScale(labels.a.sizes, labels.b.sizes);
  const tables = Array.from({length: draws}, () => crossTable(labels.a, shuffled(labels.b, random)));
  const table = crossTable(labels.a, labels.b);
  const beside = (index: (table: Contingency) => number, better: "higher" | "lower") =>
    againstChance(index(table), tables.map(index), common, better);
  return {
    common,
    onlyFirst: a.size - common,
    onlySecond: b.size - common,
    adjustedRand: beside(adjustedRand, "higher"),
    adjustedMutualInformation: beside((table) => adjustedMutualInformation(table, scale), "higher"),
    variationOfInformation: beside(variationOfInformation, "lower"),
  };
}

/** How often chance alone reaches an agreement. */
export interface RandByChance {
  /** adjusted Rand index of the labels as they are */
  readonly observed: number;
  /** the same after shuffling, from low to high: the null distribution */
  readonly draws: readonly number[];
  /** (draws that reach the observed value + 1) / (draws + 1), one-sided; never 0 */
  readonly pValue: number;
}

/**
 * Permutation test of the adjusted Rand index, with all draws: for a picture of the null distribution.
 *
 * @param count shuffles of one labelling over the things, which keep the sizes of its groups
 * @param random uniform numbers in [0, 1), seeded by the caller
 */
export function agreementByChance(
  a: readonly Name[],
  b: readonly Name[],
  count: number,
  random: () => number,
): RandByChance {
  sameLength("agreementByChance", a, b);
  const [codesA, codesB] = [encode(a), encode(b)];
  const observed = adjustedRand(crossTable(codesA, codesB));
  const draws = Array.from({length: count}, () => adjustedRand(crossTable(codesA, shuffled(codesB, random))));
  const pValue = permutationPValue(countReached(observed, draws), count);
  return {observed, draws: draws.toSorted((x, y) => x - y), pValue};
}
