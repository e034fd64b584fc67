import {create} from "d3";
import type {Constants} from "../report/constants.js";
import type {TwoNodes} from "../simulation/twoNodes.js";
import {programControls} from "./programControls.js";
import {programMatrix} from "./programMatrix.js";
import {programPanels} from "./programPanels.js";
import {openingSettings, sliders} from "./programSettings.js";
import {createProgramStudies} from "./programStudy.js";
import {programTables} from "./programTables.js";
import {nodeSentences, programSentences} from "./programText.js";

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
  const summary = create("div").attr("class", "program-summary");
  const ofNodes = summary.append("p").attr("aria-live", "polite");
  const ofPrograms = summary.append("p");
  const show = (settings: TwoNodes) => {
    const study = studies.study(settings);
    ofNodes.text(nodeSentences(study).join(" "));
    ofPrograms.text(programSentences(study).join(" "));
    for (const part of [panels, matrix, tables]) part.draw(study);
    if (settings.seed !== prepared) prepareAll(settings);
  };
  // The slider of the market is the one that needs another market: all of them are made while nothing else happens.
  const stops = sliders.find(({key}) => key === "busyness")?.stops ?? [];
  let prepared: number | undefined;
  const prepareAll = ({seed, busyness}: TwoNodes) => {
    prepared = seed;
    const nearestFirst = stops.toSorted((a, b) => Math.abs(a - busyness) - Math.abs(b - busyness));
    const next = () => {
      const stop = nearestFirst.shift();
      if (stop === undefined || seed !== prepared) return;
      studies.prepare({seed, busyness: stop});
      whenIdle(next);
    };
    whenIdle(next);
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
