import type {NamedCluster} from "../report/namedClusters.js";
import {dataTable} from "./dataTable.js";
import {element} from "./element.js";
import {siteAddress} from "./siteAddress.js";
import {tableOnDemand} from "./tableOnDemand.js";

/** Clusters that stand there at first, the largest: a network of a thousand servers has sixty. */
const FIRST = 12;

/** The clusters of the newest run, and how many nodes the servers of each are at least. */
export function nodeBoundTable(clusters: readonly NamedCluster[]): HTMLElement {
  const several = clusters.filter(({servers}) => servers > 1);
  if (several.length === 0)
    return element("p", {}, "In the newest run no two servers form a cluster, so there is no bound to give.");
  return element(
    "div",
    {},
    boundsOf(
      "Clusters of the newest run, and the nodes that must stand behind them",
      several.slice(0, FIRST),
    ),
    several.length > FIRST &&
      tableOnDemand(`${whole(several.length - FIRST)} more, none of them larger`, () =>
        boundsOf("The other clusters of the newest run", several.slice(FIRST)),
      ),
  );
}

function boundsOf(caption: string, clusters: readonly NamedCluster[]): HTMLElement {
  return dataTable(
    caption,
    clusters,
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
