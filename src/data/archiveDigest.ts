import {concluded, type Digest, knowsMedians, mergeDigests} from "../evidence/digest.js";
import type {ArchiveProblem} from "./archive.js";
import {type Block, blockDigests, blockKey, longestKept, type Places, sumKeys} from "./blockDigests.js";
import {drop, encode, store} from "./digestCache.js";

/**
 * Samples of a pair that the sum of past blocks keeps, around the middle: so many numbers as these have to be added on
 * one side before the middle is not among them, and a block of runs four hours apart has 48.
 */
const KEPT_SAMPLES = 256;

/** Blocks from which on their sum is kept. */
const LEAST_BLOCKS = 2;

/**
 * What all blocks come to. The sum of those that nothing comes to any more is kept, so that a new run is added to one
 * digest and not to a year of them; without it, or where its samples do not tell a median, the blocks are added up.
 */
export async function archiveDigest(
  blocks: readonly Block[],
  places: Places,
): Promise<{readonly digest: Digest; readonly problems: readonly ArchiveProblem[]}> {
  const {cache} = places;
  const open = blocks.findIndex(({kind}) => kind !== "whole");
  const past = blocks.slice(0, Math.min(open < 0 ? Infinity : open, blocks.length - 1));
  const keys = sumKeys(past.map(({runs}) => blockKey(runs)));
  const kept = longestKept(keys.slice(LEAST_BLOCKS - 1), cache);
  if (kept) {
    const found = await addTo({...kept, count: kept.count + LEAST_BLOCKS - 1}, blocks, keys, places);
    if (found) return found;
    drop(cache, kept.key);
  }
  const found = await addTo(null, blocks, keys, places);
  if (!found) throw new Error("archiveDigest: expected all samples of blocks to be known");
  return found;
}

/** The sum of the first blocks. */
interface Past {
  readonly count: number;
  readonly key: string;
  readonly digest: Digest;
}

/** @returns null if too few samples of the past are left */
async function addTo(past: Past | null, blocks: readonly Block[], keys: readonly string[], places: Places) {
  const from = past?.count ?? 0;
  const rest = await blockDigests(blocks.slice(from), places);
  const problems = rest.flatMap((block) => block.problems);
  const closed = keys.length - from;
  const digests = rest.map(({digest}) => digest);
  const sum =
    closed > 0 &&
    keys.length >= LEAST_BLOCKS &&
    rest.slice(0, closed).every((block) => block.problems.length === 0)
      ? mergeDigests([...(past ? [past.digest] : []), ...digests.splice(0, closed)], KEPT_SAMPLES)
      : null;
  const digest = concluded([...(sum ? [sum] : past ? [past.digest] : []), ...digests]);
  if (!knowsMedians(digest)) return null;
  if (sum) {
    store(places.cache, keys.at(-1) ?? "", encode(sum));
    if (past) drop(places.cache, past.key);
  }
  return {digest, problems};
}
