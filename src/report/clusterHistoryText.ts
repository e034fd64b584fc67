import {type AgreementSummary, summaryOf} from "./clusterAgreement.js";
import {LEAST_COMMON, LEAST_OVERLAP} from "./clusterNames.js";
import {LEAST_RUNS_FOR_STABILITY} from "./consensusStability.js";
import {count, list, minute, whole} from "./format.js";
import type {HistoryFacts} from "./historyFacts.js";

/** What each chart of the page shows, in a sentence. */
export interface HistoryTitles {
  readonly ribbons: string;
  readonly events: string;
  readonly agreement: string;
  readonly coAssociation: string;
  readonly stability: string;
  readonly moves: string;
}

/** How stable the clusters are, in plain words. With too little data it says so. */
export function historySentences(facts: HistoryFacts): readonly string[] {
  const runs = comparable(facts);
  const [first, last] = [runs[0], runs.at(-1)];
  if (facts.startedAt.length === 0)
    return ["The archive holds no run yet, so there is no cluster to follow."];
  if (first === undefined || last === undefined)
    return [
      `${facts.startedAt.length === 1 ? "In the one run" : `In none of the ${count(facts.startedAt.length, "run")}`} of the archive ` +
        `${facts.startedAt.length === 1 ? "no two servers could" : "could two servers"} be compared, so there is no cluster to follow.`,
    ];
  const opening = span(facts, runs.length, first, last);
  if (runs.length === 1) return [opening, "What lasts can only be said once a second run has been compared."];
  return [
    opening,
    ...fromRunToRun(facts),
    ...firstToLast(facts),
    wholeTime(facts),
    membership(facts),
    "That a cluster is stable does not mean that its members share a node. The program that a server runs and the settings of its node decide most of how it answers, and both stay as they are for months; a cluster of servers of one program is as stable as a cluster in front of one node would be.",
  ];
}

/** Positions of runs in which two servers or more were compared. */
function comparable({compared}: HistoryFacts): readonly number[] {
  return [...compared.entries()].flatMap(([run, servers]) => (servers >= 2 ? [run] : []));
}

function span(facts: HistoryFacts, compared: number, first: number, last: number): string {
  const {startedAt, ownSide} = facts;
  const when =
    compared === 1
      ? `One run, of ${minute(startedAt[first] ?? 0)}, can be compared`
      : `From ${minute(startedAt[first] ?? 0)} to ${minute(startedAt[last] ?? 0)}, ${count(compared, "run")} can be compared`;
  const without = startedAt.length - compared;
  const bad =
    without === 0
      ? ""
      : ` (${whole(without)} more cannot${ownSide.length > 0 ? `; in ${whole(ownSide.length)} of them nobody answered, most likely because of our own connection` : ""})`;
  const clusters = facts.clusters.filter((_, run) => (facts.compared[run] ?? 0) >= 2);
  const servers = facts.compared.filter((number) => number >= 2);
  return (
    `${when}${bad}: ${range(servers, "server")} in ${range(clusters, "cluster")} of two or more at a time, ` +
    `${count(facts.allLives, "cluster")} with a name in all.`
  );
}

function fromRunToRun(facts: HistoryFacts): readonly string[] {
  const rand = summaryOf(facts.agreements, "adjustedRand");
  const mutual = summaryOf(facts.agreements, "adjustedMutualInformation");
  if (!rand || !mutual) return [];
  const steps = facts.drawn.length < facts.startedAt.length ? "drawn run" : "run";
  return [
    `From one ${steps} to the next the clusters are the same in ${whole(rand.unchanged)} of ${count(rand.count, "step")}. ` +
      `The adjusted Rand index of the two partitions is ${index(rand.median)} in the median and ${index(rand.least)} at the least ` +
      `(${minute(facts.startedAt[rand.leastAt] ?? 0)}), where shuffled labels give ${chance(rand)}; ` +
      `the adjusted mutual information is ${index(mutual.median)} in the median, where shuffled labels give ${chance(mutual)}.`,
  ];
}

function chance({chance: [mean, low, high]}: AgreementSummary): string {
  return `${index(mean)} (95% of them ${index(low)} to ${index(high)})`;
}

function firstToLast({firstToLast: found}: HistoryFacts): readonly string[] {
  if (!found) return [];
  const {adjustedRand: rand, adjustedMutualInformation: mutual, variationOfInformation: variation} = found;
  return [
    `Between the first and the last run, over the ${count(found.common, "server")} compared in both, the adjusted Rand index is ` +
      `${index(rand.value)} (shuffled: ${index(rand.low)} to ${index(rand.high)}), the adjusted mutual information ${index(mutual.value)} ` +
      `(${index(mutual.low)} to ${index(mutual.high)}) and the variation of information ${index(variation.value)} bits ` +
      `(${index(variation.low)} to ${index(variation.high)}; 0 is no change).`,
  ];
}

function wholeTime(facts: HistoryFacts): string {
  const {stability, bands} = facts;
  if (stability.length === 0)
    return comparable(facts).length < LEAST_RUNS_FOR_STABILITY
      ? `The stability of each cluster is not computed from fewer than ${LEAST_RUNS_FOR_STABILITY} runs.`
      : "Over all runs no two servers are in one cluster more often than apart, so there is no cluster whose stability could be told.";
  const words = bands.flatMap(({word}) => {
    const number = stability.filter((one) => one.word === word).length;
    return number === 0 ? [] : [`${whole(number)} ${word}`];
  });
  const chanceAlike = stability.filter(({aboveChance}) => !aboveChance).length;
  const beside =
    chanceAlike === 0
      ? "all of them above what chance gives"
      : `${whole(chanceAlike)} of them no more than chance gives`;
  return (
    `Over the whole time there ${stability.length === 1 ? "is" : "are"} ${count(stability.length, "cluster")}: ${list(words)}, in Hennig's words, ` +
    `when stretches of time are drawn again at random; ${beside}. That is about long stretches of time; single runs can still differ.`
  );
}

function membership({allMoves, moves, servers}: HistoryFacts): string {
  if (allMoves === 0) return "No server has changed its cluster.";
  const movers = new Set(moves.map(([, server]) => server)).size;
  const listed = allMoves > moves.length ? `of the newest ${whole(moves.length)}, ` : "";
  return `There are ${count(allMoves, "change")} of membership; ${listed}they are those of ${whole(movers)} of ${count(servers.length, "server")}.`;
}

/** How the names come about, and what of a long history is left out, from the constants that do it. */
export function historyNotes({drawn, startedAt}: HistoryFacts): readonly string[] {
  const names =
    `A cluster keeps its name as servers come and go: it is the one with which it shares most of its last known members, ${LEAST_COMMON} at least, ` +
    `and ${LEAST_OVERLAP} of all members of either (Jaccard's index over the servers whose place is known both times). A server that does not answer has not left. ` +
    `Of a cluster that splits, the part that holds most keeps the name; of two that merge, the larger gives its name; one that comes back is called as before. ` +
    `The names mean nothing else, and a later run never changes an earlier one.`;
  if (drawn.length === startedAt.length) return [names];
  return [
    names,
    `The charts draw ${whole(drawn.length)} of the ${whole(startedAt.length)} runs, evenly spaced; agreement is between drawn runs that follow each other. Everything else is of all runs.`,
  ];
}

/** Titles of the charts, each a finding. */
export function historyTitles(facts: HistoryFacts): HistoryTitles {
  return {
    ribbons: ribbons(facts),
    events: events(facts),
    agreement: agreement(facts),
    coAssociation: together(facts),
    stability: stable(facts),
    moves:
      facts.allMoves === 0
        ? "No server has changed its cluster"
        : `${capital(count(facts.allMoves, "change"))} of membership`,
  };
}

function ribbons(facts: HistoryFacts): string {
  const runs = comparable(facts);
  const last = runs.at(-1);
  if (last === undefined) return "No run in which servers can be compared";
  const now = facts.clusters[last] ?? 0;
  const always = facts.lives.filter((life) => life.runs === runs.length).length;
  const newest = `${capital(count(now, "cluster"))} of two or more in the newest run`;
  return runs.length === 1 ? newest : `${newest}; ${whole(always)} of them in all ${whole(runs.length)} runs`;
}

function events({events: {kinds, counts, allOutages}}: HistoryFacts): string {
  const told = kinds.flatMap((kind, i) => {
    const total = (counts[i] ?? []).reduce((sum, number) => sum + number, 0);
    return total === 0 ? [] : [`${whole(total)} of ${kind}`];
  });
  const changes = told.length === 0 ? "No server has changed its settings" : `Changes seen: ${list(told)}`;
  return `${changes}; ${count(allOutages, "outage")}`;
}

function agreement({agreements}: HistoryFacts): string {
  const rand = summaryOf(agreements, "adjustedRand");
  if (!rand) return "Too few runs to compare one with the next";
  const agrees = `From run to run the clusters agree with an adjusted Rand index of ${index(rand.median)} in the median`;
  const shuffled = `shuffled labels give ${index(rand.chance[0])}`;
  return rand.median > rand.chance[2]
    ? `${agrees}; ${shuffled}`
    : `${agrees}, no better than chance: ${shuffled}`;
}

function together({coAssociation: found}: HistoryFacts): string {
  if (!found) return "No two servers were compared in one run";
  const {pairs, chance: expected} = found;
  return (
    `Of ${count(pairs.all, "pair")}, ${whole(pairs.always)} are in one cluster whenever both are compared, ${whole(pairs.never)} never, ` +
    `${whole(pairs.sometimes)} at times; by chance a pair would be in ${Math.round(100 * expected)}% of runs`
  );
}

function stable({stability, bands}: HistoryFacts): string {
  const [best] = bands;
  if (stability.length === 0 || !best) return "No cluster whose stability can be told";
  const high = stability.filter(({word, aboveChance}) => word === best.word && aboveChance).length;
  const share = `${high === 0 ? "None" : whole(high)} of ${count(stability.length, "cluster")}`;
  return `${share} ${high < 2 ? "is" : "are"} ${best.word} and above chance`;
}

/** An index with three digits; what is not 1 does not print as it. */
function index(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const cut = value < 1 && value > 0.9995 ? 0.999 : value;
  return cut
    .toFixed(3)
    .replace(/^-(0\.0+)$/, "$1")
    .replace("-", "−");
}

/** The least and the most of some counts with their noun: `3 clusters`, `3 to 5 clusters`. */
function range(numbers: readonly number[], noun: string): string {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least === most ? count(least, noun) : `${whole(least)} to ${count(most, noun)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
