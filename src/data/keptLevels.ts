import {join} from "node:path";
import type {DayLevels} from "../report/levelChanges.js";
import type {Run} from "./blockDigests.js";
import {keepText, keptText, sha256} from "./keptText.js";

/** Levels at the end of a day, and what they were worked out of. */
export interface KeptDay {
  /** from `levelKey` */
  readonly key: string;
  readonly levels: DayLevels;
}

/** Name of the levels that these runs come to. @param rules from `rulesHash` */
export function levelKey(runs: readonly Run[], rules: string): string {
  return sha256(JSON.stringify([rules, ...runs.map(({path, hash}) => [path, hash])]));
}

/** The days that are kept of an archive, by their keys. */
export function loadDays(folder: string, first: Run): ReadonlyMap<string, DayLevels> {
  const text = keptText(pathOf(folder, first));
  const days = text === null ? [] : (JSON.parse(text) as readonly KeptDay[]); // as `storeDays` wrote it, by its hash
  return new Map(days.map(({key, levels}) => [key, levels]));
}

/** Keeps the days of an archive in place of those before. */
export function storeDays(folder: string, first: Run, days: readonly KeptDay[]): void {
  keepText(pathOf(folder, first), JSON.stringify(days));
}

/** An archive is known by its first run: the newest days of it are all that is kept. */
function pathOf(folder: string, {path, hash}: Run): string {
  return join(folder, `${sha256(`${path} ${hash}`)}.levels`);
}
