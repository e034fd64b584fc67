import type {Level} from "../evidence/level.js";
import type {Findings} from "./findings.js";
import type {PairFacts} from "./pairFacts.js";
import {serverId} from "./serverIds.js";

/** The levels from the strongest tie to none; what cannot be compared says least. */
export const BY_TIE: readonly Level[] = [
  "declared",
  "supported",
  "candidate",
  "no evidence",
  "contradicted",
  "not comparable",
];

/** Neighbours on a server's page. Our choice: as many as a reader reads. */
export const SHOWN_NEIGHBOURS = 10;

/** Pairs on a server's page that an observation rules out. */
export const SHOWN_EXCLUSIONS = 3;

/** A pair as one of its servers sees it. */
export interface Neighbour {
  readonly endpoint: string;
  readonly id: string;
  readonly level: Level;
  readonly bits: number | null;
  readonly q: number | null;
  /** what speaks for one node or one operator, the strongest first */
  readonly reasons: readonly Reason[];
}

/** What one signal says for a pair. */
export interface Reason {
  readonly signal: string;
  readonly bits: number;
  /** in the signal's own unit */
  readonly statistic: number;
  readonly n: number;
  /** how far or how often the two differ, and comparable strangers; null for marks of host and operator */
  readonly difference: number | null;
  readonly null: number | null;
  /** of its group the strongest: it counts in the sum */
  readonly counts: boolean;
}

/** Pairs of a server that cannot be one node. */
export interface Ruled {
  readonly count: number;
  readonly bySignal: readonly {readonly signal: string; readonly count: number}[];
  readonly examples: readonly {
    readonly endpoint: string;
    readonly id: string;
    readonly signal: string;
    readonly observation: string;
  }[];
}

/** All pairs by server: each pair stands in two lists. */
export function pairsByServer({pairs}: Pick<Findings, "pairs">): ReadonlyMap<string, readonly PairFacts[]> {
  const lists = new Map<string, PairFacts[]>();
  for (const pair of pairs)
    for (const endpoint of [pair.a, pair.b]) {
      const list = lists.get(endpoint);
      if (list) list.push(pair);
      else lists.set(endpoint, [pair]);
    }
  return lists;
}

/** How many of a server's pairs stand at each level. */
export function levelsOf(pairs: readonly PairFacts[]): Readonly<Record<Level, number>> {
  const counts = Object.fromEntries(BY_TIE.map((level) => [level, 0])) as Record<Level, number>;
  for (const {level} of pairs) counts[level]++;
  return counts;
}

/** The servers that are most alike to one, the nearest first: by level, then by bits, then by how much agrees to the vbyte. */
export function neighboursOf(endpoint: string, pairs: readonly PairFacts[]): readonly Neighbour[] {
  return pairs
    .filter(({level}) => level !== "contradicted" && level !== "not comparable")
    .toSorted(
      (x, y) =>
        BY_TIE.indexOf(x.level) - BY_TIE.indexOf(y.level) ||
        (y.bits ?? -Infinity) - (x.bits ?? -Infinity) ||
        agreement(y) - agreement(x) ||
        (other(x, endpoint) < other(y, endpoint) ? -1 : 1),
    )
    .slice(0, SHOWN_NEIGHBOURS)
    .map((pair) => ({
      endpoint: other(pair, endpoint),
      id: serverId(other(pair, endpoint)),
      level: pair.level,
      bits: pair.bits,
      q: pair.q,
      reasons: reasonsOf(pair),
    }));
}

function other({a, b}: PairFacts, endpoint: string): string {
  return a === endpoint ? b : a;
}

function agreement({signals}: PairFacts): number {
  const exact = signals.find(({name}) => name === "exact agreement");
  return exact?.comparable ? exact.statistic : -1;
}

/** Signals that weigh more than nothing. */
function reasonsOf({signals, groups}: PairFacts): readonly Reason[] {
  const counting = new Set(groups.map(({signal}) => signal));
  return signals
    .flatMap((signal): Reason[] =>
      signal.comparable && signal.bits !== null && signal.bits > 0
        ? [
            {
              signal: signal.name,
              bits: signal.bits,
              statistic: signal.statistic,
              n: signal.n,
              difference: signal.difference,
              null: signal.null,
              counts: counting.has(signal.name),
            },
          ]
        : [],
    )
    .toSorted((x, y) => y.bits - x.bits);
}

/** How many servers cannot share a node with one, by the signal that says so. */
export function ruledOutOf(endpoint: string, pairs: readonly PairFacts[]): Ruled {
  const ruled = pairs.flatMap((pair) =>
    pair.excluded ? [{endpoint: other(pair, endpoint), ...pair.excluded}] : [],
  );
  const counts = new Map<string, number>();
  for (const {signal} of ruled) counts.set(signal, (counts.get(signal) ?? 0) + 1);
  const bySignal = [...counts]
    .map(([signal, count]) => ({signal, count}))
    .toSorted((x, y) => y.count - x.count || (x.signal < y.signal ? -1 : 1));
  return {
    count: ruled.length,
    bySignal,
    examples: spread(
      bySignal.map(({signal}) => ruled.filter((one) => one.signal === signal)),
      SHOWN_EXCLUSIONS,
    ).map((one) => ({...one, id: serverId(one.endpoint)})),
  };
}

/** The first of each list, then the second of each, until there are enough: examples of different kinds. */
function spread<T>(lists: readonly (readonly T[])[], enough: number): readonly T[] {
  const longest = Math.max(0, ...lists.map(({length}) => length));
  return Array.from({length: longest}, (_, k) => lists.flatMap((list) => list.slice(k, k + 1)))
    .flat()
    .slice(0, enough);
}
