import {medianIn} from "../statistics/selection.js";

/** Asked millions of times of a few numbers: making an array for each would take longer than finding the middle. */
let room = new Float64Array(16);

/** The middle value, or the mean of the two middle ones. @throws {RangeError} if there is none */
export function median(values: readonly number[]): number {
  const {length} = values;
  if (length === 0) throw new RangeError("median: expected at least one value, got none");
  if (length > room.length) room = new Float64Array(length);
  for (let i = 0; i < length; i++) room[i] = values[i] as number;
  return medianIn(room, length);
}
