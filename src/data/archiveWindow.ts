import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {blockOf, type Digest, mergeDigests, windowFrom} from "../evidence/digest.js";
import type {Window} from "../evidence/window.js";
import type {Snapshot} from "../observation/snapshot.js";
import {answering} from "../report/nodeBounds.js";
import {type ArchiveProblem, listRuns, readRunManifest, readSnapshot} from "./archive.js";
import {cacheFolder, cacheKey, decode, drop, encode, load, store} from "./digestCache.js";
import {digestAll} from "./digestPool.js";

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
}

/** A run as its manifest tells it, without its tables. */
interface Run {
  readonly path: string;
  readonly startedAt: string;
  /** of the manifest's text, which names the tables' hashes */
  readonly hash: string;
}

/** Runs that are kept together. */
interface Block {
  readonly runs: readonly Run[];
  /** more runs may come to it, or some of it were not asked for: its runs are kept one by one */
  readonly open: boolean;
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
  {since, newest = Infinity, cache = cacheFolder()}: WindowOptions = {},
): Promise<JudgedArchive> {
  const problems: ArchiveProblem[] = [];
  const known = runsIn(archive, problems);
  const wanted = known.filter(({startedAt}) => since === undefined || startedAt >= since).slice(-newest);
  const digests = await digestsOf(archive, blocksOf(known, wanted), cache, problems);
  return {
    window: answering(windowFrom(digests)),
    newest: await newestOf(archive, digests),
    problems: problems.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

/** All runs with a manifest that holds, oldest first. */
function runsIn(archive: string, problems: ArchiveProblem[]): readonly Run[] {
  return listRuns(archive)
    .flatMap((path) => {
      try {
        const {started_at: startedAt} = readRunManifest(archive, path);
        const text = readFileSync(join(archive, path, "manifest.json"));
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

function blocksOf(known: readonly Run[], wanted: readonly Run[]): readonly Block[] {
  const numberOf = ({startedAt}: Run) => blockOf(Date.parse(startedAt));
  const whole = new Map<number, number>();
  for (const run of known) whole.set(numberOf(run), (whole.get(numberOf(run)) ?? 0) + 1);
  const blocks = new Map<number, Run[]>();
  for (const run of wanted) {
    const block = blocks.get(numberOf(run));
    if (block) block.push(run);
    else blocks.set(numberOf(run), [run]);
  }
  const last = Math.max(...whole.keys());
  return [...blocks].map(([number, runs]) => ({
    runs,
    open: number === last || runs.length < (whole.get(number) ?? 0),
  }));
}

function keyOf(runs: readonly Run[]): string {
  return cacheKey(runs.flatMap(({path, hash}) => [path, hash]));
}

/** The digest of each block, in order. */
async function digestsOf(
  archive: string,
  blocks: readonly Block[],
  cache: string,
  problems: ArchiveProblem[],
): Promise<readonly Digest[]> {
  const parts = blocks.map(({runs, open}) =>
    (open ? runs.map((run) => [run]) : [runs]).map((part) => {
      const key = keyOf(part);
      return {runs: part, key, digest: load(cache, key)};
    }),
  );
  // A block that was open until now has its runs one by one.
  for (const [part] of parts)
    if (part && !part.digest && part.runs.length > 1) part.digest = closed(part.runs, part.key, cache);
  const missing = parts.flat().filter(({digest}) => digest === null);
  await digestAll(
    missing.map(({runs}) => ({archive, paths: runs.map(({path}) => path)})),
    ({bytes, problems: found}, position) => {
      const part = missing[position];
      if (!part) return;
      part.digest = decode(bytes);
      problems.push(...found);
      // What was left out may be whole the next time, under the same manifest.
      if (found.length === 0) store(cache, part.key, bytes);
    },
  );
  return parts.map((block) =>
    block.length === 1 && block[0]?.digest
      ? block[0].digest
      : mergeDigests(block.flatMap(({digest}) => digest ?? [])),
  );
}

/** A whole block out of its runs, if all of them are kept; then they need not be any more. */
function closed(runs: readonly Run[], key: string, cache: string): Digest | null {
  const digests = [];
  for (const run of runs) {
    const digest = load(cache, keyOf([run]));
    if (!digest) return null;
    digests.push(digest);
  }
  const block = mergeDigests(digests);
  store(cache, key, encode(block));
  for (const run of runs) drop(cache, keyOf([run]));
  return block;
}

/** The last of the runs that could be read. */
async function newestOf(archive: string, digests: readonly Digest[]): Promise<Snapshot | undefined> {
  const path = digests.flatMap(({runs}) => runs).at(-1)?.path;
  return path === undefined ? undefined : await readSnapshot(archive, path);
}
