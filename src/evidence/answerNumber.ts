import type {FeeHistogram} from "../observation/histogram.js";
import {numberOf} from "./numberOf.js";

const known = new WeakMap<FeeHistogram, number>();

/** A number that stands for an answer: equal for equal labels and vbytes, and hardly ever for others. */
export function answerNumber(histogram: FeeHistogram): number {
  const before = known.get(histogram);
  if (before !== undefined) return before;
  const numbers = new Float64Array(2 * histogram.length);
  for (const [i, {label, vsize}] of histogram.entries()) {
    numbers[2 * i] = label;
    numbers[2 * i + 1] = vsize;
  }
  const number = numberOf(numbers);
  known.set(histogram, number);
  return number;
}

/** Names answers: equal exactly when labels and integers are, for all that one function is asked of. */
export function answerNames(): (histogram: FeeHistogram) => string {
  const named = new Map<number, FeeHistogram[]>();
  return (histogram) => {
    const number = answerNumber(histogram);
    const alike = named.get(number);
    if (!alike) {
      named.set(number, [histogram]);
      return `${number}`;
    }
    const place = alike.findIndex((other) => isSame(other, histogram));
    if (place < 0) alike.push(histogram);
    return place === 0 ? `${number}` : `${number}/${place < 0 ? alike.length - 1 : place}`;
  };
}

function isSame(a: FeeHistogram, b: FeeHistogram): boolean {
  return (
    a.length === b.length && a.every(({label, vsize}, i) => label === b[i]?.label && vsize === b[i]?.vsize)
  );
}
