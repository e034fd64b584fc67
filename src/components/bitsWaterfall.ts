import {element} from "./element.js";
import {bitsText} from "./numberText.js";
import {isMark} from "./compareText.js";
import type {PairRecord} from "./pairRecord.js";

/** One step of the sum. */
export interface Step {
  readonly name: string;
  readonly bits: number;
  /** where the bar begins and ends, bits */
  readonly from: number;
  readonly to: number;
}

/** What counts, one after the other, the heaviest first; then the sum. */
export function stepsOf({groups}: Pick<PairRecord, "groups">): readonly Step[] {
  let sum = 0;
  return groups
    .toSorted((a, b) => Math.abs(b.bits) - Math.abs(a.bits))
    .map(({signal, bits}) => ({name: signal, bits, from: sum, to: (sum += bits)}));
}

/** What has bits that are not in the sum, and why. */
export function uncounted({
  groups,
  signals,
}: Pick<PairRecord, "groups" | "signals">): readonly (readonly [string, string])[] {
  const counting = new Set(groups.map(({signal}) => signal));
  return signals.flatMap((signal) => {
    if (!signal.comparable || signal.bits === null || counting.has(signal.name)) return [];
    if (isMark(signal))
      return signal.bits > 0
        ? [
            [
              `${signal.name}, ${bitsText(signal.bits)} bits`,
              `a mark of the ${signal.layer}, not of the node`,
            ] as const,
          ]
        : [];
    const stronger = groups.find(({signal: name}) =>
      signals.some((other) => other.name === name && other.group === signal.group),
    );
    return [
      [
        `${signal.name}, ${bitsText(signal.bits)} bits`,
        stronger ? `depends on ${stronger.signal}, which weighs more` : "not weighed for this pair",
      ] as const,
    ];
  });
}

/** Bits that the axis spans at least, so that half a bit does not look like much. */
const LEAST_SPAN = 5;

/** How the bits of a pair add up: each group of signals that depend on each other counts by its strongest. */
export function bitsWaterfall(pair: PairRecord): HTMLElement {
  const steps = stepsOf(pair);
  const left = uncounted(pair);
  const sum = steps.at(-1)?.to ?? 0;
  const title =
    steps.length === 0
      ? "Nothing can be weighed"
      : `${bitsText(sum)} bits in all, from ${steps.length} ${steps.length === 1 ? "group" : "groups"} of signals`;
  return element(
    "figure",
    {class: "waterfall"},
    element("h3", {}, title),
    steps.length > 0 && table(title, steps, sum),
    left.length > 0 &&
      element(
        "details",
        {class: "numbers"},
        element("summary", {}, `What does not count: ${left.length}`),
        element("ul", {}, ...left.map(([name, why]) => element("li", {}, `${name}: ${why}.`))),
      ),
    element(
      "figcaption",
      {},
      "Bits are base-2 logarithms of how many times commoner a thing is among pairs of one node than among strangers; below 0 it speaks against. Signals that look at the same thing depend on each other, so only the strongest of each group is added. What it cannot show: that the rest is independent, or that simulated networks are like real ones.",
    ),
  );
}

function table(title: string, steps: readonly Step[], sum: number): HTMLElement {
  const ends = steps.flatMap(({from, to}) => [from, to]);
  const [low, high] = [Math.min(0, ...ends), Math.max(LEAST_SPAN, ...ends)];
  const place = (bits: number) => (100 * (bits - low)) / (high - low || 1);
  const line = (name: string, bits: number, from: number, to: number, kind: string) => {
    const [start, end] = [place(Math.min(from, to)), place(Math.max(from, to))];
    return element(
      "tr",
      {class: kind},
      element("th", {scope: "row"}, name),
      element("td", {class: "numeric"}, bitsText(bits)),
      element(
        "td",
        {class: "track", "aria-hidden": "true"},
        element("span", {class: "zero", style: `left:${place(0)}%`}),
        element("span", {class: "bar", style: `left:${start}%;width:max(2px,${end - start}%)`}),
      ),
    );
  };
  return element(
    "table",
    {"aria-label": title},
    element(
      "thead",
      {class: "unseen"},
      element(
        "tr",
        {},
        ...["Signal", "Bits", "Bar"].map((heading) => element("th", {scope: "col"}, heading)),
      ),
    ),
    element(
      "tbody",
      {},
      ...steps.map(({name, bits, from, to}) => line(name, bits, from, to, bits < 0 ? "against" : "for")),
      line("Sum", sum, 0, sum, "sum"),
    ),
  );
}
