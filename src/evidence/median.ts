import {medianIn} from "../statistics/selection.js";

/** The middle value, or the mean of the two middle ones. @throws {RangeError} if there is none */
export function median(values: readonly number[]): number {
  const [first] = values;
  if (values.length === 1 && first !== undefined) return first;
  if (values.length === 0) throw new RangeError("median: expected at least one value, got none");
  return medianIn(Float64Array.from(values));
}
