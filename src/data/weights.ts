import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import type {Weights} from "../report/findings.js";
import type {MeasuredErrors} from "../report/measuredErrors.js";

/** Where the calibration lies. */
export const CALIBRATION_FILE = join("src", "data", "calibration.json");

/** Weights of evidence as measured on simulated networks; null if there is no calibration. */
export function readWeights(file = CALIBRATION_FILE): Weights | null {
  if (!existsSync(file)) return null;
  return (JSON.parse(readFileSync(file, "utf8")) as {readonly weights: Weights}).weights;
}

/** How the study does on simulated networks of known truth; null if there is no calibration. */
export function readMeasured(file = CALIBRATION_FILE): MeasuredErrors | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as MeasuredErrors) : null;
}
