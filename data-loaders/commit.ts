/**
 * `npm run commit`: commits the archive's new runs, one commit each, and pushes them.
 * The newest commit is the only line on stdout.
 */
import {existsSync, realpathSync} from "node:fs";
import {join, relative, resolve, sep} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {helpText, parseCommandLine, runProgram, UsageError} from "./commandLine.js";
import {commitMessage, type RunSummary} from "./committing/commitMessage.js";
import {type Git, GitError, gitIn} from "./committing/git.js";
import {type PendingRun, pendingRuns, RefusedError} from "./committing/pendingRuns.js";
import {pushRuns} from "./committing/pushRuns.js";
import {
  cohortCounts,
  type EndpointState,
  endpointStates,
  runBefore,
  runChanges,
} from "./committing/runChanges.js";

const options = {
  archive: {
    type: "text",
    placeholder: "DIR",
    default: join("src", "data", "snapshots"),
    help: "the archive, in the repository that it is committed to",
  },
  remote: {type: "text", placeholder: "NAME", default: "origin", help: "where it is pushed"},
  // With the waits below about four minutes in all: longer than a push or a hiccup, and well within a job's time.
  tries: {type: "number", placeholder: "N", default: 8, from: 1, to: 100, help: "how often a push is tried"},
  wait: {
    type: "number",
    placeholder: "SECONDS",
    default: 2,
    from: 0,
    to: 60,
    whole: false,
    help: "after the first failed push; doubles each time up to a minute, and varies by half",
  },
  "no-push": {type: "flag", help: "commit only"},
  help: {type: "flag", help: "this text"},
} as const;

/** Exit codes. A run that could not be committed or pushed is still in the archive's folder, or in a commit here. */
const [FAILED, REFUSED, NOT_PUSHED] = [1, 4, 5];

const purpose =
  "Commits the archive's new runs, one commit each, with a message that says what changed, and pushes them to the branch " +
  "that is checked out. An archive is only ever added to: if anything else is changed, nothing is done. If others pushed " +
  "meanwhile, the commits are laid on top of theirs. Commits that an earlier call left behind are pushed too. " +
  "Exit codes: 0 the remote has every run; 1 git or the disk failed; 2 wrong use; 4 refused, since something else is " +
  "changed; 5 committed, but not pushed.";

async function main(args: readonly string[]): Promise<number> {
  const {values} = parseCommandLine(options, args);
  if (values.help) {
    process.stdout.write(helpText("npm run commit -- [options]", purpose, options));
    return 0;
  }
  try {
    const {git, top, archive, branch} = openRepository(values.archive);
    for (const pending of pendingRuns(git, top, archive)) await commitRun(git, top, archive, pending);
    if (!values["no-push"]) {
      const failure = await pushRuns(git, {
        archive,
        remote: values.remote,
        branch,
        tries: values.tries,
        waitMs: values.wait * 1_000,
        random: Math.random,
        sleep,
        warn: say,
      });
      if (failure !== null) return ended(NOT_PUSHED, `committed, but not pushed: ${failure}`);
    }
    process.stdout.write(git.ask(["rev-parse", "HEAD"]));
    return 0;
  } catch (error) {
    if (error instanceof RefusedError) return ended(REFUSED, `refused: ${error.message}`);
    if (error instanceof GitError) return ended(FAILED, error.message);
    throw error;
  }
}

/** @throws {UsageError} if the archive is in no repository with a branch and a commit, or one that ignores it */
function openRepository(folder: string): {git: Git; top: string; archive: string; branch: string} {
  if (!existsSync(folder))
    throw new UsageError(`--archive: expected a folder, got ${folder}, which is not there`);
  const here = gitIn(resolve(folder));
  if (!here.try(["rev-parse", "--verify", "HEAD"]))
    throw new UsageError(`--archive: expected a folder in a git repository with a commit, got ${folder}`);
  const top = here.ask(["rev-parse", "--show-toplevel"]).replace(/\n$/, "");
  const archive = relative(realpathSync(top), realpathSync(folder)).split(sep).join("/");
  if (archive === "")
    throw new UsageError("--archive: expected a folder below the repository's, got the repository");
  const git = gitIn(top);
  if (git.try(["check-ignore", "--quiet", `${archive}/vantage=x`]))
    throw new UsageError(
      `--archive: expected a folder that git keeps, got ${folder}, which .gitignore names`,
    );
  if (!git.try(["symbolic-ref", "--quiet", "HEAD"]))
    throw new UsageError("expected a branch to be checked out, got a single commit or a rebase in progress");
  return {git, top, archive, branch: git.ask(["symbolic-ref", "--short", "HEAD"]).trim()};
}

async function commitRun(git: Git, top: string, archive: string, {run, manifest}: PendingRun): Promise<void> {
  const path = `${archive}/${run}`;
  const message = commitMessage(manifest, await summaryOf(join(top, archive), run));
  try {
    git.ask(["add", "--", path]);
    // The message comes by standard input, with nothing taken for a comment.
    git.ask(["commit", "--quiet", "--cleanup=whitespace", "--file=-", "--only", "--", path], message);
  } catch (error) {
    git.try(["reset", "--quiet", "--", path]);
    throw error;
  }
  say(message.split("\n")[0] ?? "");
}

/** What the run's table says by itself, and beside the same vantage's run before. */
async function summaryOf(archive: string, run: string): Promise<RunSummary> {
  const later = await statesOf(archive, run);
  const before = runBefore(archive, run);
  const earlier = before === null ? null : await statesOf(archive, before);
  return {
    cohorts: cohortCounts(later ?? [], earlier ?? []),
    changes:
      before === null
        ? "first"
        : earlier === null || later === null
          ? "unreadable"
          : runChanges(before.slice(before.lastIndexOf("=") + 1), earlier, later),
  };
}

/** Null if the table cannot be read: the reader of archives names it when the site is built. */
async function statesOf(archive: string, run: string): Promise<readonly EndpointState[] | null> {
  try {
    return await endpointStates(archive, run);
  } catch {
    return null;
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function ended(code: number, line: string): number {
  say(line);
  return code;
}

await runProgram(main);
