import {create, type Selection} from "d3";
import type {Coverage} from "../report/coverage.js";
import type {RatesBy, ResponseRate} from "../report/responseRates.js";
import {chartFigure} from "./chartFigure.js";
import {dataTable} from "./dataTable.js";
import {percentText} from "./percentText.js";
import {minuteText} from "./runColumns.js";

const titles: Readonly<Record<RatesBy["division"], string>> = {
  source: "By source",
  program: "By program",
  transport: "By transport",
  network: "By network",
};

/** px. A strip from 0 to 100%. */
const STRIP = {width: 150, height: 18};

/** Rows of one division that stand on the page; the table has all. */
const SHOWN = 8;

/** Share of asked endpoints that answered, by what they are, with intervals. */
export function rateStrips({newest, rates}: Coverage): HTMLElement {
  const caption =
    "The newest run’s share with its 95% interval (Wilson), from 0 to 100%; beside it the share over all runs, without an interval, since the same endpoints are asked each time. " +
    "A program is known from an endpoint’s last answer, so those that never said one never answered. What it cannot show: why. Two ports of one host fail together, so intervals are somewhat too narrow.";
  const title = newest
    ? `Who answered in the run of ${minuteText(newest.startedAt)}, from ${newest.vantage}`
    : "No run tells who answers";
  const grid = create("div").attr("class", "rates");
  for (const {division, rates: rows} of rates) {
    if (rows.length === 0) continue;
    const section = grid.append("section");
    section.append("h4").text(titles[division]);
    const list = section.append("ul");
    for (const row of rows.slice(0, SHOWN)) rateItem(list, row);
    if (rows.length > SHOWN) section.append("small").text(`and ${rows.length - SHOWN} more in the table`);
  }
  return chartFigure({title, caption, table: () => rateTable(rates)}, grid.node() as HTMLElement);
}

function rateItem(list: Selection<HTMLUListElement, undefined, null, undefined>, row: ResponseRate): void {
  const item = list.append("li");
  item.append("span").attr("class", "rate-name").text(row.value);
  item.append(() => strip(row));
  const newest =
    row.asked === 0
      ? `none asked${row.notTried > 0 ? `, ${row.notTried} not tried` : ""}`
      : `${row.answered} of ${row.asked} (${percentText(row.answered / row.asked)})`;
  const all = row.allAsked === 0 ? "" : `all runs ${percentText(row.allAnswered / row.allAsked)}`;
  item.append("span").attr("class", "rate-value").text(newest).append("small").text(all);
}

function strip({value, asked, answered, interval}: ResponseRate): SVGSVGElement {
  const {width, height} = STRIP;
  const at = (share: number) => 5 + share * (width - 10);
  const svg = create("svg:svg").attr("width", width).attr("height", height).attr("role", "img");
  svg
    .append("path")
    .attr("class", "strip-axis")
    .attr("d", `M5,${height / 2}H${width - 5}M5,4V${height - 4}M${width - 5},4V${height - 4}`);
  if (interval === null) {
    svg.attr("aria-label", `${value}: none asked`);
    return svg.node() as SVGSVGElement;
  }
  svg.attr(
    "aria-label",
    `${value}: ${percentText(answered / asked)}, 95% interval ${percentText(interval.low)} to ${percentText(interval.high)}`,
  );
  svg
    .append("path")
    .attr("class", "strip-range strangers")
    .attr("d", `M${at(interval.low)},${height / 2}H${at(interval.high)}`);
  svg
    .append("circle")
    .attr("class", "strip-value")
    .attr("cx", at(answered / asked))
    .attr("cy", height / 2)
    .attr("r", 4.5);
  return svg.node() as SVGSVGElement; // created above
}

function rateTable(rates: readonly RatesBy[]): HTMLElement {
  const rows = rates.flatMap(({division, rates}) => rates.map((rate) => ({division, ...rate})));
  return dataTable("Endpoints asked and answered", rows, [
    {heading: "By", text: ({division}) => division, kind: "short"},
    {heading: "Kind", text: ({value}) => value},
    {heading: "Asked", text: ({asked}) => String(asked), kind: "numeric"},
    {heading: "Answered", text: ({answered}) => String(answered), kind: "numeric"},
    {
      heading: "Share, 95% interval",
      text: ({asked, answered, interval}) =>
        interval === null
          ? "–"
          : `${percentText(answered / asked)}, ${percentText(interval.low)} to ${percentText(interval.high)}`,
      kind: "short",
    },
    {heading: "Not tried", text: ({notTried}) => String(notTried), kind: "numeric"},
    {heading: "Asked, all runs", text: ({allAsked}) => String(allAsked), kind: "numeric"},
    {heading: "Answered, all runs", text: ({allAnswered}) => String(allAnswered), kind: "numeric"},
  ]);
}
