import type {Selection} from "d3";
import type {Comparison} from "../report/comparison.js";
import {type MatrixData, stepOf} from "./matrixPairs.js";
import type {MatrixScale} from "./matrixScale.js";

/** px. Cells are not drawn larger than this, nor the matrix wider. */
const LARGEST_CELL = 26;
const LARGEST_SIDE = 760;

/** px. Room for a server's name, given only where a row is high enough to read it. */
const LABEL_WIDTH = 230;
const READABLE_ROW = 9;

/** px. Room for the bars that number the clusters. */
const GUTTER = 18;

/** The drawing itself, in px, its origin at the matrix's upper left corner. */
export type Svg = Selection<SVGSVGElement, undefined, null, undefined>;

/** px of one cell, and of what stands to the left of the matrix: names where they can be read, else cluster numbers alone. */
export interface Layout {
  readonly cell: number;
  readonly left: number;
  readonly named: boolean;
}

/** Fits a matrix of n servers into a width. */
export function layout(n: number, width: number): Layout {
  const labelled = Math.min(width - LABEL_WIDTH - 1, LARGEST_SIDE) / n;
  const left = labelled >= READABLE_ROW ? LABEL_WIDTH : GUTTER;
  const room = Math.min(width - left - 1, LARGEST_SIDE) / n;
  return {cell: Math.min(LARGEST_CELL, room >= 4 ? Math.floor(room) : room), left, named: left > GUTTER};
}

/** The cells: one path for each colour, and a dot in each identical pair, so that it is not told by colour alone. */
export function drawCells(svg: Svg, comparison: Comparison, scale: MatrixScale, cell: number): void {
  const n = comparison.servers.length;
  const paths = scale.steps.map(() => [] as string[]);
  const marks: string[] = [];
  const gap = cell > 6 ? 0.5 : 0;
  const square = `h${cell - gap}v${cell - gap}h${gap - cell}z`;
  for (let row = 0; row < n; row++)
    for (let column = 0; column < n; column++) {
      if (row === column) continue;
      const step = stepOf(comparison, {row, column}, scale);
      paths[step]?.push(`M${column * cell},${row * cell}${square}`);
      if (step === 0 && cell >= 6) marks.push(`M${(column + 0.5) * cell},${(row + 0.5) * cell}h0`);
    }
  svg
    .append("rect")
    .attr("class", "matrix-ground")
    .attr("width", n * cell)
    .attr("height", n * cell);
  for (const [i, path] of paths.entries())
    svg
      .append("path")
      .attr("class", scale.steps[i]?.className ?? "")
      .attr("d", path.join(""));
  svg.append("path").attr("class", "jsd-mark").attr("d", marks.join(""));
}

/** Outlines each cluster and numbers it at the left. */
export function drawClusters(svg: Svg, {clusters}: Comparison, cell: number, left: number): void {
  let start = 0;
  for (const [i, {size}] of clusters.entries()) {
    const [at, length] = [start * cell, size * cell];
    svg
      .append("rect")
      .attr("class", "matrix-cluster")
      .attr("x", at)
      .attr("y", at)
      .attr("width", length)
      .attr("height", length);
    svg
      .append("line")
      .attr("class", "matrix-bar")
      .attr("x1", -4)
      .attr("x2", -4)
      .attr("y1", at + 1)
      .attr("y2", at + length - 1);
    if (length >= 12)
      svg
        .append("text")
        .attr("class", "matrix-number")
        .attr("x", -left + 1)
        .attr("y", at + length / 2)
        .attr("dy", "0.35em")
        .text(i + 1);
    start += size;
  }
}

/** Writes each row's server beside it. */
export function drawNames(svg: Svg, {comparison, servers}: MatrixData, cell: number): void {
  const longest = 38;
  svg
    .append("g")
    .attr("class", "matrix-names")
    .selectAll("text")
    .data(comparison.servers)
    .join("text")
    .attr("x", -9)
    .attr("y", (_, row) => (row + 0.5) * cell)
    .attr("dy", "0.35em")
    .attr("font-size", Math.min(11, cell + 1))
    .text((server) => shortened(servers[server]?.endpoint ?? "", longest));
}

/** Cut in the middle: the beginning tells names apart, the end tells ports apart. */
function shortened(text: string, longest: number): string {
  const end = 12;
  return text.length <= longest ? text : `${text.slice(0, longest - end - 1)}…${text.slice(-end)}`;
}
