import type {MatrixRound, MatrixRun} from "../report/matrixRun.js";
import type {MatrixQuantity} from "../report/matrixQuantities.js";
import type {PairGrid} from "../report/pairGrid.js";
import type {RunList} from "../report/runList.js";
import {type PairLinks, pairLinks} from "./pairLinks.js";
import {type PairScale, pairScale, stepsOf} from "./pairScale.js";
import {type PairValues, roundValues, windowValues} from "./pairValues.js";
import {roundNaming} from "./roundNaming.js";
import {type ThresholdScale, thresholdScale} from "./thresholdScale.js";

/** A quantity of all pairs, with what follows from it alone: neither order nor threshold. */
export interface ShownQuantity {
  readonly values: PairValues;
  readonly scale: PairScale;
  /** n × n colour steps */
  readonly steps: Uint8Array;
  readonly links: PairLinks;
  readonly thresholds: ThresholdScale;
  /** the name of a group of servers, by their ids; null if it has none */
  readonly nameOf: (ids: readonly string[]) => string | null;
}

/** @returns null if the quantity is of a round and there is none */
export function shownQuantity(
  quantity: MatrixQuantity,
  chosen: {readonly run: MatrixRun; readonly round: MatrixRound} | null,
  grid: PairGrid,
  list: RunList,
): ShownQuantity | null {
  if (quantity.ofRound && !chosen) return null;
  const values =
    quantity.ofRound && chosen
      ? roundValues(quantity, chosen, grid, list)
      : windowValues(quantity, chosen, grid, list);
  const scale = pairScale(quantity, list);
  const links = pairLinks(values);
  return {
    values,
    scale,
    links,
    steps: stepsOf(values, scale),
    thresholds: thresholdScale(quantity, links, list),
    // Names are those of clusters by divergence; what hangs together by something else is something else.
    nameOf: roundNaming(quantity.ofRound ? chosen : null),
  };
}

/** The threshold to link at: the reader’s if the slider can show it, since anybody can write an address; else the usual one. */
export function thresholdOf({values, links, thresholds}: ShownQuantity, wanted: number | null): number {
  const threshold = wanted ?? values.quantity.threshold ?? links.nearest;
  const at = thresholds.position(threshold);
  return at > 0 && at < 1 && values.quantity.id !== "level" ? threshold : thresholds.threshold(at);
}
