import {quantileSorted} from "d3-array";
import {type Control, negativeControls, positiveControls} from "../evidence/controls.js";
import {exclusionsOf} from "../evidence/exclusions.js";
import {hostsOf} from "../evidence/hosts.js";
import {weighPairs, type SignalBits} from "../evidence/pairEvidence.js";
import {programDisagrees, reportedProgram, writtenProgram} from "../evidence/program.js";
import type {Layer, Signal} from "../evidence/signal.js";
import {stratumOf} from "../evidence/stratum.js";
import {weighedSignals} from "../evidence/strangers.js";
import type {Relation, Weights} from "../evidence/weights.js";
import {answeredReads, type Window} from "../evidence/window.js";
import type {Snapshot} from "../observation/snapshot.js";
import {significant} from "./format.js";
import {type Kin, kinOf, type LevelCounts, levelCounts, levelSentence} from "./kin.js";
import {nodeBounds, type NodeBound} from "./nodeBounds.js";
import {type PairFacts, pairFacts, signals} from "./pairFacts.js";
import {type SignalAgreement, signalAgreement} from "./signalAgreement.js";

export type {Weights} from "../evidence/weights.js";

/** Of the JSON. Raised when a field changes its meaning or goes. 0 had no bits and no levels above `no evidence`. */
export const FINDINGS_SCHEMA = "electrum-kinship-findings/1";

export interface Findings {
  readonly schema: typeof FINDINGS_SCHEMA;
  readonly archive: {readonly network: string; readonly simulated: boolean};
  /** the runs that were looked at, oldest first */
  readonly window: {
    readonly from: string | null;
    readonly to: string | null;
    readonly runs: readonly string[];
  };
  /** what the weights of evidence were measured on; null if there are none, and then nothing is inferred */
  readonly weights: string | null;
  readonly signals: readonly SignalFacts[];
  readonly endpoints: readonly EndpointFacts[];
  /** every pair of servers that answered */
  readonly pairs: readonly PairFacts[];
  readonly levels: LevelCounts;
  /** servers that supported and declared pairs tie together */
  readonly kin: readonly Kin[];
  /** of the newest run, by the thread's rule; then all of its servers that can be compared */
  readonly clusters: readonly NodeBound[];
  readonly agreement: SignalAgreement;
  readonly sentences: readonly string[];
}

export interface SignalFacts {
  readonly name: string;
  readonly layer: Layer;
  /** signals of one group depend on each other: only the strongest counts */
  readonly group: string;
  readonly compares: string;
  readonly unit: string;
  readonly innocent: readonly string[];
  /** what pairs show that are one service by their own word, and pairs of different declared operators */
  readonly controls: {readonly positive: Spread; readonly negative: Spread};
  /** on what its bits rest; null for a signal whose agreement weighs nothing, or is a mark of host or operator */
  readonly prior: Readonly<Record<Relation, "simulated" | "controls" | "none">> | null;
}

/** Quantiles of a statistic over control pairs; null without any. */
export interface Spread {
  readonly pairs: number;
  readonly low: number | null;
  readonly median: number | null;
  readonly high: number | null;
}

export interface EndpointFacts {
  readonly id: string;
  /** what the server says it is */
  readonly program: string;
  /** what the bytes of its answers say it is */
  readonly written: string;
  /** the bytes contradict what the server says it is */
  readonly disagree: boolean;
  /** equal for endpoints of one host, by name or address */
  readonly host: number;
  /** program, release band and relay minimum, within which servers are compared */
  readonly stratum: string | null;
  readonly readings: number;
}

/**
 * What a window of servers that answered allows to be said, for every pair of them.
 *
 * @param newest the run that began last
 * @param weights null: nothing is inferred from what servers have in common
 */
export function findings(window: Window, newest: Snapshot | undefined, weights: Weights | null): Findings {
  const exclusions = exclusionsOf(window);
  const {groups, sentences} = nodeBounds(window, newest, exclusions);
  const {pairs: evidence, signalBits} = weights
    ? weighPairs(window, weights)
    : {pairs: [], signalBits: new Map() as SignalBits};
  const pairs = pairFacts(window, exclusions, evidence);
  const endpoints = window.servers.map(({endpoint}) => endpoint);
  const kin = kinOf(endpoints, pairs);
  const levels = levelCounts(pairs);
  const [first, last] = [window.runs[0], window.runs.at(-1)];
  return {
    schema: FINDINGS_SCHEMA,
    archive: {
      network: newest?.manifest.network ?? "mainnet",
      simulated: newest?.manifest.simulated ?? false,
    },
    window: {
      from: first ? new Date(first.startedAt).toISOString() : null,
      to: last ? new Date(last.endedAt).toISOString() : null,
      runs: window.runs.map(({path}) => path),
    },
    weights: weights?.source ?? null,
    signals: signalFacts(window, signalBits),
    endpoints: window.servers.map((server) => ({
      id: server.endpoint,
      program: reportedProgram(server),
      written: writtenProgram(server),
      disagree: programDisagrees(server),
      host: hostsOf(window).get(server.endpoint) ?? -1,
      stratum: stratumOf(server),
      readings: answeredReads(server),
    })),
    pairs,
    levels,
    kin,
    clusters: groups,
    agreement: signalAgreement(endpoints, pairs, evidence, groups),
    sentences:
      window.servers.length < 2
        ? sentences
        : [
            ...sentences,
            ...(weights
              ? [
                  levelSentence(levels),
                  ...kin.map(({sentence}) => sentence),
                  ...(levels.inferred > 0 ? priorSentences(signalBits) : []),
                ]
              : [UNMEASURED]),
          ],
  };
}

const UNMEASURED =
  "No weights of evidence are at hand (npm run calibrate makes them), so no pair is said to share a node for what it has in common.";

export const RESTS_ON_SIMULATION =
  "Bits of evidence rest on simulated networks wherever this archive has too few pairs of known kin and known strangers.";

const relations: readonly Relation[] = ["one program", "two programs"];

/** Says so where bits rest on simulated networks. */
function priorSentences(signalBits: SignalBits): string[] {
  const priors = [...signalBits.values()].flatMap((rows) => [...rows.values()].map(({prior}) => prior));
  return priors.includes("simulated") ? [RESTS_ON_SIMULATION] : [];
}

function signalFacts(window: Window, signalBits: SignalBits): SignalFacts[] {
  const positive = positiveControls(window);
  const negative = negativeControls(window);
  return signals.map((signal) => ({
    name: signal.name,
    layer: signal.layer,
    group: signal.group,
    compares: signal.compares,
    unit: signal.unit,
    innocent: signal.innocent,
    controls: {positive: spread(signal, positive, window), negative: spread(signal, negative, window)},
    prior: weighedSignals.includes(signal) ? priorOf(signal, signalBits) : null,
  }));
}

function priorOf(signal: Signal, signalBits: SignalBits): SignalFacts["prior"] {
  const of = (relation: Relation) => signalBits.get(signal)?.get(relation)?.prior ?? "none";
  return Object.fromEntries(relations.map((relation) => [relation, of(relation)])) as SignalFacts["prior"];
}

/** 5%, 50% and 95% of what a signal shows over control pairs that it can compare. */
function spread(signal: Signal, controls: readonly Control[], window: Window): Spread {
  const found: number[] = [];
  for (const {a, b} of controls) {
    const comparison = signal.compare(a, b, window);
    if (comparison.comparable) found.push(comparison.statistic);
  }
  const values = found.toSorted((x, y) => x - y);
  const at = (share: number): number | null => {
    const value = quantileSorted(values, share);
    return value === undefined ? null : significant(value);
  };
  return {pairs: values.length, low: at(0.05), median: at(0.5), high: at(0.95)};
}
