import type {Name, Partition} from "./contingency.js";

/** How often pairs of n things were seen, and seen together. Pair i > j is at `pairIndex(i, j)` of n (n − 1) / 2. */
export interface PairCounts {
  /** partitions that hold each thing */
  readonly seen: Uint32Array;
  /** partitions that hold both */
  readonly both: Uint32Array;
  /** those of them in which the two share a cluster */
  readonly together: Uint32Array;
}

/** Where a pair of different positions is kept, in either order. */
export function pairIndex(i: number, j: number): number {
  return i > j ? (i * (i - 1)) / 2 + j : (j * (j - 1)) / 2 + i;
}

/** All items that any partition holds, by first appearance. */
export function itemsOf(partitions: readonly Partition[]): readonly Name[] {
  return [...new Set(partitions.flatMap((partition) => [...partition.keys()]))];
}

export function emptyCounts(count: number): PairCounts {
  const pairs = (count * (count - 1)) / 2;
  return {
    seen: new Uint32Array(count),
    both: new Uint32Array(pairs),
    together: new Uint32Array(pairs),
  };
}

/** Counts pairs over partitions. A partition that lacks either of two things counts for neither number. */
export function countPairs(partitions: readonly Partition[], items: readonly Name[]): PairCounts {
  const counts = emptyCounts(items.length);
  for (const partition of partitions) {
    const present = [...items.entries()].flatMap(([position, item]) => {
      const cluster = partition.get(item);
      return cluster === undefined ? [] : [{position, cluster}];
    });
    for (const [rank, {position: i, cluster}] of present.entries()) {
      add(counts.seen, i);
      for (let k = 0; k < rank; k++) {
        const other = present[k];
        if (!other) continue;
        const pair = pairIndex(i, other.position);
        add(counts.both, pair);
        if (other.cluster === cluster) add(counts.together, pair);
      }
    }
  }
  return counts;
}

function add(counts: Uint32Array, index: number, times = 1): void {
  counts[index] = (counts[index] ?? 0) + times;
}

/** Adds some counts to others, a number of times. */
export function addCounts(sum: PairCounts, counts: PairCounts, times: number): void {
  addEach(sum.seen, counts.seen, times);
  addEach(sum.both, counts.both, times);
  addEach(sum.together, counts.together, times);
}

function addEach(sum: Uint32Array, counts: Uint32Array, times: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + times * (counts[i] as number); // of one length
}

/** The same counts with thing `i` under the name of thing `order[i]`. */
export function renamed(counts: PairCounts, order: readonly number[]): PairCounts {
  const result = emptyCounts(order.length);
  for (const [i, to] of order.entries()) {
    result.seen[to] = counts.seen[i] ?? 0;
    for (let j = 0; j < i; j++) {
      const [source, target] = [pairIndex(i, j), pairIndex(to, order[j] ?? -1)];
      result.both[target] = counts.both[source] ?? 0;
      result.together[target] = counts.together[source] ?? 0;
    }
  }
  return result;
}
