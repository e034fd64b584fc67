import * as Plot from "@observablehq/plot";
import type {Remaining, SignalsPage} from "../report/signalsPage.js";
import {chartFigure} from "./chartFigure.js";
import {dataTable} from "./dataTable.js";
import {plot} from "./plot.js";

/** px. A bar and the space around it. */
const ROW_HEIGHT = 34;

/** Inferred pairs with all signals, and without each group of them. */
export function remainingBars({without}: SignalsPage, {width}: {width: number}): HTMLElement {
  const {title, rows} = without;
  const caption =
    "Levels once more by the same rule, with one group of signals unheard. What it cannot show: that a pair is right because it stays; a cause that several groups have in common, such as one host for both servers, leaves them all standing.";
  const most = Math.max(...rows.map(({supported, candidate}) => supported + candidate));
  if (most === 0) return chartFigure({title, caption, table: () => remainingTable(rows)});
  const parts = rows.flatMap(({label, supported, candidate}) => [
    {label, level: "supported", pairs: supported},
    {label, level: "candidate", pairs: candidate},
  ]);
  const chart = plot({
    width: Math.min(width, 640),
    height: rows.length * ROW_HEIGHT + 56,
    marginLeft: 150,
    marginRight: 40,
    marginBottom: 40,
    style: {fontSize: "13px", background: "none", fontFamily: "var(--sans-serif)"},
    ariaLabel: "Inferred pairs with all signals and without each group of signals",
    ariaDescription: rows
      .map(({label, supported, candidate}) => `${label}: ${supported} supported, ${candidate} candidate`)
      .join(". "),
    x: {label: "pairs", labelAnchor: "center", grid: true, tickFormat: "d", ticks: Math.min(5, most)},
    y: {label: null, domain: rows.map(({label}) => label), tickSize: 0},
    color: {
      legend: true,
      domain: ["supported", "candidate"],
      range: ["var(--signals-supported)", "var(--signals-candidate)"],
    },
    marks: [
      Plot.barX(parts, {x: "pairs", y: "label", fill: "level", insetTop: 3, insetBottom: 3}),
      Plot.text(rows, {
        x: ({supported, candidate}: Remaining) => supported + candidate,
        y: "label",
        text: ({supported, candidate}: Remaining) => String(supported + candidate),
        textAnchor: "start",
        dx: 6,
      }),
      Plot.ruleX([0]),
    ],
  });
  return chartFigure({title, caption, table: () => remainingTable(rows)}, chart);
}

function remainingTable(rows: readonly Remaining[]): HTMLElement {
  return dataTable("Inferred pairs that are left", rows, [
    {heading: "Signals", text: ({label}) => label},
    {heading: "Supported", text: ({supported}) => String(supported), kind: "numeric"},
    {heading: "Candidate", text: ({candidate}) => String(candidate), kind: "numeric"},
  ]);
}
