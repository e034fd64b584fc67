import {createHash, randomUUID} from "node:crypto";
import {mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import type {DayLevels} from "../report/levelChanges.js";
import type {Run} from "./blockDigests.js";
import {CALIBRATION_FILE} from "./weights.js";

/** Levels at the end of a day, and what they were worked out of. */
export interface KeptDay {
  /** from `levelKey` */
  readonly key: string;
  readonly levels: DayLevels;
}

/** Folders of `src` that say what the level of a pair is. Whatever changes in them, nothing kept before is used. */
const RULES = ["evidence", "observation", "report", "statistics"];

/** Of the rules as they are now: the code and the weights of evidence. */
export function rulesHash(): string {
  const hash = createHash("sha256");
  for (const folder of RULES)
    for (const name of readdirSync(join("src", folder)).toSorted())
      hash.update(`\n${folder}/${name}\n`).update(readFileSync(join("src", folder, name)));
  try {
    hash.update(readFileSync(CALIBRATION_FILE));
  } catch {
    hash.update("no weights");
  }
  return hash.digest("hex");
}

/** Name of the levels that these runs come to. @param rules from `rulesHash` */
export function levelKey(runs: readonly Run[], rules: string): string {
  return createHash("sha256")
    .update(JSON.stringify([rules, ...runs.map(({path, hash}) => [path, hash])]))
    .digest("hex");
}

/** The days that are kept of an archive; none if there is nothing, or nothing whole. */
export function loadDays(folder: string, first: Run): ReadonlyMap<string, DayLevels> {
  try {
    const [sum = "", text = ""] = readFileSync(pathOf(folder, first), "utf8").split("\n");
    if (sum !== sha256(text)) return new Map();
    const days = JSON.parse(text) as readonly KeptDay[]; // as `storeDays` wrote it, by its hash
    return new Map(days.map(({key, levels}) => [key, levels]));
  } catch {
    return new Map();
  }
}

/** Keeps the days of an archive in place of those before. A disk that refuses makes the next time slow, and nothing else. */
export function storeDays(folder: string, first: Run, days: readonly KeptDay[]): void {
  const path = pathOf(folder, first);
  const partial = `${path}.${randomUUID()}.tmp`;
  const text = JSON.stringify(days);
  try {
    mkdirSync(dirname(path), {recursive: true});
    writeFileSync(partial, `${sha256(text)}\n${text}`);
    renameSync(partial, path);
  } catch {
    forget(partial);
  }
}

function forget(path: string): void {
  try {
    rmSync(path, {force: true});
  } catch {
    // Left for whoever empties the folder.
  }
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** An archive is known by its first run: the newest days of it are all that is kept. */
function pathOf(folder: string, {path, hash}: Run): string {
  return join(folder, `${sha256(`${path} ${hash}`)}.levels`);
}
