import type {DayLevels} from "../report/levelChanges.js";
import type {Run} from "./blockDigests.js";
import {keptCache} from "./keptCache.js";

/** Levels at the end of a day, and what they were worked out of. */
export interface KeptDay {
  /** from `levelKey` */
  readonly key: string;
  readonly levels: DayLevels;
}

const days = keptCache<readonly KeptDay[]>("levels", 1);

/** Name of the levels that these runs come to. @param rules from `rulesHash` */
export function levelKey(runs: readonly Run[], rules: string): string {
  return days.key([rules, ...runs.flatMap(({path, hash}) => [path, hash])]);
}

/** The days that are kept of an archive, by their keys. */
export function loadDays(folder: string, first: Run): ReadonlyMap<string, DayLevels> {
  return new Map((days.load(folder, placeOf(first)) ?? []).map(({key, levels}) => [key, levels]));
}

/** Keeps the days of an archive in place of those before. */
export function storeDays(folder: string, first: Run, kept: readonly KeptDay[]): void {
  days.store(folder, placeOf(first), days.encode(kept));
}

/** An archive is known by its first run: the newest days of it are all that is kept. */
function placeOf({path, hash}: Run): string {
  return days.key([path, hash]);
}
