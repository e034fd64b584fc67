import {clusterNamer, type NamedPast, noPast, type RunPartition} from "../report/clusterNames.js";
import {type ArchiveProblem, listRuns} from "./archive.js";
import type {Run} from "./blockDigests.js";
import {cacheFolder, keptCache} from "./keptCache.js";
import {rulesHash} from "./rulesHash.js";
import {readRecord, unkept, type UnkeptRun} from "./runCache.js";

/** The clusters of one run, as positions in the list of endpoints, and their names. */
interface KeptRun {
  readonly run: string;
  readonly vantage: string;
  readonly startedAt: number;
  readonly clusters: readonly (readonly number[])[];
  readonly names: readonly (string | null)[];
}

/** What is kept of an archive. */
interface Kept {
  readonly rules: string;
  readonly endpoints: readonly string[];
  /** by path and hash of the manifest, in the order in which they were named */
  readonly runs: ReadonlyMap<string, KeptRun>;
  /** what all of them come to for the names of the next */
  readonly past: NamedPast;
}

const keptNames = keptCache<Kept>("clusters", 2);

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
 * clusters of runs and their names are kept under the hashes of the manifests and of the rules, so that of one more run
 * no other is read, and none is named again unless one that began earlier has come or gone.
 *
 * @param known its runs, from `runsIn`
 */
export function archiveNames(archive: string, known: readonly Run[], cache = cacheFolder()): NamedArchive {
  const hashes = new Map(known.map(({path, hash}) => [path, hash]));
  const paths = listRuns(archive).filter((path) => hashes.has(path)); // in the order in which pages name clusters
  const place = keptNames.key([paths[0] ?? ""]);
  const rules = rulesHash();
  const loaded = keptNames.load(cache, place);
  const kept = loaded?.rules === rules ? loaded : null;
  const runs = paths.map((path) => ({path, key: `${path} ${hashes.get(path)}`}));
  const fresh = runs.filter(({key}) => !kept?.runs.has(key));
  return {
    unkept: new Map(
      fresh.flatMap(({path}) => unkept(archive, path, false, cache) ?? []).map((run) => [run.path, run]),
    ),
    async names() {
      const problems: ArchiveProblem[] = [];
      const read = new Map<string, RunPartition>();
      for (const {path, key} of fresh)
        try {
          read.set(key, await readPartition(archive, path, cache));
        } catch (error) {
          problems.push({path, problem: error instanceof Error ? error.message : String(error)});
        }
      const held = runs.filter(({key}) => kept?.runs.has(key) || read.has(key));
      const order = [...(kept?.runs.keys() ?? [])];
      const goesOn = order.every((key, i) => held[i]?.key === key);
      const past = (goesOn ? kept?.past : null) ?? noPast();
      const nameClusters = clusterNamer(past);
      const partitionOf = (key: string): RunPartition => {
        const partition = read.get(key) ?? partitionIn(kept, key);
        if (!partition) throw new Error(`archiveNames: expected the clusters of ${key}, got none`);
        return partition;
      };
      const named = held.map(({path, key}, i) => {
        const before = goesOn && i < order.length ? kept?.runs.get(key)?.names : undefined;
        return {path, key, names: before ?? nameClusters(partitionOf(key))};
      });
      if (fresh.length > 0 || !goesOn)
        keptNames.store(cache, place, keptNames.encode(keptAs(named, {kept, read, rules, past})));
      return {names: new Map(named.map(({path, names}) => [path, names])), problems};
    },
  };
}

async function readPartition(archive: string, path: string, cache: string): Promise<RunPartition> {
  const {run, vantage, startedAt, clusters} = await readRecord(archive, path, cache);
  return {run, vantage, startedAt, clusters};
}

/** With endpoints in place of their positions. */
function partitionIn(kept: Kept | null, key: string): RunPartition | null {
  const run = kept?.runs.get(key);
  if (!kept || !run) return null;
  return {...run, clusters: run.clusters.map((members) => members.map((i) => kept.endpoints[i] ?? ""))};
}

/** What was kept before, with what has come to it. */
function keptAs(
  named: readonly {readonly key: string; readonly names: readonly (string | null)[]}[],
  {
    kept,
    read,
    rules,
    past,
  }: Pick<Kept, "rules" | "past"> & {
    readonly kept: Kept | null;
    readonly read: ReadonlyMap<string, RunPartition>;
  },
): Kept {
  const position = new Map((kept?.endpoints ?? []).map((endpoint, i) => [endpoint, i]));
  const placeOf = (endpoint: string) => {
    const place = position.get(endpoint) ?? position.size;
    position.set(endpoint, place);
    return place;
  };
  const runs = named.flatMap(({key, names}): [string, KeptRun][] => {
    const before = kept?.runs.get(key);
    if (before) return [[key, {...before, names}]];
    const partition = read.get(key);
    if (!partition) return [];
    const {run, vantage, startedAt} = partition;
    const clusters = partition.clusters.map((members) => members.map(placeOf));
    return [[key, {run, vantage, startedAt, clusters, names}]];
  });
  return {rules, endpoints: [...position.keys()], runs: new Map(runs), past};
}
