import {create} from "d3";
import type {NodeBounds} from "../report/nodeBounds.js";
import {dataTable} from "./dataTable.js";

/** How many nodes the servers of each cluster are at least: the sentence on pairs, then a row for each group. */
export function nodeBoundTable({sentences, groups}: NodeBounds): HTMLElement {
  const box = create("div");
  box.append("p").text(sentences[0] ?? "");
  const rows = groups.filter(({servers}) => servers.length > 1);
  if (rows.length > 0)
    box.append(() =>
      dataTable(
        "Nodes behind servers that look alike, at least",
        rows,
        [
          {heading: "Servers of the newest run", text: ({name}) => (name === "all" ? "all together" : name)},
          {heading: "Servers", text: ({servers}) => String(servers.length), kind: "numeric"},
          {heading: "Nodes, at least", text: ({atLeast}) => String(atLeast), kind: "numeric"},
        ],
        {narrow: true},
      ),
    );
  return box.node() as HTMLElement; // created above
}
