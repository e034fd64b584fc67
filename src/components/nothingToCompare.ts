import {create} from "d3";
import type {Chosen} from "./roundPicker.js";

/** What stands in place of a matrix: no run at all, or a run without an answer. */
export function nothingToCompare(chosen: Chosen | undefined): HTMLElement {
  const text = chosen
    ? "In this run no answer came that could be compared."
    : "There is nothing to compare yet: the archive holds no run.";
  return create("p").text(text).node() as HTMLElement; // created in this line
}
