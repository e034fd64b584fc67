import {spawnSync} from "node:child_process";

/** Git in one repository. Arguments never pass through a shell. */
export interface Git {
  /** @returns stdout @throws {GitError} */
  readonly ask: (args: readonly string[], input?: string) => string;
  /** whether git ended with 0 */
  readonly try: (args: readonly string[]) => boolean;
}

/** Git, or the disk below it, refused. The message is one line of printable ASCII. */
export class GitError extends Error {}

/** Settings that must not depend on who runs it: no question at a terminal, messages we can read, no tidying in between. */
const settings = ["-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "core.quotePath=true"];

/** Longest reason that is shown, characters: one line of a log. */
const MAX_REASON = 300;

export function gitIn(folder: string): Git {
  const run = (args: readonly string[], input?: string) =>
    spawnSync("git", [...settings, ...args], {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 256 * 1024 * 1024, // a year of new files in one listing is far less
      env: {...process.env, LC_ALL: "C", GIT_TERMINAL_PROMPT: "0"},
      ...(input === undefined ? {stdio: ["ignore", "pipe", "pipe"]} : {input}),
    });
  return {
    ask: (args, input) => {
      const {status, signal, stdout, stderr, error} = run(args, input);
      if (status === 0) return stdout;
      throw new GitError(
        `git ${args[0]}: ${reasonIn(stderr ?? "") || error?.message || `ended with ${signal ?? status}`}`,
      );
    },
    try: (args) => run(args).status === 0,
  };
}

/**
 * The line of git's complaint that says why: its first fatal or error, else its last line. What a remote says begins with
 * `remote: `, whatever it holds.
 */
function reasonIn(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  const reason =
    lines.find((line) => /^(fatal: |error: | ! \[(remote )?rejected\])/.test(line)) ?? lines.at(-1) ?? "";
  return reason
    .replace(/[^\x20-\x7e]+/g, " ")
    .trim()
    .slice(0, MAX_REASON);
}
