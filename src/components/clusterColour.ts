/** Colours that clusters have, `--cluster-1` to `--cluster-8` of the style sheet; then they begin again, hatched. */
export const CLUSTER_COLOURS = 8;

/** Ways to hatch an area: none for the first eight clusters, one for the next eight, another for all after. */
export type Hatching = 0 | 1 | 2;

/**
 * The colour of a cluster by its stable name, the same on every page and in every run, for use in a style or `fill`.
 * Colour alone never tells clusters apart: write the name beside it.
 *
 * @param name `C1`, `C2`, …; null for servers on their own
 */
export function clusterColour(name: string | null): string {
  const number = numberOf(name);
  return number === null ? "var(--cluster-none)" : `var(--cluster-${((number - 1) % CLUSTER_COLOURS) + 1})`;
}

/** How the area of a cluster is hatched, so that two clusters of one colour differ. */
export function clusterHatching(name: string | null): Hatching {
  const number = numberOf(name);
  if (number === null || number <= CLUSTER_COLOURS) return 0;
  return number <= 2 * CLUSTER_COLOURS ? 1 : 2;
}

function numberOf(name: string | null): number | null {
  const digits = /^C([1-9]\d*)$/.exec(name ?? "")?.[1];
  return digits === undefined ? null : Number(digits);
}
