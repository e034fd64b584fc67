import {FALSE_DISCOVERY_RATE, LEAST_MARK_BITS, levelOf} from "../evidence/level.js";
import type {PairEvidence} from "../evidence/pairEvidence.js";
import {agreement} from "../statistics/agreement.js";
import type {Partition} from "../statistics/contingency.js";
import {members} from "../statistics/partition.js";
import {createRandom} from "../statistics/random.js";
import {significant} from "./format.js";
import type {NodeBound} from "./nodeBounds.js";
import type {PairFacts} from "./pairFacts.js";
import {tiedBy} from "./tied.js";

/** Shuffles behind each null. p cannot be below one over this number plus one. */
export const AGREEMENT_SHUFFLES = 999;

/** Of the shuffles: a fixed text, so that everyone gets the same numbers. */
export const AGREEMENT_SEED = "agreement between signals";

/** Bits at which pairs are counted, to show how much hangs on where the line is drawn. */
export const BIT_THRESHOLDS = [2, 4, 6, 8, 10, 12, 14, 16] as const;

/** How two ways of putting the same servers into clusters agree. */
export interface PartitionAgreement {
  readonly first: string;
  readonly second: string;
  /** servers that both place */
  readonly servers: number;
  /** clusters of two or more in each */
  readonly clusters: readonly [first: number, second: number];
  /** adjusted mutual information: 1 is the same partition, 0 is chance; null if there are fewer than two common servers */
  readonly ami: number | null;
  /** the same after shuffling the second: middle 95%, and how often chance does as well */
  readonly null: {readonly low: number; readonly high: number; readonly p: number} | null;
}

/** What is left of the inferred pairs without one group of signals. */
export interface WithoutGroup {
  readonly group: string;
  readonly supported: number;
  readonly candidate: number;
}

/** What would be tied at another line. */
export interface AtThreshold {
  readonly bits: number;
  readonly pairs: number;
  readonly clusters: number;
  readonly largest: number;
}

export interface SignalAgreement {
  readonly partitions: readonly PartitionAgreement[];
  readonly without: readonly WithoutGroup[];
  readonly thresholds: readonly AtThreshold[];
}

/**
 * Whether clusters hold across signals: the partition of each group of node signals (pairs beyond the null and not
 * ruled out), of marks of host and operator, and of the thread's rule, two by two; what is left without each group;
 * and what other lines would give.
 */
export function signalAgreement(
  endpoints: readonly string[],
  pairs: readonly PairFacts[],
  evidence: readonly PairEvidence[],
  threadRule: readonly NodeBound[],
): SignalAgreement {
  const groups = groupsOf(pairs);
  return {
    partitions: agreementsBetween(partitionsOf(endpoints, pairs, threadRule)),
    without: groups.map((group) => withoutGroup(group, pairs, evidence)),
    thresholds: BIT_THRESHOLDS.map((bits) => atThreshold(bits, endpoints, pairs)),
  };
}

export type NamedPartition = readonly [name: string, partition: Partition];

/** The ways to put endpoints into clusters that are compared with each other. */
export function partitionsOf(
  endpoints: readonly string[],
  pairs: readonly PairFacts[],
  threadRule: readonly NodeBound[],
): readonly NamedPartition[] {
  return [
    ["the thread's rule", threadPartition(threadRule)],
    ...groupsOf(pairs).map(
      (group) =>
        [
          `node: ${group}`,
          partitionBy(endpoints, pairs, (pair) =>
            pair.groups.some((one) => one.group === group && one.q <= FALSE_DISCOVERY_RATE),
          ),
        ] as const,
    ),
    ["host and operator", partitionBy(endpoints, pairs, (pair) => markOf(pair) >= LEAST_MARK_BITS)],
  ];
}

function groupsOf(pairs: readonly PairFacts[]): readonly string[] {
  return [...new Set(pairs.flatMap((pair) => pair.groups.map(({group}) => group)))].toSorted();
}

/** Each two of them, beside shuffles. */
export function agreementsBetween(partitions: readonly NamedPartition[]): readonly PartitionAgreement[] {
  const random = createRandom(AGREEMENT_SEED);
  return partitions.flatMap(([first, x], k) =>
    partitions.slice(k + 1).map(([second, y]) => {
      const found = agreement(x, y, {draws: AGREEMENT_SHUFFLES, random});
      const ami = found?.adjustedMutualInformation;
      return {
        first,
        second,
        servers: found?.common ?? 0,
        clusters: [clustersOf(x), clustersOf(y)] as const,
        ami: ami ? significant(ami.value) : null,
        null: ami
          ? {low: significant(ami.chance.low), high: significant(ami.chance.high), p: ami.chance.p}
          : null,
      };
    }),
  );
}

function threadPartition(groups: readonly NodeBound[]): Partition {
  return new Map(
    groups
      .filter(({name}) => name !== "all")
      .flatMap(({name, servers}) => servers.map((server) => [server, name] as const)),
  );
}

/** Every endpoint; those that pairs tie, together. A pair that is ruled out ties nothing. */
function partitionBy(
  endpoints: readonly string[],
  pairs: readonly PairFacts[],
  ties: (pair: PairFacts) => boolean,
): Partition {
  const components = componentsOf(endpoints, pairs, ties);
  return new Map(endpoints.map((endpoint, i) => [endpoint, components[i] ?? i]));
}

function componentsOf(
  endpoints: readonly string[],
  pairs: readonly PairFacts[],
  ties: (pair: PairFacts) => boolean,
): readonly number[] {
  return tiedBy(endpoints, pairs, (pair) => pair.excluded === null && ties(pair));
}

function markOf({signals}: PairFacts): number {
  return signals.reduce(
    (most, signal) =>
      signal.comparable && (signal.layer === "host" || signal.layer === "operator")
        ? Math.max(most, signal.bits ?? 0)
        : most,
    0,
  );
}

function clustersOf(partition: Partition): number {
  const sizes = new Map<string | number, number>();
  for (const cluster of partition.values()) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  return [...sizes.values()].filter((size) => size > 1).length;
}

/** Levels once more, by the same rule, with one group of signals unheard. Exclusions stay. */
function withoutGroup(
  group: string,
  pairs: readonly PairFacts[],
  evidence: readonly PairEvidence[],
): WithoutGroup {
  const levels = pairs.map((pair, k) => {
    const found = evidence[k];
    if (pair.level !== "supported" && pair.level !== "candidate") return pair.level;
    const groups = found?.groups.filter((one) => one.group !== group) ?? [];
    return levelOf({
      excluded: false,
      declared: false,
      comparable: true,
      evidence:
        found && groups.length > 0 ? {...found, groups, q: Math.min(...groups.map(({q}) => q))} : null,
      mark: () => markOf(pair),
    });
  });
  return {
    group,
    supported: levels.filter((level) => level === "supported").length,
    candidate: levels.filter((level) => level === "candidate").length,
  };
}

function atThreshold(bits: number, endpoints: readonly string[], pairs: readonly PairFacts[]): AtThreshold {
  const ties = (pair: PairFacts) => pair.bits !== null && pair.bits >= bits;
  const sizes = members(componentsOf(endpoints, pairs, ties)).map((items) => items.length);
  return {
    bits,
    pairs: pairs.filter((pair) => pair.excluded === null && ties(pair)).length,
    clusters: sizes.filter((size) => size > 1).length,
    largest: Math.max(0, ...sizes),
  };
}
