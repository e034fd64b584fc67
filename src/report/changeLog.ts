import {reasons} from "../observation/failure.js";
import {count, minute} from "./format.js";
import type {RunRecord} from "./runRecord.js";
import type {ServerHistory} from "./serverEvents.js";

/** Entries of a change log that are kept. Our choice: no sound server has so many; one that comes and goes has more. */
export const KEPT_CHANGES = 200;

/** One thing that changed about a server. */
export interface ChangeEntry {
  /** start of the run that showed it, UTC ms */
  readonly at: number;
  /** start of the last run that showed it otherwise, UTC ms; the change lies in between */
  readonly after: number | null;
  readonly vantage: string;
  readonly kind: string;
  readonly text: string;
}

/** What changed about a server, from all vantage points, the newest first. */
export function changeLog(
  histories: readonly ServerHistory[],
  runs: readonly Pick<RunRecord, "startedAt">[],
): readonly ChangeEntry[] {
  const at = (run: number) => runs[run]?.startedAt ?? 0;
  return histories
    .flatMap(({vantage, changes, outages}) => [
      ...changes.map(({kind, after, run, from, to}): ChangeEntry => ({
        at: at(run),
        after: at(after),
        vantage,
        kind,
        text: `from ${from} to ${to}`,
      })),
      ...outages.map(({from, to, runs: missed, over, stage, reason, alike}): ChangeEntry => ({
        at: at(from),
        after: null,
        vantage,
        kind: "outage",
        text:
          `no answer in ${count(missed, "run")}, ` +
          `${over ? `until ${minute(at(to))}` : "and none since"}; ` +
          `${alike ? "each" : "the first"} ended at ${stage}: ${reasonText(reason)}`,
      })),
    ])
    .toSorted((a, b) => b.at - a.at)
    .slice(0, KEPT_CHANGES);
}

/** What a reason of the closed list means. */
export function reasonText(reason: string): string {
  return Object.entries(reasons).find(([name]) => name === reason)?.[1] ?? reason;
}
