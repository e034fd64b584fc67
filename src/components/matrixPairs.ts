import type {Comparison} from "../report/comparison.js";
import type {ObservedServer} from "../report/servers.js";
import type {MatrixScale} from "./matrixScale.js";

/** A round to draw: its comparison, the run's servers, and the limits of the colour steps in bits. */
export interface MatrixData {
  readonly comparison: Comparison;
  readonly servers: readonly ObservedServer[];
  readonly steps: readonly number[];
}

/** One pair of the matrix. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** Bits, and whether the answers are the same one; the triangle holds each pair once. */
export function pairOf(
  {answers, divergences}: Comparison,
  {row, column}: Cell,
): {bits: number; identical: boolean} {
  const [a = 0, b = 0] = [answers[row], answers[column]];
  return {identical: a === b, bits: a === b ? 0 : (divergences[Math.max(a, b)]?.[Math.min(a, b)] ?? NaN)};
}

/** The colour step of a pair. */
export function stepOf(comparison: Comparison, at: Cell, scale: MatrixScale): number {
  const {bits, identical} = pairOf(comparison, at);
  return scale.step(bits, identical);
}
