import type {Selection} from "d3";
import type {Comparison} from "../report/comparison.js";
import {stepOf} from "./matrixPairs.js";
import type {MatrixScale} from "./matrixScale.js";

/** Names every colour; those that this matrix has none of are faint. */
export function drawLegend(
  figure: Selection<HTMLElement, undefined, null, undefined>,
  scale: MatrixScale,
  comparison: Comparison,
): void {
  const legend = figure
    .append("ul")
    .attr("class", "legend")
    .attr("aria-label", "Colours, divergence in bits");
  const present = new Set<number>();
  for (const row of comparison.servers.keys())
    for (let column = 0; column < row; column++) present.add(stepOf(comparison, {row, column}, scale));
  for (const [i, {className, text}] of scale.steps.entries()) {
    const entry = legend.append("li").classed("absent", !present.has(i));
    const swatch = entry.append("svg").attr("width", 14).attr("height", 14).attr("aria-hidden", "true");
    swatch.append("path").attr("class", className).attr("d", "M0,0h14v14h-14z");
    if (i === 0) swatch.append("path").attr("class", "jsd-mark").attr("d", "M7,7h0");
    entry.append("span").text(text);
  }
}
