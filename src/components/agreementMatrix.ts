import {create, type Selection} from "d3";
import type {AgreementCell, SignalsPage} from "../report/signalsPage.js";
import {chartFigure} from "./chartFigure.js";
import {dataTable} from "./dataTable.js";

type Told = AgreementCell["hosts"];

/** Ends of the scale in each cell: the index is 1 at most, and hardly below this. */
const LOWEST = -0.25;

/** px. The strip in a cell. */
const STRIP = {width: 132, height: 16};

/** Each two ways of grouping servers: how far they agree, on a strip with the range that shuffles give. */
export function agreementMatrix({agreement}: SignalsPage): HTMLElement {
  const {title, shuffles, partitions, cells} = agreement;
  const caption =
    `Adjusted mutual information (AMI): 1 is the same partition, 0 is chance. The grey band holds the middle 95% of ${shuffles.toLocaleString("en-US")} shuffles, the dot is the value; ` +
    "a cell is coloured where the value with each host counted once lies above its band. What it cannot show: which servers share a node. " +
    "Servers of one program, release and place agree in several signals without sharing anything.";
  if (cells.length === 0) return chartFigure({title, caption: "There is nothing to compare yet."});
  return chartFigure({title, caption, table: () => agreementRows(cells)}, grid(partitions, cells));
}

/** Upper triangle: the first partition needs no column, the last no row. */
function grid(partitions: readonly string[], cells: readonly AgreementCell[]): HTMLElement {
  const box = create("div")
    .attr("class", "table-box narrow agreement")
    .attr("tabindex", 0)
    .attr("role", "region")
    .attr("aria-label", "Agreement of each two partitions");
  const table = box.append("table");
  const head = table.append("thead").append("tr");
  head.append("td");
  for (const name of partitions.slice(1)) head.append("th").attr("scope", "col").text(name);
  const body = table.append("tbody");
  for (const [i, row] of partitions.slice(0, -1).entries()) {
    const line = body.append("tr");
    line.append("th").attr("scope", "row").text(row);
    for (const [j, column] of partitions.slice(1).entries()) {
      const cell = j < i ? undefined : cells.find(({first, second}) => first === row && second === column);
      const place = line.append("td");
      if (cell) fill(place, cell);
    }
  }
  return box.node() as HTMLElement; // created above
}

function fill(place: Selection<HTMLTableCellElement, undefined, null, undefined>, cell: AgreementCell): void {
  const {verdict, ami} = cell.hosts;
  if (verdict === "more than shuffled" && ami !== null)
    place.attr("class", "agrees").style("--agree", `${Math.round(100 * ami)}%`);
  if (verdict === "nothing to compare" && cell.verdict === "nothing to compare") {
    place.append("span").attr("class", "muted").text(cell.text);
    return;
  }
  for (const [label, told] of [
    ["each host once", cell.hosts],
    ["every port", cell],
  ] as const) {
    const part = place.append("div").attr("class", "agreement-part");
    part.append("small").text(label);
    if (told.ami === null || told.verdict === "nothing to compare") {
      part.append("span").attr("class", "muted").text(told.text);
      continue;
    }
    part.append("strong").text(told.ami.toFixed(2).replace("-", "−"));
    part.append(() => strip(told));
    part.append("small").text(told.verdict);
  }
}

function strip({ami, null: chance, text, verdict}: Told): SVGSVGElement {
  const {width, height} = STRIP;
  const at = (value: number) =>
    Math.round(((Math.max(LOWEST, value) - LOWEST) / (1 - LOWEST)) * (width - 8) * 10) / 10 + 4;
  const svg = create("svg:svg")
    .attr("width", width)
    .attr("height", height)
    .attr("role", "img")
    .attr("aria-label", `${text}: ${verdict}`);
  svg
    .append("path")
    .attr("class", "strip-axis")
    .attr("d", `M4,${height / 2}H${width - 4}`);
  if (chance)
    svg
      .append("rect")
      .attr("class", "strip-null")
      .attr("x", at(chance.low))
      .attr("width", Math.max(2, at(chance.high) - at(chance.low)))
      .attr("y", 1)
      .attr("height", height - 2);
  svg
    .append("path")
    .attr("class", "strip-zero")
    .attr("d", `M${at(0)},1V${height - 1}`);
  svg
    .append("circle")
    .attr("class", "strip-value")
    .attr("cx", at(ami ?? 0))
    .attr("cy", height / 2)
    .attr("r", 3.5);
  return svg.node() as SVGSVGElement; // created above
}

function agreementRows(cells: readonly AgreementCell[]): HTMLElement {
  const rows = cells.flatMap((cell) => [
    {counting: "each host once", ...cell.hosts},
    {counting: "every port", ...cell},
  ]);
  return dataTable("Agreement of each two partitions, in numbers", rows, [
    {heading: "First", text: ({first}) => first},
    {heading: "Second", text: ({second}) => second},
    {heading: "Counting", text: ({counting}) => counting, kind: "short"},
    {heading: "Servers", text: ({servers}) => String(servers), kind: "numeric"},
    {heading: "Clusters of two or more", text: ({clusters}) => clusters.join(" and "), kind: "numeric"},
    {heading: "AMI and null", text: ({text}) => text},
    {heading: "p", text: ({null: chance}) => (chance ? chance.p.toFixed(3) : "–"), kind: "numeric"},
    {heading: "That is", text: ({verdict}) => verdict, kind: "short"},
  ]);
}
