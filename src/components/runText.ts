import {create} from "d3";
import type {RunReport} from "../report/study.js";

/** A run in the sentences that were made for it. */
export function runText(run: RunReport | undefined): HTMLElement {
  const text = create("div").attr("class", "run-text");
  if (!run) text.append("p").text("There is no run to describe yet.");
  for (const sentence of run?.sentences ?? []) text.append("p").text(sentence);
  return text.node() as HTMLElement; // created above
}
