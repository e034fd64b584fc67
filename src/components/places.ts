import type {ClusterHistory} from "../report/clusterHistory.js";

/** The name that goes with a place in a history's data; null for a server on its own or not compared. */
export function nameOf(place: number): string | null {
  return place > 0 ? `C${place}` : null;
}

/** Where a server was or is, in words. */
export function placeText(place: number): string {
  return nameOf(place) ?? (place === 0 ? "on its own" : "not compared before");
}

/** For each drawn run the place of every server, unpacked from the stretches. */
export function placesByColumn({membership, drawn}: ClusterHistory): readonly Int32Array[] {
  const columns = drawn.map(() => new Int32Array(membership.length));
  for (const [server, stretches] of membership.entries()) {
    let column = 0;
    for (let i = 0; i < stretches.length; i += 2)
      for (let k = 0; k < (stretches[i + 1] ?? 0); k++) {
        const row = columns[column++];
        if (row) row[server] = stretches[i] ?? -1;
      }
  }
  return columns;
}

/** The last known place of every server; -1 if no drawn run compared it. */
export function lastPlaces({membership}: ClusterHistory): readonly number[] {
  return membership.map((stretches) => {
    for (let i = stretches.length - 2; i >= 0; i -= 2)
      if ((stretches[i] ?? -1) >= 0) return stretches[i] ?? -1;
    return -1;
  });
}
