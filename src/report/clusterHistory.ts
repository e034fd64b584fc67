import type {EndpointRow} from "../observation/schema.js";
import type {Partition} from "../statistics/contingency.js";
import {createRandom} from "../statistics/random.js";
import {runAgreement} from "./clusterAgreement.js";
import {type HistoryTitles, historyNotes, historySentences, historyTitles} from "./clusterHistoryText.js";
import {
  ALONE,
  type ClusterLife,
  clusterLives,
  clusterMembership,
  inStretches,
  moves,
  NOT_COMPARED,
} from "./clusterMembership.js";
import type {RunPartition} from "./clusterNames.js";
import type {HistoryFacts} from "./historyFacts.js";
import {coAssociation} from "./coAssociation.js";
import {consensusClusters, partitionsOf} from "./consensusStability.js";
import {eventLog} from "./eventLog.js";
import {serverEvents} from "./serverEvents.js";
import {STABILITY_BANDS} from "./stabilityBand.js";
import type {Standing} from "./standing.js";

/** Runs. The charts have no more columns than that; of a longer history they are spread evenly, first and last included. */
export const DRAWN_RUNS = 360;

/** Changes of membership that are listed one by one, the newest; the counts are of all. */
export const LISTED_MOVES = 2_000;

/** Clusters whose lives are listed: those that lived in the most runs. */
export const LISTED_LIVES = 200;

/** One run, as far as its clusters and servers go. */
export interface HistoryRun extends RunPartition {
  /** nobody answered, so our own side is the likely cause */
  readonly ownSideSuspected: boolean;
  readonly endpoints: readonly EndpointRow[];
}

/** What the page of clusters shows: facts, and what they say in words. */
export interface ClusterHistory extends HistoryFacts {
  /** how stable the clusters are, every number computed */
  readonly sentences: readonly string[];
  /** how clusters are named, and what is not drawn */
  readonly notes: readonly string[];
  /** what each chart shows, in a sentence */
  readonly titles: HistoryTitles;
}

/**
 * The history of an archive's clusters.
 *
 * @param runs oldest first
 * @param unreadable how many snapshots were left out by the reader
 */
export function clusterHistory(
  runs: readonly HistoryRun[],
  standing: Standing,
  unreadable = 0,
): ClusterHistory {
  const membership = clusterMembership(runs);
  const vantages = runs.map(({vantage}) => vantage);
  const partitions = partitionsOf(membership);
  const all = moves(membership, vantages);
  const lives = clusterLives(membership, all);
  const drawn = evenly(runs.length, DRAWN_RUNS);
  const histories = serverEvents(runs);
  const servers = [...new Set([...membership.servers, ...histories.map(({endpoint}) => endpoint)])];
  const position = new Map(servers.map((endpoint, i) => [endpoint, i]));
  const facts: HistoryFacts = {
    standing,
    unreadable,
    startedAt: runs.map(({startedAt}) => startedAt),
    vantages: [...new Set(vantages)],
    ownSide: [...runs.entries()].flatMap(([run, {ownSideSuspected}]) => (ownSideSuspected ? [run] : [])),
    compared: partitions.map(({size}) => size),
    clusters: membership.places.map((row) => new Set(row.filter((place) => place > ALONE)).size),
    servers,
    drawn,
    membership: servers.map((_, server) =>
      server < membership.servers.length
        ? inStretches(membership, server, drawn)
        : [NOT_COMPARED, drawn.length],
    ),
    lives: longest(lives),
    allLives: lives.length,
    moves: all.slice(-LISTED_MOVES).toSorted(([a], [b]) => b - a),
    allMoves: all.length,
    ...agreementsOf(partitions, drawn, vantages),
    stability: consensusClusters(membership, partitions, createRandom("clusters/stability")),
    bands: STABILITY_BANDS,
    coAssociation: coAssociation(membership),
    events: eventLog(histories, (endpoint) => position.get(endpoint) ?? -1, runs.length),
  };
  return {
    ...facts,
    sentences: historySentences(facts),
    notes: historyNotes(facts),
    titles: historyTitles(facts),
  };
}

/** At most so many of the positions below a count, evenly spaced, first and last among them. */
function evenly(count: number, most: number): readonly number[] {
  if (count <= most) return Array.from({length: count}, (_, i) => i);
  return Array.from({length: most}, (_, i) => Math.round((i * (count - 1)) / (most - 1)));
}

function longest(lives: readonly ClusterLife[]): readonly ClusterLife[] {
  return lives
    .toSorted((a, b) => b.runs - a.runs || a.cluster - b.cluster)
    .slice(0, LISTED_LIVES)
    .toSorted((a, b) => a.cluster - b.cluster);
}

/** Each drawn run beside the one before it from the same vantage point that can be compared with it. */
function agreementsOf(
  partitions: readonly Partition[],
  drawn: readonly number[],
  vantages: readonly string[],
): Pick<HistoryFacts, "agreements" | "firstToLast"> {
  const random = createRandom("clusters/agreement");
  const last = new Map<string, number>();
  const comparable = drawn.filter((run) => (partitions[run]?.size ?? 0) >= 2);
  const agreements = comparable.flatMap((run) => {
    const vantage = vantages[run] ?? "";
    const before = last.get(vantage);
    last.set(vantage, run);
    return before === undefined ? [] : (runAgreement(partitions, [before, run], random) ?? []);
  });
  const [first, final] = [comparable[0], comparable.at(-1)];
  const apart = first !== undefined && final !== undefined && first !== final;
  return {agreements, firstToLast: apart ? runAgreement(partitions, [first, final], random) : null};
}
