import {create} from "d3";
import type {Comparison} from "../report/comparison.js";
import {drawCells, drawClusters, drawNames, layout} from "./matrixDrawing.js";
import {drawLegend} from "./matrixLegend.js";
import type {MatrixData} from "./matrixPairs.js";
import {follow} from "./matrixPointer.js";
import {matrixScale} from "./matrixScale.js";

/**
 * All pairs of compared servers as coloured cells, cluster by cluster, with the pair under the pointer or the arrow
 * keys in words.
 *
 * Cells of one colour are one path and take their colour from the style sheet, so both themes and a hundred servers work.
 */
export function divergenceMatrix(data: MatrixData, {width}: {width: number}): HTMLElement {
  const {comparison} = data;
  const n = comparison.servers.length;
  const figure = create("figure").attr("class", "matrix");
  const node = figure.node() as HTMLElement; // created above
  figure.append("h3").text(finding(comparison));
  if (n < 2) {
    figure.append("p").text(n === 1 ? "One server can be compared with nobody." : "No server to compare.");
    return node;
  }
  const scale = matrixScale(data.steps);
  const {cell, left, named} = layout(n, width);
  const side = cell * n;
  const box = figure.append("div").attr("class", "matrix-box");
  const svg = box
    .append("svg")
    .attr("width", left + side + 1)
    .attr("height", side + 1)
    .attr("viewBox", `${-left} -0.5 ${left + side + 1} ${side + 1}`)
    .attr("tabindex", 0)
    .attr("role", "img")
    .attr("aria-label", description(comparison));
  drawCells(svg, comparison, scale, cell);
  drawClusters(svg, comparison, cell, left);
  if (named) drawNames(svg, data, cell);
  const tooltip = box.append("div").attr("class", "tooltip").attr("role", "status").attr("hidden", "");
  follow(svg, tooltip, data, {cell, left, side, width});
  drawLegend(figure, scale, comparison);
  figure.append("figcaption").text(caption);
  return node;
}

const caption =
  "Rows and columns are the same servers in the same order; outlines are clusters, similar servers stand side by side. " +
  "Jensen–Shannon divergence in bits, of shares of vbytes by fee label. Point at a cell, tap it, or use the arrow keys. " +
  "What it cannot show: whether two servers share a node. Programs that round feerates alike look alike on separate nodes, " +
  "and programs that label them differently look different on one.";

function finding({pairs, clusters, servers}: Comparison): string {
  const close = pairs.identical + pairs.printAsZero;
  return servers.length < 2
    ? "Nothing to compare in this round"
    : `${close.toLocaleString("en-US")} of ${pairs.all.toLocaleString("en-US")} pairs would print as 0.000, ` +
        `${pairs.identical.toLocaleString("en-US")} of them really identical; ${clusters.length} ${clusters.length === 1 ? "cluster" : "clusters"}`;
}

function description({servers, clusters, divergences}: Comparison): string {
  return (
    `Matrix of ${servers.length} by ${servers.length} servers with ${divergences.length} distinct histograms, in clusters of ` +
    `${clusters.map(({size}) => size).join(", ")}. Arrow keys move from pair to pair; the lists below name the servers.`
  );
}
