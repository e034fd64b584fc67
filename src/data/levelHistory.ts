import {exclusionsOf} from "../evidence/exclusions.js";
import {weighPairs} from "../evidence/pairEvidence.js";
import type {Archived} from "../report/archived.js";
import {type DayLevels, LEVEL_DAYS} from "../report/levelChanges.js";
import {pairFacts} from "../report/pairFacts.js";
import {readWindow} from "./archiveWindow.js";

/** Levels of all pairs at the end of each of the newest days, oldest first: what was known then, from all runs up to it. */
export async function levelHistory(
  archive: string,
  {runs, weights, findings, window}: Pick<Archived, "runs" | "weights" | "findings" | "window">,
): Promise<DayLevels[]> {
  const ends = new Map<string, number>();
  for (const {startedAt, endedAt} of runs) {
    const day = dayOf(startedAt);
    ends.set(day, Math.max(endedAt, ends.get(day) ?? 0));
  }
  const days = [...ends].toSorted(([a], [b]) => (a < b ? -1 : 1)).slice(-LEVEL_DAYS);
  const history: DayLevels[] = [];
  for (const [i, [day, endedAt]] of days.entries()) {
    const next = days[i + 1];
    if (!next) {
      const servers = window.servers.map(({endpoint}) => endpoint);
      history.push({day, endedAt, servers, levels: findings.pairs.map(({level}) => level)});
      continue;
    }
    const then = (await readWindow(archive, {until: next[0]})).window;
    const evidence = weights ? weighPairs(then, weights).pairs : [];
    history.push({
      day,
      endedAt,
      servers: then.servers.map(({endpoint}) => endpoint),
      levels: pairFacts(then, exclusionsOf(then), evidence).map(({level}) => level),
    });
  }
  return history;
}

function dayOf(utcMs: number): string {
  return new Date(utcMs).toISOString().slice(0, 10);
}
