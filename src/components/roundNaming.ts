import type {MatrixRound, MatrixRun} from "../report/matrixRun.js";

/**
 * The names of a round's clusters, for whoever finds groups of servers again at another threshold: a group has a name if
 * it is exactly the members of a named cluster.
 */
export function roundNaming(
  chosen: {readonly run: MatrixRun; readonly round: MatrixRound} | null,
): (ids: readonly string[]) => string | null {
  const names = new Map<string, string>();
  let from = 0;
  for (const {name, size} of chosen?.round.clusters ?? []) {
    const members = chosen?.round.servers.slice(from, (from += size)) ?? [];
    if (name !== null) names.set(keyOf(members.map((i) => chosen?.run.endpoints[i]?.id ?? "")), name);
  }
  return (ids) => (ids.length < 2 ? null : (names.get(keyOf(ids)) ?? null));
}

/** Ids hold no space. */
function keyOf(ids: readonly string[]): string {
  return ids.toSorted().join(" ");
}
