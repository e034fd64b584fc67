import {create} from "d3";
import type {RunList} from "../report/runList.js";

/** Which runs can be looked at here, and where the others are. */
export function runsNote(list: Pick<RunList, "runs" | "older" | "most">): HTMLElement {
  return create("p").text(runsNoteText(list)).node() as HTMLElement; // created here
}

export function runsNoteText({runs, older, most}: Pick<RunList, "runs" | "older" | "most">): string {
  const number = (value: number) => value.toLocaleString("en-US");
  if (runs.length === 0) return "";
  if (older > 0)
    return `The newest ${number(runs.length)} runs can be looked at here; ${number(older)} older ones are in the archive.`;
  const all =
    runs.length === 1 ? "The one run of the archive" : `All ${number(runs.length)} runs of the archive`;
  return `${all} can be looked at here; the newest ${number(most)} are kept once there are more.`;
}
