import {agreementByChance} from "../statistics/agreement.js";
import {createRandom} from "../statistics/random.js";
import {group} from "d3-array";
import {type Tally, tally} from "./program.js";
import {
  aliases,
  type ListedRow,
  listedRows,
  type PublishedFiles,
  type PublishedSource,
  publishedSources,
} from "./publishedList.js";
import {newestReport, type Reported, type Service, services} from "./services.js";

/** Shuffles behind each p-value: with 9,999 the smallest that can come out is 0.0001. */
export const SHUFFLES = 9_999;

/** The seed of those shuffles, so that the page gives the same digits in every build. */
export const SHUFFLE_SEED = "original clusters";

/** The first study's five clusters, joined with what public lists say. */
export interface OriginalFacts {
  readonly endpoints: number;
  /** at most so many services: what no list ties together counts apart */
  readonly services: number;
  /** endpoints and services for which some list gives a program */
  readonly identifiedEndpoints: number;
  readonly identifiedServices: number;
  /** identified endpoints that name another program than most of their cluster */
  readonly exceptions: number;
  readonly clusters: readonly OriginalCluster[];
  readonly rows: readonly Service[];
  readonly agreements: readonly Agreement[];
  readonly sources: readonly PublishedSource[];
}

/** Stands for the program of an endpoint that no list identifies. */
export const NOT_KNOWN = "not known";

export interface OriginalCluster {
  readonly cluster: string;
  readonly endpoints: number;
  readonly services: number;
  /** of endpoints, self-reported; `NOT_KNOWN` where no list gives one */
  readonly programs: readonly Tally[];
  /** of identified services, program and version, newest first seen */
  readonly versions: readonly Tally[];
}

/** How far two labels of the identified services agree, beside what chance gives. */
export interface Agreement {
  readonly question:
    | "cluster and program"
    | "clusters 1 and 2 as one, and program"
    | "cluster and version within clusters 1 and 2";
  readonly services: number;
  /** adjusted Rand index */
  readonly index: number;
  /** 95th percentile of the index when labels are shuffled */
  readonly chance95: number;
  readonly pValue: number;
}

/** Joins the first study's endpoints with what public lists say about them. */
export function originalFacts(files: PublishedFiles): OriginalFacts {
  const rows = listedRows(files.endpoints);
  const all = services(rows, aliases(files.aliases));
  const newest = newestByEndpoint(rows);
  const clusters = originalClusters(all, newest);
  return {
    endpoints: newest.size,
    services: all.length,
    identifiedEndpoints: [...newest.values()].filter((reported) => reported !== null).length,
    identifiedServices: all.filter(({reported}) => reported !== null).length,
    exceptions: clusters.reduce(
      (sum, {programs}) =>
        sum +
        programs
          .filter(isKnown)
          .slice(1)
          .reduce((n, {count}) => n + count, 0),
      0,
    ),
    clusters,
    rows: all,
    agreements: agreements(all),
    sources: publishedSources(files.sources),
  };
}

function isKnown({value}: Tally): boolean {
  return value !== NOT_KNOWN;
}

function originalClusters(
  all: readonly Service[],
  newest: ReadonlyMap<string, Reported | null>,
): readonly OriginalCluster[] {
  return [...group(all, ({cluster}) => cluster)].map(([cluster, inCluster]) => {
    const endpoints = inCluster.flatMap(({endpoints}) => endpoints);
    return {
      cluster,
      endpoints: endpoints.length,
      services: inCluster.length,
      programs: tally(endpoints.map((endpoint) => newest.get(endpoint)?.program ?? NOT_KNOWN)),
      versions: tally(
        inCluster.flatMap(({reported}) => (reported ? [`${reported.program} ${reported.version}`] : [])),
      ),
    };
  });
}

function newestByEndpoint(rows: readonly ListedRow[]): ReadonlyMap<string, Reported | null> {
  return new Map(
    [...group(rows, ({endpoint}) => endpoint)].map(([endpoint, rows]) => [endpoint, newestReport(rows)]),
  );
}

/** Services, not endpoints: an agreement of a server with itself under another name would count twice. */
function agreements(all: readonly Service[]): readonly Agreement[] {
  const known = all.flatMap(({cluster, reported}) => (reported ? [{cluster, ...reported}] : []));
  const firstTwo = known.filter(({cluster}) => cluster === "1" || cluster === "2");
  return [
    agreement(
      "cluster and program",
      known.map(({cluster, program}) => [cluster, program]),
    ),
    agreement(
      "clusters 1 and 2 as one, and program",
      known.map(({cluster, program}) => [cluster === "2" ? "1" : cluster, program]),
    ),
    agreement(
      "cluster and version within clusters 1 and 2",
      firstTwo.map(({cluster, program, version}) => [cluster, `${program} ${version}`]),
    ),
  ];
}

function agreement(
  question: Agreement["question"],
  labels: readonly (readonly [string, string])[],
): Agreement {
  const {observed, draws, pValue} = agreementByChance(
    labels.map(([a]) => a),
    labels.map(([, b]) => b),
    SHUFFLES,
    createRandom(`${SHUFFLE_SEED}/${question}`),
  );
  const chance95 = draws[Math.ceil(0.95 * draws.length) - 1] ?? NaN;
  return {question, services: labels.length, index: observed, chance95, pValue};
}
