import * as Plot from "@observablehq/plot";
import {create} from "d3";
import type {Original} from "../report/original.js";
import {plot} from "./plot.js";

/** px. A cluster's bar and the space around it. */
const ROW_HEIGHT = 46;

/** The five clusters as bars of endpoints, divided by the program that public lists name. */
export function originalClusters({clusters, exceptions}: Original, {width}: {width: number}): HTMLElement {
  const parts = clusters.flatMap(({cluster, programs}) =>
    programs.map(({value, count}) => ({cluster: `Cluster ${cluster}`, program: value, endpoints: count})),
  );
  const known = [...new Set(parts.map(({program}) => program))].filter((program) => program !== "not known");
  const order = [...known, "not known"]; // the first cluster's most frequent program comes first
  const figure = create("figure").attr("class", "bars");
  const node = figure.node() as HTMLElement; // created above
  figure
    .append("h2")
    .text(
      `Where the program is known, a cluster is one program, with ${exceptions === 0 ? "no exception" : exceptions === 1 ? "one exception" : `${exceptions} exceptions`}`,
    );
  node.append(
    plot({
      width: Math.min(width, 760),
      height: clusters.length * ROW_HEIGHT + 60,
      marginLeft: 76,
      marginBottom: 44,
      style: {fontSize: "12px", background: "none"},
      ariaLabel: "Endpoints of each cluster by self-reported program",
      ariaDescription: clusters
        .map(
          ({cluster, programs}) =>
            `Cluster ${cluster}: ${programs.map(({value, count}) => `${count} ${value}`).join(", ")}`,
        )
        .join(". "),
      x: {label: "endpoints", labelAnchor: "center", grid: true, ticks: 5},
      y: {label: null, domain: clusters.map(({cluster}) => `Cluster ${cluster}`)},
      color: {
        domain: order,
        range: ["var(--program-1)", "var(--program-2)", "var(--program-3)"]
          .slice(0, known.length)
          .concat("var(--program-unknown)"),
        legend: true,
      },
      marks: [
        Plot.barX(
          parts,
          Plot.stackX({
            x: "endpoints",
            y: "cluster",
            fill: "program",
            order,
            insetRight: 1,
            title: ({program, endpoints}: (typeof parts)[number]) => `${endpoints} ${program}`,
          }),
        ),
        Plot.text(
          parts,
          Plot.stackX({
            x: "endpoints",
            y: "cluster",
            order,
            z: "program",
            text: (part: (typeof parts)[number]) => (part.endpoints >= 3 ? String(part.endpoints) : ""),
            fill: "var(--program-text)",
          }),
        ),
        Plot.ruleX([0]),
      ],
    }),
  );
  figure
    .append("figcaption")
    .text(
      "Programs are self-reported, read from public lists of other dates than the first study’s matrix. It cannot show which endpoints share a node, nor what the endpoints marked “not known” run.",
    );
  return node;
}
