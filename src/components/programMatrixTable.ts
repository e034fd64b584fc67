import {group} from "d3";
import type {Answer} from "../simulation/twoNodes.js";
import {divergenceText} from "./divergenceText.js";
import type {MatrixScale} from "./matrixScale.js";
import {pairAt, type ProgramPair} from "./programPairs.js";
import type {ProgramStudy} from "./programStudy.js";
import {printed, titlePairs} from "./programText.js";
import {programWords} from "./programWords.js";

/** By what rows and columns are grouped. */
export type Order = "node" | "rule";

/** Positions of a group's answers, in a row; what they have in common heads them. */
type Groups = readonly (readonly number[])[];

type Table = d3.Selection<HTMLTableElement, undefined, null, undefined>;

/** Fills a table with every pair once, below a diagonal of servers with themselves. */
export function fillProgramMatrix(table: Table, study: ProgramStudy, scale: MatrixScale, order: Order): void {
  const groups = [...group(study.answers.keys(), (i) => study.answers[i]?.[order]).values()];
  table.selectAll("*").remove();
  drawHead(table, study, groups, order);
  drawBody(table, study, groups, {scale, order});
}

function drawHead(table: Table, study: ProgramStudy, groups: Groups, order: Order): void {
  const head = table.append("thead");
  const [first, second] = [head.append("tr"), head.append("tr")];
  first.append("td").attr("colspan", 2).attr("rowspan", 2);
  for (const list of groups) {
    const cell = first.append("th").attr("scope", "colgroup").attr("colspan", list.length);
    for (const line of groupName(study, list[0], order)) cell.append("span").text(line);
  }
  for (const place of groups.flat()) {
    const cell = second.append("th").attr("scope", "col").append("div").attr("class", `by-${order}`);
    for (const line of ownName(study, place, order)) cell.append("span").text(line);
  }
}

function drawBody(
  table: Table,
  study: ProgramStudy,
  groups: Groups,
  {scale, order}: {readonly scale: MatrixScale; readonly order: Order},
): void {
  const body = table.append("tbody");
  const inTitle = titlePairs(study);
  const before: number[] = [];
  for (const list of groups)
    for (const place of list) {
      const row = body.append("tr");
      if (place === list[0]) {
        const cell = row.append("th").attr("scope", "rowgroup").attr("rowspan", list.length);
        for (const line of groupName(study, place, order)) cell.append("span").text(line);
      }
      const name = row.append("th").attr("scope", "row");
      for (const line of ownName(study, place, order)) name.append("span").text(line);
      for (const other of before) {
        const pair = pairAt(study.pairs, place, other);
        const cell = row.append("td");
        fillCell(cell, pair, scale);
        cell.classed(
          "in-title",
          inTitle.some((one) => one === pair),
        );
      }
      row.append("td").attr("class", "self");
      before.push(place);
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
    .attr("class", scale.steps[scale.step(bits, identical)]?.className ?? "")
    .classed("one-node", oneNode)
    .attr("title", `${oneNode ? "one node" : "two different nodes"}: ${divergenceText(bits, identical)}`)
    .text(printed(bits));
}

/** The lines that head a group. */
function groupName(
  {answers, settings}: ProgramStudy,
  place: number | undefined,
  order: Order,
): readonly string[] {
  const answer: Answer | undefined = answers[place ?? 0];
  if (!answer) return [];
  if (order === "rule") return programWords[answer.rule].short;
  return settings.oneNode ? [`servers ${answer.node}`, "(node A)"] : [`node ${answer.node}`];
}

/** The lines that head a server within its group. */
function ownName({answers}: ProgramStudy, place: number, order: Order): readonly string[] {
  const answer: Answer | undefined = answers[place];
  if (!answer) return [];
  return order === "rule" ? [answer.node] : programWords[answer.rule].short;
}
