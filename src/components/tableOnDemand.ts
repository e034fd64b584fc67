import {create} from "d3";

/** A table that is made when it is first asked for: a chart's data without the weight of it. */
export function tableOnDemand(summary: string, make: () => HTMLElement): HTMLElement {
  const details = create("details").attr("class", "on-demand");
  details.append("summary").text(summary);
  const node = details.node() as HTMLDetailsElement; // created above
  node.addEventListener("toggle", () => node.append(make()), {once: true});
  return node;
}
