/** The middle value, or the mean of the two middle ones. @throws {RangeError} if there is none */
export function median(values: readonly number[]): number {
  const [first] = values;
  if (values.length === 1 && first !== undefined) return first;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined)
    throw new RangeError("median: expected at least one value, got none");
  return (low + high) / 2;
}
