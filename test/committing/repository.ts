import {spawnSync} from "node:child_process";
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {writeSnapshot} from "../../data-loaders/archive.js";
import {sampleSnapshot, type SampleServer} from "../report/sampleSnapshot.js";

/** Who commits in tests, and no setting of the machine's own. */
export const identity = {
  GIT_AUTHOR_NAME: "Test",
  GIT_AUTHOR_EMAIL: "test@example.invalid",
  GIT_COMMITTER_NAME: "Test",
  GIT_COMMITTER_EMAIL: "test@example.invalid",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
};

/** @returns stdout @throws if git fails */
export function git(folder: string, ...args: readonly string[]): string {
  const {status, stdout, stderr} = spawnSync("git", args, {
    cwd: folder,
    encoding: "utf8",
    env: {...process.env, ...identity},
  });
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
  return stdout;
}

/** A bare repository with one commit on main, and a folder for clones of it. */
export function bareRepository(): {folder: string; bare: string} {
  const folder = mkdtempSync(join(tmpdir(), "kinship-commit-"));
  const bare = join(folder, "bare.git");
  git(folder, "init", "--quiet", "--bare", "--initial-branch=main", bare);
  const seed = clone(bare, join(folder, "seed"));
  git(seed, "checkout", "--quiet", "-B", "main");
  mkdirSync(join(seed, "archive"));
  writeFileSync(join(seed, "archive", ".gitkeep"), "");
  writeFileSync(join(seed, "README.md"), "sample\n");
  git(seed, "add", ".");
  git(seed, "commit", "--quiet", "-m", "begin");
  git(seed, "push", "--quiet", "origin", "main");
  rmSync(seed, {recursive: true});
  return {folder, bare};
}

export function clone(bare: string, folder: string): string {
  git(join(bare, ".."), "clone", "--quiet", bare, folder);
  return folder;
}

export const servers: readonly SampleServer[] = [
  {endpoint: "a.invalid:50001/tcp", program: "Fulcrum 2.1.0", answer: [[1, 1000]]},
  {endpoint: "b.invalid:50002/ssl", program: "ElectrumX 1.18.0", answer: [[2, 1000]]},
  {endpoint: "c.invalid:50002/ssl", answer: null},
];

/** Adds a run of vantage `test` to a clone's archive. Returns its path below the archive. */
export async function addRun(repository: string, startedAt: string, asked = servers): Promise<string> {
  const {path, manifest, tables} = sampleSnapshot(asked, {startedAt});
  await writeSnapshot(join(repository, "archive"), path, manifest, tables);
  return path;
}

/** Paths of all runs in the bare repository's newest commit. */
export function pushedRuns(bare: string): string[] {
  return git(bare, "ls-tree", "-r", "--name-only", "main")
    .split("\n")
    .filter((path) => path.endsWith("/manifest.json"))
    .map((path) => path.replace(/^archive\//, "").replace(/\/manifest\.json$/, ""));
}

/** Subjects of the bare repository's commits, newest first. */
export function subjects(bare: string): string[] {
  return git(bare, "log", "--format=%s", "main").trim().split("\n");
}
