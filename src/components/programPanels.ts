import {create} from "d3";
import {rules} from "../simulation/twoNodes.js";
import {pairAt} from "./programPairs.js";
import type {ProgramStudy} from "./programStudy.js";
import {histogramFinding, panelText} from "./programText.js";
import {programHistogram} from "./programHistogram.js";
import {programWords} from "./programWords.js";

/** px of a chart until the page says how wide it is. */
const NARROW = 200;

/** What each program sends of the two nodes' mempools, one small chart a program; `draw` shows another study in the same place. */
export function programPanels(): {element: HTMLElement; draw(study: ProgramStudy): void} {
  const figure = create("figure").attr("class", "program-panels");
  const title = figure.append("h3");
  const legend = figure.append("ul").attr("class", "legend").attr("aria-hidden", "true");
  for (const [mark, text] of [
    ["program-a", "servers A: a needle at each label, as high as its vbytes"],
    ["program-b", "servers B: a ring at each label"],
  ] as const) {
    const entry = legend.append("li");
    const swatch = entry.append("svg").attr("width", 16).attr("height", 16);
    const d = mark === "program-a" ? "M8,1V15" : "M4,8a4,4 0 1,0 8,0a4,4 0 1,0 -8,0";
    swatch
      .append("path")
      .attr("class", mark)
      .attr("stroke-width", mark === "program-a" ? 3 : 1.8)
      .attr("d", d);
    entry.append("span").text(text);
  }
  const grid = figure.append("div").attr("class", "program-grid");
  const panels = rules.map((rule) => {
    const panel = grid.append("section");
    panel.append("h4").text(programWords[rule].name);
    const chart = panel.append("div");
    const text = panel.append("p").attr("class", "program-likeness");
    panel.append("p").text(programWords[rule].meaning);
    return {chart, text};
  });
  figure
    .append("figcaption")
    .text(
      "Labels in sat/vB on a logarithmic axis, 0 in a place of its own; heights from 0 to the largest bin, written at the upper left. " +
        "A ring on the head of a needle is one label with the same vbytes. What it cannot show: labels that differ in the sixth digit " +
        "fall on one place here, and are different labels for the divergence.",
    );
  let shown: ProgramStudy | undefined;
  const redraw = () => {
    if (!shown) return;
    const study = shown;
    title.text(histogramFinding(study));
    const all = study.answers.flatMap(({histogram}) => histogram.map(({label}) => label));
    const width = panels[0]?.chart.node()?.clientWidth || NARROW;
    const mostLabel = 10 ** Math.ceil(Math.log10(Math.max(10, ...all)));
    for (const [i, rule] of rules.entries()) {
      const [a, b] = [study.answers[2 * i], study.answers[2 * i + 1]];
      const panel = panels[i];
      if (!a || !b || !panel) continue;
      const text = panelText(a, b, pairAt(study.pairs, 2 * i, 2 * i + 1));
      panel.text.text(text);
      const place = panel.chart.node() as HTMLElement; // appended above
      const chart = programHistogram(a.histogram, b.histogram, {
        mostLabel,
        width,
        text: `${programWords[rule].name}. ${text}`,
      });
      place.replaceChildren(chart);
    }
  };
  new ResizeObserver(redraw).observe(grid.node() as HTMLElement); // appended above
  return {
    element: figure.node() as HTMLElement, // created above
    draw(study) {
      shown = study;
      redraw();
    },
  };
}
