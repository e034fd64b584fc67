import {create} from "d3";
import type {Original} from "../report/original.js";
import type {PredictionTest} from "../report/predictionTest.js";
import {dataTable} from "./dataTable.js";

/** The prediction as it was registered, where it stands, and the table that tests it, if there is one. */
export function predictionTable({prediction: {prediction, sentences, test}}: Original): HTMLElement {
  const section = create("div").attr("class", "prediction");
  const node = section.node() as HTMLElement; // created above
  const quote = section.append("blockquote");
  quote.append("p").text(prediction.text);
  quote
    .append("footer")
    .append("small")
    .text(`Registered on ${prediction.registered}, before any run of the public network.`);
  for (const sentence of sentences) section.append("p").text(sentence);
  if (test) node.append(minimaTable(test));
  return node;
}

function minimaTable({clusters, line}: PredictionTest): HTMLElement {
  return dataTable("Services of the first two clusters by the smallest feerate they relay", clusters, [
    {heading: "Cluster", text: ({cluster}) => cluster},
    {heading: `Below ${line} sat/vB`, text: ({below}) => String(below), kind: "numeric"},
    {heading: `${line} sat/vB or more`, text: ({atLeast}) => String(atLeast), kind: "numeric"},
    {heading: "Endpoints disagree", text: ({mixed}) => String(mixed), kind: "numeric"},
    {heading: "Silent or not stated", text: ({unknown}) => String(unknown), kind: "numeric"},
    {
      heading: "Values, sat/vB",
      text: ({values}) => values.map(({value, services}) => `${value} × ${services}`).join(", ") || "none",
      kind: "short",
    },
  ]);
}
