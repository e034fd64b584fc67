import {create, type Selection} from "d3";
import type {LinkedKin, SignalsPage} from "../report/signalsPage.js";
import {siteAddress} from "./siteAddress.js";

/** Groups that stand there at first, the largest. */
const FIRST = 6;

/** Servers that pairs tie together: the inferred ones first, those that only their operators declare folded away. */
export function kinList({kin}: SignalsPage): HTMLElement {
  const list = create("div").attr("class", "kin");
  const inferred = kin.filter(({supported}) => supported > 0);
  const declared = kin.filter(({supported}) => supported === 0);
  if (inferred.length === 0) list.append("p").text("No servers are tied together by a supported pair.");
  for (const one of inferred.slice(0, FIRST)) kinItem(list, one);
  if (inferred.length > FIRST) {
    const rest = list.append("details");
    rest.append("summary").text(`${inferred.length - FIRST} more with a supported pair`);
    for (const one of inferred.slice(FIRST)) kinItem(rest, one);
  }
  if (declared.length > 0) {
    const details = list.append("details");
    details
      .append("summary")
      .text(
        declared.length === 1
          ? `1 ${inferred.length > 0 ? "more" : "group"} is tied by its operator’s own word only`
          : `${declared.length} ${inferred.length > 0 ? "more" : "groups"} are tied by their operators’ own word only`,
      );
    for (const one of declared) kinItem(details, one);
  }
  return list.node() as HTMLElement; // created above
}

function kinItem<Parent extends HTMLElement>(
  list: Selection<Parent, undefined, null, undefined>,
  {servers, ids, sentence}: LinkedKin,
): void {
  const item = list.append("section").attr("class", "kin-item");
  const members = item.append("ul");
  for (const [i, server] of servers.entries())
    members
      .append("li")
      .append("a")
      .attr("href", siteAddress(`servers/${ids[i] ?? ""}`))
      .text(server);
  item.append("p").text(sentence);
}
