import {create} from "d3";
import {tableOnDemand} from "./tableOnDemand.js";

export interface ChartText {
  /** states the finding */
  readonly title: string;
  /** what is drawn, in which units, and what it cannot show */
  readonly caption: string;
  /** the same numbers, made when asked for */
  readonly table?: () => HTMLElement;
}

/** A chart with its title, its caption and its data as a table on demand. */
export function chartFigure({title, caption, table}: ChartText, ...content: readonly Node[]): HTMLElement {
  const figure = create("figure").attr("class", "chart");
  figure.append("h3").text(title);
  const node = figure.node() as HTMLElement; // created above
  node.append(...content);
  figure.append("figcaption").text(caption);
  if (table) node.append(tableOnDemand("The same as a table", table));
  return node;
}
