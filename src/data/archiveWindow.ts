import {createHash} from "node:crypto";
import {blockOf, type Digest, windowFrom} from "../evidence/digest.js";
import type {Window} from "../evidence/window.js";
import type {Snapshot} from "../observation/snapshot.js";
import {answering} from "../report/nodeBounds.js";
import {type ArchiveProblem, listRuns, readManifestText, readSnapshot, runManifest} from "./archive.js";
import {archiveDigest} from "./archiveDigest.js";
import type {Block, Places, Run} from "./blockDigests.js";
import {cacheFolder} from "./keptCache.js";
import type {UnkeptRun} from "./runCache.js";

/** What an archive allows to be judged. */
export interface JudgedArchive {
  /** of the servers that answered */
  readonly window: Window;
  /** the run that began last */
  readonly newest: Snapshot | undefined;
  readonly problems: readonly ArchiveProblem[];
}

export interface WindowOptions {
  /** runs that began at this moment or later, ISO 8601; all if not given */
  readonly since?: string | undefined;
  /** so many of the newest runs; all if not given */
  readonly newest?: number;
  /** folder of the cache */
  readonly cache?: string;
  /** its runs, from `runsIn`, if they are known already: then problems are those of their tables alone */
  readonly runs?: readonly Run[];
  /** runs, by path, of which more than the digest is to be kept, should they be read */
  readonly unkept?: ReadonlyMap<string, UnkeptRun>;
}

/**
 * The window of an archive, of what a cache holds and of what has to be read.
 *
 * What is known of a run is kept under the hash of its manifest. So every manifest is read each time, and a run is
 * read again when its manifest changes; the tables are checked against the manifest's hashes when a run is
 * read, and not again while the manifest stays the same. The result is the same whatever the cache holds.
 */
export async function readWindow(
  archive: string,
  {since, newest = Infinity, cache = cacheFolder(), runs, unkept = new Map()}: WindowOptions = {},
): Promise<JudgedArchive> {
  const problems: ArchiveProblem[] = [];
  const known = runs ?? runsIn(archive, problems);
  const wanted = known.filter(({startedAt}) => (since ?? "") <= startedAt).slice(-newest);
  const {digest, problems: found} = await archiveDigest(blocksOf(known, wanted), {archive, cache, unkept});
  return {
    window: answering(windowFrom(digest)),
    newest: await newestOf(archive, digest),
    problems: [...problems, ...found].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

/**
 * The same of the oldest runs alone: what was known at some time.
 *
 * @param known all runs, from `runsIn`
 * @param count so many of them
 */
export async function windowOfFirst(
  count: number,
  known: readonly Run[],
  places: Places,
): Promise<Pick<JudgedArchive, "window" | "problems">> {
  const {digest, problems} = await archiveDigest(blocksOf(known, known.slice(0, count)), places);
  return {window: answering(windowFrom(digest)), problems};
}

/** All runs with a manifest that holds, oldest first. */
export function runsIn(archive: string, problems: ArchiveProblem[] = []): readonly Run[] {
  return listRuns(archive)
    .flatMap((path) => {
      try {
        const text = readManifestText(archive, path);
        const {started_at: startedAt} = runManifest(path, text);
        return [{path, startedAt, hash: createHash("sha256").update(text).digest("hex")}];
      } catch (error) {
        problems.push({path, problem: error instanceof Error ? error.message : String(error)});
        return [];
      }
    })
    .toSorted((a, b) => compare(a.startedAt, b.startedAt) || compare(a.path, b.path));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Newest blocks of which each run is kept by itself: what was known at the end of one of their days is soon added up. */
const HELD_BLOCKS = 2;

/** Blocks by the calendar, oldest first. @param wanted of the runs that are known, so many in a row */
function blocksOf(known: readonly Run[], wanted: readonly Run[]): readonly Block[] {
  const all = byBlock(known);
  const held = new Set([...all.keys()].slice(-HELD_BLOCKS));
  return [...byBlock(wanted)].map(([number, runs]) => {
    const isWhole = runs.length === all.get(number)?.length;
    return {runs, kind: !isWhole ? "cut" : held.has(number) ? "growing" : "whole"};
  });
}

function byBlock(runs: readonly Run[]): ReadonlyMap<number, readonly Run[]> {
  const blocks = new Map<number, Run[]>();
  for (const run of runs) {
    const number = blockOf(Date.parse(run.startedAt));
    const block = blocks.get(number);
    if (block) block.push(run);
    else blocks.set(number, [run]);
  }
  return blocks;
}

/** The last of the runs that could be read. */
async function newestOf(archive: string, {runs}: Digest): Promise<Snapshot | undefined> {
  const path = runs.at(-1)?.path;
  return path === undefined ? undefined : await readSnapshot(archive, path);
}
