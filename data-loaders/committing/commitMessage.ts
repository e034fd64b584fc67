import type {Manifest} from "../../src/observation/snapshot.js";
import type {CohortCount, RunChanges} from "./runChanges.js";

/** Endpoints that a message names on one line; more are counted. An outage of our own side would name all of them. */
const NAMED = 20;

/** What a run's tables say, beside its manifest. */
export interface RunSummary {
  /** none if the run's table cannot be read */
  readonly cohorts: readonly CohortCount[];
  /** since the same vantage's run before, if there is one that can be read */
  readonly changes: RunChanges | "first" | "unreadable";
}

/**
 * The message of the commit that adds a run: what a Parquet diff cannot show. It is made of counts, times and canonical
 * endpoints; nothing else that came from a server gets into it.
 */
export function commitMessage(manifest: Manifest, {cohorts, changes}: RunSummary): string {
  const {counts, vantage, network, own_side_suspected: ownSide} = manifest;
  const where = network === "lab" ? `${vantage}, simulated` : vantage;
  return [
    `${where} ${moment(manifest.run)}: ${counts.answered} of ${counted(counts.endpoints, "endpoint")} answered`,
    "",
    ...(ownSide ? ["No endpoint answered: our own side is the likely cause, and the snapshot says so."] : []),
    `${counted(counts.reads, "histogram")} in ${counted(counts.sweeps, "sweep")}, ${counts.distinct_histograms} distinct; ` +
      `${counts.failed} failed, ${counts.not_tried} not tried.`,
    ...(cohorts.length === 0 ? [] : [`Answered by network: ${cohorts.map(cohortText).join(", ")}.`]),
    ...(typeof changes === "string" ? [unchanged[changes]] : changeLines(changes, ownSide)),
    "",
  ].join("\n");
}

function cohortText({cohort, answered, listed}: CohortCount): string {
  return `${cohort} ${answered} of ${listed}`;
}

const unchanged = {
  first: "The first run of this vantage.",
  unreadable: "This run or the one before it cannot be read, so nothing is said of changes.",
} as const;

function changeLines({since, back, gone, versions, added, dropped}: RunChanges, ownSide: boolean): string[] {
  const lines = [
    ...(back.length > 0 ? [`answering again: ${named(back)}`] : []),
    // Where nobody answered, a list of all names would say nothing about them.
    ...(gone.length > 0 && !ownSide ? [`no longer answering: ${named(gone)}`] : []),
    ...(versions > 0 ? [`another version reported by: ${versions}`] : []),
    ...(added > 0 ? [`not asked before: ${added}`] : []),
    ...(dropped > 0 ? [`asked before and not now: ${dropped}`] : []),
  ];
  const head = `Since the run of ${moment(since)}`;
  return ["", ...(lines.length === 0 ? [`${head}: no change of these kinds.`] : [`${head}:`, ...lines])];
}

function named(endpoints: readonly string[]): string {
  const more = endpoints.length - NAMED;
  return `${endpoints.length} (${endpoints.slice(0, NAMED).join(", ")}${more > 0 ? `, and ${more} more` : ""})`;
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** `20261122T162300Z` as `2026-11-22 16:23 UTC`. */
function moment(run: string): string {
  return run.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)\d\dZ$/, "$1-$2-$3 $4:$5 UTC");
}
