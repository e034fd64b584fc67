import type {DistanceMatrix} from "./distanceMatrix.js";

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
  const count = matrix.length;
  // For each thing outside the tree: how near the tree has come, and from which of its members. 0 is in it from the start.
  const height = new Float64Array(count).fill(Infinity);
  const to = new Int32Array(count);
  const outside = Array.from({length: Math.max(0, count - 1)}, (_, i) => i + 1);
  const edges: Edge[] = [];
  let newest = 0;
  while (outside.length > 0) {
    const row = matrix[newest] ?? [];
    let [slot, best] = [0, Infinity];
    for (let k = 0; k < outside.length; k++) {
      const item = outside[k] ?? 0;
      const fromNewest = row[item] ?? Infinity;
      if (fromNewest < (height[item] ?? 0)) {
        height[item] = fromNewest;
        to[item] = newest;
      }
      if ((height[item] ?? 0) < best) [slot, best] = [k, height[item] ?? 0];
    }
    newest = outside.splice(slot, 1)[0] ?? 0;
    edges.push({a: to[newest] ?? 0, b: newest, height: height[newest] ?? 0});
  }
  return edges.toSorted((a, b) => a.height - b.height);
}

/** How many components there are from one threshold up to the next. */
export interface Step {
  readonly from: number;
  readonly components: number;
}

/**
 * The number of components at every threshold: a falling staircase whose plateaus are the thresholds that do not matter.
 *
 * @param edges of a spanning tree, or of the linkage of a dendrogram
 * @param count how many things there are; one more than the edges of a tree, unless it is the tree of nothing
 * @returns steps by rising threshold; the first is at 0, each later one at the distance at which things join
 * @example thresholdCurve([{a: 0, b: 1, height: 0.5}]) // [{from: 0, components: 2}, {from: 0.5, components: 1}]
 */
export function thresholdCurve(edges: readonly Edge[], count: number = edges.length + 1): readonly Step[] {
  const heights = edges.map(({height}) => height).toSorted((a, b) => a - b);
  const steps = [{from: 0, components: count}];
  for (const [i, height] of heights.entries()) {
    const components = count - i - 1;
    if (height > (steps.at(-1)?.from ?? 0)) steps.push({from: height, components});
    else steps.splice(-1, 1, {from: steps.at(-1)?.from ?? 0, components});
  }
  return steps;
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
