import {logLowerTail, logMeanLikelihood, type LogNormal, logNormalThrough} from "../statistics/logNormal.js";
import {commonCutDistance} from "./commonCutDistance.js";
import {exactAgreement} from "./exactAgreement.js";
import {estimateTally, feeEstimates, STRAY_SHARE} from "./feeEstimates.js";
import {feeHistogramDivergence} from "./feeHistogramDivergence.js";
import {hostsOf} from "./hosts.js";
import {residual} from "./residual.js";
import type {Signal} from "./signal.js";
import {stillIntervals, stillTally} from "./stillIntervals.js";
import {stratumOf} from "./stratum.js";
import {wholeAnswer} from "./wholeAnswer.js";
import type {Server, Window} from "./window.js";

/** Comparable strangers below which nobody knows what strangers show. */
export const LEAST_STRANGERS = 5;

/**
 * Least and largest spread (standard deviation of the logarithm) of how strangers differ. A few strangers may seem
 * all the same; and where a fifth of them never differs, the spread cannot be seen.
 */
export const SPREAD = [0.3, 3] as const;

/**
 * Share of telling tips at which two strangers must agree to be of one class (estimator grid, mode, history). In the
 * hardest market, nodes of one class that miss 1% of transactions agree at 10% of tips; nodes of two classes hardly ever.
 */
export const LEAST_AKIN_SHARE = 0.05;

/** What a pair shows beside what strangers like the two show. */
export interface Surprise {
  /**
   * bits, before calibration: how surprising it is that two strangers are so much alike. Either the log-likelihood
   * ratio of one node against two strangers, or minus log2 of the share of strangers that are as near.
   */
  readonly raw: number;
  /** how the middle stranger differs from that one of the two to which the likeness is the less surprising, in the unit of `shown` */
  readonly strangers: number;
  /** what the pair shows: a distance, or differences for each unit of exposure */
  readonly shown: number;
  /** separate UTC days on which they agreed; 0 where days are not kept */
  readonly days: number;
}

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
  /** whether strangers who differ like this are of one class with the two, so that they can serve as the null */
  readonly akin: boolean;
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
        akin: true,
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
        akin: true,
        against: (strangers) =>
          seldomDiffering(vsize, differing, (STRAY_SHARE * intervals) / vsize, strangers),
      };
    },
  },
  {
    signal: feeEstimates,
    // Every program passes on what its node says.
    kindOf: relayMinimumOf,
    measure(a, b, window) {
      const {equal, differing, days} = estimateTally(a, b, window);
      const telling = equal + differing;
      if (telling === 0) return null;
      return {
        // One more tip than there are, so that a server that differs at each is not infinitely unlike.
        rate: 0 - Math.log1p(-differing / (telling + 1)),
        days,
        akin: equal > 0 && equal >= LEAST_AKIN_SHARE * telling,
        against: (strangers) => seldomDiffering(telling, differing, STRAY_SHARE, strangers),
      };
    },
  },
  distance(exactAgreement, 0.02, (share) => 1 - share),
  distance(residual, 0.01, (cosine) => 1 - cosine),
  distance(commonCutDistance, 0.0005, (negated) => -negated),
  distance(feeHistogramDivergence, 1e-9, (negated) => -negated),
  distance(wholeAnswer, 0.02, (share) => 1 - share),
];

function relayMinimumOf(server: Server): string | null {
  const newest = server.rows.findLast(({row}) => row.relay_fee !== null);
  return newest === undefined ? null : `${newest.row.relay_fee} sat/kvB`;
}

/** Signals whose agreement weighs something; the others only exclude. */
export const weighedSignals: readonly Signal[] = measures.map(({signal}) => signal);

/** For each signal the surprise of each pair `[i][j]`, i < j, in the order of the window's servers; null where unknown. */
export type Surprises = ReadonlyMap<Signal, readonly (readonly (Surprise | null)[])[]>;

/** Compares all pairs of a window with what each of the two shows towards strangers of the other's kind. */
export function surprises(window: Window): Surprises {
  return new Map(measures.map((measure) => [measure.signal, surprisesOf(measure, window)]));
}

function surprisesOf(measure: Measure, window: Window): readonly (readonly (Surprise | null)[])[] {
  const {servers} = window;
  const hosts = hostsOf(window);
  const kinds = servers.map((server) => measure.kindOf(server));
  const host = servers.map(({endpoint}) => hosts.get(endpoint) ?? -1);
  const found = servers.map((a, i) => servers.map((b, j) => (j > i ? measure.measure(a, b, window) : null)));
  const between = (i: number, j: number) => found[Math.min(i, j)]?.[Math.max(i, j)] ?? null;
  /** For each server and kind, how strangers of that kind differ from it. */
  const strangersOf = servers.map((_, i) => {
    const rates = new Map<string, Map<number, number>>();
    for (const [c, kind] of kinds.entries()) {
      const difference = host[c] === host[i] ? null : between(i, c);
      if (kind === null || difference === null || !difference.akin) continue;
      const ofKind = rates.get(kind) ?? new Map<number, number>();
      rates.set(kind, ofKind);
      // A host that is listed many times has one vote.
      ofKind.set(host[c] ?? -1, Math.min(difference.rate, ofKind.get(host[c] ?? -1) ?? Infinity));
    }
    return new Map([...rates].map(([kind, byHost]) => [kind, spreadOf([...byHost.values()])]));
  });
  return servers.map((_, i) =>
    servers.map((_, j) => {
      const difference = j > i ? between(i, j) : null;
      if (difference === null) return null;
      const [least] = [strangersOf[i]?.get(kinds[j] ?? ""), strangersOf[j]?.get(kinds[i] ?? "")]
        .flatMap((strangers) =>
          strangers ? [{raw: difference.against(strangers), strangers: Math.exp(strangers.mu)}] : [],
        )
        .toSorted((x, y) => x.raw - y.raw);
      return least ? {...least, shown: difference.rate, days: difference.days} : null;
    }),
  );
}

/** How strangers differ; null if there are too few, or half of them do not differ at all. */
function spreadOf(rates: readonly number[]): LogNormal | null {
  if (rates.length < LEAST_STRANGERS) return null;
  const sorted = rates.toSorted((a, b) => a - b);
  const [fifth = 0, middle = 0] = [1 / 5, 1 / 2].map((share) => sorted[Math.floor(share * sorted.length)]);
  return middle > 0 ? logNormalThrough(fifth, middle, SPREAD) : null;
}
