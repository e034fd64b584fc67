/** `npm run findings`: what an archive allows to be said, as sentences, or with --json as the whole of it. */
import {existsSync} from "node:fs";
import {parseArgs} from "node:util";
import {findings} from "../report/findings.js";
import {namedFindings} from "../report/namedFindings.js";
import {type ArchiveProblem, archiveFolder, warnOfProblems} from "./archive.js";
import {readWindow, runsIn} from "./archiveWindow.js";
import {archiveNames} from "./archiveNames.js";
import {readWeights} from "./weights.js";
import {jsonChunks} from "./writeJson.js";

const usage =
  "usage: npm run findings -- [--archive DIR] [--since DATE] [--json]\n\n" +
  "  --archive DIR  the archive to judge (default src/data/snapshots)\n" +
  "  --since DATE   runs from this day on, YYYY-MM-DD; clusters keep their names, which come of all runs\n" +
  "  --json         everything: signals with controls, endpoints, pairs, clusters\n";

async function main(args: readonly string[]): Promise<number> {
  const {archive = archiveFolder(), since, json, help} = parse(args);
  if (help) {
    process.stdout.write(usage);
    return 0;
  }
  if (since !== undefined && (!/^\d{4}-\d\d-\d\d$/.test(since) || Number.isNaN(Date.parse(since))))
    return refuse(`--since: expected a day as YYYY-MM-DD, got ${JSON.stringify(since)}`);
  if (!existsSync(archive)) return refuse(`--archive: expected a folder, got ${archive}, which is not there`);
  const unread: ArchiveProblem[] = [];
  const runs = runsIn(archive, unread);
  const named = archiveNames(archive, runs);
  const read = await readWindow(archive, {since, runs, unkept: named.unkept});
  const {names, problems} = await named.names();
  warnOfProblems({problems: merged(unread, read.problems, problems)});
  const found = namedFindings(
    findings(read.window, read.newest, readWeights()),
    names.get(read.newest?.path ?? "") ?? [],
  );
  if (json) {
    for (const chunk of jsonChunks(found, 1)) process.stdout.write(chunk);
    process.stdout.write("\n");
  } else {
    const about = found.archive.simulated ? ["Simulated network: nothing here is about a real server."] : [];
    process.stdout.write(`${[...about, ...found.sentences].join("\n")}\n`);
  }
  return 0;
}

/** Each run once: one that is damaged may be found so twice. */
function merged(...lists: readonly (readonly ArchiveProblem[])[]): ArchiveProblem[] {
  return [...new Map(lists.flat().map((one) => [one.path, one])).values()].toSorted((a, b) =>
    a.path < b.path ? -1 : 1,
  );
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      archive: {type: "string"},
      since: {type: "string"},
      json: {type: "boolean"},
      help: {type: "boolean"},
    },
  }).values;
}

function refuse(message: string): number {
  process.stderr.write(`${message}\n`);
  return 2;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (!code.startsWith("ERR_PARSE_ARGS")) throw error;
  process.exitCode = refuse(`findings: ${(error as Error).message.split(/\.\s|\n/)[0]}; see --help`);
}
