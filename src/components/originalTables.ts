import type {Original} from "../report/original.js";
import type {Agreement} from "../report/originalFacts.js";
import {dataTable} from "./dataTable.js";

/** The clusters with their counts: endpoints, services, and what the services say they run. */
export function clusterTable({clusters}: Original): HTMLElement {
  return dataTable("The five clusters, joined with public lists", clusters, [
    {heading: "Cluster", text: ({cluster}) => cluster},
    {heading: "Endpoints", text: ({endpoints}) => String(endpoints), kind: "numeric"},
    {heading: "Services, at most", text: ({services}) => String(services), kind: "numeric"},
    {heading: "Endpoints by program", text: ({programs}) => counted(programs), kind: "name"},
    {
      heading: "Services by version, where known",
      text: ({versions}) => counted(versions) || "none known",
      kind: "name",
    },
  ]);
}

function counted(values: readonly {readonly value: string; readonly count: number}[]): string {
  return values.map(({value, count}) => `${value}\u00a0×\u00a0${count}`).join(", ");
}

/** How far clusters and labels agree, beside what shuffled labels give. */
export function agreementTable({agreements}: Original): HTMLElement {
  return dataTable("Agreement of the clusters with what the services say they run", agreements, [
    {heading: "Compared", text: ({question}) => question},
    {heading: "Services", text: ({services}) => String(services), kind: "numeric"},
    {heading: "Adjusted Rand index", text: ({index}) => index.toFixed(3), kind: "numeric"},
    {heading: "95% of shuffles are below", text: ({chance95}) => chance95.toFixed(3), kind: "numeric"},
    {heading: "p", text: ({pValue}: Agreement) => pValue.toFixed(pValue < 0.01 ? 4 : 3), kind: "numeric"},
  ]);
}

/** Every endpoint of the first study, service by service. */
export function serviceTable({rows}: Original): HTMLElement {
  return dataTable("All endpoints of the first study, those of one service together", rows, [
    {heading: "Cluster", text: ({cluster}) => cluster},
    {heading: "Endpoints", text: ({endpoints}) => endpoints.join("\n"), kind: "name"},
    {
      heading: "Says it runs",
      text: ({reported}) => (reported ? `${reported.program} ${reported.version}` : "not known"),
      kind: "short",
    },
    {heading: "On", text: ({reported}) => reported?.observed ?? "", kind: "short"},
    {heading: "According to", text: ({reported}) => reported?.source ?? "", kind: "short"},
  ]);
}

/** Why several endpoints are counted as one service. */
export function tieTable({rows}: Original): HTMLElement {
  const tied = rows.filter(({ties}) => ties.length > 0);
  return dataTable("Endpoints that count as one service, and why", tied, [
    {heading: "Endpoints", text: ({endpoints}) => endpoints.join("\n"), kind: "name"},
    {heading: "Why", text: ({ties}) => ties.join("\n")},
  ]);
}

/** Where each statement was read. */
export function sourceTable({sources}: Original): HTMLElement {
  return dataTable("The public lists", sources, [
    {heading: "Name here", text: ({id}) => id, kind: "short"},
    {heading: "What it is", text: ({title}) => title, href: ({url}) => url},
    {heading: "File", text: ({path}) => path, kind: "name"},
    {heading: "Date", text: ({date}) => date},
    {heading: "What to know", text: ({note}) => note},
  ]);
}
