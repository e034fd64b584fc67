/**
 * Moves a number to the place k that it has in ascending order, smaller ones before it.
 *
 * @param from only the numbers from here on
 * @param end and before here are looked at and moved; k is one of these places
 * @see Hoare 1961, Algorithm 65: Find
 */
export function select(values: Float64Array, k: number, from = 0, end = values.length): number {
  let [left, right] = [from, end - 1];
  while (left < right) {
    const pivot = values[(left + right) >> 1] as number;
    let [i, j] = [left, right];
    while (i <= j) {
      while ((values[i] as number) < pivot) i++;
      while ((values[j] as number) > pivot) j--;
      if (i > j) break;
      const held = values[i] as number;
      values[i++] = values[j] as number;
      values[j--] = held;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else break;
  }
  return values[k] as number;
}

/** The middle of the first so many numbers, or the mean of the two middle ones; NaN of none. Their order is lost. */
export function medianIn(values: Float64Array, length = values.length): number {
  if (length === 0) return NaN;
  const upper = select(values, Math.floor(length / 2), 0, length);
  if (length % 2 === 1) return upper;
  let lower = -Infinity;
  for (let i = 0; i < length / 2; i++) lower = Math.max(lower, values[i] as number);
  return (lower + upper) / 2;
}
