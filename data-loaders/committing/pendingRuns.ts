import {join} from "node:path";
import type {Manifest} from "../../src/observation/snapshot.js";
import type {Git} from "./git.js";
import {wholeRun} from "../wholeRun.js";

/** Something is changed that is no new run: nothing is committed or pushed, since an archive is only ever added to. */
export class RefusedError extends Error {}

/** A run that is not committed yet. */
export interface PendingRun {
  /** below the archive */
  readonly run: string;
  readonly manifest: Manifest;
}

/**
 * The archive's runs that are not committed yet, oldest first.
 *
 * @param top folder of the repository
 * @param archive below it, with slashes
 * @throws {RefusedError} if anything else is changed anywhere in the repository, if a committed run is, or if a new run
 *   is not whole
 */
export function pendingRuns(git: Git, top: string, archive: string): PendingRun[] {
  const entries = git
    .ask(["status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames"])
    .split("\0")
    .filter((entry) => entry !== "")
    .map((entry) => ({state: entry.slice(0, 2), path: entry.slice(3)}));
  // "A ": staged by a call that was killed before it could commit.
  const other = entries.find(
    ({state, path}) => !["??", "A "].includes(state) || runOf(archive, path) === null,
  );
  if (other) throw new RefusedError(`expected new runs alone, got ${shown(other.path)} changed as well`);
  const runs = [...new Set(entries.map(({path}) => runOf(archive, path) ?? ""))];
  return runs
    .toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
    .map((run) => {
      if (git.ask(["ls-tree", "-r", "--name-only", "HEAD", "--", `${archive}/${run}`]) !== "")
        throw new RefusedError(`${run}: expected a new run, got changes to one that is committed`);
      try {
        return {run, manifest: wholeRun(join(top, archive), run)};
      } catch (error) {
        throw new RefusedError(`${run} is not whole: ${shown((error as Error).message)}`, {
          cause: error,
        });
      }
    });
}

/**
 * Makes sure that commits which are not pushed yet, perhaps left by a call that was killed, add runs and do nothing else.
 *
 * @param base what the remote has
 * @throws {RefusedError}
 */
export function checkUnpushed(git: Git, archive: string, base: string): void {
  const fields = git.ask(["diff", "--name-status", "-z", "--no-renames", `${base}...HEAD`]).split("\0");
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const [state, path = ""] = [fields[i], fields[i + 1]];
    if (state !== "A" || runOf(archive, path) === null)
      throw new RefusedError(
        `expected unpushed commits to add runs alone, got ${shown(path)} in one of them`,
      );
  }
}

/** The run that a file of the repository belongs to; null if it is none of a run's files. */
function runOf(archive: string, path: string): string | null {
  if (!path.startsWith(`${archive}/`)) return null;
  const below = path.slice(archive.length + 1);
  const [, run] =
    /^(vantage=[a-z0-9-]+\/date=\d{4}-\d\d-\d\d\/run=\d{8}T\d{6}Z)\/(?:manifest\.json|[a-z]+\.parquet)$/.exec(
      below,
    ) ?? [];
  return run ?? null;
}

function nameOf(run: string): string {
  return `${run.slice(run.lastIndexOf("/"))} ${run}`;
}

/** A path may be anything: as one line of printable ASCII. */
function shown(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?").slice(0, 200);
}
