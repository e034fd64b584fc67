import {fcumsum} from "d3-array";

/**
 * ln 0! … ln n!, each to the last digits of a double: a sum of logarithms without rounding in between.
 *
 * @returns n + 1 values; the value at k is ln k!
 */
export function logFactorials(n: number): Float64Array {
  return fcumsum(Array.from({length: n + 1}, (_, k) => Math.log(Math.max(1, k))));
}
