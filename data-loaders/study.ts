/**
 * `npm run study`: the project from end to end. Observes a network, builds the site from its archive, says what was
 * found. By default the network is the lab: simulated, served on loopback, no internet needed.
 */
import {spawnSync} from "node:child_process";
import {mkdirSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {basename, dirname, join, resolve, sep} from "node:path";
import {fileURLToPath} from "node:url";
import {archiveNetwork} from "./archive.js";
import {helpText, parseCommandLine, runProgram, UsageError} from "./commandLine.js";
import {createLab} from "./lab/lab.js";
import {
  defaultManner,
  LAB_TIMEOUT_S,
  NOBODY_ANSWERED,
  observeNetwork,
  outcomeText,
} from "./observeNetwork.js";
import {HOURS_BETWEEN_RUNS} from "../src/observation/schedule.js";
import {threadRoster} from "./roster.js";
import {openArchive} from "./takeSnapshot.js";

const options = {
  network: {
    type: "choice",
    choices: ["lab", "mainnet"],
    default: "lab",
    help: "a simulated network on loopback, or the public one",
  },
  seed: {
    type: "number",
    placeholder: "N",
    default: 1,
    from: 0,
    to: 2 ** 32 - 1,
    help: "of the lab: the same seed makes the same network, answers and archive",
  },
  runs: {
    type: "number",
    placeholder: "N",
    default: 6,
    from: 1,
    to: 1000,
    help: "snapshots to take: four hours apart on the lab's own clock, one after another on the public network",
  },
  rounds: {
    type: "number",
    placeholder: "N",
    default: defaultManner.rounds,
    from: 1,
    to: 1000,
    help: "how often each server is asked in a run",
  },
  archive: {
    type: "text",
    placeholder: "DIR",
    default: null,
    help: "where snapshots go (default src/data/lab, begun anew each time, or src/data/snapshots); for the lab a new folder",
  },
  truth: {
    type: "text",
    placeholder: "FILE",
    default: null,
    help: "where the lab's truth goes (default beside its archive): which endpoints really share a node",
  },
  "no-site": {type: "flag", help: "observe, but do not build the site"},
  help: {type: "flag", help: "this text"},
} as const;

const purpose =
  "Observes a network, archives what its servers answered, builds the site into dist/ and says what was found. " +
  "Exit codes: 0; 2 wrong use; 3 no server answered (the snapshot says so).";

/** When the lab's clock begins. A fixed moment, so that a seed makes the same archive on every machine. */
const LAB_START = Date.UTC(2026, 0, 5, 0, 7);

const root = fileURLToPath(new URL("..", import.meta.url));
const defaultLabArchive = join("src", "data", "lab");

async function main(args: readonly string[]): Promise<number> {
  const {values} = parseCommandLine(options, args);
  if (values.help) {
    process.stdout.write(helpText("npm run study -- [options]", purpose, options));
    return 0;
  }
  if (values.truth !== null && values.network !== "lab")
    throw new UsageError("--truth: expected --network lab, got mainnet, whose truth nobody knows");
  const archive =
    values.archive ?? (values.network === "lab" ? defaultLabArchive : join("src", "data", "snapshots"));
  const answered =
    values.network === "lab" ? await studyLab(archive, values) : await studyMainnet(archive, values);
  const site = values["no-site"] ? 0 : run(["src/data/site.ts", "build", "--archive", archive], archive);
  if (site !== 0) return site;
  const summary = run(["src/data/summary.ts"], archive);
  if (summary !== 0) return summary;
  if (!values["no-site"])
    process.stdout.write(
      "\nThe site is in dist/. To open it: npm run preview, then http://127.0.0.1:3000/\n",
    );
  return answered === 0 ? NOBODY_ANSWERED : 0;
}

type Values = {
  readonly seed: number;
  readonly runs: number;
  readonly rounds: number;
  readonly truth: string | null;
};

/** Takes all runs of a lab and writes its truth beside the archive. Returns how many answers there were. */
async function studyLab(archive: string, {seed, runs, rounds, truth}: Values): Promise<number> {
  const truthFile = truthPlace(archive, truth);
  await beginLabArchive(archive);
  process.stderr.write(`lab ${seed}: simulating ${runs * HOURS_BETWEEN_RUNS} hours of a network\n`);
  const lab = await createLab({seed, startMs: LAB_START, hours: runs * HOURS_BETWEEN_RUNS});
  writeFileSync(truthFile, `${JSON.stringify(lab.truth, null, 1)}\n`);
  process.stderr.write(`the lab's truth is in ${truthFile}\n`);
  let answered = 0;
  try {
    await lab.listen();
    for (let i = 0; i < runs; i++) {
      await lab.clock.sleepUntil(
        LAB_START + i * HOURS_BETWEEN_RUNS * 3_600_000,
        new AbortController().signal,
      );
      process.stderr.write(
        `run ${i + 1} of ${runs}, ${new Date(lab.clock.now()).toISOString()} on the lab's clock\n`,
      );
      const manner = {...defaultManner, rounds, timeout: LAB_TIMEOUT_S};
      const taken = await observeNetwork("lab", lab.candidates, {archive, vantage: "lab"}, manner, lab);
      process.stderr.write(outcomeText(taken));
      answered += taken.manifest.counts.answered;
    }
  } finally {
    await lab.close();
  }
  return answered;
}

/** Beside the archive, never in it: no analysis may read the truth. @throws {UsageError} */
function truthPlace(archive: string, truth: string | null): string {
  const folder = resolve(archive);
  const place = truth ?? join(dirname(folder), `${basename(folder)}-truth.json`);
  if (resolve(place).startsWith(`${folder}${sep}`))
    throw new UsageError(`--truth: expected a file outside the archive, got ${place} in ${archive}`);
  try {
    mkdirSync(dirname(resolve(place)), {recursive: true});
  } catch (error) {
    throw new UsageError(`--truth: expected a file that can be written, got ${place}`, {cause: error});
  }
  return place;
}

/**
 * A lab's archive holds one lab. The default one is scratch, remade by its seed, so it begins anew; a folder that the
 * user names must hold no run yet.
 */
async function beginLabArchive(archive: string): Promise<void> {
  const held = await archiveNetwork(archive);
  if (held !== null && resolve(archive) !== resolve(root, defaultLabArchive))
    throw new UsageError(
      `--archive: expected a new or empty folder for a lab, got ${archive} with runs of ${held}`,
    );
  await openArchive(archive, "lab");
  for (const name of readdirSync(archive))
    if (name.startsWith("vantage=")) rmSync(join(archive, name), {recursive: true});
}

async function studyMainnet(archive: string, {runs, rounds}: Values): Promise<number> {
  await openArchive(archive, "mainnet");
  let answered = 0;
  for (let i = 0; i < runs; i++) {
    process.stderr.write(`run ${i + 1} of ${runs}\n`);
    const taken = await observeNetwork(
      "mainnet",
      threadRoster(),
      {archive, vantage: "local"},
      {...defaultManner, rounds},
      null,
    );
    process.stderr.write(`${taken.path}\n${outcomeText(taken)}`);
    answered += taken.manifest.counts.answered;
  }
  return answered;
}

/** Runs one of the project's own programs on an archive; it explains with code of src that observing never imports. */
function run(program: readonly string[], archive: string): number {
  const {status} = spawnSync(process.execPath, ["--import", "tsx", ...program], {
    cwd: root,
    env: {...process.env, KINSHIP_ARCHIVE: resolve(archive)},
    stdio: ["ignore", "inherit", "inherit"],
  });
  return status ?? 1;
}

await runProgram(main);
