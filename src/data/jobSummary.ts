/**
 * `npm run job-summary`: after a build in a workflow, adds what was found to the run's summary page, the file that
 * `GITHUB_STEP_SUMMARY` names; without one it is printed.
 */
import {appendFileSync, existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import type {Findings} from "../report/findings.js";
import {jobSummary} from "../report/jobSummary.js";

/** Where the build put the site, as observablehq.config.ts has it. The archive is not read a second time. */
const data = join(process.env["KINSHIP_OUTPUT"] ?? "dist", "data");

if (!existsSync(join(data, "findings.json"))) {
  process.stderr.write(`job-summary: expected a built site, got none in ${data}: npm run build makes it\n`);
  process.exitCode = 2;
} else {
  const {sentences} = JSON.parse(readFileSync(join(data, "findings.json"), "utf8")) as Pick<
    Findings,
    "sentences"
  >;
  const newest = readFileSync(join(data, "summary.txt"), "utf8").split("\n");
  const text = `${jobSummary("The newest run", newest)}\n${jobSummary("What the archive shows", sentences)}`;
  const place = process.env["GITHUB_STEP_SUMMARY"];
  if (place) appendFileSync(place, text);
  else process.stdout.write(text);
}
