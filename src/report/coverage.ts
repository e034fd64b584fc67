import {HOURS_BETWEEN_RUNS} from "../observation/schedule.js";
import type {Archived} from "./archived.js";
import {type CoverageRun, coverageRun} from "./coverageRun.js";
import {coverageSentences, reasonsTitle, uptimeTitle} from "./coverageText.js";
import {type FailureSeries, failureReasons} from "./failureReasons.js";
import {missingRuns, type VantageSchedule} from "./missingRuns.js";
import {type RatesBy, responseRates} from "./responseRates.js";
import {type Uptime, uptime} from "./uptime.js";

/** Runs that are drawn one by one, the newest: two months, four hours apart. What is counted is counted over all. */
export const DRAWN_RUNS = 360;

/** Damaged runs that are named on the page; the sentence counts all. */
export const NAMED_PROBLEMS = 50;

/** What the page about coverage shows. */
export interface Coverage {
  readonly hoursBetweenRuns: number;
  readonly sentences: readonly string[];
  /** the newest run that tells of servers; null without one */
  readonly newest: {readonly vantage: string; readonly startedAt: number} | null;
  readonly rates: readonly RatesBy[];
  /** the columns of the charts, oldest first */
  readonly runs: readonly CoverageRun[];
  /** runs of the archive, of which `runs` are the newest */
  readonly allRuns: number;
  readonly reasons: {readonly title: string; readonly rows: readonly FailureSeries[]};
  readonly uptime: Uptime & {readonly title: string};
  readonly schedule: readonly VantageSchedule[];
  /** the newest first, at most `NAMED_PROBLEMS` */
  readonly problems: readonly {readonly path: string; readonly problem: string}[];
}

export function coverage({runs, problems}: Pick<Archived, "runs" | "problems">): Coverage {
  const inOrder = runs.toSorted((a, b) => a.startedAt - b.startedAt);
  const drawn = inOrder.slice(-DRAWN_RUNS);
  const newest = inOrder.findLast(({ownSideSuspected}) => !ownSideSuspected);
  const rates = responseRates(inOrder);
  const schedule = missingRuns(inOrder, problems);
  const columns = drawn.map(coverageRun);
  const [reasons, matrix] = [failureReasons(drawn), uptime(drawn)];
  return {
    hoursBetweenRuns: HOURS_BETWEEN_RUNS,
    sentences: coverageSentences({
      newest: newest ? coverageRun(newest) : null,
      runs: inOrder.map(coverageRun),
      rates,
      schedule,
      problems: problems.length,
    }),
    newest: newest ? {vantage: newest.vantage, startedAt: newest.startedAt} : null,
    rates,
    runs: columns,
    allRuns: runs.length,
    reasons: {title: reasonsTitle(reasons, columns), rows: reasons},
    uptime: {title: uptimeTitle(matrix, columns), ...matrix},
    schedule,
    problems: problems.toReversed().slice(0, NAMED_PROBLEMS),
  };
}
