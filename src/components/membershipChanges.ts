import {create} from "d3";
import type {ClusterHistory} from "../report/clusterHistory.js";
import {dataTable} from "./dataTable.js";
import {runTime} from "./historyAxis.js";
import {placeText} from "./places.js";

/** Changes that are shown before someone asks for all. */
const SHOWN = 20;

/** Which server went from which cluster to which, newest first, with what else changed about it between the same runs. */
export function membershipChanges(history: ClusterHistory): HTMLElement {
  const {moves, allMoves} = history;
  const box = create("div").attr("class", "moves");
  const node = box.node() as HTMLElement; // created above
  if (moves.length === 0) {
    box.append("p").text(`${history.titles.moves}.`);
    return node;
  }
  const also = changesByServerAndRun(history);
  const show = (count: number) => {
    const caption =
      count < allMoves
        ? `${history.titles.moves}: the newest ${count}`
        : `${history.titles.moves}, the newest first`;
    return dataTable(caption, moves.slice(0, count), [
      {heading: "In the run of", text: ([run]) => runTime(history, run), kind: "short"},
      {heading: "Server", text: ([, server]) => history.servers[server] ?? "", kind: "name"},
      {heading: "From", text: ([, , from]) => placeText(from), kind: "short"},
      {heading: "To", text: ([, , , to]) => placeText(to), kind: "short"},
      {
        heading: "Also new in that run",
        text: ([run, server]) => also.get(`${server} ${run}`)?.join("\n") ?? "",
      },
    ]);
  };
  const first = show(Math.min(SHOWN, moves.length));
  node.append(first);
  if (moves.length > SHOWN) {
    const button = box.append("button").attr("type", "button").attr("class", "show-all");
    button.text(moves.length < allMoves ? `Show the newest ${moves.length}` : `Show all ${moves.length}`);
    button.on("click", () => {
      const table = show(moves.length);
      first.replaceWith(table);
      button.remove();
      table.focus();
    });
  }
  return node;
}

function changesByServerAndRun({events}: ClusterHistory): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [server, kind, , run, from, to] of events.changes) {
    const key = `${server} ${run}`;
    const text = `${events.kinds[kind] ?? ""}: ${events.texts[from] ?? ""} → ${events.texts[to] ?? ""}`;
    found.set(key, [...(found.get(key) ?? []), text]);
  }
  return found;
}
