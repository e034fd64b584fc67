import {
  componentsAt,
  type Edge,
  members,
  spanningTree,
  type Step,
  thresholdCurve,
} from "../statistics/partition.js";
import type {PairValues} from "./pairValues.js";

/**
 * Who hangs together with whom at each threshold: found once for a quantity, then asked as often as one likes.
 *
 * Where large values are alike, the distance is what a value falls short of the largest.
 */
export interface PairLinks {
  readonly count: number;
  /** edges of the spanning tree between servers that can be compared, from near to far */
  readonly edges: readonly Edge[];
  /** the most alike and the least alike value of any pair; both 0 without a pair */
  readonly nearest: number;
  readonly farthest: number;
}

export function pairLinks({servers, values, quantity}: PairValues): PairLinks {
  const n = servers.length;
  let [least, most] = [Infinity, -Infinity];
  for (const value of values)
    if (!Number.isNaN(value)) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
  if (least > most) [least, most] = [0, 0];
  const low = quantity.alike === "low";
  const matrix = Array.from({length: n}, (_, i) =>
    Array.from({length: n}, (_, j) => {
      const value = values[i * n + j] ?? NaN;
      return i === j ? 0 : Number.isNaN(value) ? Infinity : low ? value : most - value;
    }),
  );
  return {
    count: n,
    edges: spanningTree(matrix).filter(({height}) => height < Infinity),
    nearest: low ? least : most,
    farthest: low ? most : least,
  };
}

/** For each server the number of its component, if pairs are linked that are at least as alike as the threshold. */
export function componentsFrom(
  {edges, count, nearest}: PairLinks,
  threshold: number,
  {quantity}: Pick<PairValues, "quantity">,
): readonly number[] {
  return componentsAt(edges, count, quantity.alike === "low" ? threshold : nearest - threshold);
}

/** The number of components at every threshold, from the most alike on, thresholds in the quantity's own unit. */
export function componentCurve(
  {edges, count, nearest}: PairLinks,
  {quantity}: Pick<PairValues, "quantity">,
): readonly Step[] {
  return thresholdCurve(edges, count).map(({from, components}) => ({
    from: quantity.alike === "low" ? from : nearest - from,
    components,
  }));
}

/** Positions of the servers of each component, the largest first. */
export function groupsOf(components: readonly number[]): readonly (readonly number[])[] {
  return members(components).toSorted((a, b) => b.length - a.length);
}
