import {type Git, GitError} from "./git.js";
import {checkUnpushed, RefusedError} from "./pendingRuns.js";

export interface PushOptions {
  /** below the repository's folder */
  readonly archive: string;
  readonly remote: string;
  readonly branch: string;
  readonly tries: number;
  /** wait after the first try, ms; it doubles each time */
  readonly waitMs: number;
  /** in [0, 1) */
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly warn: (line: string) => void;
}

/** Longest wait between two tries, ms: another push holds the branch for a second, an outage for minutes. */
const MAX_WAIT_MS = 60_000;

/**
 * Pushes commits that only add runs. Whoever pushed in between keeps what was pushed: ours are laid on top of it and tried
 * again, after a wait that differs between two that lost the same race.
 *
 * @returns null if the remote has them now, or why the last try failed; the commits are kept either way
 * @throws {RefusedError} if the commits do more than add runs, or the same run was pushed by somebody else
 */
export async function pushRuns(git: Git, options: PushOptions): Promise<string | null> {
  const {remote, branch, tries, waitMs, random, sleep, warn} = options;
  let reason = "";
  for (let attempt = 1; attempt <= tries; attempt++) {
    if (attempt > 1) {
      const wait = Math.min(MAX_WAIT_MS, waitMs * 2 ** (attempt - 2)) * (0.5 + random());
      warn(`${reason}; trying again in ${Math.round(wait)} ms (${attempt} of ${tries})`);
      await sleep(wait);
    }
    try {
      git.ask(["fetch", "--quiet", "--no-tags", remote, `refs/heads/${branch}`]);
      const base = git.ask(["rev-parse", "FETCH_HEAD"]).trim();
      if (git.try(["merge-base", "--is-ancestor", "HEAD", base])) return null;
      checkUnpushed(git, options.archive, base);
      layOnTop(git, base);
      git.ask(["push", "--quiet", remote, `HEAD:refs/heads/${branch}`]);
      return null;
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      reason = error.message;
    }
  }
  return reason;
}

/** Each run is a folder of its own, so this can only fail if two runs have one name. */
function layOnTop(git: Git, base: string): void {
  if (git.try(["merge-base", "--is-ancestor", base, "HEAD"])) return;
  try {
    git.ask(["rebase", "--quiet", base]);
  } catch (error) {
    const conflict = git.ask(["ls-files", "--unmerged"]) !== "";
    git.try(["rebase", "--abort"]);
    if (!conflict) throw error;
    throw new RefusedError(
      "expected a run that nobody has pushed, got one whose name is taken with other content",
      {
        cause: error,
      },
    );
  }
}
