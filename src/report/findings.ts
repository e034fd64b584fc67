import {quantileSorted} from "d3";
import {type Control, negativeControls, positiveControls} from "../evidence/controls.js";
import {declaredAliases} from "../evidence/declaredAliases.js";
import {type Exclusion, exclusionsOf} from "../evidence/exclusions.js";
import {frontSignals} from "../evidence/frontSignals.js";
import {hostName} from "../evidence/hosts.js";
import {programDisagrees, reportedProgram, writtenProgram} from "../evidence/program.js";
import type {Comparison, Layer, Signal} from "../evidence/signal.js";
import {nodeSignals} from "../evidence/signals.js";
import {answeredReads, type Server, type Window} from "../evidence/window.js";
import type {Snapshot} from "../observation/snapshot.js";
import {significant} from "./format.js";
import {nodeBounds, type NodeBound} from "./nodeBounds.js";

/**
 * Of the JSON. 0: no error rate of any agreement has been measured yet, so no pair is put above `no evidence` for
 * what it has in common; what is stated is what excludes, and what operators declare.
 */
export const FINDINGS_SCHEMA = "electrum-kinship-findings/0";

/** What may be said of a pair, by rule. */
export type Level =
  /** an observation rules out one node behind both */
  | "contradicted"
  /** two ports of one host, or each names the other in server.features */
  | "declared"
  /** comparable, and nothing above */
  | "no evidence"
  /** no signal of the node can compare them */
  | "not comparable";

export interface Findings {
  readonly schema: typeof FINDINGS_SCHEMA;
  readonly archive: {readonly network: string; readonly simulated: boolean; readonly runs: readonly string[]};
  readonly signals: readonly SignalFacts[];
  readonly endpoints: readonly EndpointFacts[];
  readonly pairs: readonly PairFacts[];
  /** of the newest run, by the thread's rule; then all of its servers that can be compared */
  readonly clusters: readonly NodeBound[];
  readonly sentences: readonly string[];
}

export interface SignalFacts {
  readonly name: string;
  readonly layer: Layer;
  readonly group: string;
  readonly compares: string;
  readonly unit: string;
  readonly innocent: readonly string[];
  /** what pairs show that are one service by their own word, and pairs of different declared operators */
  readonly controls: {readonly positive: Spread; readonly negative: Spread};
}

/** Quantiles of a statistic over control pairs; null without any. */
export interface Spread {
  readonly pairs: number;
  readonly low: number | null;
  readonly median: number | null;
  readonly high: number | null;
}

export interface EndpointFacts {
  readonly endpoint: string;
  readonly reported: string;
  readonly written: string;
  /** the bytes contradict what the server says it is */
  readonly disagree: boolean;
  readonly readings: number;
}

export interface PairFacts {
  readonly a: string;
  readonly b: string;
  readonly level: Level;
  readonly declared: boolean;
  readonly excluded: {readonly signal: string; readonly observation: string} | null;
  readonly signals: readonly ({readonly name: string} & Comparison)[];
}

/** What a window of servers that answered allows to be said, for every pair of them. @param newest the run that began last */
export function findings(window: Window, newest: Snapshot | undefined): Findings {
  const exclusions = exclusionsOf(window);
  const {groups, sentences} = nodeBounds(window, newest, exclusions);
  return {
    schema: FINDINGS_SCHEMA,
    archive: {
      network: newest?.manifest.network ?? "mainnet",
      simulated: newest?.manifest.simulated ?? false,
      runs: window.runs.map(({path}) => path),
    },
    signals: signalFacts(window),
    endpoints: window.servers.map((server) => ({
      endpoint: server.endpoint,
      reported: reportedProgram(server),
      written: writtenProgram(server),
      disagree: programDisagrees(server),
      readings: answeredReads(server),
    })),
    pairs: pairFacts(window, exclusions),
    clusters: groups,
    sentences: window.servers.length < 2 ? sentences : [...sentences, UNMEASURED],
  };
}

const UNMEASURED =
  "How often agreement misleads has not been measured yet, so no pair is said to share a node for what it has in common.";

const signals: readonly Signal[] = [...nodeSignals, ...frontSignals];

function pairFacts(window: Window, exclusions: readonly Exclusion[]): PairFacts[] {
  const excluded = new Map(exclusions.map((each) => [`${each.a} ${each.b}`, each]));
  return window.servers.flatMap((a, i) =>
    window.servers.slice(i + 1).map((b) => {
      const exclusion = excluded.get(`${a.endpoint} ${b.endpoint}`) ?? null;
      const compared = signals.map((signal) => ({
        name: signal.name,
        ...rounded(signal.compare(a, b, window)),
      }));
      const declared = isDeclared(a, b, window);
      const comparable = compared.some((each, k) => each.comparable && k < nodeSignals.length);
      return {
        a: a.endpoint,
        b: b.endpoint,
        level: exclusion
          ? "contradicted"
          : declared
            ? "declared"
            : comparable
              ? "no evidence"
              : "not comparable",
        declared,
        excluded: exclusion && {signal: exclusion.signal, observation: exclusion.observation},
        signals: compared,
      };
    }),
  );
}

function isDeclared(a: Server, b: Server, window: Window): boolean {
  if (hostName(a) === hostName(b)) return true;
  const alias = declaredAliases.compare(a, b, window);
  return alias.comparable && alias.statistic === 2; // each names the other: one side alone binds nobody
}

function rounded(comparison: Comparison): Comparison {
  return comparison.comparable ? {...comparison, statistic: significant(comparison.statistic)} : comparison;
}

function signalFacts(window: Window): SignalFacts[] {
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
  }));
}

/** 5%, 50% and 95% of what a signal shows over control pairs that it can compare. */
function spread(signal: Signal, controls: readonly Control[], window: Window): Spread {
  const values = controls
    .flatMap(({a, b}) => {
      const comparison = signal.compare(a, b, window);
      return comparison.comparable ? [comparison.statistic] : [];
    })
    .toSorted((x, y) => x - y);
  const at = (share: number): number | null => {
    const value = quantileSorted(values, share);
    return value === undefined ? null : significant(value);
  };
  return {pairs: values.length, low: at(0.05), median: at(0.5), high: at(0.95)};
}
