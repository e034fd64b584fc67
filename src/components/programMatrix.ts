import {create, group} from "d3";
import type {Answer} from "../simulation/twoNodes.js";
import {divergenceText} from "./divergenceText.js";
import {matrixScale, type MatrixScale} from "./matrixScale.js";
import {pairAt, type ProgramPair} from "./programPairs.js";
import type {ProgramStudy} from "./programStudy.js";
import {matrixFinding, printed} from "./programText.js";
import {programWords} from "./programWords.js";

/** In which order rows and columns stand, and how it is called. */
const orders = [
  {key: "node", name: "node by node"},
  {key: "rule", name: "program by program"},
] as const;
type Order = (typeof orders)[number]["key"];

type Body = d3.Selection<HTMLTableElement, undefined, null, undefined>;

/**
 * Every pair of servers with its divergence as three decimals print it; a real table, so that any reader can walk it.
 * Cells of one node are outlined. `draw` shows another study in the same place.
 *
 * @param steps bits, upper limits of the colour steps
 */
export function programMatrix(steps: readonly number[]): {
  element: HTMLElement;
  draw(study: ProgramStudy): void;
} {
  const scale = matrixScale(steps);
  let order: Order = "node";
  let shown: ProgramStudy | undefined;
  const figure = create("figure").attr("class", "matrix program-matrix");
  const title = figure.append("h3");
  const choice = figure.append("fieldset");
  choice.append("legend").text("Rows and columns");
  for (const {key, name} of orders) {
    const label = choice.append("label");
    label
      .append("input")
      .attr("type", "radio")
      .attr("name", "program-order")
      .property("checked", key === order)
      .on("input", () => {
        order = key;
        redraw();
      });
    label.append("span").text(name);
  }
  const table = figure
    .append("div")
    .attr("class", "table-box")
    .attr("tabindex", 0)
    .attr("role", "region")
    .attr("aria-label", "Divergence of every pair of servers, in bits")
    .append("table");
  drawLegend(figure, scale);
  figure
    .append("figcaption")
    .text(
      "Jensen–Shannon divergence in bits, of shares of vbytes by fee label, as three decimals show it. Each row and column is a program on a node; every pair stands once. " +
        "What it cannot show: the public network, where nodes, programs and clocks are many, and where nobody knows which cells to outline.",
    );
  function redraw(): void {
    if (!shown) return;
    title.text(matrixFinding(shown));
    table.selectAll("*").remove();
    drawTable(table, shown, scale, order);
  }
  return {
    element: figure.node() as HTMLElement, // created above
    draw(study) {
      shown = study;
      redraw();
    },
  };
}

function drawTable(
  table: Body,
  {answers, pairs, settings}: ProgramStudy,
  scale: MatrixScale,
  order: Order,
): void {
  // Of each group its name, and the positions of its answers.
  const groups = [...group(answers.keys(), (i) => answers[i]?.[order] ?? "")];
  const places = groups.flatMap(([, list]) => list);
  const title = (answer: Answer | undefined) => (answer ? outer(answer, order, settings.oneNode) : []);
  const head = table.append("thead");
  const [first, second] = [head.append("tr"), head.append("tr")];
  first.append("td").attr("colspan", 2).attr("rowspan", 2);
  for (const [, list] of groups) {
    const cell = first.append("th").attr("scope", "colgroup").attr("colspan", list.length);
    for (const line of title(answers[list[0] ?? 0])) cell.append("span").text(line);
  }
  for (const place of places) {
    const cell = second.append("th").attr("scope", "col").append("div").attr("class", `by-${order}`);
    for (const line of inner(answers[place], order)) cell.append("span").text(line);
  }
  const body = table.append("tbody");
  let row = 0;
  for (const [, list] of groups)
    for (const [i, place] of list.entries()) {
      const line = body.append("tr");
      if (i === 0) {
        const cell = line.append("th").attr("scope", "rowgroup").attr("rowspan", list.length);
        for (const text of title(answers[place])) cell.append("span").text(text);
      }
      const name = line.append("th").attr("scope", "row");
      for (const text of inner(answers[place], order)) name.append("span").text(text);
      for (const other of places.slice(0, row))
        fillCell(line.append("td"), pairAt(pairs, place, other), scale);
      line.append("td").attr("class", "self");
      row++;
    }
}

function fillCell(
  cell: d3.Selection<HTMLTableCellElement, undefined, null, undefined>,
  pair: ProgramPair | undefined,
  scale: MatrixScale,
): void {
  if (!pair || pair.bits === null) {
    cell.attr("class", "none").attr("title", "not comparable: one of the two sends no bin").text("–");
    return;
  }
  const {bits, identical, oneNode} = pair;
  cell
    .attr(
      "class",
      `${scale.steps[scale.step(bits, identical)]?.className ?? ""}${oneNode ? " one-node" : ""}`,
    )
    .attr("title", `${oneNode ? "one node" : "two different nodes"}: ${divergenceText(bits, identical)}`)
    .text(printed(bits));
}

function outer({rule, node}: Answer, order: Order, oneNode: boolean): readonly string[] {
  return order === "rule"
    ? programWords[rule].short
    : oneNode
      ? [`servers ${node}`, "(node A)"]
      : [`node ${node}`];
}

function inner(answer: Answer | undefined, order: Order): readonly string[] {
  if (!answer) return [];
  return order === "rule" ? [answer.node] : programWords[answer.rule].short;
}

function drawLegend(figure: d3.Selection<HTMLElement, undefined, null, undefined>, scale: MatrixScale): void {
  const legend = figure
    .append("ul")
    .attr("class", "legend")
    .attr("aria-label", "Marks, and colours by divergence in bits");
  const marks = [
    {className: "mark one-node", text: "outlined: both servers on one node"},
    {className: "mark", text: "not outlined: on two different nodes"},
  ];
  for (const {className, text} of [...marks, ...scale.steps]) {
    const entry = legend.append("li");
    entry.append("i").attr("class", className).attr("aria-hidden", "true");
    entry.append("span").text(text);
  }
}
