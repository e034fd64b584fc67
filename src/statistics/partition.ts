import {type DistanceMatrix, distance} from "./distanceMatrix.js";

/** An edge of the minimum spanning tree: two things and how far apart they are. */
export interface Edge {
  readonly a: number;
  readonly b: number;
  readonly height: number;
}

/**
 * Minimum spanning tree of a full distance matrix, its n − 1 edges from near to far (Prim, O(n²)).
 *
 * The tree is the single-linkage dendrogram: the components at every threshold come from these edges alone.
 */
export function spanningTree(matrix: DistanceMatrix): readonly Edge[] {
  const edges: Edge[] = [];
  const nearest = new Map(
    matrix.slice(1).map((_, i) => [i + 1, {to: 0, height: distance(matrix, 0, i + 1)}]),
  );
  while (nearest.size > 0) {
    let [next, best] = [-1, {to: -1, height: Infinity}];
    for (const [item, link] of nearest)
      if (next < 0 || link.height < best.height) [next, best] = [item, link];
    nearest.delete(next);
    edges.push({a: best.to, b: next, height: best.height});
    for (const [item, link] of nearest) {
      const height = distance(matrix, next, item);
      if (height < link.height) nearest.set(item, {to: next, height});
    }
  }
  return edges.toSorted((a, b) => a.height - b.height);
}

/**
 * The connected components when two things are linked at a distance up to and including the threshold.
 *
 * @param count how many things there are
 * @returns for each thing the number of its component, numbered by their first member
 */
export function componentsAt(edges: readonly Edge[], count: number, threshold: number): readonly number[] {
  const parent = Array.from({length: count}, (_, i) => i);
  const root = (item: number): number => {
    const up = parent[item] ?? item;
    return up === item ? item : (parent[item] = root(up));
  };
  for (const {a, b, height} of edges) if (height <= threshold) parent[root(b)] = root(a);
  const numbers = new Map<number, number>();
  return parent.map((_, item) => {
    const top = root(item);
    const number = numbers.get(top) ?? numbers.size;
    numbers.set(top, number);
    return number;
  });
}

/** Members of each component, in the order of the component's number. */
export function members(components: readonly number[]): readonly (readonly number[])[] {
  const lists: number[][] = [];
  for (const [item, component] of components.entries()) (lists[component] ??= []).push(item);
  return lists;
}
