import {HOURS_BETWEEN_RUNS} from "../observation/schedule.js";
import type {RunRecord} from "./runRecord.js";

/** Runs of one vantage beside the schedule. */
export interface VantageSchedule {
  readonly vantage: string;
  readonly runs: number;
  /** from its first run to its last, by the schedule */
  readonly expected: number;
  readonly missing: number;
  /** between the starts of two runs, ms; 0 with fewer than two */
  readonly longestMs: number;
  /** the newest first, at most `SHOWN_GAPS` */
  readonly gaps: readonly Gap[];
}

/** A time without a run. */
export interface Gap {
  /** start of the run before it and of the one after, UTC ms */
  readonly after: number;
  readonly before: number;
  /** runs that the schedule had in between */
  readonly missing: number;
  /** runs that are in the archive for this time and could not be read */
  readonly unreadable: number;
}

/** Gaps in the list; the counts hold all of them. */
export const SHOWN_GAPS = 50;

const STEP_MS = HOURS_BETWEEN_RUNS * 3_600_000;

/**
 * Where runs are missing from the schedule, for each vantage. A run that comes up to half an interval late is not
 * missing: hosted schedulers start late when they are busy. Runs between scheduled ones make nothing missing.
 *
 * @param runs in any order
 */
export function missingRuns(
  runs: readonly Pick<RunRecord, "vantage" | "startedAt">[],
  problems: readonly {readonly path: string}[] = [],
): VantageSchedule[] {
  const unreadable = problems.flatMap(({path}) => placeOf(path) ?? []);
  return [...new Set(runs.map(({vantage}) => vantage))].toSorted().map((vantage) => {
    const times = runs
      .filter((run) => run.vantage === vantage)
      .map(({startedAt}) => startedAt)
      .toSorted((a, b) => a - b);
    const gaps = times.slice(1).flatMap((before, i): Gap[] => {
      const after = times[i] ?? before;
      const missing = Math.round((before - after) / STEP_MS) - 1;
      if (missing < 1) return [];
      const lost = unreadable.filter(
        (one) => one.vantage === vantage && after < one.startedAt && one.startedAt < before,
      ).length;
      return [{after, before, missing, unreadable: lost}];
    });
    const missing = gaps.reduce((sum, gap) => sum + gap.missing, 0);
    return {
      vantage,
      runs: times.length,
      expected: times.length + missing,
      missing,
      longestMs: Math.max(0, ...times.slice(1).map((time, i) => time - (times[i] ?? time))),
      gaps: gaps.toReversed().slice(0, SHOWN_GAPS),
    };
  });
}

/** Vantage and time of a run, from its path in the archive. */
function placeOf(path: string): {vantage: string; startedAt: number} | null {
  const [, vantage, year, month, day, hour, minute, second] =
    /vantage=([^/]+)\/date=[^/]+\/run=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(path) ?? [];
  return vantage === undefined
    ? null
    : {vantage, startedAt: Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)};
}
