import {clusterNames, type RunPartition} from "../report/clusterNames.js";
import {type ArchiveProblem, listRuns} from "./archive.js";
import type {Run} from "./blockDigests.js";
import {cacheFolder, keptCache} from "./keptCache.js";
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

const keptNames = keptCache<Kept>("clusters", 1);

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
 *
 * @param known its runs, from `runsIn`
 */
export function archiveNames(archive: string, known: readonly Run[], cache = cacheFolder()): NamedArchive {
  const hashes = new Map(known.map(({path, hash}) => [path, hash]));
  const paths = listRuns(archive).filter((path) => hashes.has(path)); // in the order in which pages name clusters
  const place = keptNames.key([paths[0] ?? ""]);
  const rules = rulesHash();
  const kept = partitionsIn(keptNames.load(cache, place), rules);
  const runs = paths.map((path) => {
    const key = `${path} ${hashes.get(path)}`;
    return {path, key, kept: kept.get(key)};
  });
  const fresh = runs.filter((run) => run.kept === undefined);
  return {
    unkept: new Map(
      fresh.flatMap(({path}) => unkept(archive, path, false, cache) ?? []).map((run) => [run.path, run]),
    ),
    async names() {
      const problems: ArchiveProblem[] = [];
      const partitions: (RunPartition & {readonly path: string; readonly key: string})[] = [];
      for (const {path, key, kept: partition} of runs)
        try {
          partitions.push({path, key, ...(partition ?? (await readPartition(archive, path, cache)))});
        } catch (error) {
          problems.push({path, problem: error instanceof Error ? error.message : String(error)});
        }
      if (fresh.length > 0) keptNames.store(cache, place, keptNames.encode(keptAs(partitions, rules)));
      const names = clusterNames(partitions);
      return {names: new Map(partitions.map(({path}, i) => [path, names[i] ?? []])), problems};
    },
  };
}

async function readPartition(archive: string, path: string, cache: string): Promise<RunPartition> {
  const {run, vantage, startedAt, clusters} = await readRecord(archive, path, cache);
  return {run, vantage, startedAt, clusters};
}

/** By key; nothing that other rules made. */
function partitionsIn(kept: Kept | null, rules: string): ReadonlyMap<string, RunPartition> {
  if (kept?.rules !== rules) return new Map();
  return new Map(
    Object.entries(kept.runs).map(([key, run]) => [
      key,
      {...run, clusters: run.clusters.map((members) => members.map((i) => kept.endpoints[i] ?? ""))},
    ]),
  );
}

function keptAs(partitions: readonly (RunPartition & {readonly key: string})[], rules: string): Kept {
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
  return {rules, endpoints, runs};
}
