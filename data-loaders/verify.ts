/** `npm run verify`: checks every hash, column, order and reference of an archive. One problem a line on stdout. */
import {statSync} from "node:fs";
import {join} from "node:path";
import {helpText, parseArguments, runProgram, UsageError} from "./commandLine.js";
import {problemText} from "./verifying/problems.js";
import {verifyArchive} from "./verifying/verifyArchive.js";

const options = {help: {type: "flag", help: "this text"}} as const;

const purpose =
  "Checks an archive (default src/data/snapshots): names of folders, manifests, bytes and SHA-256 of every table, the " +
  "type of every cell, keys, order, times, and what tables and counts say of each other. Changes nothing. " +
  "Exit codes: 0 all of it holds; 1 there are problems, one a line; 2 wrong use.";

async function main(args: readonly string[]): Promise<number> {
  const {values, positionals} = parseArguments(options, args);
  if (values.help) {
    process.stdout.write(helpText("npm run verify -- [DIR]", purpose, options));
    return 0;
  }
  if (positionals.length > 1)
    throw new UsageError(`verify: expected one folder, got ${positionals.length}; see --help`);
  const archive = positionals[0] ?? join("src", "data", "snapshots");
  if (!statSync(archive, {throwIfNoEntry: false})?.isDirectory())
    throw new UsageError(`verify: expected an archive's folder, got ${archive}`);
  const {runs, tables, rows, problems} = await verifyArchive(archive, {}, (problem) =>
    process.stdout.write(`${problemText(problem)}\n`),
  );
  process.stdout.write(
    `${runs} runs, ${tables} tables, ${rows} rows: ${problems === 1 ? "1 problem" : `${problems} problems`}\n`,
  );
  return problems === 0 ? 0 : 1;
}

await runProgram(main);
