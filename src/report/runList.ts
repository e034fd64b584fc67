import type {Archived} from "./archived.js";
import {PRINTS_AS_ZERO} from "../evidence/firstStudy.js";
import {OTHER_THRESHOLDS} from "./comparison.js";
import type {Level} from "../evidence/level.js";
import {LEVEL_ORDER, type MatrixQuantity, matrixQuantities} from "./matrixQuantities.js";
import {MATRIX_RUNS, type MatrixRunName} from "./matrixRun.js";

/** What the page of every pair knows before it fetches a run. */
export interface RunList {
  /** oldest first; each has a file */
  readonly runs: readonly MatrixRunName[];
  /** runs in the archive that have none: older than the newest `most` */
  readonly older: number;
  readonly most: number;
  readonly quantities: readonly MatrixQuantity[];
  /** bits: what is below prints as 0.000 */
  readonly printsAsZero: number;
  /** bits: thresholds of the divergence that are named on the axis */
  readonly thresholds: readonly number[];
  /** levels by their value in the matrix */
  readonly levels: readonly Level[];
}

/** @param runs those that have a file, oldest first */
export function runList(
  known: Pick<Archived, "runs" | "findings" | "window">,
  runs: readonly MatrixRunName[],
): RunList {
  return {
    runs,
    older: known.runs.length - runs.length,
    most: MATRIX_RUNS,
    quantities: matrixQuantities(known),
    printsAsZero: PRINTS_AS_ZERO,
    thresholds: OTHER_THRESHOLDS,
    levels: LEVEL_ORDER,
  };
}
