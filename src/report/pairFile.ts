import type {Archived} from "./archived.js";
import {significant} from "./format.js";
import {LEVEL_LETTERS} from "./pairGrid.js";
import type {PairFacts, SignalOfPair} from "./pairFacts.js";
import {serverId} from "./serverIds.js";

/** Of the JSON. Raised when a field changes its meaning or goes. */
export const PAIRS_SCHEMA = "electrum-kinship-pairs/1";

/**
 * All pairs of one server with those after it in alphabetical order of the endpoints, in few bytes: texts are numbered,
 * signals stand in the order of `/data/compare.json`. `src/components/pairRecord.ts` reads it.
 */
export interface PairFile {
  readonly schema: typeof PAIRS_SCHEMA;
  readonly id: string;
  readonly endpoint: string;
  /** what `because` and `observation` refer to */
  readonly texts: readonly string[];
  /** by the id of the other server */
  readonly pairs: Readonly<Record<string, PairLine>>;
}

/** One pair. Numbers have four digits. */
export interface PairLine {
  /** a letter, as in `/data/pairs.json` */
  readonly level: string;
  /** null as in `/data/findings.json` */
  readonly bits: number | null;
  readonly q: number | null;
  /** position of the signal and number of the text; absent unless something rules out one node */
  readonly excluded?: readonly [signal: number, observation: number];
  /** of each group the strongest signal, by position, with its bits, q and separate days */
  readonly groups: readonly (readonly [signal: number, bits: number, q: number, days: number])[];
  /** one for each signal: the number of the text that says why it cannot compare them, or what it says */
  readonly signals: readonly (number | SignalLine)[];
}

/**
 * What one signal says: statistic, n, bits, difference, null; then of a signal that compares labels the number of the text
 * that names their step, and how many a sweep has. What is null at the end is left out.
 */
export type SignalLine = readonly [statistic: number, n: number, ...more: (number | null)[]];

/** Digits of a number in these files: more than a page shows. */
const DIGITS = 4;

/** The files by id; servers without a later one have none. */
export function* pairFiles({
  findings: {pairs},
}: Pick<Archived, "findings">): Generator<readonly [id: string, PairFile]> {
  const lists = new Map<string, PairFacts[]>();
  for (const pair of pairs) {
    const list = lists.get(pair.a);
    if (list) list.push(pair);
    else lists.set(pair.a, [pair]);
  }
  for (const [endpoint, list] of lists) yield [serverId(endpoint), pairFile(endpoint, list)];
}

/** @param pairs of which all have this endpoint for their first */
export function pairFile(endpoint: string, pairs: readonly PairFacts[]): PairFile {
  const texts = new Map<string, number>();
  const numberOf = (text: string): number => {
    const number = texts.get(text) ?? texts.size;
    texts.set(text, number);
    return number;
  };
  const lines = pairs.map((pair) => [serverId(pair.b), pairLine(pair, numberOf)] as const);
  return {
    schema: PAIRS_SCHEMA,
    id: serverId(endpoint),
    endpoint,
    texts: [...texts.keys()],
    pairs: Object.fromEntries(lines),
  };
}

function pairLine(
  {level, bits, q, excluded, groups, signals}: PairFacts,
  numberOf: (text: string) => number,
): PairLine {
  const position = (name: string) => signals.findIndex((signal) => signal.name === name);
  return {
    level: LEVEL_LETTERS[level],
    bits: short(bits),
    q: short(q),
    ...(excluded ? {excluded: [position(excluded.signal), numberOf(excluded.observation)] as const} : {}),
    groups: groups.map(
      (group) =>
        [
          position(group.signal),
          significant(group.bits, DIGITS),
          significant(group.q, DIGITS),
          group.days,
        ] as const,
    ),
    signals: signals.map((signal) => signalLine(signal, numberOf)),
  };
}

function signalLine(signal: SignalOfPair, numberOf: (text: string) => number): number | SignalLine {
  if (!signal.comparable) return numberOf(signal.because);
  const {granularity} = signal;
  const more = [
    short(signal.bits),
    short(signal.difference),
    short(signal.null),
    ...(granularity ? [numberOf(granularity.labels), significant(granularity.count, DIGITS)] : []),
  ];
  while (more.length > 0 && more.at(-1) === null) more.pop();
  return [significant(signal.statistic, DIGITS), signal.n, ...more];
}

function short(value: number | null): number | null {
  return value === null ? null : significant(value, DIGITS);
}
