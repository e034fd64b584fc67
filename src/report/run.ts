import {group} from "d3";
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

/**
 * Compares the rounds of a run.
 *
 * @param room divergences that its rounds may hold together; its main round is kept even if it is larger
 */
export function runFacts({manifest, tables}: Snapshot, room = Infinity): RunFacts {
  const servers = observedServers(tables.endpoints, tables.tips);
  const histograms = histogramsByNumber(tables.histograms);
  const bySweep = group(tables.reads, ({sweep}) => sweep);
  const all = [...bySweep.entries()]
    .toSorted(([a], [b]) => a - b)
    .map(([, reads]) => compare(reads, servers, histograms))
    .filter((round) => round.answered > 0);
  const main = mainRound(all);
  const shown = fitting(spread(all, SHOWN_ROUNDS, main), main, room);
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
    rounds: shown,
    main: main === undefined ? -1 : shown.indexOf(main),
  };
}

/** The main round of a run alone, for whoever needs no other; undefined if none can be compared. */
export function mainComparison({tables}: Pick<Snapshot, "tables">): {
  readonly servers: readonly ObservedServer[];
  readonly round: Comparison | undefined;
} {
  const servers = observedServers(tables.endpoints, tables.tips);
  const rounds = [...group(tables.reads, ({sweep}) => sweep).entries()]
    .toSorted(([a], [b]) => a - b)
    .map(([, reads]) => ({
      reads,
      trigger: reads[0]?.trigger ?? "round",
      answered: answeredIn(reads, servers),
    }))
    .filter(({answered}) => answered > 0);
  const main = mainRound(rounds);
  return {servers, round: main && compare(main.reads, servers, histogramsByNumber(tables.histograms))};
}

/**
 * The round that speaks for a run: the one most servers answered, the earliest of several.
 * Rounds on the clock go before rounds after a block, when half of the answers may still be the old block's.
 */
function mainRound<Round extends Pick<Comparison, "trigger" | "answered">>(
  rounds: readonly Round[],
): Round | undefined {
  const onClock = rounds.filter(({trigger}) => trigger === "round");
  const candidates = onClock.length > 0 ? onClock : rounds;
  const most = Math.max(...candidates.map(({answered}) => answered));
  return candidates.find(({answered}) => answered === most);
}

/** At most so many of the rounds, evenly spaced from first to last, the main one always among them. */
function spread(
  rounds: readonly Comparison[],
  most: number,
  main: Comparison | undefined,
): readonly Comparison[] {
  if (rounds.length <= most) return rounds;
  const step = (rounds.length - 1) / (most - 1);
  const kept = new Set(Array.from({length: most}, (_, i) => rounds[Math.round(i * step)]));
  return rounds.filter((round) => kept.has(round) || round === main);
}

/** The main round, and the others while there is room. */
function fitting(
  rounds: readonly Comparison[],
  main: Comparison | undefined,
  room: number,
): readonly Comparison[] {
  const kept = new Set<Comparison>();
  for (const round of rounds.toSorted((a, b) => Number(b === main) - Number(a === main))) {
    room -= divergencesIn(round);
    if (room < 0 && kept.size > 0) break;
    kept.add(round);
  }
  return rounds.filter((round) => kept.has(round));
}

/** Values in a round's triangle. */
export function divergencesIn({divergences}: Comparison): number {
  return (divergences.length * (divergences.length - 1)) / 2;
}
