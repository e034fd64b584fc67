import {create, format, scaleLinear, scaleLog, type ScaleContinuousNumeric} from "d3";
import type {FeeHistogram} from "../observation/histogram.js";

/** px. */
const HEIGHT = 156;
const LEFT = 8;
const RIGHT = 10;
const TOP = 22;
const BOTTOM = 24;

/** px. Label 0 has no place on a logarithmic axis and stands in one of its own, left of a gap. */
const ZERO_AT = 16;
const AXIS_FROM = 42;

/** sat/vB. Where the axis begins: no transaction of the simulation pays less. */
const LEAST_LABEL = 0.1;

/** Bins from which on needles and rings are drawn finer. */
const MANY = 50;

const si = format(".2s");

/** vbytes with a prefix: 2.1 MvB. */
const vbytes = (value: number): string => `${si(value).replace("k", " k").replace("M", " M")}vB`;

/**
 * One program's two answers, as sent: a needle at each label of A, a ring at each label of B, both as high as the vbytes.
 *
 * @param mostLabel sat/vB, the end of the axis, common to all programs
 */
export function programHistogram(
  a: FeeHistogram,
  b: FeeHistogram,
  {mostLabel, text, width}: {readonly mostLabel: number; readonly text: string; readonly width: number},
): SVGSVGElement {
  const most = Math.max(1, ...[...a, ...b].map(({vsize}) => vsize));
  const x = scaleLog([LEAST_LABEL, Math.max(1, mostLabel)], [AXIS_FROM, width - RIGHT]);
  const y = scaleLinear([0, most], [HEIGHT - BOTTOM, TOP]);
  const many = Math.max(a.length, b.length) > MANY;
  const svg = create<SVGSVGElement>("svg:svg")
    .attr("width", width)
    .attr("height", HEIGHT)
    .attr("role", "img")
    .attr("aria-label", text);
  drawAxes(svg, x, mostLabel, width);
  svg
    .append("text")
    .attr("x", LEFT)
    .attr("y", TOP - 10)
    .text(vbytes(most));
  const at = (label: number) => (label === 0 ? ZERO_AT : x(Math.max(LEAST_LABEL, label)));
  const place = ({label, vsize}: FeeHistogram[number]) => `M${at(label).toFixed(1)},${y(vsize).toFixed(1)}`;
  svg
    .append("path")
    .attr("class", "program-a")
    .attr("stroke-width", many ? 1 : 3)
    .attr("d", a.map((bin) => `${place(bin)}V${y(0)}`).join(""));
  const r = many ? 1.6 : 4;
  const ring = `m${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0`;
  svg
    .append("path")
    .attr("class", "program-b")
    .attr("stroke-width", many ? 0.9 : 1.8)
    .attr("d", b.map((bin) => `${place(bin)}${ring}`).join(""));
  return svg.node() as SVGSVGElement; // created above
}

function drawAxes(
  svg: d3.Selection<SVGSVGElement, undefined, null, undefined>,
  x: ScaleContinuousNumeric<number, number>,
  mostLabel: number,
  width: number,
): void {
  const base = HEIGHT - BOTTOM;
  svg
    .append("path")
    .attr("class", "program-axis")
    .attr("d", `M${LEFT},${base}H${ZERO_AT + 8}M${AXIS_FROM - 8},${base}H${width - RIGHT}`);
  const ticks = [0.1, 1, 10, 100, 1000].filter((tick) => tick <= mostLabel);
  for (const [i, tick] of [0, ...ticks].entries())
    svg
      .append("text")
      .attr("x", tick === 0 ? ZERO_AT : x(tick))
      .attr("y", base + 16)
      .attr("text-anchor", "middle")
      .text(i === 2 ? `${tick} sat/vB` : tick);
}
