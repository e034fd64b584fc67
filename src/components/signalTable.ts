import {element} from "./element.js";
import {bitsText, numberText} from "./numberText.js";
import type {PairRecord, SignalRecord} from "./pairRecord.js";

type Granularity = NonNullable<(SignalRecord & {readonly comparable: true})["granularity"]>;

/** Every signal of a pair: what it compares, what it found beside what strangers show, or why it cannot compare the two. */
export function signalTable({signals, groups, excluded}: PairRecord): HTMLElement {
  const counting = new Set(groups.map(({signal}) => signal));
  const heading = (text: string, kind: string | null = null, title: string | null = null) =>
    element("th", {scope: "col", class: kind, title}, text);
  return element(
    "div",
    {class: "table-box signals", tabindex: 0, role: "region", "aria-label": "Signals"},
    element(
      "table",
      {},
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          heading("Signal", "name"),
          heading("About the", "short", "the layer: what two endpoints may share"),
          heading("Value", "numeric", "in the signal’s own unit"),
          heading("They differ by", "numeric", "how far or how often"),
          heading("Strangers by", "numeric", "the null: median of comparable strangers"),
          heading("From", "numeric", "observations behind it"),
          heading("Bits", "numeric"),
          heading("Counts", "short"),
        ),
      ),
      element(
        "tbody",
        {},
        ...signals.map((signal) => lineOf(signal, counting, excluded?.signal === signal.name)),
      ),
    ),
  );
}

function lineOf(signal: SignalRecord, counting: ReadonlySet<string>, excludes: boolean): HTMLElement {
  const name = element(
    "th",
    {scope: "row", class: "name"},
    element(
      "details",
      {},
      element("summary", {}, signal.name),
      element("p", {}, signal.compares),
      element("p", {}, `Unit: ${signal.unit}.`),
      element("p", {}, `Innocent ways to agree: ${signal.innocent.join("; ")}.`),
    ),
    signal.comparable && signal.granularity && element("small", {}, granularityText(signal.granularity)),
  );
  const layer = element("td", {class: "short"}, signal.layer);
  if (!signal.comparable)
    return element(
      "tr",
      {class: "incomparable"},
      name,
      layer,
      element("td", {colspan: 6}, `not comparable because ${because(signal.because)}`),
    );
  const counts = counting.has(signal.name);
  return element(
    "tr",
    {class: counts || excludes ? "counts" : null},
    name,
    layer,
    element("td", {class: "numeric", title: signal.unit}, numberText(signal.statistic)),
    element("td", {class: "numeric"}, numberText(signal.difference)),
    element("td", {class: "numeric"}, numberText(signal.null)),
    element("td", {class: "numeric"}, signal.n.toLocaleString("en-US")),
    element("td", {class: "numeric"}, bitsText(signal.bits)),
    element("td", {class: "short"}, excludes ? "rules out one node" : counts ? "yes" : whyNot(signal)),
  );
}

/** How much a comparison of labels can tell at all. */
export function granularityText({labels, count}: Granularity): string {
  const much = Math.round(count);
  return `over ${much} ${much === 1 ? "label" : "labels"} in ${labels}`;
}

function whyNot(signal: SignalRecord & {readonly comparable: true}): string {
  if (signal.layer === "host" || signal.layer === "operator")
    return (signal.bits ?? 0) > 0 ? "as a mark" : "no mark";
  return signal.bits === null ? "not weighed" : "another of its group does";
}

/** A reason as the end of a sentence. */
function because(reason: string): string {
  return reason === "" ? "nothing is known" : reason;
}
