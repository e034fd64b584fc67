import {create, type Selection} from "d3";
import type {Coverage} from "../report/coverage.js";
import type {FailureSeries} from "../report/failureReasons.js";
import {chartFigure} from "./chartFigure.js";
import {dataTable} from "./dataTable.js";
import {type RunColumns, runColumns, runName} from "./runColumns.js";

/** px. */
const [HEIGHT, AXIS, WIDEST] = [34, 20, 960];

/** How many endpoints failed by each reason, run by run: one small chart a reason, all on one scale. */
export function failureMultiples(coverage: Coverage, {width}: {width: number}): HTMLElement {
  const {reasons, runs} = coverage;
  const most = Math.max(1, ...reasons.rows.flatMap(({counts}) => counts.map((count) => count ?? 0)));
  const caption =
    `Endpoints that failed, by the stage at which it ended and the reason, in each run; every strip goes from 0 to ${most}. Grey columns: nobody answered, so our own side is suspected. Dotted lines: scheduled runs are missing. ` +
    "What it cannot show: whether a server was down for everyone or only from where we ask; a firewall that drops us looks like a server that is off.";
  const columns = runColumns(coverage, 0, Math.min(width, WIDEST) - 1);
  const list = create("ul").attr("class", "failure-series");
  for (const [i, row] of reasons.rows.entries())
    series(list, row, {columns, most, axis: i === reasons.rows.length - 1});
  return chartFigure(
    {title: reasons.title, caption, ...(runs.length > 0 ? {table: () => failureTable(coverage)} : {})},
    ...(reasons.rows.length > 0 ? [list.node() as HTMLElement] : []),
  );
}

function series(
  list: Selection<HTMLUListElement, undefined, null, undefined>,
  {stage, reason, meaning, counts, total}: FailureSeries,
  {columns, most, axis}: {columns: RunColumns; most: number; axis: boolean},
): void {
  const item = list.append("li");
  const label = item.append("div");
  label.append("strong").text(`${stage}: ${reason}`);
  label
    .append("small")
    .text(
      ` ${meaning}; ${total.toLocaleString("en-US")} in all, ${Math.max(0, ...counts.map((count) => count ?? 0))} in one run at most`,
    );
  const {edges} = columns;
  const right = edges.at(-1) ?? 0;
  const svg = item
    .append("svg")
    .attr("width", Math.max(right, 90) + 1)
    .attr("height", HEIGHT + (axis ? AXIS : 0))
    .attr("role", "img")
    .attr("aria-label", `${stage}: ${reason}, ${total} failures in ${counts.length} runs`);
  const untold = counts.flatMap((count, i) =>
    count === null ? [`M${edges[i]},0H${edges[i + 1]}V${HEIGHT}H${edges[i]}z`] : [],
  );
  svg.append("path").attr("class", "failure-untold").attr("d", untold.join(""));
  svg
    .append("path")
    .attr("class", "failure-area")
    .attr("d", steps(counts, edges, most));
  svg.append("path").attr("class", "strip-axis").attr("d", `M0,${HEIGHT}H${right}`);
  svg
    .append("path")
    .attr("class", "run-gap")
    .attr("d", columns.gaps.map((x) => `M${x},0V${HEIGHT}`).join(""));
  if (!axis) return;
  for (const {x, text} of columns.labels)
    svg
      .append("text")
      .attr("class", "strip-end")
      .attr("x", x)
      .attr("y", HEIGHT + AXIS - 5)
      .text(text);
}

/** A filled staircase from the base line. */
function steps(counts: FailureSeries["counts"], edges: readonly number[], most: number): string {
  const y = (count: number | null) => HEIGHT - ((count ?? 0) / most) * (HEIGHT - 3);
  const stairs = counts.map((count, i) => `V${y(count)}H${edges[i + 1]}`).join("");
  return `M${edges[0] ?? 0},${HEIGHT}${stairs}V${HEIGHT}z`;
}

function failureTable({reasons, runs}: Coverage): HTMLElement {
  return dataTable("Endpoints by outcome, run by run", runs.map((run, i) => ({run, i})).toReversed(), [
    {heading: "Run", text: ({run}) => runName(run), kind: "short"},
    {heading: "Asked", text: ({run}) => String(run.asked), kind: "numeric"},
    {heading: "Answered", text: ({run}) => String(run.answered), kind: "numeric"},
    {heading: "Not tried", text: ({run}) => String(run.notTried), kind: "numeric"},
    ...reasons.rows.map(({stage, reason, counts}) => ({
      heading: `${stage}: ${reason}`,
      text: ({i}: {i: number}) => String(counts[i] ?? "–"),
      kind: "numeric" as const,
    })),
  ]);
}
