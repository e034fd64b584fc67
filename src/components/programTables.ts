import {create} from "d3";
import {dataTable} from "./dataTable.js";
import type {ProgramStudy} from "./programStudy.js";
import {programWords} from "./programWords.js";

/** All numbers of a study as tables, filled only while they are open; `draw` shows another study in the same place. */
export function programTables(): {element: HTMLElement; draw(study: ProgramStudy): void} {
  const box = create("div");
  let shown: ProgramStudy | undefined;
  const parts = [
    {summary: "All pairs as a table", make: pairTable},
    {summary: "All histograms as a table", make: histogramTable},
  ].map(({summary, make}) => {
    const details = box.append("details");
    details.append("summary").text(summary);
    const place = details.append("div");
    const fill = () => {
      if (shown && details.property("open")) (place.node() as HTMLElement).replaceChildren(make(shown)); // appended above
    };
    details.on("toggle", fill);
    return fill;
  });
  return {
    element: box.node() as HTMLElement, // created above
    draw(study) {
      shown = study;
      for (const fill of parts) fill();
    },
  };
}

function pairTable({answers, pairs}: ProgramStudy): HTMLElement {
  const name = (i: number) => {
    const answer = answers[i];
    return answer ? `${programWords[answer.rule].name}, ${answer.node}` : "";
  };
  return dataTable(
    "Simulated: every pair of servers, nearest first",
    pairs.toSorted((p, q) => (p.bits ?? 2) - (q.bits ?? 2)),
    [
      {heading: "Server", text: ({a}) => name(a)},
      {heading: "Other server", text: ({b}) => name(b)},
      {heading: "Nodes", text: ({oneNode}) => (oneNode ? "one" : "two"), kind: "short"},
      {
        heading: "Divergence, bits",
        text: ({bits}) => (bits === null ? "–" : bits.toPrecision(3)),
        kind: "numeric",
      },
      {heading: "Identical", text: ({identical}) => (identical ? "yes" : "no"), kind: "short"},
      {heading: "Labels in common", text: ({commonLabels}) => String(commonLabels), kind: "numeric"},
    ],
  );
}

function histogramTable({answers}: ProgramStudy): HTMLElement {
  const rows = answers.flatMap(({rule, node, histogram}) =>
    histogram.map(({label, vsize}) => ({name: programWords[rule].name, node, label, vsize})),
  );
  return dataTable("Simulated: every bin of every histogram", rows, [
    {heading: "Program", text: ({name}) => name},
    {heading: "Server", text: ({node}) => node, kind: "short"},
    {heading: "Label, sat/vB", text: ({label}) => String(label), kind: "numeric"},
    {heading: "vbytes", text: ({vsize}) => vsize.toLocaleString("en-US"), kind: "numeric"},
  ]);
}
