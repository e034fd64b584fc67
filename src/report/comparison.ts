import {LINK_THRESHOLD, PRINTS_AS_ZERO} from "../evidence/firstStudy.js";
import {type FeeHistogram, histogramKey} from "../observation/histogram.js";
import type {ReadRow} from "../observation/schema.js";
import {type DistanceMatrix, distance, divergenceMatrix, groupByKey} from "../statistics/distanceMatrix.js";
import {type Distribution, distribution} from "../statistics/divergence.js";
import {similarityOrder} from "../statistics/linkage.js";
import {componentsAt, members, spanningTree} from "../statistics/partition.js";
import {significant} from "./format.js";
import {type Tally, tally} from "./program.js";
import type {ObservedServer} from "./servers.js";

/** Bits. Upper limits of the colour steps of a matrix; above the last lies only 1, where no label is shared. */
export const STEPS = [0.000_001, PRINTS_AS_ZERO, 0.01, 0.1, LINK_THRESHOLD] as const;

/** Bits. Other thresholds at which the clusters are counted, to show how much hangs on the choice. */
export const OTHER_THRESHOLDS = [0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99] as const;

/** One reading of all servers, compared pair by pair. */
export interface Comparison {
  /** number of the round in its run, from 0 */
  readonly sweep: number;
  /** `round` (on the clock) or `tip` (some seconds after a new block) */
  readonly trigger: string;
  /** first and last question of the round, UTC ms */
  readonly asked: readonly [first: number, last: number];
  /** endpoints that sent a histogram in this round */
  readonly answered: number;
  /** those of them that are not compared, and why */
  readonly setAside: readonly SetAside[];
  /** those that are: positions in the run's list of servers, cluster by cluster, similar ones side by side */
  readonly servers: readonly number[];
  /** for each of these, the number of its answer: equal numbers are equal in every label and every vbyte */
  readonly answers: readonly number[];
  /** bits, six digits: divergence of answer i and answer j < i at [i][j]; row i has i values */
  readonly divergences: readonly (readonly number[])[];
  /** consecutive stretches of `servers`, the largest first */
  readonly clusters: readonly Cluster[];
  readonly pairs: Pairs;
  /** number of clusters if another threshold had been chosen */
  readonly clustersAt: readonly {readonly threshold: number; readonly clusters: number}[];
}

export interface SetAside {
  /** position in the run's list of servers */
  readonly server: number;
  readonly why: string;
}

/** Servers linked, directly or through others, at a divergence up to the threshold. Their answers look alike; that is all. */
export interface Cluster {
  readonly size: number;
  readonly distinctAnswers: number;
  /** self-reported */
  readonly programs: readonly Tally[];
  /** minimum relay feerates in sat/vB */
  readonly relayMinima: readonly Tally[];
}

/** Counts of pairs of compared servers. */
export interface Pairs {
  readonly all: number;
  /** equal in every label and every vbyte */
  readonly identical: number;
  /** of the identical, those that are two endpoints of one host */
  readonly identicalOneHost: number;
  /** below `PRINTS_AS_ZERO` although their numbers differ */
  readonly printAsZero: number;
  /** at exactly 1 bit: no label in common */
  readonly disjoint: number;
}

/** Compares the answers of one round. */
export function compare(
  reads: readonly ReadRow[],
  servers: readonly ObservedServer[],
  histograms: ReadonlyMap<number, FeeHistogram>,
): Comparison {
  const position = new Map(servers.map(({endpoint}, i) => [endpoint, i]));
  const answered = firstAnswers(reads).flatMap((read) => {
    const server = position.get(read.endpoint);
    const histogram = read.histogram === null ? [] : (histograms.get(read.histogram) ?? []);
    return server === undefined ? [] : [{server, histogram, aside: servers[server]?.aside ?? null}];
  });
  const setAside: SetAside[] = [];
  const compared: {server: number; key: string; shares: Distribution}[] = [];
  for (const {server, histogram, aside} of answered) {
    const shares = distribution(histogram.map(({label, vsize}) => [label, vsize] as const));
    if (aside !== null) setAside.push({server, why: aside});
    else if (shares === null) setAside.push({server, why: "its histogram was empty"});
    else compared.push({server, key: histogramKey(histogram), shares});
  }
  const {groupOf, first} = groupByKey(compared.map(({key}) => key));
  const matrix = divergenceMatrix(first.flatMap((item) => compared[item]?.shares ?? []));
  const edges = spanningTree(matrix);
  const components = componentsAt(edges, first.length, LINK_THRESHOLD);
  const clusters = members(components)
    .map((answers) => serversInOrder(similarityOrder(matrix, answers), groupOf))
    .toSorted((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0));
  const order = clusters.flat();
  return {
    sweep: reads[0]?.sweep ?? 0,
    trigger: reads[0]?.trigger ?? "round",
    asked: [
      reads.reduce((min, read) => Math.min(min, read.requested_at), Infinity),
      reads.reduce((max, read) => Math.max(max, read.requested_at), -Infinity),
    ],
    answered: answered.length,
    setAside,
    servers: order.map((item) => compared[item]?.server ?? -1),
    answers: order.map((item) => groupOf[item] ?? -1),
    divergences: matrix.map((row, i) => row.slice(0, i).map((value) => significant(value))),
    clusters: clusters.map((items) =>
      describe(
        items.flatMap((item) => servers[compared[item]?.server ?? -1] ?? []),
        new Set(items.map((item) => groupOf[item])).size,
      ),
    ),
    pairs: countPairs(
      compared.map(({server}) => servers[server]?.host ?? ""),
      groupOf,
      matrix,
    ),
    clustersAt: OTHER_THRESHOLDS.map((threshold) => ({
      threshold,
      clusters: new Set(componentsAt(edges, first.length, threshold)).size,
    })),
  };
}

/** How many servers sent a histogram in a round: what `compare` says of it, without comparing. */
export function answeredIn(reads: readonly ReadRow[], servers: readonly ObservedServer[]): number {
  const known = new Set(servers.map(({endpoint}) => endpoint));
  return firstAnswers(reads).filter(({endpoint}) => known.has(endpoint)).length;
}

/** One answer for each endpoint: the first, should it have been asked twice. */
function firstAnswers(reads: readonly ReadRow[]): readonly ReadRow[] {
  const first = new Map<string, ReadRow>();
  for (const read of reads)
    if (read.outcome === "answered" && !first.has(read.endpoint)) first.set(read.endpoint, read);
  return [...first.values()];
}

/** The items behind each of the answers, answer by answer. */
function serversInOrder(answers: readonly number[], groupOf: readonly number[]): readonly number[] {
  const behind = members(groupOf);
  return answers.flatMap((answer) => behind[answer] ?? []);
}

function describe(servers: readonly ObservedServer[], distinctAnswers: number): Cluster {
  return {
    size: servers.length,
    distinctAnswers,
    programs: tally(servers.map(({program}) => program)),
    relayMinima: tally(servers.map(({relayMinimum}) => relayMinimum ?? "not stated")),
  };
}

function countPairs(hosts: readonly string[], groupOf: readonly number[], matrix: DistanceMatrix): Pairs {
  let [all, identical, identicalOneHost, printAsZero, disjoint] = [0, 0, 0, 0, 0];
  for (const [i, a] of groupOf.entries())
    for (const [j, b] of groupOf.slice(0, i).entries()) {
      all++;
      const bits = distance(matrix, a, b);
      if (a === b) {
        identical++;
        if (hosts[i] === hosts[j]) identicalOneHost++;
      } else if (bits < PRINTS_AS_ZERO) printAsZero++;
      else if (bits === 1) disjoint++;
    }
  return {all, identical, identicalOneHost, printAsZero, disjoint};
}
