import {create, scaleLinear, type Selection} from "d3";
import type {ControlStrip} from "../report/controlStrip.js";
import type {Spread} from "../report/findings.js";
import type {SignalsPage} from "../report/signalsPage.js";
import {chartFigure} from "./chartFigure.js";
import {dataTable} from "./dataTable.js";
import {numberText} from "./numberText.js";

/** px. */
const [ROW, MARGIN, WIDEST] = [18, 8, 560];

const words: Readonly<Record<ControlStrip["separation"], string>> = {
  apart: "nearly all kin above nearly all strangers",
  "mostly apart": "most kin above nearly all strangers",
  "not apart": "does not tell kin from strangers here",
  "not measured": "too few control pairs to tell",
};

/** Of each signal, what pairs of one service show beside pairs of strangers: 5%, half and 95% of them. */
export function controlStrips({strips}: SignalsPage, {width}: {width: number}): HTMLElement {
  const list = create("ul").attr("class", "control-strips");
  for (const row of strips.rows) stripItem(list, row, Math.min(width, WIDEST));
  return chartFigure(
    {
      title: strips.title,
      caption:
        "Kin: pairs that are one service by their own word (two ports of one host, one certificate key, each declares the other). Strangers: pairs of different declared operators with one program and relay minimum. " +
        `Each strip has its own scale, in the signal’s own unit, more alike to the right; bars run from 5% to 95% of the pairs, the mark is the median. With under ${strips.fewest} pairs of a kind, called few, the ends are hardly more than the extremes. ` +
        "What it cannot show: how kin behave who hide it, and strangers who are kin in disguise. Relay minimum agrees by choice, as control pairs are chosen by it.",
      table: () => stripTable(strips.rows),
    },
    ...(strips.rows.length > 0 ? [list.node() as HTMLElement] : []),
  );
}

function stripItem(
  list: Selection<HTMLUListElement, undefined, null, undefined>,
  row: ControlStrip,
  width: number,
): void {
  const item = list.append("li");
  const heading = item.append("div").attr("class", "control-heading");
  heading.append("strong").text(row.name);
  heading
    .append("span")
    .attr(
      "class",
      `separation ${row.separation === "apart" || row.separation === "mostly apart" ? "tells" : ""}`,
    )
    .text(verdictOf(row));
  item.append("small").text(`${row.compares.replace(/\.$/, "")}. Unit: ${row.unit}.`);
  const values = [row.positive, row.negative].flatMap(({low, high}) => [low, high]).filter((v) => v !== null);
  if (values.length === 0) return;
  item.append(() => strip(row, values, width));
}

function verdictOf({use, separation, few}: ControlStrip): string {
  if (use === "only rules out") return "can only rule out";
  if (use === "is shown") return "weighs nothing";
  return `${words[separation]}${few && separation !== "not measured" ? ", on few pairs" : ""}`;
}

function strip(
  {name, positive, negative}: ControlStrip,
  values: readonly number[],
  width: number,
): SVGSVGElement {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const label = 118;
  // A scale without an extent puts everything in the middle.
  const x = scaleLinear([low, high], [label + MARGIN, width - MARGIN]);
  const at = (value: number) => (low === high ? (label + width) / 2 : x(value));
  const height = 2 * ROW + 18;
  const svg = create("svg:svg")
    .attr("width", width)
    .attr("height", height)
    .attr("role", "img")
    .attr("aria-label", `${name}. Kin: ${spreadText(positive)}. Strangers: ${spreadText(negative)}.`);
  for (const [i, [who, spread]] of (
    [
      ["kin", positive],
      ["strangers", negative],
    ] as const
  ).entries()) {
    const y = ROW / 2 + i * ROW;
    svg
      .append("text")
      .attr("class", "strip-label")
      .attr("x", 0)
      .attr("y", y)
      .attr("dy", "0.35em")
      .text(`${who}, ${spread.pairs} ${spread.pairs === 1 ? "pair" : "pairs"}`);
    svg
      .append("path")
      .attr("class", "strip-axis")
      .attr("d", `M${label + MARGIN},${y}H${width - MARGIN}`);
    if (spread.low === null || spread.median === null || spread.high === null) continue;
    svg
      .append("path")
      .attr("class", `strip-range ${who}`)
      .attr("d", `M${at(spread.low)},${y}H${at(spread.high)}`);
    svg
      .append("circle")
      .attr("class", `strip-median ${who}`)
      .attr("cx", at(spread.median))
      .attr("cy", y)
      .attr("r", 5);
  }
  const foot = [
    [low, "start", label + MARGIN],
    [high, "end", width - MARGIN],
  ] as const;
  for (const [value, anchor, px] of low === high ? ([[low, "middle", (label + width) / 2]] as const) : foot)
    svg
      .append("text")
      .attr("class", "strip-end")
      .attr("x", px)
      .attr("y", height - 4)
      .attr("text-anchor", anchor)
      .text(numberText(value));
  return svg.node() as SVGSVGElement; // created above
}

function spreadText({pairs, low, median, high}: Spread): string {
  if (low === null || median === null || high === null) return "no pairs";
  return `${numberText(low)}, ${numberText(median)}, ${numberText(high)} (${pairs})`;
}

function stripTable(rows: readonly ControlStrip[]): HTMLElement {
  return dataTable("Control pairs by signal: 5%, median, 95% (number of pairs)", rows, [
    {heading: "Signal", text: ({name}) => name},
    {heading: "Group", text: ({group}) => group, kind: "short"},
    {heading: "Unit", text: ({unit}) => unit},
    {heading: "Kin", text: ({positive}) => spreadText(positive)},
    {heading: "Strangers", text: ({negative}) => spreadText(negative)},
    {
      heading: "That is",
      text: verdictOf,
    },
    {heading: "How unrelated servers come to agree", text: ({innocent}) => innocent.join("; ")},
  ]);
}
