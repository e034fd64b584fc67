import type {Merge} from "./dendrogram.js";
import {type DistanceMatrix, distance} from "./distanceMatrix.js";

/**
 * The order of a dendrogram's leaves in which the distances between neighbours sum to the least, of all 2^(n − 1)
 * orders that turning its merges can give.
 *
 * Exact, O(n³) at worst and n² doubles: the best order of a cluster is known for each pair of leaves at its two ends,
 * and a pair of leaves stands at the ends of one cluster only, the one in which they first meet.
 *
 * @param merges of the things in the matrix, numbered as `averageLinkage` does
 * @returns every position in the matrix once; of an order and its reverse, the one that begins with the lower
 * @see Bar-Joseph, Gifford and Jaakkola 2001, Fast optimal leaf ordering for hierarchical clustering
 */
export function optimalLeafOrder(merges: readonly Merge[], matrix: DistanceMatrix): readonly number[] {
  const root = matrix.length + merges.length - 1;
  if (merges.length === 0) return [...matrix.keys()];
  const tree = treeOf(merges, matrix.length);
  const least = leastLengths(tree, matrix);
  let [from, to, length] = [-1, -1, Infinity];
  for (const {ends, opposite} of tree.sides(root).slice(0, 1))
    for (const u of ends)
      for (const w of opposite) {
        const candidate = least[u]?.[w] ?? Infinity;
        if (from < 0 || candidate < length) [from, to, length] = [u, w, candidate];
      }
  const order = unfold(tree, least, matrix, root, from, to);
  return (order[0] ?? 0) <= (order.at(-1) ?? 0) ? order : order.toReversed();
}

/** Sum of the distances between neighbours in an order. */
export function pathLength(matrix: DistanceMatrix, order: readonly number[]): number {
  return order.slice(1).reduce((sum, item, i) => sum + distance(matrix, order[i] ?? -1, item), 0);
}

/** If a leaf of `ends` is at one end of a node, a leaf of `opposite` is at the other. */
interface Side {
  readonly child: number;
  readonly ends: readonly number[];
  readonly otherChild: number;
  readonly opposite: readonly number[];
}

interface Tree {
  readonly merges: readonly Merge[];
  readonly leafCount: number;
  /** the two sides of a merge; of a leaf the one side, itself at both ends */
  readonly sides: (node: number) => readonly Side[];
}

function treeOf(merges: readonly Merge[], leafCount: number): Tree {
  const leaves: (readonly number[])[] = Array.from({length: leafCount}, (_, leaf) => [leaf]);
  for (const {a, b} of merges) leaves.push([...(leaves[a] ?? []), ...(leaves[b] ?? [])]);
  const below = (node: number) => leaves[node] ?? [];
  const sides = (node: number): readonly Side[] => {
    const merge = merges[node - leafCount];
    if (!merge) return [{child: node, ends: [node], otherChild: node, opposite: [node]}];
    const {a, b} = merge;
    return [
      {child: a, ends: below(a), otherChild: b, opposite: below(b)},
      {child: b, ends: below(b), otherChild: a, opposite: below(a)},
    ];
  };
  return {merges, leafCount, sides};
}

/** For each pair of leaves, the least length of an order of the cluster in which they meet, with them at its ends. */
function leastLengths(tree: Tree, matrix: DistanceMatrix): readonly Float64Array[] {
  const least = matrix.map(() => new Float64Array(tree.leafCount));
  for (const {a, b} of tree.merges)
    for (const left of tree.sides(a))
      for (const right of tree.sides(b)) for (const u of left.ends) extend(u, left, right, least, matrix);
  return least;
}

/** Orders of left then right that begin with u: first the least way to reach each k of right, then to go on to w. */
function extend(
  u: number,
  left: Side,
  right: Side,
  least: readonly Float64Array[],
  matrix: DistanceMatrix,
): void {
  const fromU = least[u];
  if (!fromU) return;
  const reach = right.opposite.map((k) => {
    const toK = matrix[k] ?? [];
    let shortest = Infinity;
    for (const m of left.opposite) shortest = Math.min(shortest, (fromU[m] ?? 0) + (toK[m] ?? 0));
    return shortest;
  });
  for (const w of right.ends) {
    const toW = least[w];
    if (!toW) continue;
    let shortest = Infinity;
    let position = 0;
    for (const k of right.opposite) shortest = Math.min(shortest, (reach[position++] ?? 0) + (toW[k] ?? 0));
    fromU[w] = shortest;
    toW[u] = shortest;
  }
}

/** The order behind a least length, found by asking once more at each merge which two leaves meet in the middle. */
function unfold(
  tree: Tree,
  least: readonly Float64Array[],
  matrix: DistanceMatrix,
  node: number,
  from: number,
  to: number,
): readonly number[] {
  if (node < tree.leafCount) return [node];
  const side = tree.sides(node).find(({ends}) => ends.includes(from));
  const first = side && tree.sides(side.child).find(({ends}) => ends.includes(from));
  const second = side && tree.sides(side.otherChild).find(({ends}) => ends.includes(to));
  if (!first || !second)
    throw new RangeError(`optimalLeafOrder: expected a tree, got no way to ${from}, ${to}`);
  let [end, begin, length] = [-1, -1, Infinity];
  for (const m of first.opposite)
    for (const k of second.opposite) {
      const candidate = (least[from]?.[m] ?? 0) + distance(matrix, m, k) + (least[k]?.[to] ?? 0);
      if (end < 0 || candidate < length) [end, begin, length] = [m, k, candidate];
    }
  return [
    ...unfold(tree, least, matrix, side.child, from, end),
    ...unfold(tree, least, matrix, side.otherChild, begin, to),
  ];
}
