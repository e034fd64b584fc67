import {PRINTS_AS_ZERO} from "../evidence/firstStudy.js";
import {STEPS} from "./comparison.js";

/**
 * The colour step of a pair, as `matrixScale(STEPS)` draws it: 0 identical, then by the upper limits, then above the
 * last of them, and last 1 bit, where no label is shared.
 */
export function divergenceStep(bits: number, identical: boolean): number {
  if (identical) return 0;
  if (bits === 1) return STEPS.length + 2;
  const under = STEPS.findIndex((limit, i) => (i === STEPS.length - 1 ? bits <= limit : bits < limit));
  return under < 0 ? STEPS.length + 1 : under + 1;
}

/** The last step of those that print as 0.000. */
export const LAST_ZERO_STEP = STEPS.indexOf(PRINTS_AS_ZERO) + 1;

/** Number of steps. */
export const STEP_COUNT = STEPS.length + 3;
