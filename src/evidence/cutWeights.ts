import type {CutPoints} from "./cutPoints.js";

/** vbytes in the weight log(1 + C / this): agreement on more transactions counts for more, but not in proportion. */
export const WEIGHT_VSIZE = 30_000;

/** What each cut point counts for; it grows with the vbytes, so that of two the larger is that of the larger number. */
export function cutWeights({cumulative}: CutPoints): Float64Array {
  const known = weights.get(cumulative);
  if (known) return known;
  const made = cumulative.map((vsize) => Math.log1p(vsize / WEIGHT_VSIZE));
  weights.set(cumulative, made);
  return made;
}

const weights = new WeakMap<Float64Array, Float64Array>();
