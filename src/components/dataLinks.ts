import {create} from "d3";
import {siteAddress} from "./siteAddress.js";

/** Links to the pages' own data, by their stable addresses. */
export function dataLinks(names: readonly string[]): HTMLElement {
  const line = create("p");
  line.append("span").text("The numbers behind this page: ");
  for (const [i, name] of names.entries()) {
    if (i > 0) line.append("span").text(", ");
    line
      .append("a")
      .attr("href", siteAddress(`data/${name}`))
      .text(`data/${name}`);
  }
  line.append("span").text(".");
  return line.node() as HTMLElement; // created above
}
