import {createHash, randomUUID} from "node:crypto";
import {constants} from "node:fs";
import {copyFile, lstat, mkdir, open, readdir, readFile, rename, rm} from "node:fs/promises";
import {hostname} from "node:os";
import {dirname, join} from "node:path";
import {PARTIAL} from "../archive.js";
import {type Problem, ProblemList} from "../verifying/problems.js";
import {kindOf, MAX_FILE_BYTES, runFiles, verifyRun} from "../verifying/verifyRun.js";

/** What became of one run of another archive. */
export type Merged =
  | {readonly outcome: "taken"; readonly network: string}
  | {readonly outcome: "already there"}
  /** another run of that name is there; it stays as it is */
  | {readonly outcome: "conflict"; readonly held: string; readonly offered: string}
  /** it does not hold */
  | {readonly outcome: "refused"; readonly problems: readonly Problem[]};

/**
 * Takes one run of another archive, if all of it holds.
 *
 * It is copied beside its place first, and the copy is verified and renamed into place: what was verified is what is
 * taken, whatever happens to the source meanwhile, and a run is there as a whole or not at all.
 *
 * @param path of the run, below either archive
 * @param network of the archive that takes it; null if it holds no run yet
 * @throws Node's own error if the disk refuses; nothing is left behind
 */
export async function mergeRun(
  from: string,
  into: string,
  path: string,
  network: string | null,
): Promise<Merged> {
  const held = await manifestHash(into, path);
  if (held !== null) return compared(held, (await manifestHash(from, path)) ?? "none");
  const problems = new ProblemList();
  if (!(await areRunFiles(from, path, problems))) return {outcome: "refused", problems: problems.list};
  const partial = join(into, `${PARTIAL}${hostname()}-${process.pid}-${randomUUID()}`);
  try {
    await mkdir(join(partial, path), {recursive: true});
    for (const name of runFiles) await copySynced(join(from, path, name), join(partial, path, name));
    const {manifest, problems: found} = await verifyRun(partial, path);
    if (found.length > 0 || manifest === null) return {outcome: "refused", problems: found};
    if (network !== null && manifest.network !== network) {
      problems.add(
        `${path}/manifest.json`,
        "network",
        `${network}, as in the archive that takes it`,
        manifest.network,
      );
      return {outcome: "refused", problems: problems.list};
    }
    const offered = (await manifestHash(partial, path)) ?? "none";
    await mkdir(dirname(join(into, path)), {recursive: true});
    try {
      await rename(join(partial, path), join(into, path));
    } catch (error) {
      // Another process was faster: renaming onto a folder that holds something fails.
      const code = (error as NodeJS.ErrnoException).code;
      if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
      return compared((await manifestHash(into, path)) ?? "none", offered);
    }
    return {outcome: "taken", network: manifest.network};
  } finally {
    await rm(partial, {recursive: true, force: true});
  }
}

/** A manifest holds the hashes of its tables, so that equal ones mean equal runs. */
function compared(held: string, offered: string): Merged {
  return held === offered ? {outcome: "already there"} : {outcome: "conflict", held, offered};
}

/** SHA-256 of a run's manifest, hex; null if there is no folder of that run. */
async function manifestHash(archive: string, path: string): Promise<string | null> {
  if (!(await lstat(join(archive, path)).catch(() => null))) return null;
  try {
    const bytes = await readFile(join(archive, path, "manifest.json"));
    return createHash("sha256").update(bytes).digest("hex");
  } catch {
    return "none"; // a folder without a manifest: something is there, and it stays
  }
}

/** Of the source's folder, before anything is copied: plain files of a run, none larger than any genuine one. */
async function areRunFiles(from: string, path: string, problems: ProblemList): Promise<boolean> {
  const names = await readdir(join(from, path));
  for (const name of new Set([...runFiles, ...names])) {
    const at = `${path}/${name}`;
    if (!problems.expect(runFiles.includes(name), at, "", "no other file in a run's folder", name)) continue;
    const stat = await lstat(join(from, path, name)).catch(() => null);
    if (!problems.expect(stat !== null, at, "", "a file", undefined) || stat === null) continue;
    problems.expect(stat.isFile(), at, "", "a file", kindOf(stat));
    problems.expect(stat.size <= MAX_FILE_BYTES, at, "", `at most ${MAX_FILE_BYTES} bytes`, stat.size);
  }
  return problems.size === 0;
}

async function copySynced(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_EXCL);
  const file = await open(to, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
