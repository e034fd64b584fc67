import type {Signature} from "../report/signature.js";
import {dataTable} from "./dataTable.js";
import {element, svgElement} from "./element.js";
import {type Level, levelLegend, levelScale} from "./levelScale.js";
import {matrixLayout} from "./matrixLayout.js";
import {matrixScale, type MatrixScale} from "./matrixScale.js";
import {signatureCells} from "./signatureCells.js";
import {followPair} from "./signaturePointer.js";

/**
 * One matrix in two triangles, over the same servers in the same order: below the diagonal the divergence as the first
 * study saw it, above it what the evidence allows. The pair under the pointer, the finger or the arrow keys is shown in
 * words, in both triangles; a click or Enter opens its comparison.
 */
export function signaturePicture(data: Signature, {width}: {width: number}): HTMLElement {
  const {servers, title} = data;
  const figure = element("figure", {class: "matrix signature"}, element("h2", {}, title));
  const n = servers.length;
  if (n < 2) {
    figure.append(
      element("p", {}, n === 1 ? "One server can be compared with nobody." : "No server to compare."),
    );
    return figure;
  }
  const scale = matrixScale(data.steps);
  const {cell, left, named} = matrixLayout(n, width);
  const side = cell * n;
  const svg = svgElement(
    "svg",
    {
      width: left + side + 1,
      height: side + 1,
      viewBox: `${-left} -0.5 ${left + side + 1} ${side + 1}`,
      tabindex: 0,
      role: "img",
      "aria-label": description(data),
    },
    svgElement("rect", {class: "matrix-ground", width: side, height: side}),
    ...signatureCells(data, scale, cell),
    svgElement("path", {class: "matrix-diagonal", d: `M0,0L${side},${side}`}),
    ...outlines(data, cell, left),
    ...(named ? [names(data, cell)] : []),
  );
  const tooltip = element("div", {class: "tooltip", role: "status", hidden: ""});
  figure.append(
    element(
      "p",
      {class: "triangle-label above", style: `max-width: ${left + side}px`},
      "What the evidence allows ◥",
    ),
    element("div", {class: "matrix-box"}, svg, tooltip),
    element(
      "p",
      {class: "triangle-label below", style: `padding-left: ${left}px`},
      "◣ What the first study saw",
    ),
    legendTitle(`◣ Divergence in bits, pairs; below ${data.zeroBelow} prints as 0.000`),
    stepLegend(data, scale),
    legendTitle("◥ What may be said, pairs"),
    levelLegend(levelCounts(data)),
    element("figcaption", {}, CAPTION),
    numbers(data, scale),
  );
  followPair(svg, tooltip, data, scale, {cell, left, side, width});
  return figure;
}

const CAPTION =
  "Rows and columns are the same servers in the same order; outlines are the clusters of the first study’s rule. Below the " +
  "diagonal: Jensen–Shannon divergence in bits, of shares of vbytes by fee label, in the newest run. Above it: what all runs " +
  "together allow to say of the same pair. Point at a cell, tap it, or use the arrow keys; a click, a second tap or Enter " +
  "compares the two. What it cannot show: which servers do share a node. A pair without evidence may be one node or two, and " +
  "a name that leads to several nodes in turn differs from itself.";

function outlines({clusters}: Signature, cell: number, left: number): SVGElement[] {
  let start = 0;
  return clusters.flatMap(({name, size}) => {
    const [at, length] = [start * cell, size * cell];
    start += size;
    const outline = svgElement("rect", {
      class: "matrix-cluster",
      x: at,
      y: at,
      width: length,
      height: length,
    });
    if (name === null) return [outline];
    const bar = svgElement("line", {class: "matrix-bar", x1: -4, x2: -4, y1: at + 1, y2: at + length - 1});
    const label = svgElement(
      "text",
      {
        class: "matrix-number",
        x: -left,
        y: at + length / 2,
        dy: "0.35em",
        // C10 and beyond must end before the bar, where there is no room for names.
        style: name.length > 2 && left < 40 ? "font-size: 8px" : null,
      },
      name,
    );
    return length >= 12 ? [outline, bar, label] : [outline, bar];
  });
}

function names({servers}: Signature, cell: number): SVGElement {
  return svgElement(
    "g",
    {class: "matrix-names", "font-size": Math.min(11, cell + 1)},
    ...servers.map(({endpoint}, row) =>
      svgElement("text", {x: -9, y: (row + 0.5) * cell, dy: "0.35em"}, shortened(endpoint)),
    ),
  );
}

/** Cut in the middle: the beginning tells names apart, the end tells ports apart. */
function shortened(text: string, longest = 36, end = 12): string {
  return text.length <= longest ? text : `${text.slice(0, longest - end - 1)}…${text.slice(-end)}`;
}

function levelCounts({counts: {table}}: Signature): Record<Level, number> {
  return Object.fromEntries(
    levelScale.map(({level}) => [level, table.reduce((sum, row) => sum + row[level], 0)]),
  ) as Record<Level, number>;
}

function legendTitle(text: string): HTMLElement {
  return element("p", {class: "legend-title"}, text);
}

function stepLegend({counts: {table}}: Signature, {steps}: MatrixScale): HTMLElement {
  return element(
    "ul",
    {class: "legend", "aria-label": "Colours, divergence in bits"},
    ...steps.map(({className, text}, i) => {
      const pairs = Object.values(table[i] ?? {}).reduce((sum, each) => sum + each, 0);
      const swatch = svgElement(
        "svg",
        {width: 14, height: 14, "aria-hidden": "true"},
        svgElement("path", {class: className, d: "M0,0h14v14h-14z"}),
        ...(i === 0 ? [svgElement("path", {class: "jsd-mark", d: "M7,7h0"})] : []),
      );
      return element(
        "li",
        {class: pairs === 0 ? "absent" : null},
        swatch,
        element("span", {}, `${text}: ${whole(pairs)}`),
      );
    }),
  );
}

/** The picture in numbers: pairs by what the first study saw and what the evidence allows. */
function numbers({counts: {table, pairs}}: Signature, {steps}: MatrixScale): HTMLElement {
  const rows = steps.map(({text}, i) => ({text, counts: table[i]}));
  return element(
    "details",
    {class: "numbers"},
    element("summary", {}, "The picture in numbers"),
    dataTable(
      `${whole(pairs)} pairs, by divergence in bits and by what may be said of them`,
      rows,
      [
        {heading: "Divergence", text: ({text}) => text},
        ...levelScale.map(({level, label}) => ({
          heading: label,
          text: (row: (typeof rows)[number]) => whole(row.counts?.[level] ?? 0),
          kind: "numeric" as const,
        })),
      ],
      {narrow: true},
    ),
  );
}

function description({servers, clusters, counts}: Signature): string {
  const named = clusters.flatMap(({name, size}) => (name === null ? [] : [`${name} of ${size}`]));
  return (
    `Matrix of ${servers.length} by ${servers.length} servers${named.length > 0 ? `, in the clusters ${named.join(", ")}` : ""}. Of ${whole(counts.pairs)} pairs, ` +
    `${whole(counts.zero)} print as 0.000; ${whole(counts.zeroExcluded)} of those and ${whole(counts.excluded)} in all cannot be one node. ` +
    "Arrow keys move from pair to pair, Enter compares the two; the table below has all counts."
  );
}

function whole(value: number): string {
  return value.toLocaleString("en-US");
}
