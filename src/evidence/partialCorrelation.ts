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
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  z: ArrayLike<number>,
): number | null {
  const [meanX, meanY, meanZ] = [mean(x), mean(y), mean(z)];
  let [xx, yy, zz, sumXY, sumXZ, sumYZ] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const dx = (x[i] as number) - meanX;
    const dy = (y[i] as number) - meanY;
    const dz = (z[i] as number) - meanZ;
    xx += dx * dx;
    yy += dy * dy;
    zz += dz * dz;
    sumXY += dx * dy;
    sumXZ += dx * dz;
    sumYZ += dy * dz;
  }
  const xy = correlation(sumXY, xx, yy);
  if (xy === null) return null;
  const [xz, yz] = [correlation(sumXZ, xx, zz) ?? 0, correlation(sumYZ, yy, zz) ?? 0];
  const left = (1 - xz * xz) * (1 - yz * yz);
  if (left < LEAST_LEFT) return null;
  return Math.max(-1, Math.min(1, (xy - xz * yz) / Math.sqrt(left)));
}

/** Pearson's, from sums of products of deviations; null if either does not vary. */
function correlation(xy: number, xx: number, yy: number): number | null {
  const scale = Math.sqrt(xx * yy);
  return scale < LEAST_LEFT ? null : xy / scale;
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / values.length;
}
