import {symmetricMatrix} from "../statistics/distanceMatrix.js";
import {similarityOrder} from "../statistics/linkage.js";
import {ALONE, type Membership, NOT_COMPARED} from "./clusterMembership.js";

/** Servers. A matrix of more cannot be read on a screen; those compared in most runs are kept. */
export const MOST_IN_MATRIX = 300;

/** How often each two servers were in one cluster, of the runs in which both were compared. */
export interface CoAssociation {
  /** servers, those often together side by side */
  readonly order: readonly number[];
  /** whole percent for the server i and the server j < i of that order at [i][j]; -1 if no run compared both */
  readonly percent: readonly (readonly number[])[];
  /** servers that were compared and have no place in the matrix */
  readonly leftOut: number;
  /**
   * share in [0, 1] that chance gives every pair: the mean over runs of Σ size (size − 1) / (n (n − 1)), which is what
   * remains when the labels of each run are shuffled over its servers
   */
  readonly chance: number;
  readonly pairs: {
    readonly all: number;
    readonly always: number;
    readonly never: number;
    readonly sometimes: number;
  };
}

/** Null if no run compared two servers. @see Fred and Jain 2005, Combining Multiple Clusterings Using Evidence Accumulation */
export function coAssociation(membership: Membership): CoAssociation | null {
  const compared = membership.servers.map(
    (_, server) => membership.places.filter((row) => (row[server] ?? NOT_COMPARED) !== NOT_COMPARED).length,
  );
  const present = [...compared.keys()].filter((server) => (compared[server] ?? 0) > 0);
  const kept = present
    .toSorted((a, b) => (compared[b] ?? 0) - (compared[a] ?? 0) || a - b)
    .slice(0, MOST_IN_MATRIX);
  const {both, together} = counted(membership.places, kept);
  const share = (i: number, j: number) => {
    const times = both[i * kept.length + j] ?? 0;
    return times === 0 ? null : (together[i * kept.length + j] ?? 0) / times;
  };
  const apart = symmetricMatrix(kept.length, (i, j) => 1 - (share(i, j) ?? 0));
  const order = similarityOrder(apart, [...kept.keys()]);
  const pairs = {all: 0, always: 0, never: 0, sometimes: 0};
  const percent = order.map((a, i) =>
    order.slice(0, i).map((b) => {
      const value = share(Math.max(a, b), Math.min(a, b));
      if (value === null) return -1;
      pairs.all++;
      pairs[value === 1 ? "always" : value === 0 ? "never" : "sometimes"]++;
      return wholePercent(value);
    }),
  );
  if (pairs.all === 0) return null;
  return {
    order: order.map((i) => kept[i] ?? -1),
    percent,
    leftOut: present.length - kept.length,
    chance: chanceOf(membership.places),
    pairs,
  };
}

/** What is neither never nor always must not print as it. */
function wholePercent(share: number): number {
  return share === 0 || share === 1 ? 100 * share : Math.min(99, Math.max(1, Math.round(100 * share)));
}

/** For kept server i and j < i at i × count + j: runs that compare both, and those that put them together. */
function counted(places: readonly Int32Array[], kept: readonly number[]) {
  const count = kept.length;
  const [both, together] = [new Uint32Array(count * count), new Uint32Array(count * count)];
  for (const row of places) {
    const at = Int32Array.from(kept, (server) => row[server] ?? NOT_COMPARED);
    for (let i = 0; i < count; i++) {
      const a = at[i] as number; // below its length
      if (a === NOT_COMPARED) continue;
      for (let j = 0; j < i; j++) {
        const b = at[j] as number; // below its length
        if (b === NOT_COMPARED) continue;
        const pair = i * count + j;
        both[pair] = (both[pair] as number) + 1;
        if (a === b && a > ALONE) together[pair] = (together[pair] as number) + 1;
      }
    }
  }
  return {both, together};
}

/** Mean over runs with two servers or more. */
function chanceOf(places: readonly Int32Array[]): number {
  const chances = places.flatMap((row) => {
    const sizes = new Map<number, number>();
    let n = 0;
    for (const place of row) {
      if (place === NOT_COMPARED) continue;
      n++;
      if (place > ALONE) sizes.set(place, (sizes.get(place) ?? 0) + 1);
    }
    const pairs = [...sizes.values()].reduce((sum, size) => sum + size * (size - 1), 0);
    return n < 2 ? [] : [pairs / (n * (n - 1))];
  });
  return chances.length === 0 ? 0 : chances.reduce((sum, chance) => sum + chance, 0) / chances.length;
}
