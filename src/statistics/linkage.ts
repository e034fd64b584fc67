import {type DistanceMatrix, distance} from "./distanceMatrix.js";

/**
 * An order in which similar things stand beside each other: the leaves of average linkage, each merge turned so that
 * the two ends which meet are as near as they can be.
 *
 * A picture's order, not a result: other orders are as valid. Found by the nearest-neighbour chain, O(n²) as a rule.
 *
 * @param items the things to put in order, as positions in the matrix
 * @returns the same positions
 * @see Murtagh 1983, A Survey of Recent Advances in Hierarchical Clustering Algorithms, §3
 */
export function similarityOrder(matrix: DistanceMatrix, items: readonly number[]): readonly number[] {
  const open = new Map(items.map((item, node) => [node, [item] as readonly number[]]));
  const between = items.map((a) => items.map((b) => distance(matrix, a, b)));
  const chain: number[] = [];
  while (open.size > 1) {
    const tip = chain.at(-1) ?? firstKey(open);
    if (chain.length === 0) chain.push(tip);
    const before = chain.at(-2);
    const next = nearestTo(tip, before, open, between);
    if (next !== before) chain.push(next);
    else {
      chain.splice(-2);
      merge(tip, next, open, between, matrix);
    }
  }
  return [...open.values()][0] ?? [];
}

function firstKey(open: ReadonlyMap<number, readonly number[]>): number {
  for (const node of open.keys()) return node;
  throw new RangeError("similarityOrder: expected an open node, got none");
}

/** The open node nearest to one; the one before it in the chain wins a tie, without which the chain could go round. */
function nearestTo(
  node: number,
  before: number | undefined,
  open: ReadonlyMap<number, readonly number[]>,
  between: DistanceMatrix,
): number {
  let nearest = before ?? -1;
  let height = before === undefined ? Infinity : distance(between, node, before);
  for (const other of open.keys()) {
    if (other === node) continue;
    const candidate = distance(between, node, other);
    if (nearest < 0 || candidate < height) [nearest, height] = [other, candidate];
  }
  return nearest;
}

/** Joins two nodes into the first: distances become the mean over leaves, leaves stand end to end. */
function merge(
  a: number,
  b: number,
  open: Map<number, readonly number[]>,
  between: number[][],
  matrix: DistanceMatrix,
): void {
  const [left, right] = [open.get(a) ?? [], open.get(b) ?? []];
  open.delete(b);
  for (const other of open.keys()) {
    if (other === a) continue;
    const mean =
      (distance(between, a, other) * left.length + distance(between, b, other) * right.length) /
      (left.length + right.length);
    for (const [row, column] of [
      [a, other],
      [other, a],
    ] as const) {
      const cells = between[row];
      if (cells) cells[column] = mean;
    }
  }
  open.set(a, endToEnd(left, right, matrix));
}

/** Of the four ways to lay two runs end to end, the one whose touching ends are nearest. */
function endToEnd(
  left: readonly number[],
  right: readonly number[],
  matrix: DistanceMatrix,
): readonly number[] {
  const ways = [
    [left, right],
    [left, right.toReversed()],
    [left.toReversed(), right],
    [left.toReversed(), right.toReversed()],
  ] as const;
  const gap = ([l, r]: (typeof ways)[number]) => distance(matrix, l.at(-1) ?? -1, r[0] ?? -1);
  const best = ways.reduce((best, way) => (gap(way) < gap(best) ? way : best));
  return best.flat();
}
