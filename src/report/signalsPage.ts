import {FALSE_DISCOVERY_RATE} from "../evidence/level.js";
import {
  agreementCounts,
  agreementHeadline,
  hostsOnce,
  index,
  partitionName,
  thresholdTitle,
  type Verdict,
  verdictOf,
  withoutTitle,
} from "./agreementText.js";
import type {Archived} from "./archived.js";
import {type ControlStrip, controlStrips, FEWEST_CONTROLS, isJudged} from "./controlStrip.js";
import type {Findings, SignalFacts} from "./findings.js";
import {count, whole} from "./format.js";
import {type Kin, type LevelCounts, levelSentence} from "./kin.js";
import {RANKED_PAIRS, type RankedPair, rankedPairs} from "./rankedPairs.js";
import {
  AGREEMENT_SHUFFLES,
  agreementsBetween,
  type AtThreshold,
  type PartitionAgreement,
  partitionsOf,
} from "./signalAgreement.js";
import {serverId} from "./serverIds.js";

/** What the page about signals shows. */
export interface SignalsPage {
  /** the answer to the page's question, with its number and its null */
  readonly headline: string;
  readonly sentences: readonly string[];
  readonly agreement: {
    readonly title: string;
    readonly shuffles: number;
    /** names of the partitions in their order */
    readonly partitions: readonly string[];
    readonly cells: readonly AgreementCell[];
  };
  readonly without: {readonly title: string; readonly rows: readonly Remaining[]};
  readonly thresholds: {readonly title: string; readonly rows: readonly AtThreshold[]};
  readonly strips: {
    readonly title: string;
    /** control pairs of a kind below which they are called few */
    readonly fewest: number;
    readonly rows: readonly ControlStrip[];
  };
  /** signals of host and operator, which control pairs cannot judge */
  readonly marks: readonly Pick<SignalFacts, "name" | "layer" | "compares" | "unit" | "innocent">[];
  readonly levels: LevelCounts;
  readonly ranked: {readonly title: string; readonly rows: readonly RankedPair[]};
  readonly kin: readonly LinkedKin[];
}

/** Two partitions' agreement, with names and verdict for readers. */
export interface AgreementCell extends PartitionAgreement {
  readonly verdict: Verdict;
  /** the same with one endpoint of each host */
  readonly hosts: PartitionAgreement & {readonly verdict: Verdict; readonly text: string};
  /** `AMI 0.72, shuffled −0.02 to 0.12`, or why there is none */
  readonly text: string;
}

/** Inferred pairs with all signals, or without one group. */
export interface Remaining {
  readonly label: string;
  readonly supported: number;
  readonly candidate: number;
}

export interface LinkedKin extends Kin {
  /** of its servers, in their order */
  readonly ids: readonly string[];
}

export function signalsPage({findings}: Pick<Archived, "findings">): SignalsPage {
  const {agreement, clusters, endpoints, levels, signals, pairs, kin} = findings;
  const {supported, candidate} = levels.counts;
  const strips = controlStrips(signals);
  const weighed = pairs.filter(({bits}) => bits !== null).length;
  const ids = endpoints.map(({id}) => id);
  const byHost = agreementsBetween(hostsOnce(partitionsOf(ids, pairs, clusters), endpoints));
  const headline =
    endpoints.length < 2
      ? "Fewer than two servers answered in this archive, so there is nothing to compare."
      : agreementHeadline(byHost);
  return {
    headline,
    sentences: sentencesOf(findings, byHost),
    agreement: {
      title: headline,
      shuffles: AGREEMENT_SHUFFLES,
      partitions: [
        ...new Set(agreement.partitions.flatMap(({first, second}) => [first, second]).map(partitionName)),
      ],
      cells: agreement.partitions.map((one, k) => ({...told(one), hosts: told(byHost[k] ?? one)})),
    },
    without: {
      title: withoutTitle({supported, candidate}, agreement.without),
      rows: [
        {label: "all signals", supported, candidate},
        ...agreement.without.map(({group, supported, candidate}) => ({
          label: `without ${partitionName(`node: ${group}`)}`,
          supported,
          candidate,
        })),
      ],
    },
    thresholds: {title: thresholdTitle(agreement.thresholds), rows: agreement.thresholds},
    strips: {title: stripTitle(strips), fewest: FEWEST_CONTROLS, rows: strips},
    marks: signals
      .filter((signal) => !isJudged(signal))
      .map(({name, layer, compares, unit, innocent}) => ({name, layer, compares, unit, innocent})),
    levels,
    ranked: {title: rankedTitle(weighed), rows: rankedPairs(pairs)},
    kin: kin.map((one) => ({...one, ids: one.servers.map(serverId)})),
  };
}

function told(one: PartitionAgreement): PartitionAgreement & {verdict: Verdict; text: string} {
  return {
    ...one,
    first: partitionName(one.first),
    second: partitionName(one.second),
    verdict: verdictOf(one),
    text: cellText(one),
  };
}

function cellText({clusters, ami, null: chance}: PartitionAgreement): string {
  if (ami === null || chance === null) return "no servers in common";
  if (Math.min(...clusters) === 0) return "one side finds no cluster";
  return `AMI ${index(ami)}, shuffled ${index(chance.low)} to ${index(chance.high)}`;
}

function sentencesOf(
  {agreement, endpoints, levels, weights, window}: Findings,
  byHost: readonly PartitionAgreement[],
): string[] {
  if (endpoints.length < 2) return [];
  const hosts = new Set(endpoints.map(({host}) => host)).size;
  return [
    agreementCounts(byHost),
    `The partitions place ${count(endpoints.length, "server")} on ${count(hosts, "host")}, seen in ${count(window.runs.length, "run")}. ` +
      (hosts < endpoints.length
        ? `Two ports of one host agree in nearly every signal, so agreement between them bears nothing out. ${agreementHeadline(agreement.partitions, "Counting every port")}`
        : "Each stands on a host of its own."),
    ...(weights === null ? [] : [levelSentence(levels)]),
  ];
}

/** What control pairs say of the signals together. */
export function stripTitle(all: readonly ControlStrip[]): string {
  const strips = all.filter(({use}) => use === "weighs");
  const of = (separation: ControlStrip["separation"]) =>
    strips.filter((strip) => strip.separation === separation).length;
  const judged = strips.length - of("not measured");
  if (judged === 0) return "Too few control pairs to tell which signals discriminate";
  const rest = of("not measured") > 0 ? `; ${count(of("not measured"), "other")} cannot be judged` : "";
  return (
    `${whole(of("apart") + of("mostly apart"))} of ${count(judged, "signal")} whose agreement weighs something ${of("apart") + of("mostly apart") === 1 ? "sets" : "set"} ` +
    `most known kin above 95% of strangers, ${whole(of("apart"))} nearly all of them${rest}`
  );
}

function rankedTitle(weighed: number): string {
  if (weighed === 0) return "No pair could be weighed yet";
  return weighed <= RANKED_PAIRS
    ? `The ${count(weighed, "pair")} that could be weighed, by bits of evidence; the line is a false-discovery rate of ${FALSE_DISCOVERY_RATE * 100}%`
    : `The ${RANKED_PAIRS} pairs with most bits of evidence, of ${whole(weighed)} that could be weighed; the line is a false-discovery rate of ${FALSE_DISCOVERY_RATE * 100}%`;
}
