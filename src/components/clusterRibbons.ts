import {create, type Selection} from "d3";
import type {ClusterHistory} from "../report/clusterHistory.js";
import {clusterColour, clusterHatching} from "./clusterColour.js";
import {dataTable} from "./dataTable.js";
import {drawTimeAxis, type HistoryAxis, historyAxis, runTime} from "./historyAxis.js";
import {nameOf} from "./places.js";
import {type RibbonLayout, ribbonLayout, type RibbonNode} from "./ribbonLayout.js";
import {chooseRibbon} from "./ribbonPointer.js";
import {tableOnDemand} from "./tableOnDemand.js";

type Svg = Selection<SVGSVGElement, undefined, null, undefined>;

/** px. A label needs this much height of its ribbon. */
const LABEL = 11;

/** The life of every cluster: a ribbon as thick as it has servers, and bands for those that change from one to another. */
export function clusterRibbons(history: ClusterHistory, {width}: {width: number}): HTMLElement {
  const figure = create("figure").attr("class", "ribbons");
  const node = figure.node() as HTMLElement; // created above
  figure.append("h3").text(history.titles.ribbons);
  if (!history.compared.some((servers) => servers >= 2)) return node;
  const axis = historyAxis(history, width);
  const layout = ribbonLayout(history, axis);
  const box = figure.append("div").attr("class", "matrix-box");
  const svg = box
    .append("svg")
    .attr("width", width)
    .attr("height", layout.height + 26)
    .attr("viewBox", `0 0 ${width} ${layout.height + 26}`)
    .attr("tabindex", 0)
    .attr("role", "img")
    .attr("aria-label", description(history));
  hatchings(svg);
  drawRibbons(svg, layout, history, axis);
  drawTimeAxis(svg, axis, layout.height, width);
  drawLabels(svg, layout, history, axis, width);
  const members = figure.append("div").attr("class", "ribbon-members").attr("aria-live", "polite");
  chooseRibbon(svg, members, layout, history, axis);
  figure.append("figcaption").text(caption);
  node.append(tableOnDemand("The same as a table", () => livesTable(history)));
  return node;
}

const caption =
  "Each ribbon is a cluster of two or more in the main round of each run, as thick as it has servers; grey at the foot are servers on their own. " +
  "Pale bands are servers that change. Point at a ribbon, tap it, or use the arrow keys to see its members. A server that was not compared is not drawn. " +
  "What it cannot show: why servers are alike. A cluster that lasts is first of all a program and a setting that last.";

function description({titles, lives, startedAt}: ClusterHistory): string {
  return (
    `${titles.ribbons}. Clusters over ${startedAt.length} runs: ` +
    lives
      .slice(0, 8)
      .map(({cluster, runs, largest}) => `C${cluster} in ${runs} runs, at most ${largest} servers`)
      .join("; ") +
    ". Arrow keys move from cluster to cluster and from run to run; the members are named below."
  );
}

/** Two patterns that lie over the colour of clusters whose colour is another's too. */
function hatchings(svg: Svg): void {
  const definitions = svg.append("defs");
  for (const [id, path] of [
    ["ribbon-hatch-1", "M0,6L6,0"],
    ["ribbon-hatch-2", "M0,0L6,6M0,6L6,0"],
  ] as const)
    definitions
      .append("pattern")
      .attr("id", id)
      .attr("width", 6)
      .attr("height", 6)
      .attr("patternUnits", "userSpaceOnUse")
      .append("path")
      .attr("class", "ribbon-hatch")
      .attr("d", path);
}

/** One path for those that come to each cluster, and over them one for each cluster: its columns and what stays between. */
function drawRibbons(
  svg: Svg,
  {nodes, flows, half}: RibbonLayout,
  {drawn}: ClusterHistory,
  {x}: HistoryAxis,
): void {
  const coming = new Map<number, string>();
  const ribbons = new Map<number, string>();
  const add = (paths: Map<number, string>, place: number, d: string) =>
    paths.set(place, (paths.get(place) ?? "") + d);
  for (const {from, to, path} of flows) add(from === to ? ribbons : coming, to, path);
  for (const {column, place, top, bottom} of nodes) {
    // A little wider than its place, so that no seam shows between it and the band beside it.
    const left = x(drawn[column] ?? 0) - half - 0.3;
    const wide = 2 * half + 0.6;
    add(
      ribbons,
      place,
      `M${left.toFixed(1)},${top.toFixed(1)}h${wide.toFixed(2)}V${bottom.toFixed(1)}h${(-wide).toFixed(2)}Z`,
    );
  }
  for (const [place, d] of coming)
    svg
      .append("path")
      .attr("class", "ribbon-change")
      .attr("d", d)
      .style("fill", clusterColour(nameOf(place)));
  for (const [place, d] of ribbons) {
    const name = nameOf(place);
    svg.append("path").attr("class", "ribbon").attr("d", d).style("fill", clusterColour(name));
    const hatching = clusterHatching(name);
    if (hatching > 0) svg.append("path").attr("d", d).attr("fill", `url(#ribbon-hatch-${hatching})`);
  }
}

/** Names at the left of where a ribbon begins and at the right of where the last one ends, where there is room. */
function drawLabels(
  svg: Svg,
  layout: RibbonLayout,
  {drawn}: ClusterHistory,
  {x}: HistoryAxis,
  width: number,
): void {
  const [last] = [drawn.length - 1];
  const begun = new Set<number>();
  const labels = svg.append("g").attr("class", "ribbon-labels");
  const write = ({place, top, bottom}: RibbonNode, at: number, anchor: "start" | "end") =>
    labels
      .append("text")
      .attr("x", at)
      .attr("y", (top + bottom) / 2)
      .attr("dy", "0.35em")
      .attr("text-anchor", anchor)
      .text(nameOf(place) ?? "alone");
  const taken: {readonly x: number; readonly y: number}[] = [];
  for (const node of layout.nodes) {
    const at = x(drawn[node.column] ?? 0);
    const y = (node.top + node.bottom) / 2;
    if (node.column === last && last > 0 && at < width) {
      if (roomy(taken, at + 400, y)) write(node, at + layout.half + 4, "start");
      taken.push({x: at + 400, y});
    }
    if (begun.has(node.place)) continue;
    begun.add(node.place);
    if (!roomy(taken, at, y) || (node.column > 0 && node.bottom - node.top < LABEL)) continue;
    taken.push({x: at, y});
    write(node, at - layout.half - 4, "end");
  }
}

function roomy(taken: readonly {readonly x: number; readonly y: number}[], x: number, y: number): boolean {
  return taken.every((one) => Math.abs(one.x - x) > 34 || Math.abs(one.y - y) >= LABEL);
}

/** The clusters' lives, for those who read tables. */
function livesTable(history: ClusterHistory): HTMLElement {
  const {lives, allLives} = history;
  const caption =
    allLives > lives.length
      ? `The ${lives.length} of ${allLives} clusters that lived in the most runs`
      : "Every cluster with a name";
  return dataTable(caption, lives, [
    {heading: "Cluster", text: ({cluster}) => `C${cluster}`},
    {heading: "First run", text: ({born}) => runTime(history, born), kind: "short"},
    {heading: "Last run", text: ({last}) => runTime(history, last), kind: "short"},
    {heading: "Runs", text: ({runs}) => String(runs), kind: "numeric"},
    {heading: "Most servers", text: ({largest}) => String(largest), kind: "numeric"},
    {heading: "Joined", text: ({joined}) => String(joined), kind: "numeric"},
    {heading: "Left", text: ({left}) => String(left), kind: "numeric"},
    {
      heading: "Members in its last run",
      text: ({members}) => members.map((server) => history.servers[server] ?? "").join("\n"),
      kind: "name",
    },
  ]);
}
