import type {SignalsPage} from "../report/signalsPage.js";
import {dataTable} from "./dataTable.js";
import {tableOnDemand} from "./tableOnDemand.js";

/** Marks of host and operator, with the innocent ways to share one. */
export function markTable({marks}: SignalsPage): HTMLElement {
  return tableOnDemand("Marks of host and operator, and how unrelated servers come to share one", () =>
    dataTable("Marks of host and operator", marks, [
      {heading: "Mark", text: ({name}) => name},
      {heading: "Speaks of", text: ({layer}) => layer, kind: "short"},
      {heading: "Compares", text: ({compares}) => compares},
      {heading: "Unit", text: ({unit}) => unit},
      {heading: "How unrelated servers come to share it", text: ({innocent}) => innocent.join("; ")},
    ]),
  );
}
