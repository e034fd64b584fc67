import {create} from "d3";
import type {Coverage} from "../report/coverage.js";
import {dataTable} from "./dataTable.js";
import {minuteText} from "./runColumns.js";

/** Times without a run; a sentence where there are none. */
export function gapTable({schedule, hoursBetweenRuns}: Coverage): HTMLElement {
  const rows = schedule.flatMap(({vantage, gaps}) => gaps.map((gap) => ({vantage, ...gap})));
  if (rows.length === 0)
    return note(schedule.length === 0 ? "There is no run yet." : "No scheduled run is missing.");
  return dataTable(`Missing runs, at one every ${hoursBetweenRuns} hours, the newest first`, rows, [
    {heading: "From", text: ({vantage}) => vantage, kind: "short"},
    {heading: "Last run before", text: ({after}) => minuteText(after), kind: "short"},
    {heading: "First run after", text: ({before}) => minuteText(before), kind: "short"},
    {heading: "Hours", text: ({after, before}) => ((before - after) / 3_600_000).toFixed(1), kind: "numeric"},
    {heading: "Runs missing", text: ({missing}) => String(missing), kind: "numeric"},
    {
      heading: "of them in the archive, unreadable",
      text: ({unreadable}) => String(unreadable),
      kind: "numeric",
    },
  ]);
}

/** Runs in which nobody answered. */
export function ownSideTable({runs}: Coverage): HTMLElement {
  const rows = runs.filter(({ownSide}) => ownSide).toReversed();
  if (rows.length === 0) return note("In every run that is drawn here somebody answered.");
  return dataTable("Runs in which nobody answered, the newest first", rows, [
    {heading: "Run", text: ({startedAt}) => minuteText(startedAt), kind: "short"},
    {heading: "From", text: ({vantage}) => vantage, kind: "short"},
    {heading: "Endpoints asked", text: ({asked}) => String(asked), kind: "numeric"},
  ]);
}

/** Runs that are in the archive and in none of the numbers. */
export function problemTable({problems}: Coverage): HTMLElement {
  if (problems.length === 0) return note("Every run of the archive could be read.");
  return dataTable("Runs that could not be read, the newest first", problems, [
    {heading: "Run", text: ({path}) => path, kind: "name"},
    {heading: "Why", text: ({problem}) => problem, kind: "name"},
  ]);
}

function note(text: string): HTMLElement {
  return create("p").text(text).node() as HTMLElement; // created in this line
}
