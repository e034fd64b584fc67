/** `npm run doctor`: whether this machine, its network, the archive and the schedule are as a run needs them. */
import {join} from "node:path";
import {helpText, parseCommandLine, runProgram} from "./commandLine.js";
import {checkText} from "./doctor/check.js";
import {examine} from "./doctor/examine.js";
import {realProbes} from "./doctor/realProbes.js";

const options = {
  archive: {
    type: "text",
    placeholder: "DIR",
    default: join("src", "data", "snapshots"),
    help: "which archive",
  },
  help: {type: "flag", help: "this text"},
} as const;

const purpose =
  "Looks at Node, packages, archive, age of the newest run, clock, network, IPv6, proxy variables, schedule and Pages, and " +
  "says in one line each what it found, and what to do. Asks no Electrum server; works without a network. " +
  "Exit codes: 0 nothing failed; 1 something did; 2 wrong use.";

/** Milliseconds for the last lines to be written. */
const EXIT_AFTER_MS = 500;

async function main(args: readonly string[]): Promise<number> {
  const {values} = parseCommandLine(options, args);
  if (values.help) {
    process.stdout.write(helpText("npm run doctor -- [options]", purpose, options));
    return 0;
  }
  const checks = await examine(await realProbes(values.archive));
  for (const one of checks) process.stdout.write(checkText(one));
  // A look-up by the system's resolver, which cannot be stopped, would keep the process waiting for it.
  setTimeout(() => process.exit(), EXIT_AFTER_MS).unref();
  return checks.some(({state}) => state === "fail") ? 1 : 0;
}

await runProgram(main);
