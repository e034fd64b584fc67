import {quantileSorted} from "d3-array";
import {negativeControls} from "../evidence/controls.js";
import type {Level} from "../evidence/level.js";
import type {Archived} from "./archived.js";
import {LINK_THRESHOLD} from "../evidence/firstStudy.js";
import {STEPS} from "./comparison.js";
import type {Findings} from "./findings.js";
import type {PairFacts} from "./pairFacts.js";

/** What the matrix of every pair can show. */
export type QuantityId = "divergence" | "agreement" | "estimates" | "bits" | "level";

/** One quantity: its scale, what strangers show, and what it cannot show. */
export interface MatrixQuantity {
  readonly id: QuantityId;
  readonly name: string;
  readonly unit: string;
  /** which values are alike */
  readonly alike: "low" | "high";
  /** whether it is of the chosen round; else of all runs of the archive together */
  readonly ofRound: boolean;
  /** limits of the colour steps, ascending */
  readonly steps: readonly number[];
  /** from which servers are linked, unless the reader chooses; null: from the most alike */
  readonly threshold: number | null;
  /** why that one */
  readonly usual: string;
  readonly strangers: Strangers;
  /** what the strangers are, for whoever reads a value beside theirs */
  readonly compared: string;
  readonly cannotShow: string;
}

/** What pairs of different declared operators show: 5%, 50% and 95% in the order of the values; null without any. */
export interface Strangers {
  readonly pairs: number;
  readonly low: number | null;
  readonly median: number | null;
  readonly high: number | null;
}

/** Weighted share of shared cut points, at the colour steps of exact agreement: finer towards all of them. */
export const AGREEMENT_STEPS = [0.1, 0.5, 0.9, 0.99, 1] as const;

/** Blocks with equal estimates, at the colour steps: each about three times the one before, since windows grow. */
export const ESTIMATE_STEPS = [1, 3, 10, 30, 100] as const;

/** Bits of evidence at the colour steps. A step of 3.3 bits is a factor of ten. */
export const BIT_STEPS = [-3.3, 0, 3.3, 6.6, 10] as const;

/** Levels from the one that speaks most against one node to the operator's own word: a level's value in the matrix. */
export const LEVEL_ORDER: readonly Level[] = [
  "contradicted",
  "not comparable",
  "no evidence",
  "candidate",
  "supported",
  "declared",
];

/** From this level on servers are linked: what may be acted on with care. */
export const LINKING_LEVEL: Level = "supported";

const OF_STRANGERS =
  "pairs of different declared operators with one program, release and relay minimum; kin that hide it may be among them";

/** The quantities in the order in which they are offered. */
export function matrixQuantities({
  findings,
  window,
}: Pick<Archived, "findings" | "window">): MatrixQuantity[] {
  const strangerPairs = new Set(negativeControls(window).map(({a, b}) => `${a.endpoint} ${b.endpoint}`));
  const strangers = findings.pairs.filter(({a, b}) => strangerPairs.has(`${a} ${b}`));
  const divergence = negated(ofSignal(findings, "divergence of the histograms"));
  const agreement = ofSignal(findings, "exact agreement");
  const estimates = ofSignal(findings, "fee estimates");
  const bits = spread(strangers.flatMap((pair) => pair.bits ?? []));
  return [
    {
      id: "divergence",
      name: "Divergence, as in the thread",
      unit: "bits",
      alike: "low",
      ofRound: true,
      steps: STEPS,
      threshold: LINK_THRESHOLD,
      usual: "The usual threshold is the thread’s; nothing speaks for this value in particular.",
      strangers: divergence,
      compared: OF_STRANGERS,
      cannotShow:
        "Whether two servers share a node. Programs that round feerates alike look alike on separate nodes, and programs that label them differently look different on one.",
    },
    {
      id: "agreement",
      name: "Exact agreement",
      unit: "share of shared cut points",
      alike: "high",
      ofRound: false,
      steps: AGREEMENT_STEPS,
      threshold: agreement.high,
      usual: usualOf(agreement),
      strangers: agreement,
      compared: OF_STRANGERS,
      cannotShow:
        "Anything about two programs that cut the mempool differently. Well connected nodes hold the same transactions to the vbyte in calm minutes, so agreement alone is not one node, and a node seen at two moments may not agree with itself.",
    },
    {
      id: "estimates",
      name: "Fee estimates",
      unit: "blocks with equal estimates",
      alike: "high",
      ofRound: false,
      steps: ESTIMATE_STEPS,
      threshold: estimates.high,
      usual: usualOf(estimates),
      strangers: estimates,
      compared: OF_STRANGERS,
      cannotShow:
        "One node. Nodes of one release agree to the last digit at most blocks; only a clean difference says something, and it shows as a level. A pair seen at few blocks has a low number for that reason alone.",
    },
    {
      id: "bits",
      name: "Bits of evidence",
      unit: "bits",
      alike: "high",
      ofRound: false,
      steps: BIT_STEPS,
      threshold: bits.high,
      usual: usualOf(bits),
      strangers: bits,
      compared: `${OF_STRANGERS}. They are also what the bits were weighed against where there are enough of them`,
      cannotShow:
        "A probability. Bits weigh what two servers have in common against what strangers have in common; how likely one node was before is not in them, nor whether an observation rules it out.",
    },
    {
      id: "level",
      name: "Level",
      unit: "",
      alike: "high",
      ofRound: false,
      steps: [],
      threshold: LEVEL_ORDER.indexOf(LINKING_LEVEL),
      usual: `The usual threshold is “${LINKING_LEVEL}”, the weakest level of which more than one kind of clue speaks, or more than one day.`,
      strangers: spread(strangers.map(levelValue)),
      compared: OF_STRANGERS,
      cannotShow:
        "Who runs a server, or why two of them have something in common. No evidence is not two nodes, and a chain of supported pairs may join two servers that cannot be one node.",
    },
  ];
}

function usualOf({high}: Strangers): string {
  return high === null
    ? "Without strangers to go by, the usual threshold is the most alike value."
    : "The usual threshold is what 95 of 100 pairs of strangers do not pass.";
}

function levelValue({level}: PairFacts): number {
  return LEVEL_ORDER.indexOf(level);
}

function ofSignal({signals}: Findings, name: string): Strangers {
  return (
    signals.find((signal) => signal.name === name)?.controls.negative ?? {
      pairs: 0,
      low: null,
      median: null,
      high: null,
    }
  );
}

/** The signal is negated so that larger is more alike; the matrix shows the divergence itself. */
function negated({pairs, low, median, high}: Strangers): Strangers {
  const minus = (value: number | null) => (value === null ? null : 0 - value);
  return {pairs, low: minus(high), median: minus(median), high: minus(low)};
}

function spread(values: readonly number[]): Strangers {
  const sorted = values.toSorted((x, y) => x - y);
  const at = (share: number) => quantileSorted(sorted, share) ?? null;
  return {pairs: sorted.length, low: at(0.05), median: at(0.5), high: at(0.95)};
}
