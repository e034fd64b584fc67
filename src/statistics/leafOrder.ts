import type {Merge} from "./dendrogram.js";
import {type DistanceMatrix, distance} from "./distanceMatrix.js";

/**
 * The order of a dendrogram's leaves in which the distances between neighbours sum to the least, of all 2^(n − 1)
 * orders that turning its merges can give.
 *
 * Exact, O(n³) at worst and 2n² doubles: the best order of a cluster is known for each pair of leaves at its two ends,
 * and a pair of leaves stands at the ends of one cluster only, the one in which they first meet. Leaves are numbered
 * anew, as the tree has them from left to right: those of a cluster are then neighbours in memory, which makes a
 * thousand of them a matter of less than a second.
 *
 * @param merges of the things in the matrix, numbered as `averageLinkage` does
 * @returns every position in the matrix once; of an order and its reverse, the one that begins with the lower
 * @see Bar-Joseph, Gifford and Jaakkola 2001, Fast optimal leaf ordering for hierarchical clustering
 */
export function optimalLeafOrder(merges: readonly Merge[], matrix: DistanceMatrix): readonly number[] {
  if (merges.length === 0) return [...matrix.keys()];
  const {root, leaves} = treeOf(merges, matrix.length);
  const lengths = leastLengths(root, leaves, matrix);
  const {count, least} = lengths;
  let [from, to, length] = [-1, -1, Infinity];
  if (root.parts)
    for (let u = root.parts[0].from; u < root.parts[0].to; u++)
      for (let w = root.parts[1].from; w < root.parts[1].to; w++) {
        const candidate = least[u * count + w] ?? Infinity;
        if (from < 0 || candidate < length) [from, to, length] = [u, w, candidate];
      }
  const order = unfold(lengths, root, from, to).map((position) => leaves[position] ?? -1);
  return (order[0] ?? 0) <= (order.at(-1) ?? 0) ? order : order.toReversed();
}

/** Sum of the distances between neighbours in an order. */
export function pathLength(matrix: DistanceMatrix, order: readonly number[]): number {
  return order.slice(1).reduce((sum, item, i) => sum + distance(matrix, order[i] ?? -1, item), 0);
}

/** Leaves from one position to before another. */
interface Range {
  readonly from: number;
  readonly to: number;
}

interface Cluster extends Range {
  /** the two that merged; null for a leaf */
  readonly parts: readonly [Cluster, Cluster] | null;
}

/** Two n × n matrices by positions of leaves. */
interface Lengths {
  readonly count: number;
  readonly between: Float64Array;
  /** of the best order of the cluster in which two leaves first meet, with these at its ends */
  readonly least: Float64Array;
}

/** @returns the root, and which leaf stands at each position */
function treeOf(merges: readonly Merge[], count: number): {root: Cluster; leaves: readonly number[]} {
  const leaves: number[] = [];
  const build = (node: number): Cluster => {
    const from = leaves.length;
    const merge = merges[node - count];
    if (!merge) {
      leaves.push(node);
      return {from, to: from + 1, parts: null};
    }
    const parts = [build(merge.a), build(merge.b)] as const;
    return {from, to: leaves.length, parts};
  };
  return {root: build(count + merges.length - 1), leaves};
}

/** Where the other end of a cluster can be if a leaf is at one end of it: in the part that does not hold the leaf. */
function opposite({from, to, parts}: Cluster, leaf: number): Range {
  if (!parts) return {from, to};
  return leaf < parts[0].to ? parts[1] : parts[0];
}

function leastLengths(root: Cluster, leaves: readonly number[], matrix: DistanceMatrix): Lengths {
  const count = leaves.length;
  const between = new Float64Array(count * count);
  for (const [i, leaf] of leaves.entries())
    for (const [j, other] of leaves.entries()) between[i * count + j] = distance(matrix, leaf, other);
  const lengths = {count, between, least: new Float64Array(count * count)};
  const visit = ({parts}: Cluster): void => {
    if (!parts) return;
    for (const part of parts) visit(part);
    for (let u = parts[0].from; u < parts[0].to; u++) extend(u, parts[0], parts[1], lengths);
  };
  visit(root);
  return lengths;
}

/** Orders of left then right that begin with u: first the least way to reach each k of right, then to go on to w. */
function extend(u: number, left: Cluster, right: Cluster, {count, between, least}: Lengths): void {
  const ends = opposite(left, u);
  const reach = new Float64Array(count);
  for (let k = right.from; k < right.to; k++) {
    let shortest = Infinity;
    for (let m = ends.from; m < ends.to; m++)
      shortest = Math.min(shortest, (least[u * count + m] ?? 0) + (between[k * count + m] ?? 0));
    reach[k] = shortest;
  }
  for (let w = right.from; w < right.to; w++) {
    const begins = opposite(right, w);
    let shortest = Infinity;
    for (let k = begins.from; k < begins.to; k++)
      shortest = Math.min(shortest, (reach[k] ?? 0) + (least[w * count + k] ?? 0));
    least[u * count + w] = shortest;
    least[w * count + u] = shortest;
  }
}

/** The order behind a least length, found by asking once more at each merge which two leaves meet in the middle. */
function unfold(lengths: Lengths, cluster: Cluster, from: number, to: number): readonly number[] {
  if (!cluster.parts) return [cluster.from];
  const {count, between, least} = lengths;
  const [first, second] =
    from < cluster.parts[0].to ? cluster.parts : ([cluster.parts[1], cluster.parts[0]] as const);
  const [ends, begins] = [opposite(first, from), opposite(second, to)];
  let [end, begin, length] = [-1, -1, Infinity];
  for (let m = ends.from; m < ends.to; m++)
    for (let k = begins.from; k < begins.to; k++) {
      const candidate =
        (least[from * count + m] ?? 0) + (between[m * count + k] ?? 0) + (least[k * count + to] ?? 0);
      if (end < 0 || candidate < length) [end, begin, length] = [m, k, candidate];
    }
  return [...unfold(lengths, first, from, end), ...unfold(lengths, second, begin, to)];
}
