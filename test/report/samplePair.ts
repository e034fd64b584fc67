import type {GroupFacts, PairFacts} from "../../src/report/pairFacts.js";

/** A pair of which nothing is known but what a test says. */
export function samplePair(a: string, b: string, told: Partial<PairFacts> = {}): PairFacts {
  return {
    a,
    b,
    level: "no evidence",
    bits: null,
    q: null,
    declared: false,
    excluded: null,
    groups: [],
    signals: [],
    ...told,
  };
}

/** What a group of signals weighs, far beyond the null unless a test says otherwise. */
export function sampleGroup(group: string, signal: string, told: Partial<GroupFacts> = {}): GroupFacts {
  return {group, signal, bits: 12, q: 0.0001, days: 0, ...told};
}

/** A pair that one group supports. */
export const supported = (a: string, b: string, told: Partial<PairFacts> = {}): PairFacts =>
  samplePair(a, b, {
    level: "supported",
    bits: 12,
    q: 0.0001,
    groups: [sampleGroup("mempool", "still intervals")],
    ...told,
  });

/** A pair that cannot be one node. */
export const contradicted = (a: string, b: string): PairFacts =>
  samplePair(a, b, {
    level: "contradicted",
    excluded: {signal: "relay minimum", observation: "1000 and 100 sat/kvB in one run"},
  });
