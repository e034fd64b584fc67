import {logLowerTail, logMeanLikelihood, type LogNormal, logNormalThrough} from "../statistics/logNormal.js";
import {commonCutDistance} from "./commonCutDistance.js";
import {exactAgreement} from "./exactAgreement.js";
import {estimateSurprises} from "./estimateSurprise.js";
import {feeEstimates, STRAY_SHARE} from "./feeEstimates.js";
import {feeHistogramDivergence} from "./feeHistogramDivergence.js";
import {hostsOf} from "./hosts.js";
import {residual} from "./residual.js";
import type {Signal} from "./signal.js";
import {stillIntervals, stillTally} from "./stillIntervals.js";
import {stratumOf} from "./stratum.js";
import {wholeAnswer} from "./wholeAnswer.js";
import type {Surprise} from "./surprise.js";
import type {Server, Window} from "./window.js";

/** Comparable strangers below which nobody knows what strangers show. */
export const LEAST_STRANGERS = 5;

/**
 * Least and largest spread (standard deviation of the logarithm) of how strangers differ. A few strangers may seem
 * all the same; and where a third of them never differs, the spread cannot be seen.
 */
export const SPREAD = [0.3, 3] as const;

/** Measures how two servers differ in one respect, if they can be compared. */
interface Measure {
  readonly signal: Signal;
  /** servers of one kind can be expected to differ alike; null if the kind is not known */
  kindOf(server: Server): string | null;
  /** null: not comparable */
  measure(a: Server, b: Server, window: Window): Difference | null;
}

interface Difference {
  /** how often or how far they differ */
  readonly rate: number;
  readonly days: number;
  /** the pair's surprise, in bits, if strangers differ like this */
  against(strangers: LogNormal): number;
}

/** A distance: the surprise is how few strangers are as near. @param least added to all: what is finer does not count */
function distance(signal: Signal, least: number, of: (statistic: number) => number): Measure {
  return {
    signal,
    kindOf: stratumOf,
    measure(a, b, window) {
      const found = signal.compare(a, b, window);
      if (!found.comparable) return null;
      const rate = of(found.statistic) + least;
      return {
        rate,
        days: 0,
        against: (strangers) => -logLowerTail(strangers, rate) / Math.LN2,
      };
    },
  };
}

/** Log-likelihood ratio, in bits, of so many differences: one node, which hardly ever strays, against strangers. */
function seldomDiffering(exposure: number, differing: number, stray: number, strangers: LogNormal): number {
  const oneNode = differing * Math.log(stray) - exposure * stray;
  return (oneNode - logMeanLikelihood(strangers, exposure, differing)) / Math.LN2;
}

/** vbytes in which exposures are counted. */
const MVB = 1e6;

const measures: readonly Measure[] = [
  {
    signal: stillIntervals,
    kindOf: stratumOf,
    measure(a, b, window) {
      const tally = stillTally(a, b, window);
      if (tally === null || tally.intervals === 0) return null;
      const {equalVsize, differingVsize, intervals, equal, days} = tally;
      const differing = intervals - equal;
      const vsize = (equalVsize + differingVsize) / MVB;
      return {
        rate: differing / vsize,
        days,
        against: (strangers) =>
          seldomDiffering(vsize, differing, (STRAY_SHARE * intervals) / vsize, strangers),
      };
    },
  },
  distance(exactAgreement, 0.02, (share) => 1 - share),
  distance(residual, 0.01, (cosine) => 1 - cosine),
  distance(commonCutDistance, 0.0005, (negated) => -negated),
  distance(feeHistogramDivergence, 1e-9, (negated) => -negated),
  distance(wholeAnswer, 0.02, (share) => 1 - share),
];

/** Signals whose agreement weighs something; the others exclude, or are shown. */
export const weighedSignals: readonly Signal[] = [feeEstimates, ...measures.map(({signal}) => signal)];

/** Signals whose agreement means the same whatever programs the two run. */
export const programFree: readonly Signal[] = [feeEstimates];

/** For each signal the surprise of each pair `[i][j]`, i < j, in the order of the window's servers; null where unknown. */
export type Surprises = ReadonlyMap<Signal, readonly (readonly (Surprise | null)[])[]>;

/** Compares all pairs of a window with what each of the two shows towards strangers of the other's kind. */
export function surprises(window: Window): Surprises {
  return new Map([
    [feeEstimates, estimateSurprises(window)],
    ...measures.map((measure) => [measure.signal, surprisesOf(measure, window)] as const),
  ]);
}

function surprisesOf(measure: Measure, window: Window): readonly (readonly (Surprise | null)[])[] {
  const {servers} = window;
  const hosts = hostsOf(window);
  const kinds = servers.map((server) => measure.kindOf(server));
  const host = servers.map(({endpoint}) => hosts.get(endpoint) ?? -1);
  const found = servers.map((a, i) => servers.map((b, j) => (j > i ? measure.measure(a, b, window) : null)));
  const between = (i: number, j: number) => (i < j ? found[i]?.[j] : found[j]?.[i]) ?? null;
  const ofKind = new Map<string, number[]>();
  for (const [i, kind] of kinds.entries()) {
    if (kind === null) continue;
    const others = ofKind.get(kind);
    if (others) others.push(i);
    else ofKind.set(kind, [i]);
  }
  /** For each server and kind, how strangers of that kind differ from it. */
  const strangersOf = servers.map(
    (_, i) =>
      new Map([...ofKind].map(([kind, others]) => [kind, spreadOf(ratesOf(i, others, host, between))])),
  );
  return servers.map((_, i) =>
    servers.map((__, j) => {
      const difference = j > i ? between(i, j) : null;
      if (difference === null) return null;
      const first = surpriseOf(difference, strangersOf[i]?.get(kinds[j] ?? ""));
      const second = surpriseOf(difference, strangersOf[j]?.get(kinds[i] ?? ""));
      return !second || (first && first.raw <= second.raw) ? first : second;
    }),
  );
}

/** How others of one kind differ from a server, those on its own host left out. A host that is listed many times has one vote. */
function ratesOf(
  i: number,
  others: readonly number[],
  host: readonly number[],
  between: (i: number, j: number) => Difference | null,
): readonly number[] {
  const byHost = new Map<number, number>();
  for (const other of others) {
    const on = host[other] ?? -1;
    const rate = on === host[i] ? undefined : between(i, other)?.rate;
    if (rate !== undefined) byHost.set(on, Math.min(rate, byHost.get(on) ?? Infinity));
  }
  return [...byHost.values()];
}

function surpriseOf(difference: Difference, strangers: LogNormal | null | undefined): Surprise | null {
  if (!strangers) return null;
  const {rate: shown, days} = difference;
  return {raw: difference.against(strangers), strangers: Math.exp(strangers.mu), shown, days};
}

/** How strangers differ; null if there are too few, or two thirds of them do not differ at all. */
function spreadOf(rates: readonly number[]): LogNormal | null {
  if (rates.length < LEAST_STRANGERS) return null;
  const sorted = rates.toSorted((a, b) => a - b);
  const [lower = 0, upper = 0] = [1 / 3, 2 / 3].map((share) => sorted[Math.floor(share * sorted.length)]);
  return upper > 0 ? logNormalThrough(lower, upper, SPREAD) : null;
}
