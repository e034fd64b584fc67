import {create} from "d3";
import {INCOMPARABLE, isDotted, type PairScale} from "./pairScale.js";

/** px. Of the squares in the legend. */
const SWATCH = 14;

/** Names every colour of a scale; those that the matrix has none of are faint, or left out if they mean that nothing can be said. */
export function pairLegend({steps}: PairScale, drawn: Uint8Array, n: number): HTMLElement {
  const present = new Set<number>();
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) present.add(drawn[i * n + j] ?? -1);
  const legend = create("ul").attr("class", "legend").attr("aria-label", "Colours");
  for (const [i, {colour, ink, text, mark}] of steps.entries()) {
    if (text === INCOMPARABLE && !present.has(i)) continue;
    const entry = legend.append("li").classed("absent", !present.has(i));
    const swatch = entry
      .append("svg")
      .attr("width", SWATCH)
      .attr("height", SWATCH)
      .attr("aria-hidden", "true");
    swatch.append("path").style("fill", `var(${colour})`).attr("d", `M0,0h${SWATCH}v${SWATCH}h-${SWATCH}z`);
    const path = mark(0, 0, SWATCH);
    if (path !== "")
      swatch
        .append("path")
        .attr("class", isDotted(path) ? "pair-mark dotted" : "pair-mark")
        .style("stroke", `var(${ink})`)
        .attr("d", path);
    entry.append("span").text(text);
  }
  return legend.node() as HTMLElement; // created above
}
