import type {Level} from "../evidence/level.js";
import {significant} from "./format.js";
import type {PairFacts} from "./pairFacts.js";
import {serverId} from "./serverIds.js";

/** Pairs in the table of the strongest: as many as one reads; the rest stands in findings.json. */
export const RANKED_PAIRS = 100;

/** One line of the table of the strongest pairs. */
export interface RankedPair {
  readonly a: string;
  readonly b: string;
  readonly aId: string;
  readonly bId: string;
  readonly level: Level;
  readonly bits: number;
  /** null: not weighed */
  readonly q: number | null;
  /** the strongest signal of each group, the strongest group first */
  readonly groups: readonly {readonly signal: string; readonly bits: number}[];
  /** the signal that rules one node out */
  readonly excludedBy: string | null;
  /**
   * of the pairs from the top down to this one that are not ruled out, how many may be expected to be strangers: their
   * number times the highest q among them; null for a pair that is ruled out
   */
  readonly expectedStrangers: number | null;
}

/** Pairs by their bits of evidence, ruled out or not, the strongest first; those of equal bits by name. */
export function rankedPairs(pairs: readonly PairFacts[], most = RANKED_PAIRS): RankedPair[] {
  let listed = 0;
  let highest = 0;
  return pairs
    .flatMap((pair) => (pair.bits === null ? [] : [{pair, bits: pair.bits}]))
    .toSorted((x, y) => y.bits - x.bits || compare(x.pair.a, y.pair.a) || compare(x.pair.b, y.pair.b))
    .slice(0, most)
    .map(({pair, bits}) => {
      const ruledOut = pair.level === "contradicted";
      if (!ruledOut) {
        listed++;
        highest = Math.max(highest, pair.q ?? 1);
      }
      return {
        a: pair.a,
        b: pair.b,
        aId: serverId(pair.a),
        bId: serverId(pair.b),
        level: pair.level,
        bits: significant(bits, 3),
        q: pair.q === null ? null : significant(pair.q, 3),
        groups: pair.groups
          .toSorted((x, y) => y.bits - x.bits)
          .map((group) => ({signal: group.signal, bits: significant(group.bits, 3)})),
        excludedBy: pair.excluded?.signal ?? null,
        expectedStrangers: ruledOut ? null : significant(Math.min(listed, listed * highest), 3),
      };
    });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
