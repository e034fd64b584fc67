import type {Comparison} from "../report/comparison.js";
import {dataTable} from "./dataTable.js";

/** How many clusters the same round has under other thresholds: how much hangs on the choice of one. */
export function thresholdTable({clustersAt}: Comparison): HTMLElement {
  return dataTable(
    "The same round under other thresholds",
    clustersAt,
    [
      {heading: "Linked up to, bits", text: ({threshold}) => String(threshold), kind: "numeric"},
      {heading: "Clusters", text: ({clusters}) => String(clusters), kind: "numeric"},
    ],
    {narrow: true},
  );
}
