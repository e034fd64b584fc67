import type {Merge} from "./dendrogram.js";
import {type DistanceMatrix, distance, symmetricMatrix} from "./distanceMatrix.js";
import {optimalLeafOrder} from "./leafOrder.js";
import type {Edge} from "./partition.js";

/**
 * Average linkage (UPGMA): the two clusters whose members are on average nearest join, until one is left.
 *
 * Found by the nearest-neighbour chain: O(n²) as a rule, and the same tree as the search for the nearest pair at each
 * step, except among equal heights, where several trees are right.
 *
 * @returns n − 1 merges from low to high, numbered as scipy's `linkage` does; none for one thing or no thing
 * @throws {RangeError} if a distance is NaN
 * @see Murtagh 1983, A Survey of Recent Advances in Hierarchical Clustering Algorithms
 * @see Müllner 2011, Modern hierarchical, agglomerative clustering algorithms
 */
export function averageLinkage(matrix: DistanceMatrix): readonly Merge[] {
  const count = matrix.length;
  const between = matrix.map((row) => Float64Array.from(row));
  if (between.some((row) => row.includes(NaN)))
    throw new RangeError("averageLinkage: expected distances, got NaN");
  const sizes = new Int32Array(count).fill(1);
  const open = [...matrix.keys()]; // slots that hold a cluster
  const joins: Edge[] = [];
  const chain: number[] = [];
  while (open.length > 1) {
    const tip = chain.at(-1) ?? open[0] ?? -1;
    if (chain.length === 0) chain.push(tip);
    const before = chain.at(-2) ?? -1;
    const row = between[tip] ?? new Float64Array();
    const next = nearest(row, tip, before, open);
    if (next !== before) {
      chain.push(next);
      continue;
    }
    chain.splice(-2);
    joins.push({a: before, b: tip, height: row[before] ?? 0});
    open.splice(open.indexOf(tip), 1);
    join(before, tip, between, sizes, open);
  }
  return numbered(joins, count);
}

/** The nearest open slot; the one before in the chain wins a tie, without which the chain could go round. */
function nearest(row: Float64Array, tip: number, before: number, open: readonly number[]): number {
  let slot = before;
  let height = row[before] ?? Infinity;
  for (const other of open) {
    const candidate = row[other] as number; // a slot is a position in the row
    if (other !== tip && (candidate < height || slot < 0)) {
      slot = other;
      height = candidate;
    }
  }
  return slot;
}

/** Joins slot b into slot a: distances become the mean over leaves (Lance and Williams). */
function join(
  a: number,
  b: number,
  between: readonly Float64Array[],
  sizes: Int32Array,
  open: readonly number[],
): void {
  const [inA, inB] = [sizes[a] ?? 0, sizes[b] ?? 0];
  sizes[a] = inA + inB;
  const [rowA, rowB] = [between[a], between[b]];
  if (!rowA || !rowB) return;
  for (const other of open) {
    const row = between[other];
    if (!row || other === a) continue;
    const mean = ((rowA[other] as number) * inA + (rowB[other] as number) * inB) / (inA + inB);
    rowA[other] = mean;
    row[a] = mean;
  }
}

/** Puts the joins in order of height and names each cluster by the merge that made it, not by the slot it was in. */
function numbered(joins: readonly Edge[], count: number): readonly Merge[] {
  const top = Array.from({length: count}, (_, leaf) => leaf); // slot → slot it was joined into, itself if open
  const node = top.slice();
  const sizes = top.map(() => 1);
  const root = (slot: number): number => {
    const up = top[slot] ?? slot;
    return up === slot ? slot : (top[slot] = root(up));
  };
  return joins
    .toSorted((x, y) => x.height - y.height)
    .map(({a, b, height}, i) => {
      const [rootA, rootB] = [root(a), root(b)];
      const [nodeA, nodeB] = [node[rootA] ?? 0, node[rootB] ?? 0];
      const size = (sizes[rootA] ?? 0) + (sizes[rootB] ?? 0);
      top[rootB] = rootA;
      sizes[rootA] = size;
      node[rootA] = count + i;
      return {a: Math.min(nodeA, nodeB), b: Math.max(nodeA, nodeB), height, size};
    });
}

/**
 * An order in which similar things stand beside each other: the leaves of average linkage, turned at every merge so
 * that the distances between neighbours sum to the least that the tree allows.
 *
 * A picture's order, not a result: other orders are as valid.
 *
 * @param items the things to put in order, as positions in the matrix
 * @returns the same positions
 */
export function similarityOrder(matrix: DistanceMatrix, items: readonly number[]): readonly number[] {
  const among = symmetricMatrix(items.length, (i, j) => distance(matrix, items[i] ?? -1, items[j] ?? -1));
  return optimalLeafOrder(averageLinkage(among), among).map((leaf) => items[leaf] ?? -1);
}
