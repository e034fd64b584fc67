import {create} from "d3";
import type {MatrixServer} from "../report/matrixRun.js";
import {siteAddress} from "./siteAddress.js";

/** Servers that hang together, with the name of the cluster if they are exactly its members. */
export interface Component {
  readonly name: string | null;
  readonly servers: readonly MatrixServer[];
}

export interface ComponentList {
  readonly element: HTMLElement;
  /** @param components the largest first */
  update(sentence: string, components: readonly Component[]): void;
}

/** Who is in which cluster at the chosen threshold, written out when somebody asks for it. */
export function componentList(): ComponentList {
  const box = create("div").attr("class", "clusters");
  const text = box.append("p").attr("role", "status");
  const details = box.append("details");
  details.append("summary").text("Their members");
  const list = details.append("div");
  let components: readonly Component[] = [];
  let written: readonly Component[] = [];
  const write = () => {
    if (!details.property("open") || written === components) return;
    written = components;
    list.selectAll("*").remove();
    const alone = components.filter(({servers}) => servers.length === 1).flatMap(({servers}) => servers);
    for (const {name, servers} of components.filter(({servers}) => servers.length > 1))
      section(`${name ?? "No name at this threshold"}: ${servers.length} servers`, servers);
    if (alone.length > 0) section(`Alone: ${alone.length}`, alone);
  };
  const section = (title: string, servers: readonly MatrixServer[]) => {
    list.append("p").append("strong").text(title);
    const items = list.append("ul").attr("class", "members");
    for (const {id, endpoint, program, version} of servers) {
      const item = items.append("li");
      item
        .append("a")
        .attr("class", "endpoint")
        .attr("href", siteAddress(`servers/${encodeURIComponent(id)}`))
        .text(endpoint);
      item.append("small").text(` ${program} ${version}`);
    }
  };
  details.on("toggle", write);
  return {
    element: box.node() as HTMLElement, // created above
    update(sentence, next) {
      text.text(`${sentence}.`);
      components = next;
      write();
    },
  };
}
