/** `npm run export`: one tidy Parquet file for each table, over all runs of some days. */
import {existsSync, readdirSync, statSync} from "node:fs";
import {join} from "node:path";
import {helpText, parseCommandLine, runProgram, UsageError} from "./commandLine.js";
import {exportArchive} from "./exporting/exportArchive.js";
import {exportedRuns} from "./exporting/exportedRuns.js";
import {DamagedRunError} from "./exporting/writeTable.js";
import {runTime} from "./verifying/checkManifest.js";
import {problemText} from "./verifying/problems.js";

const options = {
  to: {
    type: "text",
    placeholder: "DIR",
    default: null,
    help: "where the files go: a folder that does not exist yet, or is empty",
  },
  archive: {
    type: "text",
    placeholder: "DIR",
    default: join("src", "data", "snapshots"),
    help: "which archive",
  },
  since: {
    type: "text",
    placeholder: "YYYY-MM-DD",
    default: null,
    help: "first day of runs, UTC (default: the archive's first)",
  },
  until: {
    type: "text",
    placeholder: "YYYY-MM-DD",
    default: null,
    help: "last day of runs, UTC, itself included (default: the archive's last)",
  },
  help: {type: "flag", help: "this text"},
} as const;

const purpose =
  "Writes endpoints, reads, histograms, estimates and tips of all runs of some days as one Parquet file each, every row " +
  "with its vantage, run and the run's start, beside datapackage.json and SHA256SUMS. Overwrites nothing. " +
  "Exit codes: 0; 1 a run of these days is damaged, and nothing was written; 2 wrong use.";

async function main(args: readonly string[]): Promise<number> {
  const {values} = parseCommandLine(options, args);
  if (values.help) {
    process.stdout.write(helpText("npm run export -- --to DIR [options]", purpose, options));
    return 0;
  }
  const {to, archive} = values;
  if (to === null) throw new UsageError("--to: expected DIR, got none; see --help");
  const since = day("--since", values.since);
  const until = day("--until", values.until);
  if (!statSync(archive, {throwIfNoEntry: false})?.isDirectory())
    throw new UsageError(`--archive: expected an archive's folder, got ${archive}`);
  if (existsSync(to) && !(statSync(to).isDirectory() && readdirSync(to).length === 0))
    throw new UsageError(`--to: expected a new or empty folder, got ${to}, which exists`);
  const {runs, problems} = await exportedRuns(archive, {since, until});
  if (problems.length > 0) return refuse(problems.map(problemText).join("\n"));
  if (runs.length === 0) throw new UsageError(`export: expected a run on these days, got none in ${archive}`);
  try {
    const files = await exportArchive(archive, runs, to);
    for (const {name, rows, bytes} of files)
      process.stdout.write(`${join(to, `${name}.parquet`)}: ${rows} rows, ${bytes} bytes\n`);
    process.stdout.write(
      `${runs.length} runs from ${runs[0]?.manifest.run} to ${runs.at(-1)?.manifest.run}\n`,
    );
    return 0;
  } catch (error) {
    if (error instanceof DamagedRunError) return refuse(error.message);
    throw error;
  }
}

function refuse(lines: string): number {
  process.stderr.write(`${lines}\nexport: nothing was written; npm run verify names all problems\n`);
  return 1;
}

/** @throws {UsageError} if that is no day of the calendar */
function day(option: string, text: string | null): string | null {
  if (
    text !== null &&
    (!/^\d{4}-\d\d-\d\d$/.test(text) || runTime(`${text.replaceAll("-", "")}T000000Z`) === null)
  )
    throw new UsageError(`${option}: expected a day as YYYY-MM-DD, got ${JSON.stringify(text)}`);
  return text;
}

await runProgram(main);
