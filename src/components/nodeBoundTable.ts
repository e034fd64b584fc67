import type {NamedCluster} from "../report/namedClusters.js";
import {dataTable} from "./dataTable.js";
import {siteAddress} from "./siteAddress.js";

/** The clusters of the newest run, and how many nodes the servers of each are at least. */
export function nodeBoundTable(clusters: readonly NamedCluster[]): HTMLElement {
  return dataTable(
    "Clusters of the newest run, and the nodes that must stand behind them",
    clusters.filter(({servers}) => servers > 1),
    [
      {heading: "Cluster", text: ({name}) => name ?? "", href: () => siteAddress("clusters"), kind: "short"},
      {heading: "Servers", text: ({servers}) => whole(servers), kind: "numeric"},
      {heading: "Nodes, at least", text: ({atLeast}) => whole(atLeast), kind: "numeric"},
      {
        heading: "Programs, as they name themselves",
        text: ({programs}) => programs.map(({value, count}) => `${value} ${whole(count)}`).join(", "),
      },
    ],
    {narrow: true},
  );
}

function whole(value: number): string {
  return value.toLocaleString("en-US");
}
