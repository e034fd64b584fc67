import {create} from "d3";
import {matrixScale, type MatrixScale} from "./matrixScale.js";
import {fillProgramMatrix, type Order} from "./programMatrixTable.js";
import type {ProgramStudy} from "./programStudy.js";
import {matrixFinding} from "./programText.js";

/** In which order rows and columns stand, and how it is called. */
const orders = [
  {key: "node", name: "node by node"},
  {key: "rule", name: "program by program"},
] as const satisfies readonly {readonly key: Order; readonly name: string}[];

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
    fillProgramMatrix(table, shown, scale, order);
  }
  return {
    element: figure.node() as HTMLElement, // created above
    draw(study) {
      shown = study;
      redraw();
    },
  };
}

function drawLegend(figure: d3.Selection<HTMLElement, undefined, null, undefined>, scale: MatrixScale): void {
  const legend = figure
    .append("ul")
    .attr("class", "legend")
    .attr("aria-label", "Marks, and colours by divergence in bits");
  const marks = [
    {className: "mark one-node", text: "outlined: both servers on one node"},
    {className: "mark", text: "not outlined: on two different nodes"},
    {className: "mark in-title", text: "underlined: the two of the heading"},
  ];
  for (const {className, text} of [...marks, ...scale.steps]) {
    const entry = legend.append("li");
    entry.append("i").attr("class", className).attr("aria-hidden", "true");
    entry.append("span").text(text);
  }
}
