import type {CompareGuide, SignalMeaning} from "../report/compareGuide.js";
import type {PairFile} from "../report/pairFile.js";
import type {Level} from "./levelScale.js";

/** One pair, as a page shows it. */
export interface PairRecord {
  readonly level: Level;
  readonly bits: number | null;
  readonly q: number | null;
  readonly excluded: {readonly signal: string; readonly observation: string} | null;
  readonly groups: readonly {
    readonly signal: string;
    readonly bits: number;
    readonly q: number;
    readonly days: number;
  }[];
  /** in the order of the guide */
  readonly signals: readonly SignalRecord[];
}

/** What one signal says of the pair. */
export type SignalRecord = SignalMeaning &
  (
    | {readonly comparable: false; readonly because: string}
    | {
        readonly comparable: true;
        readonly statistic: number;
        readonly n: number;
        readonly bits: number | null;
        /** how far or how often the two differ, and strangers; null for what is not weighed so */
        readonly difference: number | null;
        readonly null: number | null;
      }
  );

const letters: Readonly<Record<string, Level>> = {
  x: "contradicted",
  d: "declared",
  s: "supported",
  c: "candidate",
  "-": "no evidence",
  ".": "not comparable",
};

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
    level: letters[line.level] ?? "not comparable",
    bits: line.bits,
    q: line.q,
    excluded: line.excluded ? {signal: name(line.excluded[0]), observation: text(line.excluded[1])} : null,
    groups: line.groups.map(([signal, bits, q, days]) => ({signal: name(signal), bits, q, days})),
    signals: meanings.map((meaning, i): SignalRecord => {
      const said = line.signals[i];
      if (said === undefined || typeof said === "number")
        return {...meaning, comparable: false, because: text(said ?? -1)};
      const [statistic, n, bits = null, difference = null, strangers = null] = said;
      return {...meaning, comparable: true, statistic, n, bits, difference, null: strangers};
    }),
  };
}
