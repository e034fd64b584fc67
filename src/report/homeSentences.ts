import {FALSE_DISCOVERY_RATE} from "../evidence/level.js";
import {wilsonInterval} from "../statistics/proportion.js";
import {count, minute, percentOf, whole} from "./format.js";
import type {LevelCounts} from "./kin.js";
import {type MeasuredErrors, powerAfter, watchedAsLong} from "./measuredErrors.js";
import {type ClusterChange, LEAST_RUNS_FOR_CHANGE, type NamedCluster} from "./namedClusters.js";
import type {SignatureCounts} from "./signature.js";

/** What the archive says in one sentence, with the number that an innocent explanation would give beside it. */
export interface HomeSentence {
  /** the whole sentence: `finding`, and `chance` if there is one */
  readonly text: string;
  readonly finding: string;
  /** what chance, or separate nodes, or simulated networks of known truth would show; null where nothing can be said yet */
  readonly chance: string | null;
  /** page of the site that shows the evidence */
  readonly href: string;
  /** words of the link */
  readonly evidence: string;
  /** every count in the sentence that comes of the archive */
  readonly numbers: Readonly<Record<string, number>>;
}

/** What the sentences are made of. */
export interface HomeFacts {
  readonly simulated: boolean;
  /** null: the archive holds no run */
  readonly newest: NewestRun | null;
  /** runs of the archive in which some server answered */
  readonly runs: number;
  /** of the newest run’s main round; null if none can be compared */
  readonly pairs: SignatureCounts | null;
  /** of the same round, the largest first */
  readonly clusters: readonly NamedCluster[];
  /** of all pairs of servers that answered in any run */
  readonly levels: LevelCounts;
  readonly change: ClusterChange | null;
  /** null: nothing was calibrated */
  readonly measured: MeasuredErrors | null;
}

export interface NewestRun {
  /** UTC ms */
  readonly startedAt: number;
  readonly asked: number;
  readonly answered: number;
  /** nobody answered: our own side is the likely cause */
  readonly ownSideSuspected: boolean;
  /** shares that answered in earlier runs from the same place, each in [0, 1] */
  readonly before: readonly number[];
}

/** At most five sentences, in the order of the page; one, if there is no run. */
export function homeSentences(facts: HomeFacts): readonly HomeSentence[] {
  const {newest} = facts;
  if (!newest)
    return [
      sentence(
        "The archive holds no run yet, so nothing can be said",
        null,
        "method",
        "How it would be asked",
      ),
    ];
  const asked = askedSentence(facts, newest);
  if (newest.answered === 0) return [asked];
  return [zeroSentence(facts), clusterSentence(facts), levelsSentence(facts), changeSentence(facts), asked];
}

function askedSentence({simulated}: HomeFacts, newest: NewestRun): HomeSentence {
  const {asked, answered, ownSideSuspected, before} = newest;
  const network = simulated ? "the simulated network" : "the public network";
  const finding = `In the newest run ${whole(answered)} of ${count(asked, "endpoint")} of ${network} answered (${percent(answered, asked)})`;
  if (ownSideSuspected)
    return sentence(
      finding,
      "our own connection is the likely cause, so nothing follows about the servers",
      "coverage",
      "Who answers, and why not",
      {asked, answered},
    );
  const shares = before.toSorted((a, b) => a - b).map((share) => percentOf(share));
  const [least = "", most = ""] = [shares[0], shares.at(-1)];
  return sentence(
    finding,
    before.length === 0
      ? "there is no earlier run from this place to compare with"
      : `in ${count(before.length, "earlier run")} from this place, ${least === most ? least : `${least} to ${most}`} did`,
    "coverage",
    "Who answers, and why not",
    {asked, answered},
  );
}

function zeroSentence({pairs}: HomeFacts): HomeSentence {
  const link = ["matrix", "Every pair"] as const;
  if (!pairs || pairs.pairs === 0)
    return sentence("Too few servers can be compared for a pair", null, ...link, {pairs: 0});
  const {zero, zeroExcluded, excluded, identical} = pairs;
  return sentence(
    `Of ${count(pairs.pairs, "pair")} of servers, ${whole(zero)} ${zero === 1 ? "prints" : "print"} as 0.000, and ${whole(zeroExcluded)} of these cannot be one node`,
    zeroChance(pairs),
    ...link,
    {pairs: pairs.pairs, zero, identical, excluded, zeroExcluded},
  );
}

/**
 * How often separate nodes print 0.000, where they could: within one program. As a pair of one node prints it at most
 * always, a 0.000 weighs no more than one over that share.
 */
export function zeroChance({oneProgram: {excluded, zeroExcluded}}: SignatureCounts): string {
  if (excluded === 0)
    return "no pair that names one program is known to be two nodes, so there is nothing to hold this against";
  const separate = `within one program, separate nodes print 0.000 in ${percentOf(zeroExcluded / excluded)} of ${count(excluded, "pair")}`;
  return zeroExcluded === 0
    ? separate
    : `${separate}, so a 0.000 weighs ${Math.log2(excluded / zeroExcluded).toFixed(1)} bits at most`;
}

function clusterSentence({clusters, measured, runs}: HomeFacts): HomeSentence {
  const [largest] = clusters;
  const link = ["clusters", "The clusters"] as const;
  if (!largest || largest.servers < 2)
    return sentence("No two servers form a cluster by the first study’s rule", null, ...link, {
      clusters: clusters.length,
    });
  const {name, servers, atLeast} = largest;
  const named = clusters.filter((each) => each.servers > 1).length;
  return sentence(
    `The ${named === 1 ? "one cluster" : `largest of ${count(named, "cluster")}`} by the first study’s rule, ${name ?? "not named"}, holds ${count(servers, "server")} on at least ${count(atLeast, "node")}`,
    measured ? exclusionErrors(measured, runs) : "how often the rule errs has not been measured",
    ...link,
    {clusters: named, largest: servers, atLeast},
  );
}

/** How often exclusions err, where the truth is known. */
function exclusionErrors(measured: MeasuredErrors, runs: number): string {
  const row = watchedAsLong(measured.all, runs);
  if (!row) return "how often the rule errs after so few runs has not been measured";
  const {falseExclusions, oneNode} = row;
  return (
    `in simulation, ${falseExclusions === 0 ? "none" : whole(falseExclusions)} of ${count(oneNode, "pair")} of one node ` +
    `${falseExclusions < 2 ? "was" : "were"} ruled out (95%: below ${percentOf(wilsonInterval(falseExclusions, oneNode).high)})`
  );
}

function levelsSentence({levels, measured, runs}: HomeFacts): HomeSentence {
  const {counts, inferred, expectedFalse} = levels;
  const {declared} = counts;
  const apart = declared > 0 ? `Apart from ${count(declared, "pair")} that operators declare, ` : "";
  const rate = `at a false-discovery rate of ${FALSE_DISCOVERY_RATE * 100}%`;
  const finding =
    inferred === 0
      ? `${apart}${apart ? "no" : "No"} pair is more alike than strangers are, ${rate}`
      : `${apart}${count(inferred, "pair")} ${inferred === 1 ? "is" : "are"} consistent with a shared backend ${rate} ` +
        `(${whole(counts.supported)} supported, ${whole(counts.candidate)} candidate; ` +
        `${expectedFalse < 0.01 ? "fewer than 0.01" : `about ${expectedFalse.toFixed(2)}`} expected to be strangers)`;
  return sentence(finding, measured ? powerText(measured, runs) : null, "signals", "Signal by signal", {
    declared,
    supported: counts.supported,
    candidate: counts.candidate,
  });
}

/** What this study could have seen after so many runs: how many pairs of one node it finds where the truth is known. */
function powerText(measured: MeasuredErrors, runs: number): string {
  const watched = watchedAsLong(measured.all, runs)?.runs;
  const power = watched === undefined ? [] : powerAfter(measured, watched);
  const [least, most] = [power[0], power.at(-1)];
  if (watched === undefined || !least || !most) return "what could have been seen has not been measured";
  return (
    `in simulation, ${count(watched, "run")} ${watched === 1 ? "finds" : "find"} ${percent(most.found, most.oneNode)} of shared nodes if each node misses ${percentOf(most.missShare)} of transactions` +
    (least === most ? "" : `, and ${percent(least.found, least.oneNode)} if ${percentOf(least.missShare)}`)
  );
}

function changeSentence({change, runs}: HomeFacts): HomeSentence {
  const link = ["clusters", "Clusters through time"] as const;
  if (!change)
    return sentence(
      `${runs === 1 ? "One run is" : `${whole(runs)} runs are`} too few to say whether clusters last`,
      `it takes ${LEAST_RUNS_FOR_CHANGE} from one place`,
      ...link,
      {},
    );
  const {since, servers, changed, byChance} = change;
  return sentence(
    `Over ${count(change.runs, "run")} since ${minute(since).slice(0, 10)}, ${changed === 0 ? "none" : whole(changed)} of ${count(servers, "server")} changed cluster`,
    `by chance, with clusters of these sizes, ${whole(byChance)} would have`,
    ...link,
    {servers, changed},
  );
}

function sentence(
  finding: string,
  chance: string | null,
  href: string,
  evidence: string,
  numbers: Readonly<Record<string, number>> = {},
): HomeSentence {
  return {
    text: chance === null ? `${finding}.` : `${finding}; ${chance}.`,
    finding,
    chance,
    href,
    evidence,
    numbers,
  };
}

function percent(part: number, all: number): string {
  return all === 0 ? "none" : percentOf(part / all);
}
