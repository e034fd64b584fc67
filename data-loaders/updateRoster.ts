/** `npm run roster`: says what the committed lists hold; with --update fetches them and replaces the copies. */
import {helpText, parseCommandLine, runProgram} from "./commandLine.js";
import {clientName} from "./project.js";
import {threadRoster} from "./roster.js";
import {fetchSource, publishedLists} from "./roster/gather.js";
import {readLast, writeLast} from "./roster/lastList.js";
import type {ListSource} from "./roster/source.js";

const options = {
  update: {
    type: "flag",
    help: "fetch every list once and replace its copy, unless it cannot be read or shrank to less than half",
  },
  help: {type: "flag", help: "this text"},
} as const;

const purpose =
  "The lists of servers that runs ask, as copies in data-loaders/roster/last/: how many servers, from where, since when. " +
  "Exit codes: 0; 1 a list could not be updated, and its copy is as it was; 2 wrong use.";

async function main(args: readonly string[]): Promise<number> {
  const {values} = parseCommandLine(options, args);
  if (values.help) {
    process.stdout.write(helpText("npm run roster -- [options]", purpose, options));
    return 0;
  }
  process.stdout.write(`thread: ${threadRoster().length} endpoints, fixed\n`);
  let failed = false;
  for (const list of publishedLists) {
    const problem = values.update ? await update(list) : null;
    if (problem !== null) {
      failed = true;
      process.stderr.write(`${list.name}: not updated: ${problem}\n`);
    }
    const last = readLast(list.name);
    process.stdout.write(
      last
        ? `${list.name}: ${last.endpoints.length} endpoints, ${last.origin}\n`
        : `${list.name}: no copy yet\n`,
    );
  }
  return failed ? 1 : 0;
}

/** Returns why the copy was not replaced, or null. */
async function update(list: ListSource): Promise<string | null> {
  const fetched = await fetchSource(list, {now: () => Date.now(), userAgent: clientName()});
  return "error" in fetched ? fetched.error : writeLast(list.name, fetched);
}

await runProgram(main);
