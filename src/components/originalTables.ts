import type {Original} from "../report/original.js";
import type {Agreement} from "../report/originalFacts.js";
import {dataTable} from "./dataTable.js";

/** The clusters with their counts: endpoints, services, and what the services say they run. */
export function clusterTable({clusters}: Original): HTMLElement {
  return dataTable("The five clusters, joined with public lists", clusters, [
    {heading: "Cluster", text: ({cluster}) => cluster},
    {heading: "Endpoints", text: ({endpoints}) => String(endpoints), numeric: true},
    {heading: "Services, at most", text: ({services}) => String(services), numeric: true},
    {heading: "Endpoints by program", text: ({programs}) => counted(programs)},
    {heading: "Services by version, where known", text: ({versions}) => counted(versions) || "none known"},
  ]);
}

function counted(values: readonly {readonly value: string; readonly count: number}[]): string {
  return values.map(({value, count}) => `${value} × ${count}`).join(", ");
}

/** How far clusters and labels agree, beside what shuffled labels give. */
export function agreementTable({agreements}: Original): HTMLElement {
  return dataTable("Agreement of the clusters with what the services say they run", agreements, [
    {heading: "Compared", text: ({question}) => question},
    {heading: "Services", text: ({services}) => String(services), numeric: true},
    {heading: "Adjusted Rand index", text: ({index}) => index.toFixed(3), numeric: true},
    {heading: "95% of shuffles are below", text: ({chance95}) => chance95.toFixed(3), numeric: true},
    {heading: "p", text: ({pValue}: Agreement) => pValue.toFixed(pValue < 0.01 ? 4 : 3), numeric: true},
  ]);
}

/** Every endpoint of the first study, service by service. */
export function serviceTable({rows}: Original): HTMLElement {
  return dataTable("All endpoints of the first study", rows, [
    {heading: "Cluster", text: ({cluster}) => cluster},
    {heading: "Endpoints of one service", text: ({endpoints}) => endpoints.join(", ")},
    {
      heading: "Says it runs",
      text: ({reported}) => (reported ? `${reported.program} ${reported.version}` : "not known"),
    },
    {heading: "On", text: ({reported}) => reported?.observed ?? ""},
    {heading: "According to", text: ({reported}) => reported?.source ?? ""},
    {heading: "Why one service", text: ({ties}) => ties.join("; ")},
  ]);
}

/** Where each statement was read. */
export function sourceTable({sources}: Original): HTMLElement {
  return dataTable("The public lists", sources, [
    {heading: "Name here", text: ({id}) => id},
    {heading: "What it is", text: ({title}) => title, href: ({url}) => url},
    {heading: "File", text: ({path}) => path},
    {heading: "Date", text: ({date}) => date},
    {heading: "What to know", text: ({note}) => note},
  ]);
}
