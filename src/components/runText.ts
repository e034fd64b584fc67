import {create} from "d3";
import type {RunReport} from "../report/study.js";

/**
 * A run in the sentences that were made for it.
 *
 * @param unreadable snapshots that were left out because they are damaged or newer than this code
 */
export function runText(run: Pick<RunReport, "sentences"> | undefined, unreadable = 0): HTMLElement {
  const text = create("div").attr("class", "run-text");
  if (!run) text.append("p").text("There is no run to describe yet.");
  for (const sentence of run?.sentences ?? []) text.append("p").text(sentence);
  if (unreadable > 0)
    text.append("p").text(`Snapshots that could not be read and were left out: ${unreadable}.`);
  return text.node() as HTMLElement; // created above
}
