import * as Plot from "@observablehq/plot";
import {create} from "d3";
import type {ClusterHistory} from "../report/clusterHistory.js";
import {dataTable} from "./dataTable.js";
import {historyAxis, runTime, tickText} from "./historyAxis.js";
import {tableOnDemand} from "./tableOnDemand.js";
import {plot} from "./plot.js";

const INDICES = [
  {key: "adjustedRand", name: "Adjusted Rand index"},
  {key: "adjustedMutualInformation", name: "Adjusted mutual information"},
] as const;

/** How far each run's clusters agree with those of the run before, beside what shuffled labels give. */
export function agreementChart(history: ClusterHistory, {width}: {width: number}): HTMLElement {
  const figure = create("figure").attr("class", "agreement");
  const node = figure.node() as HTMLElement; // created above
  figure.append("h3").text(history.titles.agreement);
  if (history.agreements.length === 0) return node;
  const points = history.agreements.flatMap((agreement) =>
    INDICES.map(({key, name}) => ({
      name,
      at: new Date(history.startedAt[agreement.run] ?? 0),
      ...agreement[key],
    })),
  );
  const {left, right, time} = historyAxis(history, width);
  const least = Math.min(-0.2, ...points.map(({low, value}) => Math.min(low, value)));
  const few = history.agreements.length <= 60;
  const chart = plot({
    width,
    height: 360,
    marginLeft: left,
    marginRight: right,
    marginTop: 22,
    marginBottom: 30,
    style: {fontSize: "12px"},
    x: {
      type: "utc",
      domain: time.domain(),
      label: null,
      ticks: Math.max(3, Math.floor(width / 110)),
      tickFormat: (at: Date, i: number) => tickText(at, i, time.domain()),
    },
    y: {label: null, domain: [least, 1], grid: true, ticks: 4},
    fy: {axis: null, domain: INDICES.map(({name}) => name), padding: 0.25}, // room for the second name
    marks: [
      Plot.areaY(points, {x: "at", y1: "low", y2: "high", fy: "name", fill: "var(--chance)"}),
      Plot.lineY(points, {
        x: "at",
        y: "mean",
        fy: "name",
        stroke: "var(--chance-mean)",
        strokeDasharray: "3,3",
      }),
      Plot.lineY(points, {x: "at", y: "value", fy: "name", stroke: "var(--cluster-1)", strokeWidth: 1.6}),
      ...(few ? [Plot.dot(points, {x: "at", y: "value", fy: "name", fill: "var(--cluster-1)", r: 3})] : []),
      Plot.text(INDICES, {
        fy: "name",
        text: ({name}: {readonly name: string}) => name,
        frameAnchor: "top-left",
        dy: -16,
        fontWeight: 600,
      }),
    ],
  });
  chart.setAttribute("role", "img");
  chart.setAttribute(
    "aria-label",
    `${history.titles.agreement}. Two lines over ${history.agreements.length} steps; the table below has every value.`,
  );
  node.append(chart);
  figure
    .append("figcaption")
    .text(
      "Line: agreement with the run before, over the servers compared in both; both indices are 1 if nothing changed and 0 for labels given at random. " +
        "Grey band and dashes: the middle 95% and the mean of what shuffled labels give. What it cannot show: which of two runs is right, and whether servers that stay together share anything but a program.",
    );
  node.append(tableOnDemand("The same as a table", () => agreementTable(history)));
  return node;
}

function agreementTable(history: ClusterHistory): HTMLElement {
  const beside = (value: number, low: number, high: number) =>
    `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
  return dataTable(
    "Each run with the run before; in brackets the middle 95% of shuffled labels",
    history.agreements.toReversed(),
    [
      {heading: "Run", text: ({run}) => runTime(history, run), kind: "short"},
      {heading: "Before", text: ({before}) => runTime(history, before), kind: "short"},
      {heading: "Servers in both", text: ({common}) => String(common), kind: "numeric"},
      ...INDICES.map(({key, name}) => ({
        heading: name,
        text: (one: ClusterHistory["agreements"][number]) =>
          beside(one[key].value, one[key].low, one[key].high),
        kind: "short" as const,
      })),
      {
        heading: "Variation of information, bits",
        text: ({variationOfInformation: {value, low, high}}) => beside(value, low, high),
        kind: "short",
      },
      {heading: "p (Rand)", text: ({adjustedRand: {p}}) => p.toFixed(2), kind: "numeric"},
    ],
  );
}
