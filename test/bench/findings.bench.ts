import {spawnSync} from "node:child_process";
import {mkdtempSync, rmSync} from "node:fs";
import {availableParallelism, tmpdir} from "node:os";
import {join} from "node:path";
import {parseArgs} from "node:util";
import {yearArchive} from "./yearArchive.js";

/** Runs of a year, four hours apart. */
const YEAR = 2190;

/** What we want of a year on two cores. */
const MOST_SECONDS = 90;
const MOST_MB = 1500;
const MOST_SECONDS_MORE = 3;

interface Measured {
  /** wall time */
  readonly seconds: number;
  /** of all threads, user and system */
  readonly cpuSeconds: number;
  /** peak of resident memory */
  readonly mb: number;
  readonly json: string;
}

const write = (line: string) => process.stdout.write(`${line}\n`);

/** `npm run findings -- --json` in a process of its own, which says at its end what it took. */
function findings(archive: string, cache: string): Measured {
  const began = performance.now();
  const {status, stdout, stderr} = spawnSync(
    process.execPath,
    ["--import", "tsx", "--import", report, "src/data/findings.ts", "--archive", archive, "--json"],
    {env: {...process.env, KINSHIP_CACHE: cache}, encoding: "utf8", maxBuffer: 2 ** 30},
  );
  const seconds = (performance.now() - began) / 1000;
  const [, kb = "", microseconds = ""] = /^usage (\d+) (\d+)$/m.exec(stderr) ?? [];
  if (status !== 0) throw new Error(`findings: expected exit code 0, got ${status}: ${stderr}`);
  return {seconds, cpuSeconds: Number(microseconds) / 1e6, mb: Number(kb) / 1024, json: stdout};
}

const report = `data:text/javascript,${encodeURIComponent(`
  import {isMainThread} from "node:worker_threads";
  if (isMainThread) process.on("exit", () => {
    const {maxRSS, userCPUTime, systemCPUTime} = process.resourceUsage();
    process.stderr.write("usage " + maxRSS + " " + (userCPUTime + systemCPUTime) + "\\n");
  });
`)}`;

function line(name: string, {seconds, cpuSeconds, mb}: Measured): string {
  const column = (value: number, digits: number) => value.toFixed(digits).padStart(9);
  return name.padEnd(22) + column(seconds, 2) + column(cpuSeconds, 2) + column(mb, 0);
}

const {values} = parseArgs({options: {runs: {type: "string", default: String(YEAR)}}});
const runs = Number(values.runs);
if (!Number.isSafeInteger(runs) || runs < 1)
  throw new RangeError(`--runs: expected a whole number from 1, got ${values.runs}`);

const folder = mkdtempSync(join(tmpdir(), "kinship-bench-"));
try {
  const [archive, cache] = [join(folder, "archive"), join(folder, "cache")];
  const began = performance.now();
  const add = yearArchive(archive);
  for (let run = 0; run < runs; run++) add(run);
  write(
    `npm run findings, ${runs} runs x 4 rounds x 100 endpoints, Node ${process.version}, ${availableParallelism()} cores` +
      ` (archive made in ${((performance.now() - began) / 1000).toFixed(0)} s)`,
  );
  write("cache                    wall s    CPU s   MB RSS");
  const empty = findings(archive, cache);
  write(line("empty", empty));
  const full = findings(archive, cache);
  write(line("full", full));
  if (full.json !== empty.json) throw new Error("findings: expected the same bytes from a full cache");
  add(runs);
  const more = findings(archive, cache);
  write(line("full but for one run", more));
  if (findings(archive, join(folder, "other")).json !== more.json)
    throw new Error("findings: expected the same bytes from an empty cache after one more run");
  write(
    `All : one more run = ${(empty.seconds / more.seconds).toFixed(1)} in wall time, ${(empty.cpuSeconds / more.cpuSeconds).toFixed(1)} in CPU time`,
  );
  const met = (is: number, most: number) => (is <= most ? "met" : "MISSED");
  if (runs === YEAR)
    write(
      `Goals: ${MOST_SECONDS} s ${met(empty.seconds, MOST_SECONDS)}, ${MOST_MB} MB ${met(empty.mb, MOST_MB)}, ` +
        `${MOST_SECONDS_MORE} s for one more run ${met(more.seconds, MOST_SECONDS_MORE)}`,
    );
} finally {
  rmSync(folder, {recursive: true, force: true});
}
