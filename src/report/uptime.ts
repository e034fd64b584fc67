import {group} from "d3-array";
import {averageLinkage} from "../statistics/linkage.js";
import {symmetricMatrix} from "../statistics/distanceMatrix.js";
import {optimalLeafOrder} from "../statistics/leafOrder.js";
import type {RunRecord} from "./runRecord.js";
import {type RunState, runState} from "./runStates.js";
import {serverId} from "./serverIds.js";

/** Rows that are drawn; of more, those with most changes. */
export const UPTIME_SERVERS = 300;

/** One letter for each state in a row's text. */
export const STATE_LETTERS: Readonly<Record<RunState, string>> = {answered: "a", failed: "f", untold: "-"};

/** Which servers answered in which run, without those that never changed. */
export interface Uptime {
  readonly letters: Readonly<Record<RunState, string>>;
  /** like ones beside each other */
  readonly servers: readonly UptimeRow[];
  /** endpoints that answered, or failed, every time that tells; they carry no information about common outages */
  readonly alwaysUp: number;
  readonly alwaysDown: number;
  /** endpoints that no run told of */
  readonly untold: number;
  /** changing ones that are not drawn for want of room */
  readonly left: number;
}

export interface UptimeRow {
  readonly id: string;
  readonly endpoint: string;
  /** run-length code of its states, oldest run first: `12a3f-` is 12 times answered, 3 failed, 1 untold */
  readonly states: string;
  /** times that it went from answering to failing or back */
  readonly changes: number;
}

/** @param runs the columns, in their order */
export function uptime(runs: readonly RunRecord[], most = UPTIME_SERVERS): Uptime {
  const rows = stateRows(runs);
  const kind = (text: string) => {
    const [up, down] = [text.includes(STATE_LETTERS.answered), text.includes(STATE_LETTERS.failed)];
    return up ? (down ? "changing" : "up") : down ? "down" : "untold";
  };
  const byKind = group(
    [...rows].map(([endpoint, text]) => ({endpoint, text, changes: changesOf(text)})),
    ({text}) => kind(text),
  );
  const changing = (byKind.get("changing") ?? []).toSorted(
    (x, y) => y.changes - x.changes || (x.endpoint < y.endpoint ? -1 : 1),
  );
  const shown = likeTogether(changing.slice(0, most));
  return {
    letters: STATE_LETTERS,
    servers: shown.map(({endpoint, text, changes}) => ({
      id: serverId(endpoint),
      endpoint,
      states: runLength(text),
      changes,
    })),
    alwaysUp: byKind.get("up")?.length ?? 0,
    alwaysDown: byKind.get("down")?.length ?? 0,
    untold: byKind.get("untold")?.length ?? 0,
    left: changing.length - shown.length,
  };
}

/** A letter a run, for each endpoint that any of the runs asked. */
function stateRows(runs: readonly RunRecord[]): Map<string, string> {
  const rows = new Map<string, string[]>();
  for (const [i, run] of runs.entries())
    for (const row of run.endpoints) {
      const states = rows.get(row.endpoint) ?? Array.from(runs, () => STATE_LETTERS.untold);
      states[i] = STATE_LETTERS[runState(run, row)];
      rows.set(row.endpoint, states);
    }
  return new Map([...rows].map(([endpoint, states]) => [endpoint, states.join("")]));
}

/** Changes between answering and failing; what is not told in between changes nothing. */
export function changesOf(states: string): number {
  const told = states.replaceAll(STATE_LETTERS.untold, "");
  return Array.from(told).filter((state, i) => i > 0 && state !== told[i - 1]).length;
}

/** @example runLength("aaaf") // "3af" */
export function runLength(states: string): string {
  return states.replace(/(.)\1+/g, (run, letter: string) => `${run.length}${letter}`);
}

/** Rows in an order that puts like ones together: average linkage by the share of runs in which two differ. */
function likeTogether<Row extends {readonly text: string}>(rows: readonly Row[]): Row[] {
  if (rows.length < 3) return [...rows];
  const matrix = symmetricMatrix(rows.length, (i, j) => difference(rows[i]?.text ?? "", rows[j]?.text ?? ""));
  return optimalLeafOrder(averageLinkage(matrix), matrix).flatMap((i) => rows[i] ?? []);
}

/** Share of the runs that tell of both in which they differ; a half if no run does: neither like nor unlike. */
function difference(a: string, b: string): number {
  let [told, differing] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    if (a[i] === STATE_LETTERS.untold || b[i] === STATE_LETTERS.untold) continue;
    told++;
    if (a[i] !== b[i]) differing++;
  }
  return told === 0 ? 0.5 : differing / told;
}
