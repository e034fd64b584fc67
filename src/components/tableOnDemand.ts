import {element} from "./element.js";

/**
 * A table that is made when it is first asked for: a chart's data without the weight of it. Also on the home page, which
 * loads no library for charts.
 */
export function tableOnDemand(summary: string, make: () => HTMLElement): HTMLElement {
  const details = element("details", {class: "on-demand"}, element("summary", {}, summary));
  details.addEventListener("toggle", () => details.append(make()), {once: true});
  return details;
}
