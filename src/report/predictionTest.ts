import {agreementByChance} from "../statistics/agreement.js";
import {fisherExact} from "../statistics/fisherExact.js";
import {createRandom} from "../statistics/random.js";
import {SHUFFLE_SEED, SHUFFLES} from "./originalFacts.js";
import {aliases, listedRows, type PublishedFiles} from "./publishedList.js";
import {intervalOf} from "./responseRates.js";
import type {RunRecord} from "./runRecord.js";
import {type Service, services} from "./services.js";

/** As it was written down before any run of the public network was in the archive. */
export const PREDICTION = {
  registered: "2026-11-22",
  text:
    "If this is what splits clusters 1 and 2, then blockchain.relayfee is one value throughout cluster 1 and another throughout cluster 2. " +
    "A run against the public network tests it, as long as the two groups still stand apart in it: if they do not differ in this value, the explanation falls.",
} as const;

/** Chance above which the two clusters count as not differing: the usual one in twenty, as one question is asked once. */
export const PREDICTION_ALPHA = 0.05;

/** Where Bitcoin Core's default was until release 29.1, sat/vB: the values below it are one side of the table, the rest the other. */
export const OLD_RELAY_MINIMUM = 1;

export type PredictionOutcome =
  /** no run of the public network */
  | "not yet testable"
  /** so few services state a value that no table could tell */
  | "too few"
  /** the two groups no longer stand apart */
  | "no longer apart"
  /** one value throughout each, and another */
  | "holds"
  /** they differ, but not throughout */
  | "holds in part"
  | "falls";

export interface PredictionTest {
  /** of the run, UTC ms */
  readonly startedAt: number;
  readonly vantage: string;
  /** endpoints of the first study: asked in this run, and of them answered */
  readonly asked: number;
  readonly answered: number;
  readonly interval: {readonly low: number; readonly high: number} | null;
  /** sat/vB: the line between the two sides of the table */
  readonly line: number;
  readonly clusters: readonly ClusterMinima[];
  /** exact, two-sided; null if a cluster has no service that states a value */
  readonly pValue: number | null;
  /** the smallest p that so many services could give: each cluster wholly on its own side */
  readonly leastP: number;
  /** whether clusters 1 and 2 still stand apart in this run; null if too few of them are in clusters to tell */
  readonly apart: {readonly index: number; readonly pValue: number; readonly services: number} | null;
}

/** What the services of one of the first study's clusters state. */
export interface ClusterMinima {
  readonly cluster: "1" | "2";
  readonly services: number;
  /** of them silent or without a value in this run */
  readonly unknown: number;
  /** of which endpoints state different values */
  readonly mixed: number;
  readonly below: number;
  readonly atLeast: number;
  /** distinct values, sat/vB, with the number of services, from low to high */
  readonly values: readonly {readonly value: number; readonly services: number}[];
}

/** What a run of the public network shows of the first two clusters. */
export function predictionTest(run: RunRecord, files: PublishedFiles): PredictionTest {
  const rows = listedRows(files.endpoints);
  const listed = new Set(rows.map(({endpoint}) => endpoint));
  const known = run.endpoints.filter(
    ({endpoint, outcome}) => listed.has(endpoint) && outcome !== "not-tried",
  );
  const answered = known.filter(({outcome}) => outcome === "answered").length;
  const all = services(rows, aliases(files.aliases));
  const clusters = (["1", "2"] as const).map((cluster) =>
    minimaOf(
      cluster,
      all.filter((service) => service.cluster === cluster),
      run,
    ),
  );
  const [first, second] = clusters;
  const stated = clusters.every(({below, atLeast}) => below + atLeast > 0);
  return {
    startedAt: run.startedAt,
    vantage: run.vantage,
    asked: known.length,
    answered,
    interval: known.length === 0 ? null : intervalOf(answered, known.length),
    line: OLD_RELAY_MINIMUM,
    clusters,
    pValue:
      first && second && stated
        ? fisherExact([
            [first.below, first.atLeast],
            [second.below, second.atLeast],
          ])
        : null,
    leastP: smallestP(clusters),
    apart: stillApart(all, run),
  };
}

/** Services, not endpoints: one that answers under three names would count thrice. */
function minimaOf(cluster: "1" | "2", own: readonly Service[], run: RunRecord): ClusterMinima {
  const fees = new Map(
    run.endpoints.flatMap(({endpoint, relay_fee}) => (relay_fee === null ? [] : [[endpoint, relay_fee]])),
  );
  const stated = own.map(({endpoints}) => [
    ...new Set(endpoints.flatMap((endpoint) => fees.get(endpoint) ?? [])),
  ]);
  const values = stated.flatMap((each) => (each.length === 1 ? each : [])).map((fee) => fee / 1000);
  return {
    cluster,
    services: own.length,
    unknown: stated.filter((each) => each.length === 0).length,
    mixed: stated.filter((each) => each.length > 1).length,
    below: values.filter((value) => value < OLD_RELAY_MINIMUM).length,
    atLeast: values.filter((value) => value >= OLD_RELAY_MINIMUM).length,
    values: [...new Set(values)]
      .toSorted((a, b) => a - b)
      .map((value) => ({value, services: values.filter((each) => each === value).length})),
  };
}

/** How far the present clusters, by the first study's own rule, still divide its clusters 1 and 2. */
function stillApart(all: readonly Service[], run: RunRecord): PredictionTest["apart"] {
  const present = new Map(run.clusters.flatMap((members, i) => members.map((endpoint) => [endpoint, i])));
  const placed = all
    .filter(({cluster}) => cluster === "1" || cluster === "2")
    .flatMap(({cluster, endpoints}) => {
      const now = endpoints.map((endpoint) => present.get(endpoint)).find((found) => found !== undefined);
      return now === undefined ? [] : [{cluster, now}];
    });
  if (new Set(placed.map(({cluster}) => cluster)).size < 2) return null;
  const {observed, pValue} = agreementByChance(
    placed.map(({cluster}) => cluster),
    placed.map(({now}) => now),
    SHUFFLES,
    createRandom(`${SHUFFLE_SEED}/still apart`),
  );
  return {index: observed, pValue, services: placed.length};
}

export function predictionOutcome(test: PredictionTest | null): PredictionOutcome {
  if (test === null) return "not yet testable";
  const {apart, clusters, leastP, pValue} = test;
  if (pValue === null || apart === null || leastP > PREDICTION_ALPHA) return "too few";
  if (apart.pValue > PREDICTION_ALPHA) return "no longer apart";
  const [first, second] = clusters;
  const throughout = clusters.every(({values, mixed}) => values.length === 1 && mixed === 0);
  // Two values on one side of the line are two values all the same.
  if (throughout && first?.values[0]?.value !== second?.values[0]?.value) return "holds";
  return pValue > PREDICTION_ALPHA ? "falls" : "holds in part";
}

/** The smallest p that so many services could give: all of one cluster on one side, all of the other on the other. */
function smallestP([first, second]: readonly ClusterMinima[]): number {
  const [n, m] = [first, second].map((one) => (one ? one.below + one.atLeast : 0)) as [number, number];
  return fisherExact([
    [n, 0],
    [0, m],
  ]);
}
