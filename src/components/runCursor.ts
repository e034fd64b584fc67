import type {MatrixRound, MatrixRun} from "../report/matrixRun.js";
import type {RunList} from "../report/runList.js";

/** Where one comes into a run: a round by its number, the first, the last, or the one that speaks for the run. */
export type Entry = {readonly sweep: number} | "first" | "last" | "main";

/** A place in the archive: a run, fetched when one comes to it, and one of its rounds. */
export interface RunCursor {
  /** position in the list of runs */
  readonly position: number;
  /** null until it is fetched, or if it cannot be */
  readonly run: MatrixRun | null;
  /** position among the run's rounds; -1 if it has none */
  readonly round: number;
  readonly chosen: {readonly run: MatrixRun; readonly round: MatrixRound} | null;
  /** goes to a run; the last one asked for wins. @returns what is wrong with it, or null, or undefined if another was asked for */
  go(position: number, entry: Entry): Promise<string | null | undefined>;
  choose(round: number): void;
  /** where a step leads: a round of this run, or another run; null at the ends of the archive */
  next(
    by: 1 | -1,
    what: "round" | "run",
  ): {readonly round: number} | {readonly position: number; readonly entry: Entry} | null;
}

/**
 * Servers up to which the runs beside the one on display are fetched too. A run of a thousand is some 3 MB, which nobody
 * should be made to load three times for one look.
 */
const FETCHED_AHEAD = 300;

export function runCursor(
  {runs}: Pick<RunList, "runs">,
  fetchRun: (name: string) => Promise<MatrixRun | null>,
): RunCursor {
  let [position, round, asked] = [runs.length - 1, -1, 0];
  let run: MatrixRun | null = null;
  return {
    get position() {
      return position;
    },
    get run() {
      return run;
    },
    get round() {
      return round;
    },
    get chosen() {
      const at = run?.rounds[round];
      return run && at ? {run, round: at} : null;
    },
    async go(next, entry) {
      position = next;
      const mine = ++asked;
      let problem: string | null = null;
      let found: MatrixRun | null = null;
      try {
        found = await fetchRun(runs[next]?.name ?? "");
        if (!found) problem = "The file of this run is not there.";
      } catch (error) {
        problem = `The file of this run could not be had: ${error instanceof Error ? error.message : String(error)}`;
      }
      if (mine !== asked) return undefined;
      run = found;
      round = found ? enter(found, entry) : -1;
      // The neighbours, so that going on needs no waiting.
      for (const neighbour of [runs[next - 1], runs[next + 1]])
        if (neighbour && neighbour.answered <= FETCHED_AHEAD) fetchRun(neighbour.name).catch(() => null);
      return problem ?? (round < 0 ? "In this run no answer came that could be compared." : null);
    },
    choose(next) {
      round = next;
    },
    next(by, what) {
      const [beside, other] = [round + by, position + by];
      if (what === "round" && run?.rounds[beside]) return {round: beside};
      if (!runs[other]) return null;
      return {position: other, entry: what === "run" ? "main" : by > 0 ? "first" : "last"};
    },
  };
}

function enter({rounds, main}: MatrixRun, entry: Entry): number {
  if (entry === "first") return rounds.length > 0 ? 0 : -1;
  if (entry === "last") return rounds.length - 1;
  const named = entry === "main" ? -1 : rounds.findIndex(({sweep}) => sweep === entry.sweep);
  return named >= 0 ? named : main;
}
