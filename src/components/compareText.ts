import type {AnswerFacts} from "../report/answerFacts.js";
import type {CompareGuide} from "../report/compareGuide.js";
import {bitsText} from "./numberText.js";
import type {PairRecord} from "./pairRecord.js";

/** What may be said of two servers, in sentences; what is inferred is never said without what else it may be. */
export function pairSentences(
  pair: PairRecord,
  {falseDiscoveryRate, leastMarkBits}: Pick<CompareGuide, "falseDiscoveryRate" | "leastMarkBits">,
): readonly string[] {
  const {level, bits, q, excluded, signals} = pair;
  switch (level) {
    case "contradicted":
      return [
        `These two cannot be one node: ${exclusionText(excluded)}.`,
        "Whatever else they have in common has another cause. Of a name that leads to several nodes it means: no single node stands behind both.",
        ...(bits !== null && bits > 0
          ? [
              `What they have in common would weigh ${bitsText(bits)} bits; an exclusion comes before any sum.`,
            ]
          : []),
      ];
    case "declared":
      return [
        "By their operator’s own word the two belong together: they are two ports of one host, or each names the other. Nothing is inferred.",
        ...(bits === null ? [] : [`What they show weighs ${bitsText(bits)} bits.`]),
      ];
    case "supported":
    case "candidate":
      return [
        `The two are consistent with a shared backend (${level}). Together the signals of the node weigh ${bitsText(bits)} bits: what they show is about ${likelihood(bits ?? 0)} times as common among pairs of one node as among strangers. In a list of pairs that reaches down to this one, ${shareText(q ?? 1)} may be expected to be strangers; the limit is ${shareText(falseDiscoveryRate)}.`,
        innocence(pair),
      ];
    case "no evidence":
      return [
        "The two can be compared, and they are no more alike than strangers of their kind may be.",
        bits === null
          ? "Nothing they show can be weighed: too few comparable strangers are known."
          : `Together the signals of the node weigh ${bitsText(bits)} bits; among so many pairs that is no evidence.${bits > 0 ? ` ${innocence(pair)}` : ""}`,
        ...(signals.some(
          (signal) => isMark(signal) && signal.comparable && (signal.bits ?? 0) >= leastMarkBits,
        )
          ? ["They have a mark of host or operator in common. That is no statement about a node."]
          : []),
      ];
    case "not comparable":
      return [
        "No signal of the node can compare the two, so nothing follows, neither that they share one nor that they do not.",
      ];
  }
}

/** The observation, with the name of its signal before it unless it begins with that itself. */
export function exclusionText(excluded: PairRecord["excluded"]): string {
  if (!excluded) return "an observation rules it out";
  const {signal, observation} = excluded;
  return observation.startsWith(signal) ? observation : `${signal}: ${observation}`;
}

/** A mark of host or operator: it is in no sum, and stands beside it. */
export function isMark(signal: PairRecord["signals"][number]): boolean {
  return signal.comparable && (signal.layer === "host" || signal.layer === "operator");
}

/** How unrelated servers come to show what counts here. */
function innocence({groups, signals}: PairRecord): string {
  const counting = signals.filter(({name}) => groups.some(({signal, bits}) => signal === name && bits > 0));
  const ways = [...new Set(counting.flatMap(({innocent}) => innocent.slice(0, 2)))].slice(0, 3);
  return ways.length === 0 ? "" : `It may also be that ${ways.join("; or that ")}.`;
}

/** Two to the power of the bits, with two digits. */
function likelihood(bits: number): string {
  const ratio = 2 ** bits;
  return ratio >= 1 ? Number(ratio.toPrecision(2)).toLocaleString("en-US") : ratio.toPrecision(2);
}

function shareText(share: number): string {
  const percent = 100 * share;
  return percent < 0.01 ? "fewer than 0.01%" : `${Number(percent.toPrecision(2))}%`;
}

/** Cut points of two answers that both know exactly, and at which they agree. */
export interface CommonCuts {
  /** sat/vB, descending */
  readonly shared: readonly number[];
  readonly agreed: readonly number[];
}

/** Feerates at which both give the exact number of vbytes, more than none. */
export function commonCuts(a: AnswerFacts["cuts"], b: AnswerFacts["cuts"]): CommonCuts {
  const theirs = new Map(b?.limits.map((limit, i) => [limit, b.cumulative[i] ?? 0]));
  const shared = (a?.limits ?? []).flatMap((limit, i) => {
    const [mine, other] = [a?.cumulative[i] ?? 0, theirs.get(limit)];
    return other === undefined || (mine === 0 && other === 0) ? [] : [{limit, agrees: mine === other}];
  });
  return {
    shared: shared.map(({limit}) => limit),
    agreed: shared.filter(({agrees}) => agrees).map(({limit}) => limit),
  };
}

/** The title of the two cumulative curves. */
export function cutsFinding(a: AnswerFacts, b: AnswerFacts): string {
  if (!a.cuts || !b.cuts)
    return "Labels cannot be read as feerates: the program of one of them is not known for certain";
  if (!a.alike.includes(b.program))
    return "The two programs cut or count in different ways, so no agreement to the vbyte is to be expected";
  const {shared, agreed} = commonCuts(a.cuts, b.cuts);
  if (shared.length === 0) return "There is no feerate at which both give an exact number";
  return `At ${agreed.length.toLocaleString("en-US")} of ${shared.length.toLocaleString("en-US")} feerates that both cut at, they agree to the vbyte`;
}

/** How far apart the two were asked: mempools change several times a second. */
export function apartText(a: Pick<AnswerFacts, "at" | "run">, b: Pick<AnswerFacts, "at" | "run">): string {
  const seconds = Math.abs(a.at - b.at) / 1000;
  if (a.run === b.run && seconds < 60)
    return `Both were asked in one run, ${seconds < 0.1 ? "within a tenth of a second" : `${seconds.toFixed(1)} seconds apart`}.`;
  const minutes = Math.round(seconds / 60);
  const apart =
    minutes < 120
      ? `${minutes} minutes`
      : minutes < 2880
        ? `${Math.round(minutes / 60)} hours`
        : `${Math.round(minutes / 1440)} days`;
  return `The two answers are ${apart} apart, so they show different moments: look at the signals, not at the curves.`;
}
