import {create, type Selection} from "d3";
import type {Cluster, Comparison} from "../report/comparison.js";
import type {Tally} from "../report/program.js";
import type {ObservedServer} from "../report/servers.js";

/** The clusters of a round with their members by name: what they say they run, and which of them sent the same answer. */
export function clusterList(
  {clusters, servers: order, answers}: Comparison,
  servers: readonly ObservedServer[],
): HTMLElement {
  const list = create("div").attr("class", "clusters");
  let start = 0;
  for (const [i, cluster] of clusters.entries()) {
    const section = list.append("details").property("open", clusters.length <= 3 && cluster.size <= 12);
    const summary = section.append("summary");
    summary.append("strong").text(`Cluster ${i + 1}`);
    summary.append("span").text(` ${sizeText(cluster)}`);
    summary
      .append("small")
      .text(`${tallyText(cluster.programs)} · relay minimum ${tallyText(cluster.relayMinima, " sat/vB")}`);
    const members = section.append("ol").attr("class", "members");
    const end = start + cluster.size;
    for (let position = start; position < end; position++) {
      const server = servers[order[position] ?? -1];
      if (!server) continue;
      const twins = answers.slice(start, end).filter((answer) => answer === answers[position]).length - 1;
      memberLine(members, server, twins);
    }
    start = end;
  }
  return list.node() as HTMLElement; // created above
}

function sizeText({size, distinctAnswers}: Cluster): string {
  if (size === 1) return "1 server on its own";
  return `${size} servers, ${distinctAnswers} distinct ${distinctAnswers === 1 ? "answer" : "answers"}`;
}

function tallyText(values: readonly Tally[], unit = ""): string {
  return values
    .map(({value, count}) => `${value}${value === "not stated" ? "" : unit} (${count})`)
    .join(", ");
}

function memberLine(
  members: Selection<HTMLOListElement, undefined, null, undefined>,
  {endpoint, program, version, relayMinimum}: ObservedServer,
  twins: number,
): void {
  const line = members.append("li");
  line.append("span").attr("class", "endpoint").text(endpoint);
  const minimum = relayMinimum === null ? "" : `, ${relayMinimum} sat/vB`;
  line.append("small").text(` ${program} ${version}${minimum}`);
  if (twins > 0)
    line
      .append("small")
      .attr("class", "twins")
      .text(` identical to ${twins} other${twins === 1 ? "" : "s"}`);
}
