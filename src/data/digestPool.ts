import {availableParallelism} from "node:os";
import {Worker} from "node:worker_threads";
import {type DigestJob, type DigestResult, digestRuns} from "./digestRuns.js";

/** Threads at most: more than two do not make a laptop's disk faster. */
const MOST_THREADS = 2;

/** MB for what a thread soon forgets: a run leaves some 30 MB, and with less room V8 stops every few milliseconds. */
const YOUNG_MB = 96;

/** Runs below which starting threads takes longer than it saves. */
const RUNS_WORTH_THREADS = 24;

/** A thread does not inherit that the process reads TypeScript, so it learns that first. */
const start = `
  import(${JSON.stringify(import.meta.resolve("tsx/esm/api"))}).then(({register}) => {
    register();
    return import(${JSON.stringify(new URL("digestWorker.ts", import.meta.url).href)});
  });
`;

/**
 * Does jobs, on threads of their own where there are many.
 *
 * @param done is told of each as soon as it is there, in any order
 */
export async function digestAll(
  jobs: readonly DigestJob[],
  done: (result: DigestResult, position: number) => void,
): Promise<void> {
  const queue = jobs.entries();
  const threads = Math.min(MOST_THREADS, availableParallelism(), jobs.length);
  if (threads < 2 || jobs.reduce((sum, {paths}) => sum + paths.length, 0) < RUNS_WORTH_THREADS) {
    for (const [position, job] of queue) done(await digestRuns(job), position);
    return;
  }
  await Promise.all(
    Array.from({length: threads}, async () => {
      const worker = new Worker(start, {
        eval: true,
        resourceLimits: {maxYoungGenerationSizeMb: YOUNG_MB},
      });
      try {
        for (const [position, job] of queue) done(await answerOf(worker, job), position);
      } finally {
        await worker.terminate();
      }
    }),
  );
}

async function answerOf(worker: Worker, job: DigestJob): Promise<DigestResult> {
  return await new Promise((resolve, reject) => {
    const leave = () => {
      worker.off("message", answered).off("error", failed).off("exit", ended);
    };
    const answered = (result: DigestResult) => {
      leave();
      resolve(result);
    };
    const failed = (error: Error) => {
      leave();
      reject(error);
    };
    const ended = (code: number) => failed(new Error(`digestAll: a thread ended with code ${code}`));
    worker.on("message", answered).on("error", failed).on("exit", ended);
    worker.postMessage(job, []);
  });
}
