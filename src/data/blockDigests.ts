import {type Digest, mergeDigests} from "../evidence/digest.js";
import type {ArchiveProblem} from "./archive.js";
import {cacheKey, decode, drop, encode, load, store} from "./digestCache.js";
import {digestAll} from "./digestPool.js";
import type {UnkeptRun} from "./runCache.js";

/** A run as its manifest tells it, without its tables. */
export interface Run {
  readonly path: string;
  readonly startedAt: string;
  /** of the manifest's text, which names the tables' hashes */
  readonly hash: string;
}

/** Runs in a row that are added up before others. */
export interface Block {
  readonly runs: readonly Run[];
  /**
   * - `whole`: all of its runs. Kept as one.
   * - `growing`: all so far, and more may come or some alone be asked for. Their sum is kept, and also each by itself.
   * - `cut`: its first runs were not asked for. Each is kept by itself.
   */
  readonly kind: "whole" | "growing" | "cut";
}

export interface BlockDigest {
  readonly digest: Digest;
  /** of runs that were left out */
  readonly problems: readonly ArchiveProblem[];
}

/** Where things are, and where what is known of them is kept. */
export interface Places {
  readonly archive: string;
  readonly cache: string;
  /** runs of which more than the digest is to be kept, should they be read */
  readonly unkept?: ReadonlyMap<string, UnkeptRun>;
}

/** Runs of a block that are kept together, or have to be read. */
interface Piece {
  readonly runs: readonly Run[];
  readonly key: string;
  digest: Digest | null;
  problems: readonly ArchiveProblem[];
}

/** The digest of each block, of what is kept and of what has to be read. */
export async function blockDigests(
  blocks: readonly Block[],
  {archive, cache, unkept}: Places,
): Promise<readonly BlockDigest[]> {
  const pieces = blocks.map((block) => piecesOf(block, cache));
  const missing = pieces.flat().filter(({digest}) => digest === null);
  await digestAll(
    missing.map(({runs}) => {
      const paths = runs.map(({path}) => path);
      return {archive, cache, paths, unkept: paths.flatMap((path) => unkept?.get(path) ?? [])};
    }),
    ({bytes, problems}, position) => {
      const piece = missing[position];
      if (!piece) return;
      piece.digest = decode(bytes);
      piece.problems = problems;
      // What was left out may be whole the next time, under the same manifest.
      if (problems.length === 0) store(cache, piece.key, bytes);
    },
  );
  return blocks.map((block, i) => addedUp(block, pieces[i] ?? [], cache));
}

function piecesOf({runs, kind}: Block, cache: string): Piece[] {
  const piece = (own: readonly Run[], key: string, digest = load(cache, key)): Piece => ({
    runs: own,
    key,
    digest,
    problems: [],
  });
  const single = (run: Run) => piece([run], runKey(run));
  if (kind === "cut") return runs.map(single);
  const keys = sumKeys(runs.map(runKey));
  const kept = longestKept(keys, cache);
  if (kept)
    return [piece(runs.slice(0, kept.count), kept.key, kept.digest), ...runs.slice(kept.count).map(single)];
  return kind === "whole" ? [piece(runs, keys.at(-1) ?? "", null)] : runs.map(single);
}

/** A block out of its pieces. Then these need not be kept any more, except single runs while the block may grow. */
function addedUp({runs, kind}: Block, pieces: readonly Piece[], cache: string): BlockDigest {
  const digest = mergeDigests(pieces.flatMap((piece) => piece.digest ?? []));
  const problems = pieces.flatMap((piece) => piece.problems);
  if (kind === "cut" || problems.length > 0) return {digest, problems};
  if (pieces.length > 1) {
    store(cache, blockKey(runs), encode(digest));
    for (const piece of pieces) if (piece.runs.length > 1) drop(cache, piece.key);
  }
  if (kind === "whole" && runs.length > 1) for (const run of runs) drop(cache, runKey(run));
  return {digest, problems};
}

function runKey({path, hash}: Run): string {
  return cacheKey([path, hash]);
}

/** Under which all runs of a block are kept. */
export function blockKey(runs: readonly Run[]): string {
  return sumKeys(runs.map(runKey)).at(-1) ?? "";
}

/** Names of the first thing, of the sum of the first two, and so on. */
export function sumKeys(keys: readonly string[]): readonly string[] {
  const sums: string[] = [];
  for (const key of keys) sums.push(sums.length === 0 ? key : cacheKey(["sum", sums.at(-1) ?? "", key]));
  return sums;
}

/** The sum of as many of the first things as one is kept of. @param keys from `sumKeys` */
export function longestKept(
  keys: readonly string[],
  cache: string,
): {readonly count: number; readonly key: string; readonly digest: Digest} | null {
  for (const [i, key] of [...keys.entries()].toReversed()) {
    const digest = load(cache, key);
    if (digest) return {count: i + 1, key, digest};
  }
  return null;
}
