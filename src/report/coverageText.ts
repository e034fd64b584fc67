import {HOURS_BETWEEN_RUNS} from "../observation/schedule.js";
import type {CoverageRun} from "./coverageRun.js";
import type {FailureSeries} from "./failureReasons.js";
import {count, list, minute, whole} from "./format.js";
import type {VantageSchedule} from "./missingRuns.js";
import {intervalOf, type RatesBy} from "./responseRates.js";
import type {Uptime} from "./uptime.js";

export interface CoverageCounts {
  /** the newest run that tells of servers; null without one */
  readonly newest: CoverageRun | null;
  readonly runs: readonly CoverageRun[];
  readonly rates: readonly RatesBy[];
  readonly schedule: readonly VantageSchedule[];
  /** runs that could not be read */
  readonly problems: number;
}

/** Who answered, in plain sentences; every number is counted. */
export function coverageSentences({newest, runs, rates, schedule, problems}: CoverageCounts): string[] {
  if (runs.length === 0) return ["The archive holds no run that can be read, so nobody was asked yet."];
  return [
    ...(newest === null
      ? [
          `In ${count(runs.length, "run")} nobody answered: that says more about our side than about the servers.`,
        ]
      : [answeredSentence(newest), ...networkSentence(rates)]),
    ...schedule.map((one) => scheduleSentence(one, schedule.length > 1)),
    ...ownSideSentence(runs, newest !== null),
    ...(problems === 0
      ? []
      : [
          `${count(problems, "run")} could not be read and ${problems === 1 ? "is" : "are"} in none of these numbers; the table below says why.`,
        ]),
  ];
}

function answeredSentence({startedAt, vantage, asked, answered, notTried}: CoverageRun): string {
  const when = `in the newest run (${minute(startedAt)}, from ${vantage})`;
  const listed =
    notTried === 0 ? "" : ` ${whole(notTried)} more ${notTried === 1 ? "was" : "were"} listed and not tried.`;
  if (asked === 0) return `No endpoint was asked ${when}.${listed}`;
  const {low, high} = intervalOf(answered, asked);
  return (
    `Of ${count(asked, "endpoint")} asked ${when}, ${whole(answered)} answered: ` +
    `${percent(answered / asked)}, with a 95% interval of ${percent(low)} to ${percent(high)}.${listed}`
  );
}

function networkSentence(rates: readonly RatesBy[]): string[] {
  const rows = (rates.find(({division}) => division === "network")?.rates ?? []).filter(
    ({asked, notTried}) => asked + notTried > 0,
  );
  if (rows.length === 0) return [];
  const of = (name: string) => rows.find(({value}) => value === name);
  const parts = rows.map(
    ({value, asked, answered}) =>
      `${value}: ${asked === 0 ? "none asked" : `${whole(answered)} of ${whole(asked)}`}`,
  );
  const absent = ["IPv6", "onion"].filter((name) => (of(name)?.answered ?? 0) === 0);
  const nothing =
    absent.length > 0
      ? ` Nothing in this run was heard over ${list(absent.map((name) => (name === "IPv6" ? name : "Tor"))).replace(" and ", " or ")}.`
      : "";
  return [`Answers by network: ${parts.join("; ")}.${nothing}`];
}

function scheduleSentence(
  {vantage, runs, expected, missing, longestMs}: VantageSchedule,
  several: boolean,
): string {
  const from = several ? ` from ${vantage}` : "";
  if (runs === 1) return `There is one run${from} so far, so no gap can be seen.`;
  const rule = `at one every ${HOURS_BETWEEN_RUNS} hours`;
  if (missing === 0)
    return `From the first of ${count(runs, "run")}${from} to the last, ${rule}, none is missing.`;
  return (
    `Of ${count(expected, "run")}${from} that there would be ${rule}, ${whole(missing)} ${missing === 1 ? "is" : "are"} missing; ` +
    `the longest time between two runs is ${whole(longestMs / 3_600_000)} hours.`
  );
}

function ownSideSentence(runs: readonly CoverageRun[], anyTells: boolean): string[] {
  const suspected = runs.filter(({ownSide}) => ownSide).length;
  if (suspected === 0 || !anyTells) return [];
  return [
    `In ${count(suspected, "run")} nobody answered, which points to our own side: ${suspected === 1 ? "it is" : "they are"} left out of rates and outages.`,
  ];
}

/** What most failing endpoints fail by. */
export function reasonsTitle(rows: readonly FailureSeries[], runs: readonly CoverageRun[]): string {
  const [first] = rows;
  const told = runs.filter(({ownSide}) => !ownSide).length;
  if (told === 0) return "No run tells how endpoints fail";
  const total = rows.reduce((sum, row) => sum + row.total, 0);
  if (!first) return `No endpoint failed in ${count(told, "run")}`;
  return (
    `${capital(count(rows.length, "way"))} to fail in ${count(told, "run")}; most frequent, with ${percent(first.total / total)} of ${count(total, "failure")}, ` +
    `is “${first.stage}: ${first.reason}”`
  );
}

/** How many servers change at all. */
export function uptimeTitle(
  {servers, left, alwaysUp, alwaysDown}: Pick<Uptime, "servers" | "left" | "alwaysUp" | "alwaysDown">,
  runs: readonly CoverageRun[],
): string {
  const changing = servers.length + left;
  const all = changing + alwaysUp + alwaysDown;
  if (all === 0) return "No run tells who was up";
  return (
    `Of ${count(all, "endpoint")} in ${count(runs.length, "run")}, ${whole(alwaysUp)} always answered, ` +
    `${whole(alwaysDown)} never did, and ${changing === 0 ? "none" : whole(changing)} changed`
  );
}

/** A share without decimals; what is neither none nor all does not become it. */
export function percent(share: number): string {
  if (share > 0 && share < 0.005) return "under 1%";
  if (share < 1 && share > 0.995) return "over 99%";
  return `${Math.round(100 * share)}%`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
