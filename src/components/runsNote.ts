import {create} from "d3";
import type {RunList} from "../report/runList.js";

/** Which runs can be looked at here, and where the others are. */
export function runsNote({runs, older, most}: Pick<RunList, "runs" | "older" | "most">): HTMLElement {
  const note = create("p");
  const number = (value: number) => value.toLocaleString("en-US");
  if (runs.length > 0)
    note.text(
      older === 0
        ? `All ${number(runs.length)} runs of the archive can be looked at here; the newest ${number(most)} are kept once there are more.`
        : `The newest ${number(runs.length)} runs can be looked at here; ${number(older)} older ones are in the archive.`,
    );
  return note.node() as HTMLElement; // created above
}
