import {archiveTree} from "./archiveTree.js";
import {type Problem, ProblemList} from "./problems.js";
import {verifyRun} from "./verifyRun.js";

export interface ArchiveCounts {
  readonly runs: number;
  readonly tables: number;
  readonly rows: number;
  readonly problems: number;
}

/**
 * Checks an archive run by run, so that memory holds one run however many there are.
 *
 * @param newest how many of the newest runs to look into; the names of all folders are checked in any case
 * @param report gets each problem as soon as it is found
 * @throws Node's own error if the folder cannot be read
 */
export async function verifyArchive(
  archive: string,
  {newest = Infinity}: {readonly newest?: number},
  report: (problem: Problem) => void,
): Promise<ArchiveCounts> {
  const tree = new ProblemList();
  const paths = await archiveTree(archive, tree);
  tree.list.forEach(report);
  const counts = {runs: 0, tables: 0, rows: 0, problems: tree.size};
  let network: string | null = null;
  for (const path of newest === Infinity ? paths : paths.slice(-newest)) {
    const {manifest, problems, count} = await verifyRun(archive, path);
    problems.forEach(report);
    counts.runs += 1;
    counts.problems += count;
    if (manifest === null) continue;
    counts.tables += manifest.tables.length;
    counts.rows += manifest.tables.reduce((sum, {rows}) => sum + rows, 0);
    network ??= manifest.network;
    if (manifest.network === network) continue;
    counts.problems += 1;
    report({
      path: `${path}/manifest.json network`,
      expected: `${network}, as in this archive's first run`,
      got: manifest.network,
    });
  }
  return counts;
}
