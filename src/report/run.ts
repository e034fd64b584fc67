import {group} from "d3-array";
import type {ReadRow} from "../observation/schema.js";
import {histogramsByNumber, type Snapshot} from "../observation/snapshot.js";
import {answeredIn, type Comparison, compare} from "./comparison.js";
import {type ObservedServer, observedServers, type SilentServer, silentServers} from "./servers.js";

/** Rounds of one run that the home page offers, spread evenly over it: the partition hardly moves within a run. */
export const SHOWN_ROUNDS = 8;

/** One run, compared. */
export interface RunFacts {
  /** `YYYYMMDDTHHMMSSZ` */
  readonly run: string;
  readonly vantage: string;
  readonly simulated: boolean;
  /** UTC ms */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly counts: RunCounts;
  /** nobody answered: our own side is the likely cause */
  readonly ownSideSuspected: boolean;
  readonly servers: readonly ObservedServer[];
  readonly silent: readonly SilentServer[];
  /** those of its rounds that are shown; empty if none can be compared */
  readonly rounds: readonly Comparison[];
  /** position in `rounds` of the one that the sentences speak of; -1 if there is none */
  readonly main: number;
}

export interface RunCounts {
  readonly endpoints: number;
  readonly answered: number;
  readonly failed: number;
  readonly notTried: number;
  readonly rounds: number;
  /** endpoints without a histogram by "stage: reason", the most frequent first */
  readonly byFailure: readonly (readonly [failure: string, count: number])[];
}

/** A round before its answers are compared. */
interface Round {
  readonly reads: readonly ReadRow[];
  readonly trigger: string;
  readonly answered: number;
}

/**
 * Compares the rounds of a run that are shown, and no others.
 *
 * @param room divergences that its rounds may hold together; its main round is compared even if it is larger, so 0 means
 *   that round and no more than is free
 */
export function runFacts({manifest, tables}: Snapshot, room = Infinity): RunFacts {
  const servers = observedServers(tables.endpoints, tables.tips);
  const histograms = histogramsByNumber(tables.histograms);
  const bySweep = group(tables.reads, ({sweep}) => sweep);
  const all = [...bySweep.entries()]
    .toSorted(([a], [b]) => a - b)
    .map(([, reads]) => ({
      reads,
      trigger: reads[0]?.trigger ?? "round",
      answered: answeredIn(reads, servers),
    }))
    .filter((round) => round.answered > 0);
  const main = mainRound(all);
  const shown = fitting(spread(all, SHOWN_ROUNDS, main), main, room, ({reads}) =>
    compare(reads, servers, histograms),
  );
  const {counts} = manifest;
  return {
    run: manifest.run,
    vantage: manifest.vantage,
    simulated: manifest.simulated,
    startedAt: Date.parse(manifest.started_at),
    endedAt: Date.parse(manifest.ended_at),
    counts: {
      endpoints: counts.endpoints,
      answered: counts.answered,
      failed: counts.failed,
      notTried: counts.not_tried,
      rounds: counts.sweeps,
      byFailure: Object.entries(counts.by_failure).toSorted(
        ([a, m], [b, n]) => n - m || a.localeCompare(b, "en"),
      ),
    },
    ownSideSuspected: manifest.own_side_suspected,
    servers,
    silent: silentServers(tables.endpoints),
    rounds: [...shown.values()],
    main: main === undefined ? -1 : [...shown.keys()].indexOf(main),
  };
}

/**
 * The round that speaks for a run: the one most servers answered, the earliest of several.
 * Rounds on the clock go before rounds after a block, when half of the answers may still be the old block's.
 */
function mainRound(rounds: readonly Round[]): Round | undefined {
  const onClock = rounds.filter(({trigger}) => trigger === "round");
  const candidates = onClock.length > 0 ? onClock : rounds;
  const most = Math.max(...candidates.map(({answered}) => answered));
  return candidates.find(({answered}) => answered === most);
}

/** At most so many of the rounds, evenly spaced from first to last, the main one always among them. */
function spread(rounds: readonly Round[], most: number, main: Round | undefined): readonly Round[] {
  if (rounds.length <= most) return rounds;
  const step = (rounds.length - 1) / (most - 1);
  const kept = new Set(Array.from({length: most}, (_, i) => rounds[Math.round(i * step)]));
  return rounds.filter((round) => kept.has(round) || round === main);
}

/** The main round, and the others while there is room, each with its comparison. */
function fitting(
  rounds: readonly Round[],
  main: Round | undefined,
  room: number,
  comparisonOf: (round: Round) => Comparison,
): ReadonlyMap<Round, Comparison> {
  const kept = new Map<Round, Comparison>();
  for (const round of rounds.toSorted((a, b) => Number(b === main) - Number(a === main))) {
    if (room < 0 && kept.size > 0) break;
    const comparison = comparisonOf(round);
    room -= divergencesIn(comparison);
    if (room < 0 && kept.size > 0) break;
    kept.set(round, comparison);
  }
  return new Map(
    rounds.flatMap((round) => {
      const comparison = kept.get(round);
      return comparison ? [[round, comparison]] : [];
    }),
  );
}

/** Values in a round's triangle. */
export function divergencesIn({divergences}: Comparison): number {
  return (divergences.length * (divergences.length - 1)) / 2;
}
