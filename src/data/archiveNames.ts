import {createHash} from "node:crypto";
import {join} from "node:path";
import {clusterNames, type RunPartition} from "../report/clusterNames.js";
import {mainComparison} from "../report/run.js";
import {clustersIn} from "../report/runRecord.js";
import {type ArchiveProblem, listRuns, readManifestText, readSnapshot} from "./archive.js";
import {cacheFolder} from "./digestCache.js";
import {keepText, keptText, sha256} from "./keptText.js";
import {rulesHash} from "./rulesHash.js";

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

/**
 * The names of clusters in every run of an archive, as its pages have them: a name comes of all runs before. The
 * clusters of runs are kept under the hashes of their manifests and of the rules, so that one more run is read alone.
 */
export async function archiveNames(archive: string, cache = cacheFolder()): Promise<ArchiveNames> {
  const problems: ArchiveProblem[] = [];
  const paths = listRuns(archive);
  const file = join(cache, `${sha256(paths[0] ?? "")}.clusters`);
  const rules = rulesHash();
  const kept = readKept(file, rules);
  const partitions: (RunPartition & {readonly path: string; readonly key: string})[] = [];
  let fresh = 0;
  for (const path of paths)
    try {
      const manifest = readManifestText(archive, path);
      const key = createHash("sha256").update(`${path}\n${manifest}`).digest("hex");
      const known = kept.get(key);
      if (!known) fresh++;
      partitions.push({path, key, ...(known ?? (await readPartition(archive, path)))});
    } catch (error) {
      problems.push({path, problem: error instanceof Error ? error.message : String(error)});
    }
  if (fresh > 0) keepText(file, keptAs(partitions, rules));
  const names = clusterNames(partitions);
  return {names: new Map(partitions.map(({path}, i) => [path, names[i] ?? []])), problems};
}

async function readPartition(archive: string, path: string): Promise<RunPartition> {
  const snapshot = await readSnapshot(archive, path);
  const {servers, round} = mainComparison(snapshot);
  const {run, vantage, started_at: startedAt} = snapshot.manifest;
  return {run, vantage, startedAt: Date.parse(startedAt), clusters: clustersIn(round, servers)};
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
