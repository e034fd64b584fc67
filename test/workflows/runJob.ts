import {execFile, spawnSync} from "node:child_process";
import {cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {git} from "../committing/repository.js";
import {type Job, root} from "./workflow.js";

/** What a job's scripts left behind. */
export interface JobEnd {
  /** name of the step that failed; null if none did */
  readonly failed: string | null;
  readonly outputs: Readonly<Record<string, string>>;
  /** Markdown of the job's page */
  readonly summary: string;
  /** what would be set for later steps: variables, folders of programs, state */
  readonly environment: string;
  readonly log: string;
  /** the runner's folder for what is not kept */
  readonly temp: string;
}

export interface JobPlace {
  /** a clone with its packages, where the scripts run */
  readonly folder: string;
  /** instead of every value that is an expression, and whatever else */
  readonly env: Readonly<Record<string, string>>;
  /** names of the steps to run; all if not given. Installing is left out: the clone has its packages */
  readonly only?: readonly string[];
}

/**
 * Runs the scripts of a job as GitHub's runner does: each in a bash of its own, with pipefail, until one fails; from then
 * on those alone that run always, or on failure. Actions are left out.
 *
 * @throws {RangeError} if a value is an expression that the caller says nothing of
 */
export async function runJob(job: Job, {folder, env, only}: JobPlace): Promise<JobEnd> {
  const temp = mkdtempSync(join(tmpdir(), "kinship-job-"));
  const files = {
    GITHUB_OUTPUT: join(temp, "output"),
    GITHUB_STEP_SUMMARY: join(temp, "summary"),
    GITHUB_ENV: join(temp, "env"),
    GITHUB_PATH: join(temp, "path"),
    GITHUB_STATE: join(temp, "state"),
  };
  for (const file of Object.values(files)) writeFileSync(file, "");
  const contentOf = (name: keyof typeof files): string => readFileSync(files[name], "utf8");
  let failed: string | null = null;
  let log = "";
  for (const step of job.steps) {
    const {name = "", run} = step;
    if (run === undefined || name === "Install" || (only && !only.includes(name))) continue;
    if (failed === null ? step.if === "failure()" : !["always()", "failure()"].includes(step.if ?? ""))
      continue;
    const script = join(temp, "script.sh");
    writeFileSync(script, run);
    const environment = {
      ...withoutExpressions({...job.env, ...step.env}, env),
      ...files,
      RUNNER_TEMP: temp,
    };
    const {status, text} = await bash(script, folder, environment);
    log += `== ${name}: ${status}\n${text}`;
    if (status !== 0) failed ??= name;
  }
  const outputs = Object.fromEntries(
    contentOf("GITHUB_OUTPUT")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.split("=") as [string, string]),
  );
  const environment = [contentOf("GITHUB_ENV"), contentOf("GITHUB_PATH"), contentOf("GITHUB_STATE")].join("");
  return {failed, outputs, summary: contentOf("GITHUB_STEP_SUMMARY"), environment, log, temp};
}

/**
 * Lines of a log that GitHub's runner would take for commands: `::name::`, or `##[name]` anywhere, but for what stands
 * between `::stop-commands::WORD` and `::WORD::` (actions/runner, ActionCommand.cs and ActionCommandManager.cs).
 */
export function commandsIn(log: string): readonly string[] {
  let stopped: string | null = null;
  return log.split(/\r\n|\r|\n/).filter((line) => {
    const command = line.trimStart();
    if (stopped !== null) {
      if (command === `::${stopped}::`) stopped = null;
      return false;
    }
    stopped = /^::stop-commands::(\w+)$/.exec(command)?.[1] ?? null;
    return stopped === null && (command.startsWith("::") || line.includes("##["));
  });
}

/** Runs a script; not in one go, so that the test's own process goes on. */
function bash(
  script: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{status: number | string; text: string}> {
  const args = ["--noprofile", "--norc", "-eo", "pipefail", script];
  return new Promise((done) => {
    execFile("bash", args, {cwd, env, maxBuffer: 16 * 1024 * 1024}, (error, stdout, stderr) =>
      done({status: error ? (error.code ?? "killed") : 0, text: `${stdout}${stderr}`}),
    );
  });
}

/** What every process of a test may see of ours, without what a real runner may have set for this test. */
function withoutExpressions(
  given: Readonly<Record<string, string>>,
  instead: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const ours = Object.entries(process.env).filter(
    ([name]) => !/^(GITHUB|RUNNER|VITEST|NODE_OPTIONS)/.test(name),
  );
  const env: NodeJS.ProcessEnv = {...Object.fromEntries(ours), ...given, ...instead};
  for (const [name, value] of Object.entries(env))
    if (value?.includes("${{")) throw new RangeError(`${name}: expected a value in place of ${value}`);
  return env;
}

/** As the checkout action makes it: the newest commit alone. The packages are this checkout's own. */
export function checkedOut(bare: string, place: string): string {
  git(join(bare, ".."), "clone", "--quiet", "--depth=1", `file://${bare}`, place);
  symlinkSync(join(root, "node_modules"), join(place, "node_modules"));
  writeFileSync(join(place, ".git", "info", "exclude"), "node_modules\n"); // .gitignore means the folder
  return place;
}

/** A repository's files as they are in the working tree, committed to a bare repository; without any snapshot. */
export function publishedTree(
  root: string,
  folder: string,
  environment: Readonly<Record<string, string>>,
): string {
  const tree = join(folder, "tree");
  mkdirSync(tree);
  const files = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  })
    .stdout.split("\0")
    .filter((path) => path !== "" && !path.includes("/vantage=") && existsSync(join(root, path)));
  for (const path of files) cpSync(join(root, path), join(tree, path));
  const bare = join(folder, "bare.git");
  const git = (...args: string[]) => {
    const {status, stderr} = spawnSync("git", args, {
      cwd: tree,
      encoding: "utf8",
      env: {...process.env, ...environment},
    });
    if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
  };
  git("init", "--quiet", "--initial-branch=main");
  git("add", ".");
  git("commit", "--quiet", "-m", "begin");
  git("clone", "--quiet", "--bare", tree, bare);
  return bare;
}
