import type {Snapshot} from "../observation/snapshot.js";
import {STEPS} from "./comparison.js";
import {divergencesIn, type RunFacts, runFacts} from "./run.js";
import {describeRun} from "./sentences.js";
import {type Standing, standingOf} from "./standing.js";

/** Runs that the home page offers: at four hours from one to the next, two days. Older ones stay in the archive. */
export const SHOWN_RUNS = 12;

/** Divergences in the page's data, over all its matrices: about 9 bytes each, so under 2 MB. Newer runs come first. */
export const SHOWN_DIVERGENCES = 200_000;

/** What the home page shows. */
export interface Study {
  readonly standing: Standing;
  /** bits, ascending: limits of the matrix's colours */
  readonly steps: readonly number[];
  /** newest first */
  readonly runs: readonly RunReport[];
  /** snapshots that could not be read */
  readonly unreadable: number;
}

/** One run, compared and in words. */
export interface RunReport extends RunFacts {
  /** the run in plain sentences, every number computed */
  readonly sentences: readonly string[];
}

/**
 * The home page's data from an archive.
 *
 * @param snapshots oldest first; only the newest are used
 * @param unreadable how many snapshots were left out by the reader
 */
export function study(snapshots: readonly Snapshot[], unreadable = 0): Study {
  let room = SHOWN_DIVERGENCES;
  const runs: RunReport[] = [];
  for (const snapshot of snapshots.slice(-SHOWN_RUNS).toReversed()) {
    if (room <= 0) break;
    const run = runFacts(snapshot, room);
    room -= run.rounds.reduce((sum, round) => sum + divergencesIn(round), 0);
    runs.push({...run, sentences: describeRun(run)});
  }
  return {standing: standingOf(snapshots.at(-1)), steps: STEPS, runs, unreadable};
}
