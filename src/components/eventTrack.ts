import {area, create, curveStepAfter, max, type Selection, sum} from "d3";
import type {ClusterHistory} from "../report/clusterHistory.js";
import {dataTable} from "./dataTable.js";
import {drawTimeAxis, type HistoryAxis, historyAxis, runTime} from "./historyAxis.js";
import {tableOnDemand} from "./tableOnDemand.js";

type Svg = Selection<SVGSVGElement, undefined, null, undefined>;

/** px */
const ROW = 24;
const OUT_ROW = 44;

/** Kinds that have a row even where none is seen: their absence is news. The others are shown if there is one. */
const ALWAYS: ReadonlySet<string> = new Set(["version", "relay minimum", "certificate key"]);

/** What changed about servers, and how many did not answer, on the time axis of the clusters. */
export function eventTrack(history: ClusterHistory, {width}: {width: number}): HTMLElement {
  const figure = create("figure").attr("class", "events");
  const node = figure.node() as HTMLElement; // created above
  figure.append("h3").text(history.titles.events);
  if (history.startedAt.length === 0) return node;
  const axis = historyAxis(history, width);
  const rows = history.events.kinds
    .map((kind, i) => ({kind, counts: history.events.counts[i] ?? []}))
    .filter(({kind, counts}) => ALWAYS.has(kind) || sum(counts) > 0);
  const foot = ROW * rows.length + OUT_ROW + 6;
  const svg = figure
    .append("svg")
    .attr("width", width)
    .attr("height", foot + 26)
    .attr("viewBox", `0 0 ${width} ${foot + 26}`)
    .attr("role", "img")
    .attr("aria-label", `${history.titles.events}. The table below lists them.`);
  drawOwnSide(svg, history, axis, foot);
  for (const [i, {kind, counts}] of rows.entries())
    drawRow(svg, history, axis, kind, counts, ROW * (i + 0.5));
  drawOut(svg, history, axis, ROW * rows.length + 4);
  drawTimeAxis(svg, axis, foot, width);
  figure
    .append("figcaption")
    .text(
      "A mark stands at the first run that shows a new value; the larger, the more servers. Servers out: those that had answered before and did not in that run. " +
        "Grey stretches are runs in which nobody answered, most likely because of our own connection. What it cannot show: changes between two runs that were undone in between, and why something changed.",
    );
  node.append(
    tableOnDemand("Changes as a table", () => changeTable(history)),
    tableOnDemand("Outages as a table", () => outageTable(history)),
  );
  return node;
}

function label(svg: Svg, text: string, {left}: HistoryAxis, y: number): void {
  svg
    .append("text")
    .attr("class", "track-label")
    .attr("x", left - 10)
    .attr("y", y)
    .attr("dy", "0.35em")
    .attr("text-anchor", "end")
    .text(text);
}

/** Words that fit beside a narrow chart. */
const SHORT: Readonly<Record<string, string>> = {
  "relay minimum": "relay min.",
  "certificate key": "certificate",
};

function drawRow(
  svg: Svg,
  history: ClusterHistory,
  axis: HistoryAxis,
  kind: string,
  counts: readonly number[],
  y: number,
): void {
  label(svg, SHORT[kind] ?? kind, axis, y);
  const [from, to] = axis.time.range();
  svg
    .append("line")
    .attr("class", "track-line")
    .attr("x1", from ?? 0)
    .attr("x2", to ?? 0)
    .attr("y1", y)
    .attr("y2", y);
  for (const [run, count] of counts.entries())
    if (count > 0)
      svg
        .append("circle")
        .attr("class", "track-mark")
        .attr("cx", axis.x(run))
        .attr("cy", y)
        .attr("r", Math.min(ROW / 2, 3 + Math.sqrt(count)))
        .append("title")
        .text(`${kind}: ${count} ${count === 1 ? "server" : "servers"}, seen ${runTime(history, run)}`);
}

function drawOut(svg: Svg, {events: {out}}: ClusterHistory, axis: HistoryAxis, top: number): void {
  const most = max(out) ?? 0;
  const height = OUT_ROW - 10;
  label(svg, "servers out", axis, top + height / 2);
  const [, to] = axis.time.range();
  const ends = [...out, out.at(-1) ?? 0]; // the last step goes on to the edge
  svg
    .append("path")
    .attr("class", "track-out")
    .attr(
      "d",
      area<number>()
        .x((_, run) => (run < out.length ? axis.x(run) : (to ?? 0)))
        .y0(top + height)
        .y1((count) => top + height - (most === 0 ? 0 : (height * count) / most))
        .curve(curveStepAfter)(ends),
    );
  svg
    .append("text")
    .attr("class", "track-label")
    .attr("x", (to ?? 0) + 6)
    .attr("y", top + 8)
    .text(most === 0 ? "0" : `max ${most}`);
}

function drawOwnSide(svg: Svg, {ownSide}: ClusterHistory, {x}: HistoryAxis, height: number): void {
  for (const run of ownSide)
    svg
      .append("rect")
      .attr("class", "track-own")
      .attr("x", x(run) - 2)
      .attr("width", 4)
      .attr("height", height);
}

function changeTable(history: ClusterHistory): HTMLElement {
  const {changes, allChanges, kinds, texts} = history.events;
  return dataTable(listed("changes", changes.length, allChanges), changes, [
    {heading: "Seen in the run of", text: ([, , , run]) => runTime(history, run), kind: "short"},
    {heading: "Not yet in that of", text: ([, , after]) => runTime(history, after), kind: "short"},
    {heading: "Server", text: ([server]) => history.servers[server] ?? "", kind: "name"},
    {heading: "What", text: ([, kind]) => kinds[kind] ?? "", kind: "short"},
    {heading: "From", text: ([, , , , from]) => texts[from] ?? ""},
    {heading: "To", text: ([, , , , , to]) => texts[to] ?? ""},
  ]);
}

function outageTable(history: ClusterHistory): HTMLElement {
  const {outages, allOutages, texts} = history.events;
  return dataTable(listed("outages", outages.length, allOutages), outages, [
    {heading: "First run without an answer", text: ([, from]) => runTime(history, from), kind: "short"},
    {heading: "Last", text: ([, , to]) => runTime(history, to), kind: "short"},
    {heading: "Server", text: ([server]) => history.servers[server] ?? "", kind: "name"},
    {heading: "Where and why", text: ([, , , , text]) => texts[text] ?? ""},
    {heading: "Since then", text: ([, , , over]) => (over === 1 ? "answered again" : "no answer yet")},
  ]);
}

function listed(what: string, shown: number, all: number): string {
  return shown === all ? `All ${all} ${what}, the newest first` : `The newest ${shown} of ${all} ${what}`;
}
