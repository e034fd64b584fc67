import {type Digest, digestOf, mergeDigests} from "../evidence/digest.js";
import {windowOf} from "../evidence/window.js";
import {type ArchiveProblem, readSnapshot} from "./archive.js";
import {encode} from "./digestCache.js";
import {keepRun, type UnkeptRun} from "./runCache.js";

/** Runs of an archive that are to be digested together. */
export interface DigestJob {
  readonly archive: string;
  readonly cache: string;
  /** oldest first */
  readonly paths: readonly string[];
  /** those of them that are also to be kept for pages, so that nobody has to read their tables again */
  readonly unkept: readonly UnkeptRun[];
}

export interface DigestResult {
  /** as the cache keeps it */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** runs that were left out */
  readonly problems: readonly ArchiveProblem[];
}

/** Runs that are added up at a time: digests of a whole block take ten times the room of their sum. */
const AT_A_TIME = 8;

/** Reads runs, digests each, and adds them up. */
export async function digestRuns({archive, cache, paths, unkept}: DigestJob): Promise<DigestResult> {
  let digests: Digest[] = [];
  const problems: ArchiveProblem[] = [];
  const byPath = new Map(unkept.map((run) => [run.path, run]));
  for (const path of paths) {
    if (digests.length > AT_A_TIME) digests = [mergeDigests(digests)];
    try {
      const snapshot = await readSnapshot(archive, path);
      digests.push(digestOf(windowOf([snapshot])));
      const run = byPath.get(path);
      if (run) keepRun(snapshot, run, cache);
    } catch (error) {
      problems.push({path, problem: error instanceof Error ? error.message : String(error)});
    }
  }
  return {bytes: encode(mergeDigests(digests)), problems};
}
