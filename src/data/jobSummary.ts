/**
 * `npm run job-summary`: after a build in a workflow, adds what was found to the run's summary page, the file that
 * `GITHUB_STEP_SUMMARY` names; without one it is printed.
 */
import {appendFileSync, existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import type {Manifest} from "../observation/snapshot.js";
import {type ArchiveIndex, MANIFEST_PATTERN} from "../report/archiveIndex.js";
import {failedSources} from "../report/failedSources.js";
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
  // Before what was found: of a list that failed, nobody new was asked.
  const lines = [...failedSources(newestManifest()?.options ?? {}), ...newest];
  const text = `${jobSummary("The newest run", lines)}\n${jobSummary("What the archive shows", sentences)}`;
  const place = process.env["GITHUB_STEP_SUMMARY"];
  if (place) appendFileSync(place, text);
  else process.stdout.write(text);
}

/** Of the run that ended last, as published; null if there is none. */
function newestManifest(): Manifest | null {
  const {generated_from: newest} = JSON.parse(readFileSync(join(data, "index.json"), "utf8")) as ArchiveIndex;
  if (newest === null) return null;
  const place = MANIFEST_PATTERN.replace("{path}", newest.path);
  return JSON.parse(readFileSync(join(data, place), "utf8")) as Manifest;
}
