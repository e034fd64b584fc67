import {pointer, type Selection} from "d3";
import {divergenceText} from "./divergenceText.js";
import {type Cell, type MatrixData, pairOf} from "./matrixPairs.js";
import type {Svg} from "./matrixDrawing.js";

type Tooltip = Selection<HTMLDivElement, undefined, null, undefined>;

/** px. Where the matrix lies in its box. */
export interface Geometry {
  readonly cell: number;
  readonly left: number;
  readonly side: number;
  readonly width: number;
}

/** Shows the pair under the pointer, the finger or the arrow keys. */
export function follow(
  svg: Svg,
  tooltip: Tooltip,
  data: MatrixData,
  {cell, left, side, width}: Geometry,
): void {
  const n = data.comparison.servers.length;
  const cursor = svg.append("g").attr("class", "matrix-cursor").attr("hidden", "");
  const across = cursor.append("rect").attr("x", 0).attr("width", side).attr("height", cell);
  const down = cursor.append("rect").attr("y", 0).attr("width", cell).attr("height", side);
  let at: Cell = {row: 0, column: 1};
  const hide = () => {
    cursor.attr("hidden", "");
    tooltip.attr("hidden", "");
  };
  const show = (next: Cell) => {
    at = {row: within(next.row, n), column: within(next.column, n)};
    cursor.attr("hidden", null);
    across.attr("y", at.row * cell);
    down.attr("x", at.column * cell);
    fillTooltip(tooltip, data, at);
    place(tooltip, left + (at.column + 1) * cell, (at.row + 1) * cell, width);
  };
  const under = (event: PointerEvent): Cell => {
    const [x, y] = pointer(event, svg.node());
    return {row: Math.floor(y / cell), column: Math.floor(x / cell)};
  };
  const moves: Readonly<Record<string, readonly [number, number]>> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
  };
  svg
    .on("pointermove pointerdown", (event: PointerEvent) => {
      const cell = under(event);
      if (cell.column >= 0) show(cell);
      else hide();
    })
    .on("pointerleave", (event: PointerEvent) => {
      if (event.pointerType === "mouse") hide();
    })
    .on("focus", () => {
      if (svg.node()?.matches(":focus-visible")) show(at);
    })
    .on("blur", hide)
    .on("keydown", (event: KeyboardEvent) => {
      const move = moves[event.key];
      if (event.key === "Escape") hide();
      if (!move) return;
      event.preventDefault();
      show({row: at.row + move[0], column: at.column + move[1]});
    });
}

function within(value: number, count: number): number {
  return Math.max(0, Math.min(count - 1, value));
}

function fillTooltip(tooltip: Tooltip, {comparison, servers}: MatrixData, at: Cell): void {
  tooltip.attr("hidden", null).selectAll("*").remove();
  for (const position of at.row === at.column ? [at.row] : [at.row, at.column]) {
    const server = servers[comparison.servers[position] ?? -1];
    const line = tooltip.append("div");
    line.append("strong").text(server?.endpoint ?? "");
    line.append("span").text(` ${server?.program ?? ""} ${server?.version ?? ""}`);
  }
  const {bits, identical} = pairOf(comparison, at);
  tooltip
    .append("div")
    .attr("class", "tooltip-value")
    .text(at.row === at.column ? "one and the same server" : divergenceText(bits, identical));
}

/** px from the box's corner; turned to the left of the cell where it would leave the page. */
function place(tooltip: Tooltip, x: number, y: number, width: number): void {
  const taken = tooltip.node()?.offsetWidth ?? 0;
  tooltip.style("left", `${Math.max(0, Math.min(x + 8, width - taken))}px`).style("top", `${y + 8}px`);
}
