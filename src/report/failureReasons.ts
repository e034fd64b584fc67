import {reasons} from "../observation/failure.js";
import type {RunRecord} from "./runRecord.js";

/** One way to fail, run by run. */
export interface FailureSeries {
  /** resolve, connect, tls, handshake or a method */
  readonly stage: string;
  readonly reason: string;
  /** the reason in words */
  readonly meaning: string;
  /** tried endpoints of each run that failed so; null where our own side is suspected */
  readonly counts: readonly (number | null)[];
  readonly total: number;
}

/** Ways that have a row of their own; the rest is summed, so that the page stays readable whatever the world does. */
export const FAILURE_ROWS = 12;

/** Stages and reasons of failing, the most frequent over all these runs first. */
export function failureReasons(runs: readonly RunRecord[], most = FAILURE_ROWS): FailureSeries[] {
  const series = new Map<string, {stage: string; reason: string; counts: (number | null)[]; total: number}>();
  const blank = runs.map(({ownSideSuspected}) => (ownSideSuspected ? null : 0));
  for (const [i, {endpoints, ownSideSuspected}] of runs.entries()) {
    if (ownSideSuspected) continue;
    for (const {outcome, stage, reason} of endpoints) {
      if (outcome !== "failed") continue;
      const key = `${stage} ${reason}`;
      const one = series.get(key) ?? {
        stage: stage ?? "not known",
        reason: reason ?? "not known",
        counts: [...blank],
        total: 0,
      };
      series.set(key, one);
      one.counts[i] = (one.counts[i] ?? 0) + 1;
      one.total++;
    }
  }
  const sorted = [...series]
    .toSorted(([a, x], [b, y]) => y.total - x.total || (a < b ? -1 : 1))
    .map(([, one]) => ({...one, meaning: meaningOf(one.reason)}));
  const [shown, rest] = [sorted.slice(0, most), sorted.slice(most)];
  if (rest.length === 0) return shown;
  return [
    ...shown,
    {
      stage: "other",
      reason: `${rest.length} rarer ways`,
      meaning: rest.map(({stage, reason}) => `${stage}: ${reason}`).join(", "),
      counts: blank.map((none, i) =>
        none === null ? null : rest.reduce((sum, {counts}) => sum + (counts[i] ?? 0), 0),
      ),
      total: rest.reduce((sum, {total}) => sum + total, 0),
    },
  ];
}

function meaningOf(reason: string): string {
  return Object.entries(reasons).find(([name]) => name === reason)?.[1] ?? reason;
}
