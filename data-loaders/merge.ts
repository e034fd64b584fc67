/** `npm run merge`: takes runs of other vantages into an archive, after verifying each. One run a line on stdout. */
import {realpathSync, statSync} from "node:fs";
import {resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {archiveNetwork, prepareArchive} from "./archive.js";
import {helpText, parseArguments, runProgram, UsageError} from "./commandLine.js";
import {type Merged, mergeRun} from "./merging/mergeRun.js";
import {archiveTree} from "./verifying/archiveTree.js";
import {problemText, ProblemList} from "./verifying/problems.js";

const options = {
  into: {type: "text", placeholder: "DIR", default: null, help: "the archive that takes the runs"},
  help: {type: "flag", help: "this text"},
} as const;

const purpose =
  "Copies the runs of other archives into one, each after all of it was verified (see npm run verify). Never overwrites: " +
  "a run with the same manifest is there already, another run of the same vantage and second is a conflict. Simulated and " +
  "observed runs never mix. " +
  "Exit codes: 0 all runs are in the archive; 1 some were refused or are conflicts, which are named, and the others were taken; 2 wrong use.";

/** Observations of the public network, and nothing else. */
const observations = fileURLToPath(new URL("../src/data/snapshots", import.meta.url));

async function main(args: readonly string[]): Promise<number> {
  const {values, positionals: sources} = parseArguments(options, args);
  if (values.help) {
    process.stdout.write(helpText("npm run merge -- --into DIR DIR...", purpose, options));
    return 0;
  }
  const {into} = values;
  if (into === null) throw new UsageError("--into: expected DIR, got none; see --help");
  if (sources.length === 0)
    throw new UsageError("merge: expected an archive to take runs from, got none; see --help");
  for (const source of sources)
    if (!statSync(source, {throwIfNoEntry: false})?.isDirectory())
      throw new UsageError(`merge: expected an archive's folder, got ${source}`);
  await prepare(into);
  for (const source of sources)
    if (realpathSync(source) === realpathSync(into))
      throw new UsageError(`merge: expected another archive than --into, got ${source}`);

  let network = resolve(into) === resolve(observations) ? "mainnet" : await archiveNetwork(into);
  const counts = {taken: 0, "already there": 0, conflict: 0, refused: 0};
  let strays = 0;
  for (const source of sources) {
    const tree = new ProblemList();
    for (const path of await archiveTree(source, tree)) {
      const merged = await mergeRun(source, into, path, network);
      if (merged.outcome === "taken") network ??= merged.network;
      counts[merged.outcome] += 1;
      process.stdout.write(mergedText(path, merged));
    }
    for (const problem of tree.list) process.stdout.write(`left out: ${problemText(problem)}\n`);
    strays += tree.size;
  }
  process.stdout.write(
    `${counts.taken} taken, ${counts["already there"]} already there, ${counts.conflict} in conflict, ` +
      `${counts.refused} refused, ${strays} left out that are no runs\n`,
  );
  return counts.conflict + counts.refused + strays === 0 ? 0 : 1;
}

async function prepare(into: string): Promise<void> {
  try {
    await prepareArchive(into);
  } catch (error) {
    throw new UsageError(
      `--into: expected a folder that can be written, got ${into} (${(error as NodeJS.ErrnoException).code})`,
      {cause: error},
    );
  }
}

function mergedText(path: string, merged: Merged): string {
  if (merged.outcome === "refused")
    return `refused: ${path}\n${merged.problems.map((problem) => `  ${problemText(problem)}\n`).join("")}`;
  if (merged.outcome === "conflict")
    return `conflict: ${path}: expected a manifest of sha256 ${merged.held}, as is there, got ${merged.offered}\n`;
  return `${merged.outcome}: ${path}\n`;
}

await runProgram(main);
