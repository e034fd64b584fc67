/**
 * `npm run calibrate`: simulates many networks, measures on some what each signal's likeness is worth, and on others
 * how often the study is right. Writes what it found for the findings and the validation page.
 */
import {fork} from "node:child_process";
import {existsSync, writeFileSync} from "node:fs";
import {availableParallelism} from "node:os";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";
import {calibrationOf, COUNTED_AFTER, JUDGED_AFTER, STRANGERS_AFTER} from "../src/calibration/calibration.js";
import type {Judged} from "../src/calibration/performance.js";
import {type PlannedNetwork, plannedNetworks} from "../src/calibration/plan.js";
import {addTables, addTails} from "../src/calibration/score.js";
import type {Weights} from "../src/evidence/weights.js";
import type {Answer, Ask, Task} from "./calibration/worker.js";
import {helpText, parseCommandLine, runProgram, UsageError} from "./commandLine.js";

const options = {
  out: {
    type: "text",
    placeholder: "FILE",
    default: join("src", "data", "calibration.json"),
    help: "where the result goes",
  },
  keep: {
    type: "text",
    placeholder: "DIR",
    default: join("node_modules", ".cache", "electrum-kinship", "calibration"),
    help: "where simulated windows are kept, some 30 MB each; they are made anew if the simulation has changed",
  },
  small: {
    type: "flag",
    help: "a trial: some small networks of each set, watched for three runs; the result is worth nothing",
  },
  help: {type: "flag", help: "this text"},
} as const;

const purpose =
  `Simulates ${plannedNetworks.length} networks and holds what the study would say of them against their truth. ` +
  "Takes some seventy minutes on two cores, a few minutes if the windows are kept. The same code gives the same file.";

/** Runs after which networks are asked. */
const AFTER = {tables: COUNTED_AFTER, tails: [STRANGERS_AFTER], judged: JUDGED_AFTER} as const;

/** Memory for a simulated fortnight of a busy market, MB. */
const WORKER_MEMORY_MB = 4_000;

/** Workers: more would not fit into the memory of a usual machine. */
const MOST_WORKERS = 4;

async function main(args: readonly string[]): Promise<number> {
  const {values} = parseCommandLine(options, args);
  if (values.help) {
    process.stdout.write(helpText("npm run calibrate -- [options]", purpose, options));
    return 0;
  }
  if (!existsSync(dirname(values.out)))
    throw new UsageError(`--out: expected a file in a folder that is there, got ${values.out}`);
  const networks = values.small ? trial() : plannedNetworks;
  const training = networks.filter(({set}) => set === "training");
  const heldOut = networks.filter(({set}) => set === "held out");
  const ask = (of: readonly PlannedNetwork[], question: Ask) =>
    workOff(
      of.map((network) => ({
        network,
        after: AFTER[question.for],
        folder: values.keep,
        ask: question,
      })),
    );
  const counted = await ask(training, {for: "tables"});
  const untailed: Weights = {
    source: `${training.length} simulated networks (npm run calibrate)`,
    tables: addTables(counted.map(({tables}) => tables)),
    tails: [],
  };
  const reached = await ask(training, {for: "tails", weights: untailed});
  const weights = {...untailed, tails: addTails(reached.map(({tails}) => tails))};
  const answers = await ask(heldOut, {for: "judged", weights});
  const judged = answers.flatMap((answer, i): Judged[] => {
    const network = heldOut[i];
    return network ? answer.judged.map((one) => ({network, ...one})) : [];
  });
  writeFileSync(values.out, `${JSON.stringify(calibrationOf(weights, judged, networks))}\n`);
  process.stdout.write(
    `${values.out}: ${training.length} networks to weigh with, ${heldOut.length} judged\n`,
  );
  return 0;
}

/** The smallest networks there can be, for trying the command itself. */
function trial(): readonly PlannedNetwork[] {
  return plannedNetworks
    .filter(({regime, missShare}) => regime === "quiet" && missShare === 0.01)
    .map((network) => ({...network, endpoints: 24, runs: 3, rounds: 2}));
}

/** Gives tasks to workers as they become free. @returns answers in the order of the tasks */
async function workOff(tasks: readonly Task[]): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    const worker = fork(fileURLToPath(new URL("./calibration/worker.ts", import.meta.url)), {
      serialization: "advanced",
      execArgv: [...process.execArgv, `--max-old-space-size=${WORKER_MEMORY_MB}`],
    });
    try {
      for (let position = next++; position < tasks.length; position = next++) {
        const task = tasks[position];
        if (!task) break;
        answers[position] = await new Promise<Answer>((resolve, reject) => {
          const fail = (code: unknown) => reject(new Error(`calibrate: a worker ended with ${String(code)}`));
          worker.once("exit", fail);
          worker.once("message", (answer: Answer) => {
            worker.off("exit", fail);
            resolve(answer);
          });
          worker.send(task);
        });
        const {set, seed} = task.network;
        process.stderr.write(`${position + 1} of ${tasks.length} (${set}): ${seed}\n`);
      }
    } finally {
      worker.kill();
    }
  };
  await Promise.all(
    Array.from({length: Math.min(MOST_WORKERS, availableParallelism(), tasks.length)}, () => work()),
  );
  return answers;
}

await runProgram(main);
