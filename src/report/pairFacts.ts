import {declaredAliases} from "../evidence/declaredAliases.js";
import type {Exclusion} from "../evidence/exclusions.js";
import {frontSignals} from "../evidence/frontSignals.js";
import {frontBits, rarestMark} from "../evidence/frontWeight.js";
import {hostName} from "../evidence/hosts.js";
import {type Level, levelOf} from "../evidence/level.js";
import type {PairEvidence} from "../evidence/pairEvidence.js";
import type {Comparison, Granularity, Layer, Signal} from "../evidence/signal.js";
import {nodeSignals} from "../evidence/signals.js";
import type {Server, Window} from "../evidence/window.js";
import {significant} from "./format.js";

/** Every signal, in the order in which each pair lists them. */
export const signals: readonly Signal[] = [...nodeSignals, ...frontSignals];

/** One pair of servers that answered. */
export interface PairFacts {
  readonly a: string;
  readonly b: string;
  readonly level: Level;
  /** log2 likelihood ratio of all signals of the node together, each group by its strongest; null if none can be weighed */
  readonly bits: number | null;
  /** least expected share of strangers in any list of pairs that holds this one (Benjamini and Hochberg); null as bits */
  readonly q: number | null;
  readonly declared: boolean;
  readonly excluded: {readonly signal: string; readonly observation: string} | null;
  /** what counts of each group of signals that depend on one another */
  readonly groups: readonly GroupFacts[];
  readonly signals: readonly SignalOfPair[];
}

export interface GroupFacts {
  readonly group: string;
  /** the strongest of the group */
  readonly signal: string;
  readonly bits: number;
  readonly q: number;
  /** separate days on which the two agreed; 0 where days are not kept */
  readonly days: number;
}

/** What one signal says of a pair. */
export type SignalOfPair = {readonly name: string; readonly layer: Layer} & (
  | {readonly comparable: false; readonly because: string}
  | {
      readonly comparable: true;
      /** in the signal's own unit */
      readonly statistic: number;
      /** observations behind it */
      readonly n: number;
      /** null where agreement in this signal weighs nothing, or too few comparable strangers are known */
      readonly bits: number | null;
      /** how far or how often the two differ; null as bits, and for marks of host and operator */
      readonly difference: number | null;
      /** how far or how often comparable strangers differ, in the same unit */
      readonly null: number | null;
      /** how fine the labels are that were compared; only of a signal that compares labels */
      readonly granularity?: Granularity;
    }
);

/** @param evidence of this window's pairs, in order; empty if there are no weights */
export function pairFacts(
  window: Window,
  exclusions: readonly Exclusion[],
  evidence: readonly PairEvidence[],
): PairFacts[] {
  const excluded = new Map(exclusions.map((each) => [`${each.a} ${each.b}`, each]));
  const once = signals.map(() => eachOnce());
  let position = 0;
  return window.servers.flatMap((a, i) =>
    window.servers.slice(i + 1).map((b): PairFacts => {
      const weighed = evidence[position++] ?? null;
      const exclusion = excluded.get(`${a.endpoint} ${b.endpoint}`) ?? null;
      const compared = signals.map((signal) => signal.compare(a, b, window));
      const declared = isDeclared(a, b, window);
      return {
        a: a.endpoint,
        b: b.endpoint,
        level: levelOf({
          excluded: exclusion !== null,
          declared,
          comparable: compared.some((each, k) => each.comparable && k < nodeSignals.length),
          evidence: weighed,
          mark: () => rarestMark(a, b, window),
        }),
        bits: weighed?.bits === null || !weighed ? null : significant(weighed.bits),
        q: weighed?.bits === null || !weighed ? null : significant(weighed.q),
        declared,
        excluded: exclusion && {signal: exclusion.signal, observation: exclusion.observation},
        groups: (weighed?.groups ?? []).map(({group, strongest, q}) => ({
          group,
          signal: strongest.signal.name,
          bits: significant(strongest.bits),
          q: significant(q),
          days: strongest.days,
        })),
        signals: signals.map((signal, k) => {
          const facts = ofSignal(signal, compared[k], weighed, window);
          return once[k]?.(facts) ?? facts;
        }),
      };
    }),
  );
}

/**
 * Gives facts that equal earlier ones as the very same object: the reasons why pairs cannot be compared are few, and
 * many pairs in a row may be alike. Of a thousand servers that is what fits into memory.
 */
function eachOnce(): (facts: SignalOfPair) => SignalOfPair {
  const incomparable = new Map<string, SignalOfPair>();
  let last: SignalOfPair | null = null;
  return (facts) => {
    if (!facts.comparable) {
      const known = incomparable.get(facts.because) ?? facts;
      incomparable.set(facts.because, known);
      return known;
    }
    return (last = last?.comparable && areEqual(last, facts) ? last : facts);
  };
}

type ComparedFacts = Extract<SignalOfPair, {readonly comparable: true}>;

/** Whether one signal says the same of two pairs. */
function areEqual(a: ComparedFacts, b: ComparedFacts): boolean {
  return (
    Object.is(a.statistic, b.statistic) &&
    a.n === b.n &&
    a.bits === b.bits &&
    a.difference === b.difference &&
    a.null === b.null &&
    a.granularity?.labels === b.granularity?.labels &&
    a.granularity?.count === b.granularity?.count
  );
}

/** The levels alone, in the same order, without all that they rest on. */
export function pairLevels(
  window: Window,
  exclusions: readonly Exclusion[],
  evidence: readonly PairEvidence[],
): Level[] {
  const excluded = new Set(exclusions.map(({a, b}) => `${a} ${b}`));
  let position = 0;
  return window.servers.flatMap((a, i) =>
    window.servers.slice(i + 1).map((b) =>
      levelOf({
        excluded: excluded.has(`${a.endpoint} ${b.endpoint}`),
        declared: isDeclared(a, b, window),
        comparable: nodeSignals.some((signal) => signal.compare(a, b, window).comparable),
        evidence: evidence[position++] ?? null,
        mark: () => rarestMark(a, b, window),
      }),
    ),
  );
}

/** Two ports of one host, or each names the other: one side alone binds nobody. */
function isDeclared(a: Server, b: Server, window: Window): boolean {
  if (hostName(a) === hostName(b)) return true;
  const alias = declaredAliases.compare(a, b, window);
  return alias.comparable && alias.statistic === 2;
}

function ofSignal(
  signal: Signal,
  comparison: Comparison | undefined,
  evidence: PairEvidence | null,
  window: Window,
): SignalOfPair {
  const {name, layer} = signal;
  if (!comparison?.comparable) return {name, layer, comparable: false, because: comparison?.because ?? ""};
  const {granularity} = comparison;
  const weighed = evidence?.signals.find((one) => one.signal === signal);
  const bits =
    weighed?.bits ?? (frontSignals.includes(signal) ? frontBits(signal, comparison, window) : null);
  return {
    name,
    layer,
    comparable: true,
    statistic: significant(comparison.statistic),
    n: comparison.n,
    bits: bits === null ? null : significant(bits),
    difference: weighed ? significant(weighed.shown) : null,
    null: weighed ? significant(weighed.strangers) : null,
    ...(granularity ? {granularity: {...granularity, count: significant(granularity.count)}} : {}),
  };
}
