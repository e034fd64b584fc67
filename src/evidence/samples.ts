import {select} from "../statistics/selection.js";

/**
 * Numbers of many pairs, kept for the median of each: all of a pair, or those around its middle, and how many lie below
 * and above these. Two of them make one, and whatever is known of it is exact: a median is never estimated.
 */
export interface Samples {
  /** by pair, and one more: where its values begin */
  readonly starts: Int32Array;
  /** of one pair ascending */
  readonly values: Float64Array;
  /** by pair: how many numbers are not kept, none of them above the first value */
  readonly below: Int32Array;
  /** the same, none of them below the last value */
  readonly above: Int32Array;
}

/** At most one number of each pair; NaN: none. */
export function samplesOf(numbers: Float64Array): Samples {
  const starts = new Int32Array(numbers.length + 1);
  const values = new Float64Array(numbers.length);
  let n = 0;
  for (let pair = 0; pair < numbers.length; pair++) {
    const value = numbers[pair] as number;
    if (!Number.isNaN(value)) values[n++] = value;
    starts[pair + 1] = n;
  }
  const none = new Int32Array(numbers.length);
  return {starts, values: values.slice(0, n), below: none, above: none};
}

/** Samples, with the pairs they are of among more pairs. */
export interface SamplesPart {
  readonly samples: Samples;
  /** by pair of its own: which of all pairs it is; no two are the same */
  readonly pairOf: Int32Array;
}

/**
 * Puts samples together.
 *
 * @param pairs how many there are
 * @param most values kept of each pair: 2 are enough for the median; what may be merged with more needs room, since
 *   with each number that comes the middle moves by half a place
 */
export function mergeSamples(parts: readonly SamplesPart[], pairs: number, most = Infinity): Samples {
  const sources = parts.map(({samples, pairOf}) => ({...samples, at: placesIn(pairOf, pairs)}));
  const room = roomFor(parts, pairs);
  const starts = new Int32Array(pairs + 1);
  const values = new Float64Array(most === Infinity ? room.all : Math.min(room.all, most * pairs));
  const [below, above] = [new Int32Array(pairs), new Int32Array(pairs)];
  const found = new Float64Array(room.most);
  for (let pair = 0, end = 0; pair < pairs; pair++) {
    // What lies between these is known of all parts.
    let from = -Infinity;
    let to = Infinity;
    for (const {starts: begins, values: own, below: under, above: over, at} of sources) {
      const i = at[pair] as number;
      if (i < 0) continue;
      const first = begins[i] as number;
      const last = (begins[i + 1] as number) - 1;
      if ((under[i] as number) > 0) from = Math.max(from, first > last ? Infinity : (own[first] as number));
      if ((over[i] as number) > 0) to = Math.min(to, first > last ? -Infinity : (own[last] as number));
    }
    let n = 0;
    let less = 0;
    let more = 0;
    for (const {starts: begins, values: own, below: under, above: over, at} of sources) {
      const i = at[pair] as number;
      if (i < 0) continue;
      less += under[i] as number;
      more += over[i] as number;
      for (let k = begins[i] as number; k < (begins[i + 1] as number); k++) {
        const value = own[k] as number;
        if (value < from) less++;
        else if (value > to) more++;
        else found[n++] = value;
      }
    }
    // From the lower of the two middle ones so far down that as many are kept on both sides.
    const middle = Math.floor((less + n + more - 1) / 2) - less;
    const first = Math.max(0, Math.min(n, middle - Math.floor((most - 1) / 2)));
    const last = Math.min(n, first + most);
    if (first > 0) select(found, first, 0, n);
    if (last < n) select(found, last, first, n);
    for (let k = first; k < last; k++) values[end + k - first] = found[k] as number;
    ascend(values, end, end + last - first);
    below[pair] = less + first;
    above[pair] = more + n - last;
    end += last - first;
    starts[pair + 1] = end;
  }
  return {starts, values: values.slice(0, starts[pairs]), below, above};
}

/** Numbers up to which inserting each is faster than `sort`, which has to be called. */
const FEW = 64;

/** Puts a stretch of numbers, none NaN, in ascending order. */
function ascend(values: Float64Array, from: number, end: number): void {
  if (end - from > FEW) {
    values.subarray(from, end).sort();
    return;
  }
  for (let i = from + 1; i < end; i++) {
    const value = values[i] as number;
    let j = i;
    for (; j > from && (values[j - 1] as number) > value; j--) values[j] = values[j - 1] as number;
    values[j] = value;
  }
}

function placesIn(pairOf: Int32Array, pairs: number): Int32Array {
  const places = new Int32Array(pairs).fill(-1);
  for (let i = 0; i < pairOf.length; i++) places[pairOf[i] as number] = i;
  return places;
}

/** Values of all pairs together, and of the pair with most. */
function roomFor(
  parts: readonly SamplesPart[],
  pairs: number,
): {readonly all: number; readonly most: number} {
  const counts = new Int32Array(pairs);
  for (const {
    samples: {starts},
    pairOf,
  } of parts)
    for (let i = 0; i < pairOf.length; i++) {
      const pair = pairOf[i] as number;
      counts[pair] = (counts[pair] as number) + (starts[i + 1] as number) - (starts[i] as number);
    }
  return {
    all: counts.reduce((sum, count) => sum + count, 0),
    most: counts.reduce((max, count) => Math.max(max, count), 0),
  };
}

/**
 * The median of a pair's numbers; NaN if it has none.
 *
 * @returns null if the middle is not among those that are kept
 */
export function medianOf({starts, values, below, above}: Samples, pair: number): number | null {
  const [start, under] = [starts[pair] as number, below[pair] as number];
  const kept = (starts[pair + 1] as number) - start;
  const n = under + kept + (above[pair] as number);
  if (n === 0) return NaN;
  const [low, high] = [Math.floor((n - 1) / 2) - under, Math.floor(n / 2) - under];
  if (low < 0 || high >= kept) return null;
  return low === high
    ? (values[start + low] as number)
    : ((values[start + low] as number) + (values[start + high] as number)) / 2;
}
