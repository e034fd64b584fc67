import {create} from "d3";
import type {MatrixRound, MatrixRun} from "../report/matrixRun.js";

/** Servers that answered in a round and are not compared, each with the reason; empty if there are none. */
export function setAsideList(
  chosen: {readonly run: MatrixRun; readonly round: MatrixRound} | null,
): HTMLElement {
  const box = create("div").attr("class", "clusters");
  const aside = chosen?.round.setAside ?? [];
  if (aside.length > 0) {
    const details = box.append("details");
    details
      .append("summary")
      .text(
        `${aside.length} ${aside.length === 1 ? "server" : "servers"} answered in this round and ${aside.length === 1 ? "is" : "are"} not compared`,
      );
    const list = details.append("ul");
    for (const [server, why] of aside) {
      const item = list.append("li");
      item
        .append("span")
        .attr("class", "endpoint")
        .text(chosen?.run.endpoints[server]?.endpoint ?? "");
      item.append("span").text(`: ${why}`);
    }
  }
  return box.node() as HTMLElement; // created above
}
