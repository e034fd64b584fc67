/** A thread that digests runs: one job a message, one answer each. */
import {parentPort} from "node:worker_threads";
import {type DigestJob, digestRuns} from "./digestRuns.js";

parentPort?.on("message", (job: DigestJob) => {
  void digestRuns(job).then((result) => parentPort?.postMessage(result, [result.bytes.buffer]));
});
