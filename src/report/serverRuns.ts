import type {EndpointRow} from "../observation/schema.js";
import type {RunRecord} from "./runRecord.js";

/** One endpoint in one run. */
export interface ServerRun {
  /** position of the run */
  readonly run: number;
  readonly record: RunRecord;
  readonly row: EndpointRow;
}

/** Every endpoint that any run was to ask, with its row of each run, oldest first; in alphabetical order. */
export function serverRuns(runs: readonly RunRecord[]): ReadonlyMap<string, readonly ServerRun[]> {
  const lists = new Map<string, ServerRun[]>();
  for (const [run, record] of runs.entries())
    for (const row of record.endpoints) {
      const list = lists.get(row.endpoint);
      if (list) list.push({run, record, row});
      else lists.set(row.endpoint, [{run, record, row}]);
    }
  return new Map([...lists].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Every address that was connected to, the newest first. */
export function addressesOf(list: readonly ServerRun[]): readonly string[] {
  return [...new Set(list.toReversed().flatMap(({row}) => row.address ?? []))];
}

/** The row that a server answered last; undefined if it never did. */
export function lastAnswerOf(list: readonly ServerRun[]): ServerRun | undefined {
  return list.findLast(({row}) => row.outcome === "answered");
}

/** How often a server was tried and answered, and when. Times are of the runs, UTC ms. */
export interface Attendance {
  /** runs that tried it */
  readonly asked: number;
  readonly answered: number;
  /** first and last run that was to ask it, tried or not */
  readonly firstListed: number;
  readonly lastListed: number;
  readonly firstAnswered: number | null;
  readonly lastAnswered: number | null;
  /** whether it answered in the newest run that has it on its list */
  readonly answersNow: boolean;
}

export function attendanceOf(list: readonly ServerRun[]): Attendance {
  const answers = list.filter(({row}) => row.outcome === "answered");
  const at = (one: ServerRun | undefined) => one?.record.startedAt;
  return {
    asked: list.filter(({row}) => row.outcome !== "not-tried").length,
    answered: answers.length,
    firstListed: at(list[0]) ?? 0,
    lastListed: at(list.at(-1)) ?? 0,
    firstAnswered: at(answers[0]) ?? null,
    lastAnswered: at(answers.at(-1)) ?? null,
    answersNow: list.at(-1)?.row.outcome === "answered",
  };
}
