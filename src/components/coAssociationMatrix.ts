import {create, pointer, type Selection} from "d3";
import {arrowMoves} from "./arrowMoves.js";
import type {ClusterHistory} from "../report/clusterHistory.js";
import {clusterColour} from "./clusterColour.js";
import {dataTable} from "./dataTable.js";
import {lastPlaces, nameOf} from "./places.js";
import {tableOnDemand} from "./tableOnDemand.js";

type Svg = Selection<SVGSVGElement, undefined, null, undefined>;
type Matrix = NonNullable<ClusterHistory["coAssociation"]>;

/** Classes of colour, from never to always; both ends are classes of their own. */
const CLASSES = [
  {upTo: -1, words: "never compared together", css: "co-none"},
  {upTo: 0, words: "never", css: "co-0"},
  {upTo: 25, words: "up to 25%", css: "co-1"},
  {upTo: 50, words: "up to 50%", css: "co-2"},
  {upTo: 75, words: "up to 75%", css: "co-3"},
  {upTo: 99, words: "under 100%", css: "co-4"},
  {upTo: 100, words: "always", css: "co-5"},
] as const;

/** px */
const STRIP = 12;
const LARGEST = 720;
const LABELS = 34;

/** How often each two servers are in one cluster, servers in an order in which those often together are neighbours. */
export function coAssociationMatrix(history: ClusterHistory, {width}: {width: number}): HTMLElement {
  const figure = create("figure").attr("class", "matrix");
  const node = figure.node() as HTMLElement; // created above
  figure.append("h3").text(history.titles.coAssociation);
  const found = history.coAssociation;
  if (!found) return node;
  const n = found.order.length;
  const left = LABELS + STRIP;
  const cell = Math.min(24, (Math.min(LARGEST, width) - left - 1) / n);
  const side = cell * n;
  const places = lastPlaces(history);
  const box = figure.append("div").attr("class", "matrix-box");
  const svg = box
    .append("svg")
    .attr("width", left + side + 1)
    .attr("height", side + 1)
    .attr("viewBox", `${-left} -0.5 ${left + side + 1} ${side + 1}`)
    .attr("tabindex", 0)
    .attr("role", "img")
    .attr(
      "aria-label",
      `Matrix of ${n} by ${n} servers. ${history.titles.coAssociation}. Arrow keys move from pair to pair.`,
    );
  drawCells(svg, found, cell);
  drawStrip(svg, found, places, cell);
  const tooltip = box.append("div").attr("class", "tooltip").attr("role", "status").attr("hidden", "");
  follow(svg, tooltip, history, found, {cell, left, width});
  const legend = figure.append("ul").attr("class", "legend");
  for (const {words, css} of CLASSES) {
    const entry = legend.append("li");
    const swatch = entry.append("svg").attr("width", 14).attr("height", 14).attr("aria-hidden", "true");
    swatch.append("rect").attr("class", css).attr("width", 14).attr("height", 14);
    entry.append("span").text(words);
  }
  figure
    .append("figcaption")
    .text(
      `Share of runs in which two servers were in one cluster, of those that compared both. Labels shuffled within each run would give every pair ${Math.round(100 * found.chance)}%. ` +
        "At the left the newest cluster of each server. What it cannot show: whether two servers that are always together share a node; servers of one program and one setting are always together too." +
        (found.leftOut > 0
          ? ` ${found.leftOut} servers that were compared in the fewest runs are left out.`
          : ""),
    );
  node.append(
    tableOnDemand("The closest companion of each server", () => companionTable(history, found, places)),
  );
  return node;
}

function percentOf({percent}: Matrix, i: number, j: number): number {
  return i === j ? 100 : (percent[Math.max(i, j)]?.[Math.min(i, j)] ?? -1);
}

function classOf(percent: number): number {
  return CLASSES.findIndex(({upTo}) => percent <= upTo);
}

/** One path for each class; neighbours of one class in a row are one stretch, so three hundred servers stay light. */
function drawCells(svg: Svg, found: Matrix, cell: number): void {
  const n = found.order.length;
  const paths = CLASSES.map((): string[] => []);
  for (let i = 0; i < n; i++) {
    let from = 0;
    for (let j = 1; j <= n; j++) {
      const kind = classOf(percentOf(found, i, from));
      if (j < n && classOf(percentOf(found, i, j)) === kind) continue;
      paths[kind]?.push(
        `M${(from * cell).toFixed(2)},${(i * cell).toFixed(2)}h${((j - from) * cell).toFixed(2)}v${cell.toFixed(2)}h${(-(j - from) * cell).toFixed(2)}z`,
      );
      from = j;
    }
  }
  for (const [kind, list] of paths.entries())
    svg
      .append("path")
      .attr("class", CLASSES[kind]?.css ?? "")
      .attr("d", list.join(""))
      .attr("shape-rendering", "crispEdges");
}

/** The newest cluster of each server as a coloured strip, with the name where a stretch has room for it. */
function drawStrip(svg: Svg, {order}: Matrix, places: readonly number[], cell: number): void {
  let from = 0;
  for (let i = 1; i <= order.length; i++) {
    const place = places[order[from] ?? -1] ?? -1;
    if (i < order.length && (places[order[i] ?? -1] ?? -1) === place) continue;
    const name = nameOf(place);
    const height = (i - from) * cell;
    svg
      .append("rect")
      .attr("x", -STRIP)
      .attr("width", STRIP - 3)
      .attr("y", from * cell)
      .attr("height", height)
      .style("fill", clusterColour(name));
    if (name !== null && height >= 11)
      svg
        .append("text")
        .attr("class", "track-label")
        .attr("x", -STRIP - 4)
        .attr("y", from * cell + height / 2)
        .attr("dy", "0.35em")
        .attr("text-anchor", "end")
        .text(name);
    from = i;
  }
}

/** Shows the pair under the pointer, the finger or the arrow keys. */
function follow(
  svg: Svg,
  tooltip: Selection<HTMLDivElement, undefined, null, undefined>,
  {servers}: ClusterHistory,
  found: Matrix,
  {cell, left, width}: {cell: number; left: number; width: number},
): void {
  const n = found.order.length;
  const cursor = svg.append("rect").attr("class", "ribbon-cursor").attr("hidden", "");
  let [row, column] = [0, Math.min(1, n - 1)];
  const hide = () => {
    tooltip.attr("hidden", "");
    cursor.attr("hidden", "");
  };
  const show = (toRow: number, toColumn: number) => {
    row = Math.max(0, Math.min(n - 1, toRow));
    column = Math.max(0, Math.min(n - 1, toColumn));
    cursor
      .attr("hidden", null)
      .attr("x", column * cell)
      .attr("y", row * cell)
      .attr("width", cell)
      .attr("height", cell);
    tooltip.attr("hidden", null).selectAll("*").remove();
    for (const i of row === column ? [row] : [row, column])
      tooltip
        .append("div")
        .append("strong")
        .text(servers[found.order[i] ?? -1] ?? "");
    tooltip
      .append("div")
      .attr("class", "tooltip-value")
      .text(pairText(found, row, column));
    const taken = tooltip.node()?.offsetWidth ?? 0;
    tooltip
      .style("left", `${Math.max(0, Math.min(left + (column + 1) * cell + 8, width - taken))}px`)
      .style("top", `${(row + 1) * cell + 8}px`);
  };
  svg
    .on("pointermove pointerdown", (event: PointerEvent) => {
      const [x, y] = pointer(event, svg.node());
      if (x >= 0) show(Math.floor(y / cell), Math.floor(x / cell));
      else hide();
    })
    .on("pointerleave", (event: PointerEvent) => {
      if (event.pointerType === "mouse") hide();
    })
    .on("focus", () => {
      if (svg.node()?.matches(":focus-visible")) show(row, column);
    })
    .on("blur", hide)
    .on("keydown", (event: KeyboardEvent) => {
      if (event.key === "Escape") hide();
      const move = arrowMoves[event.key];
      if (!move) return;
      event.preventDefault();
      show(row + move[0], column + move[1]);
    });
}

function pairText(found: Matrix, row: number, column: number): string {
  if (row === column) return "one and the same server";
  const percent = percentOf(found, row, column);
  if (percent < 0) return "no run compared both";
  return `in one cluster in ${percent}% of the runs that compared both; by chance ${Math.round(100 * found.chance)}%`;
}

function companionTable(history: ClusterHistory, found: Matrix, places: readonly number[]): HTMLElement {
  const rows = found.order.map((server, i) => {
    const others = [...found.order.keys()].filter((j) => j !== i);
    const best = others.toSorted((a, b) => percentOf(found, i, b) - percentOf(found, i, a))[0] ?? i;
    return {server, other: found.order[best] ?? -1, percent: percentOf(found, i, best)};
  });
  return dataTable("The server with which each is in one cluster most often", rows, [
    {heading: "Server", text: ({server}) => history.servers[server] ?? "", kind: "name"},
    {
      heading: "Newest cluster",
      text: ({server}) => nameOf(places[server] ?? -1) ?? "on its own",
      kind: "short",
    },
    {heading: "Most often with", text: ({other}) => history.servers[other] ?? "", kind: "name"},
    {
      heading: "In % of runs",
      text: ({percent}) => (percent < 0 ? "not compared" : String(percent)),
      kind: "numeric",
    },
    {heading: "By chance, %", text: () => String(Math.round(100 * found.chance)), kind: "numeric"},
  ]);
}
