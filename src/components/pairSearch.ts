import {create} from "d3";
import type {RunList} from "../report/runList.js";
import {dataTable} from "./dataTable.js";
import {nullText, valueText, levelText} from "./pairText.js";
import {type PairWords, pairWords} from "./pairTooltip.js";
import type {PairValues} from "./pairValues.js";
import {siteAddress} from "./siteAddress.js";

type Levels = Pick<RunList, "levels">;

/** The matrix for screen readers and the impatient: a pair by its names, and all pairs of one server as a table. */
export interface PairSearch {
  readonly element: HTMLElement;
  /** the quantity on display has changed */
  update(values: PairValues): void;
}

/** @param onFound told of a pair that was found by its names */
export function pairSearch(list: Levels, onFound: (i: number, j: number) => void): PairSearch {
  const box = create("div");
  const form = box.append("form").attr("class", "lookup").attr("aria-label", "Compare two servers");
  const options = form.append("datalist").attr("id", "matrix-servers");
  const [first, second] = ["Compare", "with"].map((word) => {
    const label = form.append("label");
    label.append("span").text(word);
    return label
      .append("input")
      .attr("type", "search")
      .attr("list", "matrix-servers")
      .attr("autocomplete", "off")
      .attr("spellcheck", "false")
      .attr("maxlength", 300)
      .attr("placeholder", "a server, or part of its name")
      .node() as HTMLInputElement; // appended in this statement
  }) as [HTMLInputElement, HTMLInputElement]; // one for each word
  const answer = box.append("div").attr("class", "lookup-answer").attr("role", "status");
  const details = box.append("details");
  details.append("summary").text("All pairs of the first server as a table");
  const table = details.append("div");
  let values: PairValues | null = null;

  const fillTable = () => {
    if (!details.property("open") || !values) return;
    const i = foundIn(values, first.value);
    const node = typeof i === "number" ? tableOf(values, i, list) : document.createTextNode(i);
    table.selectAll("*").remove();
    (table.node() as HTMLElement).replaceChildren(node); // appended above
  };
  const fill = (follow: boolean) => {
    if (!values) return;
    const [i, j] = [foundIn(values, first.value), foundIn(values, second.value)];
    answer.selectAll("*").remove();
    if (typeof i === "number" && typeof j === "number") {
      answer.append("p").text(answerText(pairWords(values, i, j, list)));
      if (i !== j)
        answer
          .append("a")
          .attr("href", compareAddress(values, i, j))
          .text("Compare the two, signal by signal");
      if (follow) onFound(i, j);
    } else if (first.value !== "" || second.value !== "")
      answer.append("p").text(String(typeof i === "number" ? j : i));
    fillTable();
  };
  form.on("input", () => fill(true)).on("submit", (event: Event) => event.preventDefault());
  details.on("toggle", fillTable);

  return {
    element: box.node() as HTMLElement, // created above
    update(next) {
      values = next;
      options
        .selectAll("option")
        .data(next.servers.map(({endpoint}) => endpoint).toSorted())
        .join("option")
        .attr("value", (endpoint) => endpoint);
      form.attr("hidden", next.servers.length < 2 ? "" : null);
      details.attr("hidden", next.servers.length < 2 ? "" : null);
      fill(false);
    },
  };
}

/** The one server of that name, or of which it is a part; in words if it is none or several. */
export function foundIn({servers}: Pick<PairValues, "servers">, text: string): number | string {
  const part = text.trim().toLowerCase();
  if (part === "") return "Name a server, or a part of its name that no other has.";
  const exact = servers.findIndex(({endpoint}) => endpoint === part);
  if (exact >= 0) return exact;
  const found = [...servers.keys()].filter((i) => servers[i]?.endpoint.includes(part));
  const [only] = found;
  if (found.length === 1 && only !== undefined) return only;
  return found.length === 0
    ? "No server of this name is compared here. The list of servers says which were asked and which did not answer."
    : `${found.length.toLocaleString("en-US")} servers have this in their names.`;
}

/** The page of a pair; of a server and itself, the server’s own. */
export function compareAddress({servers}: Pick<PairValues, "servers">, i: number, j: number): string {
  const [a, b] = [encodeURIComponent(servers[i]?.id ?? ""), encodeURIComponent(servers[j]?.id ?? "")];
  return siteAddress(i === j ? `servers/${a}` : `compare?a=${a}&b=${b}`);
}

function answerText({value, strangers, level}: PairWords): string {
  return [value, strangers, level === value ? "" : level].filter((part) => part).join(". ");
}

function tableOf(values: PairValues, i: number, list: Levels): HTMLElement {
  const {servers, quantity, answers} = values;
  const n = servers.length;
  const value = (j: number) => values.values[i * n + j] ?? NaN;
  const sign = quantity.alike === "low" ? 1 : -1;
  // What cannot be compared comes last, whichever way the quantity runs.
  const key = (j: number) => (Number.isNaN(value(j)) ? Infinity : sign * value(j));
  const others = [...servers.keys()]
    .filter((j) => j !== i)
    .toSorted((j, k) => Math.sign(key(j) - key(k)) || j - k);
  return dataTable(
    `${quantity.name}: ${servers[i]?.endpoint ?? ""} and every other server, the most alike first`,
    others,
    [
      {
        heading: "Server",
        text: (j) => servers[j]?.endpoint ?? "",
        kind: "name",
        href: (j) => compareAddress(values, i, j),
      },
      {heading: "Program", text: (j) => `${servers[j]?.program ?? ""} ${servers[j]?.version ?? ""}`},
      {
        heading: "Value",
        text: (j) => valueText(quantity, value(j), answers !== null && answers[i] === answers[j], list),
      },
      {heading: "Null", text: (j) => nullText(values, i, j, list)},
      {heading: "Level", text: (j) => levelText(values.levels[i * n + j] ?? -1, list)},
    ],
  );
}
