import {create} from "d3";
import type {Constants} from "../report/constants.js";
import type {TwoNodes} from "../simulation/twoNodes.js";
import {programControls} from "./programControls.js";
import {programMatrix} from "./programMatrix.js";
import {programPanels} from "./programPanels.js";
import {openingSettings, sliders} from "./programSettings.js";
import {createProgramStudies} from "./programStudy.js";
import {programTables} from "./programTables.js";
import {studySentences} from "./programText.js";

/**
 * The parts of the explorable, to be placed on a page: what one changes in the controls shows in all of them at once.
 *
 * @param constants threshold of the first study's rule and colour steps
 */
export function programExplorable({linkThreshold, steps}: Pick<Constants, "linkThreshold" | "steps">): {
  readonly controls: HTMLElement;
  readonly summary: HTMLElement;
  readonly panels: HTMLElement;
  readonly matrix: HTMLElement;
  readonly tables: HTMLElement;
} {
  const studies = createProgramStudies(linkThreshold);
  const [panels, matrix, tables] = [programPanels(), programMatrix(steps), programTables()];
  const summary = create("p").attr("class", "program-summary").attr("aria-live", "polite");
  const show = (settings: TwoNodes) => {
    const study = studies.study(settings);
    summary.text(studySentences(study).join(" "));
    for (const part of [panels, matrix, tables]) part.draw(study);
    prepareNeighbours(settings);
  };
  const prepareNeighbours = ({seed, busyness}: TwoNodes) => {
    const stops = sliders.find(({key}) => key === "busyness")?.stops ?? [];
    const at = stops.indexOf(busyness);
    for (const neighbour of [stops[at + 1], stops[at - 1]])
      if (neighbour !== undefined) whenIdle(() => studies.prepare({seed, busyness: neighbour}));
  };
  show(openingSettings);
  return {
    controls: programControls(openingSettings, show),
    summary: summary.node() as HTMLElement, // created above
    panels: panels.element,
    matrix: matrix.element,
    tables: tables.element,
  };
}

/** Not every browser says when it is idle. */
function whenIdle(work: () => void): void {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(work);
  else setTimeout(work, 50);
}
