import {create, type Selection} from "d3";
import type {RankedPair} from "../report/rankedPairs.js";
import type {SignalsPage} from "../report/signalsPage.js";
import {endpointName} from "./endpointName.js";
import {numberText} from "./numberText.js";
import {siteAddress} from "./siteAddress.js";

/** Rows that stand there at first. */
const FIRST = 15;

type Level = RankedPair["level"];

/** A level's class, from which it has its colour, and its words. */
const levels: Readonly<Record<Level, readonly [className: string, label: string]>> = {
  contradicted: ["level-contradicted", "cannot be one node"],
  declared: ["level-declared", "declared"],
  supported: ["level-supported", "supported"],
  candidate: ["level-candidate", "candidate"],
  "no evidence": ["level-none", "no evidence"],
  "not comparable": ["level-incomparable", "not comparable"],
};

const headings = [
  ["Pair", "name"],
  ["Level", null],
  ["Bits", "numeric"],
  ["q", "numeric"],
  ["Strangers expected down to here", "numeric"],
  ["Strongest signals, by group", "signals"],
] as const;

/** The strongest pairs, the first of them at once and the others on demand. */
export function rankedTable({ranked}: SignalsPage): HTMLElement {
  const section = create("div").attr("class", "ranked");
  section.append("h3").attr("id", "ranked-title").text(ranked.title);
  const node = section.node() as HTMLElement; // created above
  if (ranked.rows.length === 0) return node;
  const box = section
    .append("div")
    .attr("class", "table-box")
    .attr("tabindex", 0)
    .attr("role", "region")
    .attr("aria-label", ranked.title);
  const table = box.append("table");
  table.attr("aria-labelledby", "ranked-title");
  const head = table.append("thead").append("tr");
  for (const [heading, kind] of headings)
    head.append("th").attr("scope", "col").attr("class", kind).text(heading);
  const body = table.append("tbody");
  for (const row of ranked.rows.slice(0, FIRST)) pairRow(body, row);
  const rest = ranked.rows.slice(FIRST);
  if (rest.length > 0) {
    const button = section
      .append("button")
      .attr("type", "button")
      .attr("class", "more")
      .text(rest.length === 1 ? "Show the other one" : `Show the other ${rest.length}`);
    button.on("click", () => {
      for (const row of rest) pairRow(body, row);
      button.remove();
      (box.node() as HTMLElement).focus({preventScroll: true}); // the button that had it is gone
    });
  }
  return node;
}

function pairRow(
  body: Selection<HTMLTableSectionElement, undefined, null, undefined>,
  row: RankedPair,
): void {
  const line = body.append("tr");
  const pair = line.append("td").attr("class", "name");
  for (const [name, id] of [
    [row.a, row.aId],
    [row.b, row.bId],
  ] as const)
    pair
      .append("div")
      .append("a")
      .attr("href", siteAddress(`servers/${id}`))
      .append(() => endpointName(name));
  pair
    .append("a")
    .attr("href", siteAddress(`compare?a=${encodeURIComponent(row.aId)}&b=${encodeURIComponent(row.bId)}`))
    .attr("aria-label", `Compare ${row.a} and ${row.b}`)
    .text("compare");
  const [className, label] = levels[row.level];
  const level = line.append("td");
  level.append("span").attr("class", `pair-level ${className}`).text(label);
  if (row.excludedBy !== null) level.append("small").text(` by ${row.excludedBy}`);
  for (const text of [row.bits.toFixed(1), numberText(row.q), numberText(row.expectedStrangers)])
    line.append("td").attr("class", "numeric").text(text);
  line
    .append("td")
    .attr("class", "signals")
    .text(row.groups.map(({signal, bits}) => `${signal} ${bits.toFixed(1).replace("-", "−")}`).join("; "));
}
