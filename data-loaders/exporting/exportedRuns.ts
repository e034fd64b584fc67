import type {Manifest} from "../../src/observation/snapshot.js";
import {archiveTree} from "../verifying/archiveTree.js";
import {type Problem, ProblemList} from "../verifying/problems.js";
import {readManifest} from "../verifying/verifyRun.js";

/** Days in UTC as `YYYY-MM-DD`, both included; null: no bound. */
export interface Days {
  readonly since: string | null;
  readonly until: string | null;
}

export interface ExportedRun {
  readonly path: string;
  readonly manifest: Manifest;
}

/** The runs of an archive on those days, by their manifests, oldest first; and what keeps any of them from being exported. */
export async function exportedRuns(
  archive: string,
  {since, until}: Days,
): Promise<{runs: readonly ExportedRun[]; problems: readonly Problem[]}> {
  // Whatever lies beside the runs is no part of an export, so it keeps none from being made.
  const paths = await archiveTree(archive, new ProblemList());
  const problems = new ProblemList();
  const runs: ExportedRun[] = [];
  for (const path of paths) {
    const date = /\/date=([^/]+)\//.exec(path)?.[1] ?? "";
    if ((since !== null && date < since) || (until !== null && date > until)) continue;
    const manifest = await readManifest(archive, path, problems);
    if (manifest) runs.push({path, manifest});
  }
  const network = runs[0]?.manifest.network;
  for (const {path, manifest} of runs)
    problems.expect(
      manifest.network === network,
      `${path}/manifest.json`,
      "network",
      `${network}, as in the first run`,
      manifest.network,
    );
  return {runs, problems: problems.list};
}
