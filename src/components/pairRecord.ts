import type {CompareGuide, SignalMeaning} from "../report/compareGuide.js";
import type {PairFile} from "../report/pairFile.js";
import type {GroupFacts, PairFacts, SignalOfPair} from "../report/pairFacts.js";
import {levelOfLetter} from "./levelScale.js";

/** One pair, as a page shows it. */
export interface PairRecord extends Pick<PairFacts, "level" | "bits" | "q" | "excluded"> {
  readonly groups: readonly Omit<GroupFacts, "group">[];
  /** in the order of the guide */
  readonly signals: readonly SignalRecord[];
}

/** What one signal says of the pair. */
export type SignalRecord = SignalMeaning & SignalOfPair;

/** Reads a pair out of the file of its first server; null if the file does not hold it. */
export function pairRecord(
  file: Pick<PairFile, "texts" | "pairs">,
  id: string,
  {signals: meanings}: Pick<CompareGuide, "signals">,
): PairRecord | null {
  const line = file.pairs[id];
  if (!line) return null;
  const text = (number: number) => file.texts[number] ?? "";
  const name = (position: number) => meanings[position]?.name ?? "";
  return {
    level: levelOfLetter(line.level).level,
    bits: line.bits,
    q: line.q,
    excluded: line.excluded ? {signal: name(line.excluded[0]), observation: text(line.excluded[1])} : null,
    groups: line.groups.map(([signal, bits, q, days]) => ({signal: name(signal), bits, q, days})),
    signals: meanings.map((meaning, i): SignalRecord => {
      const said = line.signals[i];
      if (said === undefined || typeof said === "number")
        return {...meaning, comparable: false, because: text(said ?? -1)};
      const [statistic, n, bits = null, difference = null, strangers = null, step = null, count = null] =
        said;
      return {
        ...meaning,
        comparable: true,
        statistic,
        n,
        bits,
        difference,
        null: strangers,
        ...(step === null || count === null ? {} : {granularity: {labels: text(step), count}}),
      };
    }),
  };
}
