import type {Edge} from "./partition.js";

/** Two nodes of a dendrogram joined into one. Of n leaves, node 0 … n − 1 is a leaf and node n + i is merge i. */
export interface Merge {
  readonly a: number;
  readonly b: number;
  /** mean distance between a leaf of one and a leaf of the other */
  readonly height: number;
  /** leaves below */
  readonly size: number;
}

/**
 * The merges as edges between leaves, one leaf standing for each cluster: `componentsAt` then cuts the dendrogram at a
 * height, and `thresholdCurve` counts its clusters at every height.
 */
export function linkageEdges(merges: readonly Merge[]): readonly Edge[] {
  const leaf = Array.from({length: merges.length + 1}, (_, i) => i);
  return merges.map(({a, b, height}) => {
    const [leafA, leafB] = [leaf[a] ?? 0, leaf[b] ?? 0];
    leaf.push(leafA);
    return {a: leafA, b: leafB, height};
  });
}
