import type {Manifest} from "../../src/observation/snapshot.js";

/** A run of the month, whole. */
export interface ReleasedRun {
  /** below the archive */
  readonly run: string;
  readonly manifest: Manifest;
}

/** What the project says of itself, from its committed files. */
export interface ProjectFacts {
  readonly name: string;
  readonly homepage: string;
  readonly authors: readonly string[];
  /** one that stands for all releases, once there is one: CITATION.cff names it */
  readonly doi: string | null;
}

/** What all files of a release agree on. */
export interface ReleaseFacts {
  readonly project: ProjectFacts;
  /** `YYYY-MM` */
  readonly month: string;
  /** `2026.11.0`: year, month, and a number that counts releases of that month's data */
  readonly version: string;
  readonly title: string;
  readonly description: string;
  /** day on which the newest run ended, UTC */
  readonly date: string;
  /** end of the newest run, ISO 8601 */
  readonly created: string;
  /** nothing in it is about a real server */
  readonly simulated: boolean;
  /** oldest first, one at least */
  readonly runs: readonly ReleasedRun[];
  /** name of the file that holds them */
  readonly file: string;
}

/** @throws {RangeError} without a run */
export function releaseFacts(
  project: ProjectFacts,
  month: string,
  number: number,
  runs: readonly ReleasedRun[],
): ReleaseFacts {
  const ends = runs.map(({manifest}) => manifest.ended_at).toSorted();
  const created = ends.at(-1);
  if (created === undefined) throw new RangeError("releaseFacts: expected a run, got none");
  const simulated = runs.some(({manifest}) => manifest.simulated);
  const vantages = new Set(runs.map(({manifest}) => manifest.vantage)).size;
  return {
    project,
    month,
    version: `${month.replace("-", ".")}.${number}`,
    title: `${project.name} data, ${month}${simulated ? " (simulated network)" : ""}`,
    description:
      `What ${simulated ? "the servers of a simulated network" : "public Bitcoin Electrum servers"} answered to harmless ` +
      `questions in ${month}: ${counted(runs.length, "run")} from ${counted(vantages, "vantage point")}, each a folder of ` +
      "five Parquet tables and a manifest.",
    date: created.slice(0, 10),
    created,
    simulated,
    runs,
    file: `${project.name}-${month}.tar`,
  };
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
