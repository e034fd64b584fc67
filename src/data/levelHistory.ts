import {exclusionsOf} from "../evidence/exclusions.js";
import {weighPairs} from "../evidence/pairEvidence.js";
import type {Archived} from "../report/archived.js";
import {type DayLevels, LEVEL_DAYS} from "../report/levelChanges.js";
import {pairLevels} from "../report/pairFacts.js";
import {runsIn, windowOfFirst} from "./archiveWindow.js";
import {cacheFolder} from "./keptCache.js";
import {type KeptDay, levelKey, loadDays, storeDays} from "./keptLevels.js";
import {rulesHash} from "./rulesHash.js";

/**
 * Levels of all pairs at the end of each of the newest days, oldest first: what was known then, from all runs up to it.
 *
 * Days before the newest are kept under the hash of the runs and rules that they come of, so the result is the same
 * whatever is kept.
 *
 * @param cache folder of what is kept
 */
export async function levelHistory(
  archive: string,
  {runs, weights, findings, window}: Pick<Archived, "runs" | "weights" | "findings" | "window">,
  cache = cacheFolder(),
): Promise<DayLevels[]> {
  const ends = new Map<string, number>();
  for (const {startedAt, endedAt} of runs) {
    const day = dayOf(startedAt);
    ends.set(day, Math.max(endedAt, ends.get(day) ?? 0));
  }
  const days = [...ends].toSorted(([a], [b]) => (a < b ? -1 : 1)).slice(-LEVEL_DAYS);
  const past = days.slice(0, -1);
  const newest = days.at(-1);
  if (!newest) return [];
  const known = runsIn(archive);
  const [first] = known;
  const kept = first && past.length > 0 ? loadDays(cache, first) : new Map<string, DayLevels>();
  const rules = past.length > 0 ? rulesHash() : "";
  const found: KeptDay[] = [];
  const history: DayLevels[] = [];
  for (const [i, [day, endedAt]] of past.entries()) {
    const until = days[i + 1]?.[0] ?? "";
    const count = known.filter(({startedAt}) => startedAt < until).length;
    const key = levelKey(known.slice(0, count), rules);
    const before = kept.get(key);
    if (before) {
      found.push({key, levels: before});
      history.push(before);
      continue;
    }
    const {window: then, problems} = await windowOfFirst(count, known, {archive, cache});
    const levels = {
      day,
      endedAt,
      servers: then.servers.map(({endpoint}) => endpoint),
      levels: pairLevels(then, exclusionsOf(then), weights ? weighPairs(then, weights).pairs : []),
    };
    // What was left out may be whole the next time, under the same manifest.
    if (problems.length === 0) found.push({key, levels});
    history.push(levels);
  }
  if (first && found.some(({key}) => !kept.has(key))) storeDays(cache, first, found);
  const servers = window.servers.map(({endpoint}) => endpoint);
  return [
    ...history,
    {day: newest[0], endedAt: newest[1], servers, levels: findings.pairs.map(({level}) => level)},
  ];
}

function dayOf(utcMs: number): string {
  return new Date(utcMs).toISOString().slice(0, 10);
}
