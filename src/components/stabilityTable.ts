import {create} from "d3";
import type {ClusterHistory} from "../report/clusterHistory.js";
import {dataTable} from "./dataTable.js";
import {tableOnDemand} from "./tableOnDemand.js";

/** How surely each cluster of the whole time comes again, beside chance, in Hennig's words; and what the words mean. */
export function stabilityTable(history: ClusterHistory): HTMLElement {
  const {stability, bands} = history;
  const box = create("div");
  const node = box.node() as HTMLElement; // created above
  if (stability.length === 0) {
    box.append("p").text(`${history.titles.stability}.`);
    return node;
  }
  node.append(
    dataTable(history.titles.stability, stability, [
      {heading: "Cluster", text: ({cluster}) => nameOf(cluster), kind: "short"},
      {heading: "Servers", text: ({members}) => String(members.length), kind: "numeric"},
      {heading: "Mean Jaccard index", text: ({jaccard}) => jaccard.value.toFixed(3), kind: "numeric"},
      {heading: "By chance", text: ({jaccard}) => jaccard.mean.toFixed(3), kind: "numeric"},
      {
        heading: "95% of chance",
        text: ({jaccard: {low, high}}) => `${low.toFixed(3)} to ${high.toFixed(3)}`,
        kind: "short",
      },
      {heading: "p", text: ({jaccard}) => jaccard.p.toFixed(2), kind: "numeric"},
      {
        heading: "In words",
        text: ({word, aboveChance}) => (aboveChance ? word : `${word}, but no more than chance gives`),
      },
    ]),
    tableOnDemand("The members of each", () =>
      dataTable("Members of each cluster over the whole time", stability, [
        {heading: "Cluster", text: ({cluster}) => nameOf(cluster), kind: "short"},
        {
          heading: "Members",
          text: ({members}) => members.map((server) => history.servers[server] ?? "").join("\n"),
          kind: "name",
        },
      ]),
    ),
    dataTable(
      "Hennig’s words",
      bands,
      [
        {heading: "Mean Jaccard index", text: ({least}) => (least === 0 ? "up to 0.5" : `${least} or more`)},
        {heading: "Word", text: ({word}) => word, kind: "short"},
        {heading: "Meaning", text: ({meaning}) => meaning},
      ],
      {narrow: true},
    ),
  );
  return node;
}

function nameOf(cluster: number | null): string {
  return cluster === null ? "without a name" : `C${cluster}`;
}
