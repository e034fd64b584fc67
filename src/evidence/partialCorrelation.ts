/** How much of a sequence's variance must be left beside the common level, of 1, for a correlation to mean anything. */
const LEAST_LEFT = 1e-9;

/** Sums over n triples, each of the three less some constant of its own that lies among its values. */
export interface Sums {
  readonly n: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly xx: number;
  readonly yy: number;
  readonly zz: number;
  readonly xy: number;
  readonly xz: number;
  readonly yz: number;
}

/**
 * Correlation of x and y that is left when both are freed of z, in [-1, 1]. A constant z changes nothing.
 *
 * @returns null if x or y does not vary, or only as z does
 */
export function partialCorrelation({n, x, y, z, xx, yy, zz, xy, xz, yz}: Sums): number | null {
  const [varX, varY, varZ] = [xx - (x * x) / n, yy - (y * y) / n, zz - (z * z) / n];
  const withXY = correlation(xy - (x * y) / n, varX, varY);
  if (withXY === null) return null;
  const withXZ = correlation(xz - (x * z) / n, varX, varZ) ?? 0;
  const withYZ = correlation(yz - (y * z) / n, varY, varZ) ?? 0;
  const left = (1 - withXZ * withXZ) * (1 - withYZ * withYZ);
  if (left < LEAST_LEFT) return null;
  return Math.max(-1, Math.min(1, (withXY - withXZ * withYZ) / Math.sqrt(left)));
}

/** Pearson's, from sums of products of deviations; null if either does not vary. */
function correlation(xy: number, xx: number, yy: number): number | null {
  const scale = Math.sqrt(Math.max(0, xx) * Math.max(0, yy));
  return scale < LEAST_LEFT ? null : xy / scale;
}
