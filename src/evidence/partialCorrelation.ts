/** How much of a sequence's variance must be left beside the common level, of 1, for a correlation to mean anything. */
const LEAST_LEFT = 1e-9;

/**
 * Correlation of x and y that is left when both are freed of z, in [-1, 1]. A constant z changes nothing.
 *
 * @param x as long as y and z
 * @returns null if x or y does not vary, or only as z does
 * @example partialCorrelation([0, 1, 0, 1], [0, 1, 0, 1], [0, 0, 0, 0]) // 1
 */
export function partialCorrelation(
  x: readonly number[],
  y: readonly number[],
  z: readonly number[],
): number | null {
  const xy = correlation(x, y);
  if (xy === null) return null;
  const [xz, yz] = [correlation(x, z) ?? 0, correlation(y, z) ?? 0];
  const left = (1 - xz * xz) * (1 - yz * yz);
  if (left < LEAST_LEFT) return null;
  return Math.max(-1, Math.min(1, (xy - xz * yz) / Math.sqrt(left)));
}

/** Pearson's; null if either does not vary. */
function correlation(x: readonly number[], y: readonly number[]): number | null {
  const [meanX, meanY] = [mean(x), mean(y)];
  const [dx, dy] = [x.map((value) => value - meanX), y.map((value) => value - meanY)];
  const scale = Math.sqrt(product(dx, dx) * product(dy, dy));
  return scale < LEAST_LEFT ? null : product(dx, dy) / scale;
}

function product(x: readonly number[], y: readonly number[]): number {
  return x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
