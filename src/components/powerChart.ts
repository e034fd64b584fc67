import * as Plot from "@observablehq/plot";
import {rollups, sum} from "d3";
import type {Calibration} from "../calibration/calibration.js";
import {chartFigure} from "./chartFigure.js";
import {dataTable} from "./dataTable.js";
import {element} from "./element.js";
import {percentText} from "./percentText.js";
import {plot} from "./plot.js";

/** One point of the chart: all held-out networks of one missing share. */
export interface PowerPoint {
  readonly miss: string;
  readonly rounds: number;
  readonly what: string;
  readonly share: number;
}

const WHAT = ["two nodes, ruled out", "one node, supported"] as const;

/** Endpoints of the networks that are drawn, and rounds in a run. */
const ENDPOINTS = 60;
const ROUNDS = 4;

/** px. Narrower than this, the two parts stand below each other. */
const NARROW = 560;

/** How the shares of pairs that are settled grow with the number of rounds, for each share of missed transactions. */
export function powerChart({conditions}: Calibration, {width}: {width: number}): HTMLElement {
  const points = powerPoints(conditions);
  const shares = [...new Set(points.map(({miss}) => miss))];
  // Side by side where there is room for both.
  const facet = width < NARROW ? ("fy" as const) : ("fx" as const);
  const chart = plot({
    width,
    height: facet === "fy" ? 560 : 340,
    marginRight: facet === "fy" ? 150 : 40,
    marginTop: 40,
    marginBottom: 48,
    style: {fontSize: "13px"},
    ariaLabel: "Share of pairs that are settled, by rounds of questions; the table below has every value",
    x: {type: "log", label: "Rounds of questions", tickFormat: "d", ticks: [4, 12, 24, 48, 96]},
    y: {label: "Share of pairs, %", percent: true, domain: [0, 100], grid: true},
    [facet]: {label: null, domain: WHAT},
    color: {
      legend: true,
      label: "Transactions that each node misses",
      domain: shares,
      range: ["var(--jsd-4)", "var(--program-3)", "var(--program-unknown)", "var(--jsd-same)"],
    },
    symbol: {legend: false, domain: shares},
    marks: [
      Plot.frame({stroke: "var(--theme-foreground-faint)"}),
      Plot.lineY(points, {x: "rounds", y: "share", stroke: "miss", [facet]: "what", strokeWidth: 2}),
      Plot.dot(points, {
        x: "rounds",
        y: "share",
        stroke: "miss",
        symbol: "miss",
        [facet]: "what",
        fill: "var(--theme-background)",
        tip: true,
        channels: {missed: "miss"},
      }),
    ],
  });
  return chartFigure(
    {
      title: powerTitle(points),
      caption:
        `Held-out simulated networks of ${ENDPOINTS} endpoints in quiet, moderate and busy markets together; colours and marks tell the share of transactions that each node misses. First: pairs of two nodes that an observation rules out. ` +
        "Second: pairs of two processes on one node that reach the level supported. What it cannot show: how real nodes differ; they may lie anywhere between these lines.",
      table: () => pointTable(points),
    },
    element("p", {class: "legend-title"}, "Transactions that each node misses"),
    chart,
  );
}

/** What is settled at last, where nodes differ most and where they differ least. */
export function powerTitle(points: readonly PowerPoint[]): string {
  const rounds = Math.max(...points.map((point) => point.rounds));
  const shares = [...new Set(points.map(({miss}) => miss))];
  const [least, most] = [shares[0], shares.at(-1)];
  const settled = (what: string, miss: string | undefined) =>
    percentText(
      points.find((point) => point.rounds === rounds && point.what === what && point.miss === miss)?.share ??
        0,
    );
  if (points.length === 0) return "Nothing was measured";
  return (
    `After ${rounds} rounds ${settled(WHAT[0], most)} of pairs of two nodes are ruled out and ${settled(WHAT[1], most)} of pairs of one node supported ` +
    `where each misses ${most} of transactions; where ${least}, ${settled(WHAT[0], least)} and ${settled(WHAT[1], least)}`
  );
}

function pointTable(points: readonly PowerPoint[]): HTMLElement {
  return dataTable("Share of pairs by rounds of questions and by the share that each node misses", points, [
    {heading: "Each node misses", text: ({miss}) => miss, kind: "numeric"},
    {heading: "Rounds", text: ({rounds}) => String(rounds), kind: "numeric"},
    {heading: "Pairs", text: ({what}) => what, kind: "short"},
    {heading: "Share", text: ({share}) => percentText(share), kind: "numeric"},
  ]);
}

export function powerPoints(conditions: Calibration["conditions"]): readonly PowerPoint[] {
  const drawn = conditions.filter(({endpoints}) => endpoints === ENDPOINTS);
  // Some are watched longer than others: beyond the shortest, shares would be of other networks than before.
  const last = Math.min(...drawn.map(({performance}) => Math.max(...performance.map(({runs}) => runs))));
  return rollups(
    drawn,
    (group) => {
      const performances = group.flatMap(({performance}) => performance.filter(({runs}) => runs <= last));
      return rollups(
        performances,
        (list) => [
          {
            what: WHAT[0],
            share:
              sum(list, ({relations}) => sum(relations, ({excluded}) => excluded)) /
              sum(list, ({differentNodes}) => differentNodes),
          },
          {
            what: WHAT[1],
            share: sum(list, ({supported}) => supported.right) / sum(list, ({oneNode}) => oneNode),
          },
        ],
        ({runs}) => runs,
      );
    },
    ({missShare}) => missShare,
  ).flatMap(([missShare, byRuns]) =>
    byRuns.flatMap(([runs, shares]) =>
      shares.map(({what, share}) => ({
        miss: `${(100 * missShare).toLocaleString("en-US")}%`,
        rounds: runs * ROUNDS,
        what,
        share,
      })),
    ),
  );
}
