import type {Dirent} from "node:fs";
import {readdir} from "node:fs/promises";
import {join} from "node:path";
import {vantagePattern} from "../../src/observation/snapshot.js";
import {runTime} from "./checkManifest.js";
import type {ProblemList} from "./problems.js";
import {kindOf} from "./verifyRun.js";

/** What may lie in an archive's folder beside its runs: git keeps no empty folder without it. */
const ignored: ReadonlySet<string> = new Set([".gitkeep"]);

/**
 * The runs of an archive, oldest first (by run, then vantage); whatever is no run is a problem.
 *
 * @throws Node's own error if the folder cannot be read
 */
export async function archiveTree(archive: string, problems: ProblemList): Promise<string[]> {
  const below = async (path: string, key: string, isValue: (value: string) => boolean): Promise<string[]> => {
    const entries: Dirent[] = await readdir(join(archive, path), {withFileTypes: true});
    const found: string[] = [];
    for (const entry of entries) {
      const at = path === "" ? entry.name : `${path}/${entry.name}`;
      if (path === "" && ignored.has(entry.name)) continue;
      const [name = "", value = ""] = entry.name.split(/=(.*)/);
      if (entry.isDirectory() && name === key && isValue(value)) found.push(at);
      else problems.add(at, "", `nothing but folders ${key}=VALUE`, kindOf(entry));
    }
    return found;
  };
  const runs: string[] = [];
  for (const vantage of await below("", "vantage", (value) => vantagePattern.test(value)))
    for (const date of await below(
      vantage,
      "date",
      (value) => runTime(`${value.replaceAll("-", "")}T000000Z`) !== null,
    ))
      runs.push(...(await below(date, "run", (value) => runTime(value) !== null)));
  const runOf = (path: string): string => path.slice(path.lastIndexOf("/"));
  return runs.toSorted((a, b) => compare(runOf(a), runOf(b)) || compare(a, b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
