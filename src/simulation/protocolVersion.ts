/** A protocol version as numbers, `1.4.2` as [1, 4, 2]; null if the text is none. */
function parseVersion(text: unknown): readonly number[] | null {
  return typeof text === "string" && /^\d+(\.\d+)*$/.test(text) ? text.split(".").map(Number) : null;
}

/** Negative, zero or positive as the first is lower, equal or higher. `1.6` is lower than `1.6.0`, as Python compares tuples. */
export function compareVersions(a: string, b: string): number {
  const left = parseVersion(a) ?? [];
  const right = parseVersion(b) ?? [];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? -1) - (right[i] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * The version that a server picks: the lower of both maxima, if neither side's minimum is above it.
 *
 * @param wanted what the client sent: nothing, one version, or a pair of least and greatest
 * @returns the version as its owner spelled it, or null if there is none in common
 */
export function negotiate(wanted: unknown, serverMin: string, serverMax: string): string | null {
  if (wanted === undefined || wanted === null) return serverMin;
  const [least, greatest] = (Array.isArray(wanted) ? wanted : [wanted, wanted]) as unknown[];
  if (parseVersion(least) === null || parseVersion(greatest) === null) return null;
  const min = least as string;
  const max = greatest as string;
  const picked = compareVersions(max, serverMax) < 0 ? max : serverMax;
  return compareVersions(picked, serverMin) < 0 || compareVersions(picked, min) < 0 ? null : picked;
}
