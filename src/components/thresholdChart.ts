import {create} from "d3";
import type {Step} from "../statistics/partition.js";
import {dataTable} from "./dataTable.js";
import type {ThresholdScale} from "./thresholdScale.js";

/** CSS px. */
const HEIGHT = 230;
const MARGIN = {top: 12, right: 14, bottom: 26, left: 40};

/** The number of clusters against the threshold, with the chosen one marked; moved without being drawn anew. */
export interface ThresholdChart {
  readonly element: HTMLElement;
  mark(threshold: number): void;
}

/**
 * @param curve the number of components from each threshold on, the most alike first
 * @param onPick told of the threshold that somebody clicks at
 */
export function thresholdChart(
  curve: readonly Step[],
  scale: ThresholdScale,
  {width, onPick}: {width: number; onPick: (threshold: number) => void},
): ThresholdChart {
  const figure = create("figure").attr("class", "threshold-chart");
  const heading = figure.append("h3");
  const most = Math.max(1, curve[0]?.components ?? 1);
  const x = (threshold: number) =>
    MARGIN.left + scale.position(threshold) * (width - MARGIN.left - MARGIN.right);
  const y = (components: number) =>
    HEIGHT - MARGIN.bottom - (components / most) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const svg = figure
    .append("svg")
    .attr("width", width)
    .attr("height", HEIGHT)
    .attr("viewBox", `0 0 ${width} ${HEIGHT}`)
    .attr("role", "img")
    .attr("aria-label", "Number of clusters against the threshold; the numbers are in the table below.");
  for (const value of countTicks(most)) {
    svg
      .append("line")
      .attr("class", "rule")
      .attr("x1", MARGIN.left)
      .attr("x2", width - MARGIN.right)
      .attr("y1", y(value))
      .attr("y2", y(value));
    svg
      .append("text")
      .attr("x", MARGIN.left - 6)
      .attr("y", y(value))
      .attr("dy", "0.35em")
      .attr("text-anchor", "end")
      .text(value);
  }
  let free = -Infinity;
  for (const {threshold, text} of scale.ticks) {
    const at = x(threshold);
    const half = text.length * 3.4;
    const middle = Math.max(half, Math.min(width - half, at));
    if (middle - half < free) continue;
    free = middle + half + 6;
    svg
      .append("line")
      .attr("class", "rule")
      .attr("x1", at)
      .attr("x2", at)
      .attr("y1", HEIGHT - MARGIN.bottom)
      .attr("y2", HEIGHT - MARGIN.bottom + 4);
    svg
      .append("text")
      .attr("x", middle)
      .attr("y", HEIGHT - 6)
      .attr("text-anchor", "middle")
      .text(text);
  }
  svg
    .append("path")
    .attr("class", "curve")
    .attr("d", stepPath(curve, x, y, width - MARGIN.right));
  const marker = svg
    .append("line")
    .attr("class", "marker")
    .attr("y1", MARGIN.top - 6)
    .attr("y2", HEIGHT - MARGIN.bottom);
  const dot = svg.append("circle").attr("class", "marker").attr("r", 4);
  svg.on("click", (event: MouseEvent) =>
    onPick(scale.threshold((event.offsetX - MARGIN.left) / (width - MARGIN.left - MARGIN.right))),
  );
  figure
    .append("figcaption")
    .text(
      "Clusters, servers alone included, against the threshold. Flat stretches are thresholds that make no difference. It does not show which number is right.",
    );
  const details = figure.append("details");
  details.append("summary").text("The curve as a table");
  details.on("toggle", () => {
    if (details.selectAll("table").empty())
      details.append(() =>
        dataTable("Clusters from each threshold on", curve, [
          {heading: "Linked at", text: ({from}) => scale.text(from), kind: "short"},
          {heading: "Clusters", text: ({components}) => components.toLocaleString("en-US"), kind: "numeric"},
        ]),
      );
  });
  return {
    element: figure.node() as HTMLElement, // created above
    mark(threshold) {
      const position = scale.position(threshold);
      const here = curve.findLastIndex(({from}) => scale.position(from) <= position + 1e-9);
      const step = curve[Math.max(0, here)];
      const at = x(threshold);
      marker.attr("x1", at).attr("x2", at);
      dot.attr("cx", at).attr("cy", y(step?.components ?? 0));
      heading.text(curveSentence(curve, here, scale));
    },
  };
}

/** How many clusters there are, and between which thresholds that stays so. */
export function curveSentence(
  curve: readonly Step[],
  here: number,
  scale: Pick<ThresholdScale, "short">,
): string {
  const step = curve[Math.max(0, here)];
  if (!step || step.components === 0) return "No server to link";
  const clusters = `${step.components.toLocaleString("en-US")} ${step.components === 1 ? "cluster" : "clusters"}, servers alone included,`;
  const next = curve[here + 1];
  if (here <= 0)
    return next
      ? `${clusters} at any threshold stricter than ${scale.short(next.from)}`
      : `${clusters} at any threshold`;
  return next
    ? `${clusters} at any threshold from ${scale.short(step.from)} to ${scale.short(next.from)}`
    : `${clusters} from ${scale.short(step.from)} on`;
}

function stepPath(
  curve: readonly Step[],
  x: (threshold: number) => number,
  y: (components: number) => number,
  end: number,
): string {
  const [first, ...rest] = curve;
  if (!first) return "";
  return `M${MARGIN.left},${y(first.components)}${rest.map(({from, components}) => `H${x(from)}V${y(components)}`).join("")}H${end}`;
}

/** Whole numbers to name on the axis. */
function countTicks(most: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((each) => most / each <= 5) ?? 1000;
  return Array.from({length: Math.floor(most / step) + 1}, (_, i) => i * step);
}
