import {type Digest, digestOf, mergeDigests} from "../evidence/digest.js";
import {windowOf} from "../evidence/window.js";
import {type ArchiveProblem, readSnapshot} from "./archive.js";
import {encode} from "./digestCache.js";

/** Runs of an archive that are to be digested together. */
export interface DigestJob {
  readonly archive: string;
  /** oldest first */
  readonly paths: readonly string[];
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
export async function digestRuns({archive, paths}: DigestJob): Promise<DigestResult> {
  let digests: Digest[] = [];
  const problems: ArchiveProblem[] = [];
  for (const path of paths) {
    if (digests.length > AT_A_TIME) digests = [mergeDigests(digests)];
    try {
      digests.push(digestOf(windowOf([await readSnapshot(archive, path)])));
    } catch (error) {
      problems.push({path, problem: error instanceof Error ? error.message : String(error)});
    }
  }
  return {bytes: encode(mergeDigests(digests)), problems};
}
