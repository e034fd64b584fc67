import type {CompareGuide} from "../report/compareGuide.js";
import type {ServerFacts} from "../report/serverFacts.js";
import {apartText, commonCuts, cutsFinding, pairSentences} from "./compareText.js";
import {dayText, secondText} from "./dayText.js";
import {element} from "./element.js";
import {cumulativeChart, sentChart} from "./histogramChart.js";
import {levelTag, levelStep} from "./levelScale.js";
import type {PairRecord} from "./pairRecord.js";
import {siteAddress} from "./siteAddress.js";

/** Why there is nothing to see, or, where nobody asked, what this page is and some pairs to begin with. */
export function nothingCompared(nothing: string | null, {examples}: CompareGuide): HTMLElement {
  return element(
    "div",
    {class: "nothing-compared"},
    element(
      "p",
      {role: "status"},
      nothing ??
        "Name two servers, by any part of their names. This page then shows what each signal says of them, what strangers show, and how the bits add up.",
    ),
    examples.length > 0 && element("p", {}, "Pairs to begin with:"),
    examples.length > 0 &&
      element(
        "ul",
        {},
        ...examples.map(({a, b, idA, idB, why}) =>
          element(
            "li",
            {},
            element(
              "a",
              {href: siteAddress(`compare?a=${encodeURIComponent(idA)}&b=${encodeURIComponent(idB)}`)},
              element("bdi", {}, a),
              " and ",
              element("bdi", {}, b),
            ),
            `: ${why}.`,
          ),
        ),
      ),
  );
}

/** The level, and what it does and does not mean. */
export function verdict(a: ServerFacts, b: ServerFacts, pair: PairRecord, guide: CompareGuide): HTMLElement {
  const link = ({id, endpoint}: ServerFacts) =>
    element("a", {href: siteAddress(`servers/${id}`)}, element("bdi", {}, endpoint));
  return element(
    "section",
    {class: "verdict", "aria-live": "polite"},
    element("h2", {}, link(a), " and ", link(b)),
    element("p", {}, levelTag(pair.level), ` ${levelStep(pair.level).meaning}`),
    ...pairSentences(pair, guide)
      .filter((sentence) => sentence !== "")
      .map((sentence) => element("p", {}, sentence)),
  );
}

/** What the two say and show of themselves, side by side. */
export function sideBySide(a: ServerFacts, b: ServerFacts): HTMLElement {
  const both = [a, b];
  const named = (list: "said" | "shown", name: string) =>
    both.map((server) => server[list].find((fact) => fact.name === name)?.text ?? "–");
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ["Says it runs", named("said", "Program")],
    ["Written like", named("shown", "Its answers are written like")],
    ["Relay minimum", named("said", "Relay minimum")],
    ["Network", both.map(({network}) => network)],
    ["Address", named("shown", "Address")],
    ["Cluster", both.map(({places: [place]}) => place?.name ?? "none")],
    ["Answered", both.map(({attendance: {answered, asked}}) => `${answered} of ${asked} runs`)],
    ["First seen", both.map(({attendance: {firstAnswered}}) => dayText(firstAnswered))],
    ["Last answer", both.map(({answer}) => (answer ? secondText(answer.at) : "–"))],
  ];
  return element(
    "div",
    {class: "table-box narrow", tabindex: 0, role: "region", "aria-label": "The two side by side"},
    element(
      "table",
      {},
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("td", {}),
          ...both.map(({endpoint}) =>
            element("th", {scope: "col", class: "name"}, element("bdi", {}, endpoint)),
          ),
        ),
      ),
      element(
        "tbody",
        {},
        ...rows.map(([name, values]) =>
          element(
            "tr",
            {},
            element("th", {scope: "row", class: "short"}, name),
            ...values.map((value) => element("td", {}, element("bdi", {}, value))),
          ),
        ),
      ),
    ),
  );
}

/** The two histograms on one axis: as sent, and as cumulative vbytes with the cut points that agree. */
export function answersCompared(a: ServerFacts, b: ServerFacts, {width}: {width: number}): HTMLElement {
  if (!a.answer || !b.answer) return element("p", {}, "One of them never sent a fee histogram.");
  const drawn = [a, b].map(({endpoint, answer}) => ({
    name: endpoint,
    bins: answer?.bins ?? [],
    cuts: answer?.cuts ?? null,
  }));
  const {agreed} = commonCuts(a.answer.cuts, b.answer.cuts);
  return element(
    "div",
    {},
    element("p", {}, apartText(a.answer, b.answer)),
    sentChart(labelFinding(a.answer.bins, b.answer.bins), drawn, {width}),
    a.answer.cuts && b.answer.cuts
      ? cumulativeChart(cutsFinding(a.answer, b.answer), drawn, {
          width,
          agreed: a.answer.alike.includes(b.answer.program) ? agreed : [],
        })
      : element("p", {}, `${cutsFinding(a.answer, b.answer)}.`),
  );
}

/** How many labels both sent: the title of the histograms as sent. */
export function labelFinding(
  a: readonly (readonly [number, number])[],
  b: readonly (readonly [number, number])[],
): string {
  const theirs = new Map(b);
  const common = a.filter(([label]) => theirs.has(label));
  const equal = common.filter(([label, vsize]) => theirs.get(label) === vsize);
  const all = new Set([...a, ...b].map(([label]) => label)).size;
  if (all === 0) return "Both sent an empty histogram";
  if (equal.length === all) return `All ${all} labels with their vbytes are the same`;
  return `${common.length} of ${all} labels are in both, ${equal.length} of them with the same vbytes`;
}
