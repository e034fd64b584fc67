import * as Plot from "@observablehq/plot";
import type {AtThreshold} from "../report/signalAgreement.js";
import type {SignalsPage} from "../report/signalsPage.js";
import {chartFigure} from "./chartFigure.js";
import {dataTable} from "./dataTable.js";
import {plot} from "./plot.js";

const PARTS = [
  {key: "pairs", label: "Pairs tied"},
  {key: "clusters", label: "Clusters of two or more"},
  {key: "largest", label: "Servers in the largest"},
] as const;

/** px. Narrower than this, the parts stand below each other. */
const NARROW = 620;

/** What another line would tie: pairs, clusters and the largest of them, against bits. */
export function thresholdSweep({thresholds}: SignalsPage, {width}: {width: number}): HTMLElement {
  const {title, rows} = thresholds;
  const caption =
    "Pairs with at least so many bits of evidence that are not ruled out, and what they tie together. The levels of this study do not hang on one such line but on a false-discovery rate; this shows how much would. What it cannot show: which line is right.";
  const partWidth = width < NARROW ? width : Math.floor((Math.min(width, 960) - 32) / 3);
  const box = document.createElement("div");
  box.className = "small-multiples";
  for (const {key, label} of PARTS) {
    const most = Math.max(1, ...rows.map((row) => row[key]));
    const part = plot({
      width: partWidth,
      height: 190,
      marginTop: 30,
      marginLeft: 44,
      marginBottom: 40,
      style: {fontSize: "12px", background: "none", fontFamily: "var(--sans-serif)"},
      ariaLabel: `${label} against bits of evidence`,
      ariaDescription: rows.map((row) => `${row.bits} bits: ${row[key]}`).join(", "),
      x: {label: "bits, at least", labelAnchor: "center", ticks: rows.map(({bits}) => bits), tickFormat: "d"},
      y: {
        label,
        labelArrow: "none",
        domain: [0, most],
        grid: true,
        ticks: Math.min(4, most),
        tickFormat: "d",
      },
      marks: [
        Plot.ruleY([0]),
        Plot.lineY(rows, {x: "bits", y: key, stroke: "var(--program-2)", strokeWidth: 2}),
        Plot.dot(rows, {x: "bits", y: key, fill: "var(--program-2)", r: 3.5, tip: true}),
      ],
    });
    box.append(part);
  }
  return chartFigure({title, caption, table: () => sweepTable(rows)}, ...(rows.length > 0 ? [box] : []));
}

function sweepTable(rows: readonly AtThreshold[]): HTMLElement {
  return dataTable(
    "What other lines would tie",
    rows,
    [
      {heading: "Bits, at least", text: ({bits}) => String(bits), kind: "numeric"},
      ...PARTS.map(({key, label}) => ({
        heading: label,
        text: (row: AtThreshold) => String(row[key]),
        kind: "numeric" as const,
      })),
    ],
    {narrow: true},
  );
}
