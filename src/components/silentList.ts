import {create} from "d3";
import type {Comparison} from "../report/comparison.js";
import type {RunReport} from "../report/study.js";
import {dataTable} from "./dataTable.js";

/** Who was asked and is not in the matrix: endpoints that sent no histogram, and answers that were set aside. */
export function silentList({silent, servers}: RunReport, round: Comparison | undefined): HTMLElement {
  const section = create("div").attr("class", "silent");
  const node = section.node() as HTMLElement; // created above
  const aside = round?.setAside ?? [];
  if (aside.length > 0)
    node.append(
      dataTable(
        `${aside.length} answered in this round and ${aside.length === 1 ? "is" : "are"} set aside`,
        aside,
        [
          {heading: "Endpoint", text: ({server}) => servers[server]?.endpoint ?? "", kind: "name"},
          {heading: "Says it runs", text: ({server}) => servers[server]?.program ?? ""},
          {heading: "Why it is not compared", text: ({why}) => why},
        ],
      ),
    );
  if (silent.length === 0) section.append("p").text("Every endpoint of this run sent a histogram.");
  else
    node.append(
      dataTable(`${silent.length} sent no histogram in this run`, silent, [
        {heading: "Endpoint", text: ({endpoint}) => endpoint, kind: "name"},
        {heading: "Ended at", text: ({stage, tried}) => (tried ? stage : "not tried")},
        {heading: "Why", text: ({why}) => why},
        {heading: "Detail, as received, escaped", text: ({detail}) => detail},
      ]),
    );
  return node;
}
