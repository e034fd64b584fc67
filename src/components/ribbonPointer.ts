import {pointer, type Selection} from "d3";
import type {ClusterHistory} from "../report/clusterHistory.js";
import {type HistoryAxis, runTime} from "./historyAxis.js";
import {nameOf} from "./places.js";
import type {RibbonLayout, RibbonNode} from "./ribbonLayout.js";

type Svg = Selection<SVGSVGElement, undefined, null, undefined>;
type Box = Selection<HTMLDivElement, undefined, null, undefined>;

/** Names the members of the ribbon that is pointed at, tapped, or reached with the arrow keys. */
export function chooseRibbon(
  svg: Svg,
  box: Box,
  {nodes, half}: RibbonLayout,
  history: ClusterHistory,
  {x}: HistoryAxis,
): void {
  const columns: RibbonNode[][] = history.drawn.map(() => []);
  for (const node of nodes) columns[node.column]?.push(node);
  const cursor = svg.append("rect").attr("class", "ribbon-cursor").attr("hidden", "");
  let at = nodes.at(-1) && columns.findLast((column) => column.length > 0)?.[0];
  const hint = () => box.text("Point at a ribbon to see its members.");
  hint();
  const show = (node: RibbonNode | undefined) => {
    if (!node || (node === at && box.select("ul").size() > 0)) return;
    at = node;
    const wide = Math.max(half, 3);
    cursor
      .attr("hidden", null)
      .attr("x", x(history.drawn[node.column] ?? 0) - wide)
      .attr("width", 2 * wide)
      .attr("y", node.top - 1)
      .attr("height", node.bottom - node.top + 2);
    name(box, node, history);
  };
  const under = (event: PointerEvent): RibbonNode | undefined => {
    const [px, py] = pointer(event, svg.node());
    const distances = history.drawn.map((run) => Math.abs(x(run) - px));
    const column = columns[distances.indexOf(Math.min(...distances))] ?? [];
    return column.find(({top, bottom}) => py >= top - 2 && py <= bottom + 2);
  };
  svg
    .on("pointermove pointerdown", (event: PointerEvent) => show(under(event)))
    .on("focus", () => {
      if (svg.node()?.matches(":focus-visible")) show(at);
    })
    .on("keydown", (event: KeyboardEvent) => {
      if (event.key === "Escape") {
        cursor.attr("hidden", "");
        hint();
      }
      const next = at && step(columns, at, event.key);
      if (!next) return;
      event.preventDefault();
      show(next);
    });
}

/** Up and down through the clusters of a run, left and right through the runs, staying with the cluster if it is there. */
function step(
  columns: readonly (readonly RibbonNode[])[],
  at: RibbonNode,
  key: string,
): RibbonNode | undefined {
  const column = columns[at.column] ?? [];
  const place = column.indexOf(at);
  if (key === "ArrowUp") return column[Math.max(0, place - 1)];
  if (key === "ArrowDown") return column[Math.min(column.length - 1, place + 1)];
  if (key !== "ArrowLeft" && key !== "ArrowRight") return undefined;
  const next =
    key === "ArrowRight"
      ? columns.find((nodes, i) => i > at.column && nodes.length > 0)
      : columns.findLast((nodes, i) => i < at.column && nodes.length > 0);
  return next?.find((node) => node.place === at.place) ?? next?.[Math.min(place, next.length - 1)];
}

function name(box: Box, {place, column, servers}: RibbonNode, history: ClusterHistory): void {
  box.selectAll("*").remove();
  box.text("");
  const what = nameOf(place);
  const line = box.append("p");
  line.append("strong").text(what ?? "Servers on their own");
  line
    .append("span")
    .text(
      ` in the run of ${runTime(history, history.drawn[column] ?? 0)}: ${servers.length} ${servers.length === 1 ? "server" : "servers"}`,
    );
  const list = box.append("ul").attr("class", "members");
  for (const server of servers)
    list
      .append("li")
      .attr("class", "endpoint")
      .text(history.servers[server] ?? "");
}
