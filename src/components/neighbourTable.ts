import type {Neighbour, Reason, Ruled} from "../report/serverPairs.js";
import {exclusionText} from "./compareText.js";
import {element} from "./element.js";
import {endpointName} from "./endpointName.js";
import {levelTag} from "./levelScale.js";
import {bitsText, numberText} from "./numberText.js";
import {siteAddress} from "./siteAddress.js";

/** Reasons of one pair in the table; the comparison has all. */
const SHOWN_REASONS = 4;

/**
 * The nearest servers with what speaks for each, and a link to the comparison.
 *
 * @param ruledOut how many servers cannot share a node with it, which are not among the neighbours
 */
export function neighbourTable(id: string, neighbours: readonly Neighbour[], ruledOut: number): HTMLElement {
  if (neighbours.length === 0)
    return element(
      "p",
      {},
      ruledOut > 0
        ? "None that could share a node with it: every other server that can be compared is ruled out."
        : "No other server can be compared with it.",
    );
  const heading = (text: string, kind: string | null = null) =>
    element("th", {scope: "col", class: kind}, text);
  return element(
    "div",
    {class: "table-box", tabindex: 0, role: "region", "aria-label": "Nearest neighbours"},
    element(
      "table",
      {},
      element("caption", {}, "The nearest first: by level, then by bits"),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          heading("Server", "name"),
          heading("Level", "short"),
          heading("Bits", "numeric"),
          heading("What speaks for it"),
          heading("Compare", "short"),
        ),
      ),
      element("tbody", {}, ...neighbours.map((neighbour) => lineOf(id, neighbour))),
    ),
  );
}

function lineOf(own: string, {endpoint, id, level, bits, reasons}: Neighbour): HTMLElement {
  const counted = reasons.filter((reason) => reason.counts || isMark(reason)).slice(0, SHOWN_REASONS);
  return element(
    "tr",
    {},
    element(
      "th",
      {scope: "row", class: "name"},
      element("a", {href: siteAddress(`servers/${id}`)}, endpointName(endpoint)),
    ),
    element("td", {class: "short"}, levelTag(level)),
    element("td", {class: "numeric"}, bitsText(bits)),
    element(
      "td",
      {},
      counted.length === 0
        ? "nothing that weighs"
        : element(
            "ul",
            {class: "reasons"},
            ...counted.map((reason) => element("li", {}, reasonText(reason))),
          ),
    ),
    element(
      "td",
      {class: "short"},
      element(
        "a",
        {href: siteAddress(`compare?a=${encodeURIComponent(own)}&b=${encodeURIComponent(id)}`)},
        "compare",
        element("span", {class: "unseen"}, ` with ${endpoint}`),
      ),
    ),
  );
}

/** What one signal shows beside what strangers show: `exact agreement: +3.1 bits; they differ by 0.785, strangers by 0.886`. */
export function reasonText(reason: Reason): string {
  const {signal, bits, difference, null: strangers} = reason;
  return isMark(reason)
    ? `${signal}: ${bitsText(bits)} bits as a mark of host or operator`
    : `${signal}: ${bitsText(bits)} bits; they differ by ${numberText(difference)}, strangers by ${numberText(strangers)}`;
}

/** A mark of host or operator does not say that servers share a node, and its bits are not in the sum. */
function isMark({difference}: Reason): boolean {
  return difference === null;
}

/** Who cannot share a node with it, how many and by what. */
export function ruledOutList(own: string, {count, bySignal, examples}: Ruled): HTMLElement {
  if (count === 0)
    return element("p", {}, "No observation rules out that it shares a node with any of the others.");
  const kinds = bySignal.map(({signal, count: of}) => `${signal} (${of.toLocaleString("en-US")})`).join(", ");
  return element(
    "div",
    {},
    element(
      "p",
      {},
      `${count.toLocaleString("en-US")} ${count === 1 ? "server" : "servers"}, by ${kinds}. ${count > examples.length ? "For example:" : ""}`,
    ),
    element(
      "ul",
      {},
      ...examples.map(({endpoint, id, signal, observation}) =>
        element(
          "li",
          {},
          element(
            "a",
            {href: siteAddress(`compare?a=${encodeURIComponent(own)}&b=${encodeURIComponent(id)}`)},
            element("bdi", {}, endpoint),
          ),
          `: ${exclusionText({signal, observation})}.`,
        ),
      ),
    ),
  );
}
