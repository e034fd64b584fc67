import {createHash} from "node:crypto";
import {join} from "node:path";
import {clusterNames, type RunPartition} from "../report/clusterNames.js";
import {type ArchiveProblem, listRuns, readManifestText} from "./archive.js";
import {cacheFolder} from "./keptCache.js";
import {keepText, keptText, sha256} from "./keptText.js";
import {rulesHash} from "./rulesHash.js";
import {readRecord, unkept, type UnkeptRun} from "./runCache.js";

/** The clusters of one run, as positions in the list of endpoints. */
interface KeptRun {
  readonly run: string;
  readonly vantage: string;
  readonly startedAt: number;
  readonly clusters: readonly (readonly number[])[];
}

/** What is kept of an archive. */
interface Kept {
  readonly rules: string;
  readonly endpoints: readonly string[];
  /** by path and hash of the manifest */
  readonly runs: Readonly<Record<string, KeptRun>>;
}

/** The names of all runs' clusters, and what was left out. */
export interface ArchiveNames {
  /** by the run's path: of its clusters, in their order; null for a server alone */
  readonly names: ReadonlyMap<string, readonly (string | null)[]>;
  readonly problems: readonly ArchiveProblem[];
}

/** An archive whose clusters are to be named. */
export interface NamedArchive {
  /** runs, by path, whose clusters are not kept: whoever reads one for something else keeps them too */
  readonly unkept: ReadonlyMap<string, UnkeptRun>;
  names(): Promise<ArchiveNames>;
}

/**
 * The names of clusters in every run of an archive, as its pages have them: a name comes of all runs before. The
 * clusters of runs are kept under the hashes of their manifests and of the rules, so that one more run is read alone.
 */
export function archiveNames(archive: string, cache = cacheFolder()): NamedArchive {
  const problems: ArchiveProblem[] = [];
  const paths = listRuns(archive);
  const file = join(cache, `${sha256(paths[0] ?? "")}.clusters`);
  const rules = rulesHash();
  const kept = readKept(file, rules);
  const runs = paths.flatMap((path) => {
    try {
      const manifest = readManifestText(archive, path);
      const key = createHash("sha256").update(`${path}\n${manifest}`).digest("hex");
      return [{path, key, known: kept.get(key)}];
    } catch (error) {
      problems.push({path, problem: error instanceof Error ? error.message : String(error)});
      return [];
    }
  });
  const fresh = runs.filter(({known}) => known === undefined);
  return {
    unkept: new Map(
      fresh.flatMap(({path}) => unkept(archive, path, false, cache) ?? []).map((run) => [run.path, run]),
    ),
    async names() {
      const partitions: (RunPartition & {readonly path: string; readonly key: string})[] = [];
      for (const {path, key, known} of runs)
        try {
          partitions.push({path, key, ...(known ?? (await readPartition(archive, path, cache)))});
        } catch (error) {
          problems.push({path, problem: error instanceof Error ? error.message : String(error)});
        }
      if (fresh.length > 0) keepText(file, keptAs(partitions, rules));
      const names = clusterNames(partitions);
      return {names: new Map(partitions.map(({path}, i) => [path, names[i] ?? []])), problems};
    },
  };
}

async function readPartition(archive: string, path: string, cache: string): Promise<RunPartition> {
  const {run, vantage, startedAt, clusters} = await readRecord(archive, path, cache);
  return {run, vantage, startedAt, clusters};
}

function readKept(file: string, rules: string): ReadonlyMap<string, RunPartition> {
  const text = keptText(file);
  const kept = text === null ? null : (JSON.parse(text) as Kept); // as `keptAs` wrote it, by its hash
  if (kept?.rules !== rules) return new Map();
  return new Map(
    Object.entries(kept.runs).map(([key, run]) => [
      key,
      {...run, clusters: run.clusters.map((members) => members.map((i) => kept.endpoints[i] ?? ""))},
    ]),
  );
}

function keptAs(partitions: readonly (RunPartition & {readonly key: string})[], rules: string): string {
  const endpoints = [...new Set(partitions.flatMap(({clusters}) => clusters.flat()))];
  const position = new Map(endpoints.map((endpoint, i) => [endpoint, i]));
  const runs = Object.fromEntries(
    partitions.map(({key, run, vantage, startedAt, clusters}): [string, KeptRun] => [
      key,
      {
        run,
        vantage,
        startedAt,
        clusters: clusters.map((members) => members.map((endpoint) => position.get(endpoint) ?? -1)),
      },
    ]),
  );
  return JSON.stringify({rules, endpoints, runs} satisfies Kept);
}
