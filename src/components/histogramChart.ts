import * as Plot from "@observablehq/plot";
import {format} from "d3";
import type {AnswerFacts} from "../report/answerFacts.js";
import {dataTable} from "./dataTable.js";
import {element} from "./element.js";
import {plot} from "./plot.js";

/** A histogram to be drawn, and who sent it. */
export interface DrawnAnswer {
  readonly name: string;
  readonly bins: AnswerFacts["bins"];
  readonly cuts: AnswerFacts["cuts"];
}

/** A point of a drawing. */
interface Point {
  /** position: the label's logarithm, base 10, or for 0 a place below all others */
  readonly x: number;
  /** sat/vB */
  readonly label: number;
  readonly vsize: number;
  readonly name: string;
}

/** Colours and marks of the first and the second server: told apart without colour too. */
const COLOURS = ["var(--program-1)", "var(--program-2)"] as const;
const SYMBOLS = ["circle", "square"] as const;
const DASHES = ["", "6,3"] as const;

/** px. Wider than this it does not get. */
const WIDEST = 760;
const HEIGHT = 260;

/** Labels with their vbytes, as sent: a stem for each. */
export function sentChart(
  title: string,
  answers: readonly DrawnAnswer[],
  {width}: {width: number},
): HTMLElement {
  const points = pointsOf(answers.map(({name, bins}) => ({name, values: bins})));
  const names = answers.map(({name}) => name);
  return figure(
    title,
    points,
    names,
    drawing(frame(width, points, "Label as sent, sat/vB", "↑ vbytes under the label"), points, names, [
      Plot.ruleX(points, {x: "x", y: "vsize", stroke: "name", strokeWidth: 2, strokeOpacity: 0.7}),
    ]),
    "Labels are drawn as they were sent. What it cannot show: what a label means differs by program, so equal mempools can look different here.",
    "Label, sat/vB",
    "vbytes",
  );
}

/** vbytes that pay at least a feerate, labels read as each program means them. @param agreed sat/vB: limits that are marked */
export function cumulativeChart(
  title: string,
  answers: readonly DrawnAnswer[],
  {width, agreed = []}: {width: number; agreed?: readonly number[]},
): HTMLElement {
  const points = pointsOf(
    answers.flatMap(({name, cuts}) =>
      cuts ? [{name, values: cuts.limits.map((limit, i) => [limit, cuts.cumulative[i] ?? 0] as const)}] : [],
    ),
  );
  const names = answers.map(({name}) => name);
  const marked = points.filter(({label, name}) => name === names[0] && agreed.includes(label));
  return figure(
    title,
    points,
    names,
    drawing(frame(width, points, "Feerate, sat/vB", "↑ vbytes that pay at least so much"), points, names, [
      ...names.map((name, i) =>
        Plot.lineY(
          points.filter((point) => point.name === name).toSorted((a, b) => a.x - b.x),
          {
            x: "x",
            y: "vsize",
            stroke: COLOURS[i] ?? COLOURS[0],
            strokeDasharray: DASHES[i] ?? "",
            strokeWidth: 1.6,
            curve: "step-before", // between two limits no more than the number at the upper one is known
          },
        ),
      ),
      Plot.dot(marked, {x: "x", y: "vsize", r: 8, stroke: "var(--theme-foreground)", strokeWidth: 1.4}),
    ]),
    `${agreed.length > 0 ? "Rings: both give the same number of vbytes, to the last. " : ""}Only the marked points are known exactly; between two of them a line stands at the lower bound. What it cannot show: the tail that some programs do not send, and which transactions make up a number.`,
    "Feerate, sat/vB",
    "vbytes at or above",
  );
}

/** A line at zero, what is special to the drawing, and on top every point with its server's mark. */
function drawing(
  framed: Plot.PlotOptions,
  points: readonly Point[],
  names: readonly string[],
  marks: readonly Plot.Markish[],
): Element {
  return plot({
    ...framed,
    symbol: {domain: names, range: [...SYMBOLS]},
    color: {domain: names, range: [...COLOURS]},
    marks: [
      Plot.ruleY([0], {stroke: "var(--theme-foreground-faint)"}),
      ...marks,
      Plot.dot(points, {
        x: "x",
        y: "vsize",
        stroke: "name",
        symbol: "name",
        fill: "var(--theme-background)",
        r: 3,
      }),
      tips(points),
    ],
  });
}

function pointsOf(
  series: readonly {readonly name: string; readonly values: readonly (readonly [number, number])[]}[],
): readonly Point[] {
  const least = Math.min(
    ...series.flatMap(({values}) => values.map(([label]) => label)).filter((label) => label > 0),
  );
  const below = Number.isFinite(least) ? least / 2 : 1;
  return series.flatMap(({name, values}) =>
    values.map(([label, vsize]) => ({x: Math.log10(label > 0 ? label : below), label, vsize, name})),
  );
}

function frame(width: number, points: readonly Point[], xLabel: string, yLabel: string) {
  const zero = points.find(({label}) => label === 0)?.x;
  const px = Math.min(width, WIDEST);
  return {
    width: px,
    height: HEIGHT,
    marginLeft: 56,
    marginRight: 16,
    marginBottom: 42,
    marginTop: 28,
    style: {fontSize: "12px", overflow: "visible"},
    x: {
      label: xLabel,
      labelAnchor: "center" as const,
      ticks: [...(zero === undefined ? [] : [zero]), ...ticksOf(points, px).map(Math.log10)],
      // Of a scale of type log the axis leaves out every other number.
      tickFormat: (x: number) => (x === zero ? "0" : String(Number((10 ** x).toPrecision(3)))),
    },
    // As a text the format would write 0 with the prefix of the others.
    y: {label: yLabel, tickFormat: format("~s"), grid: true},
  };
}

/** px that a tick's number takes at most. */
const TICK_ROOM = 48;

/** 1, 2, 5, 10, 20, … within the labels, or the powers of ten alone where there is no room. */
function ticksOf(points: readonly Point[], width: number): readonly number[] {
  const labels = points.map(({label}) => label).filter((label) => label > 0);
  const [least, most] = [Math.min(...labels), Math.max(...labels)];
  if (labels.length === 0) return [];
  const decades = Array.from({length: 20}, (_, k) => 10 ** (k - 4));
  const within = (values: readonly number[]) => values.filter((value) => value >= least && value <= most);
  const fine = within(decades.flatMap((decade) => [decade, 2 * decade, 5 * decade]));
  const coarse = within(decades);
  if (fine.length === 0) return [least];
  return fine.length * TICK_ROOM <= width || coarse.length < 2 ? fine : coarse;
}

function tips(points: readonly Point[]) {
  return Plot.tip(
    points,
    Plot.pointer({
      x: "x",
      y: "vsize",
      maxRadius: 30,
      title: ({label, vsize, name}: Point) => `${name}\n${label} sat/vB: ${vsize.toLocaleString("en-US")} vB`,
    }),
  );
}

/** Title, legend, drawing, what it cannot show, and the numbers as a table on demand. */
function figure(
  title: string,
  points: readonly Point[],
  names: readonly string[],
  chart: Element,
  note: string,
  labelHeading: string,
  vsizeHeading: string,
): HTMLElement {
  chart.setAttribute("role", "img");
  chart.setAttribute("aria-label", `${title}. ${points.length} points; the table below has the numbers.`);
  const labels = [...new Set(points.map(({label}) => label))].toSorted((a, b) => b - a);
  const valueAt = new Map(points.map(({label, name, vsize}) => [`${label} ${name}`, vsize]));
  return element(
    "figure",
    {class: "chart"},
    element("h3", {}, title),
    names.length > 1 &&
      element(
        "ul",
        {class: "legend"},
        ...names.map((name, i) =>
          element(
            "li",
            {},
            element("span", {class: `series series-${i + 1}`, "aria-hidden": "true"}),
            element("bdi", {}, name),
          ),
        ),
      ),
    chart,
    element("figcaption", {}, note),
    element(
      "details",
      {class: "numbers"},
      element("summary", {}, "The numbers as a table"),
      dataTable(
        title,
        labels,
        [
          {heading: labelHeading, text: (label) => String(label), kind: "numeric"},
          ...names.map((name) => ({
            heading: names.length > 1 ? `${vsizeHeading}, ${name}` : vsizeHeading,
            text: (label: number) => valueAt.get(`${label} ${name}`)?.toLocaleString("en-US") ?? "–",
            kind: "numeric" as const,
          })),
        ],
        {narrow: true},
      ),
    ),
  );
}
