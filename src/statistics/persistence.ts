import {type AgainstChance, againstChance, type Permuting} from "./chance.js";
import {type Codes, commonLabels, crossTable, type Name, type Partition, shuffled} from "./contingency.js";

/** What became of a cluster. */
export interface Succession {
  readonly cluster: Name;
  /** the later cluster that holds most of it, measured by Jaccard's index */
  readonly successor: Name;
  /** members in both over members in either, in [0, 1]; n is the cluster's members that were seen later too */
  readonly jaccard: AgainstChance;
}

/**
 * Jaccard's index of each cluster with its best successor, over the items that both partitions hold.
 *
 * A lone item always finds its like among lone items, and a cluster of half of all things half of itself: hence the
 * index of the same clusters after the later labels were shuffled over the common items, beside each.
 *
 * @returns one for each earlier cluster with a member seen later, in order of first member
 * @see Hennig 2007, Cluster-wise assessment of cluster stability
 */
export function successions(
  earlier: Partition,
  later: Partition,
  {draws, random}: Permuting,
): readonly Succession[] {
  const {a, b} = commonLabels(earlier, later);
  const permuted = Array.from({length: draws}, () => best(a, shuffled(b, random)));
  return best(a, b).map(({successor, jaccard}, row) => ({
    cluster: a.names[row] ?? "",
    successor: b.names[successor] ?? "",
    jaccard: againstChance(
      jaccard,
      permuted.map((clusters) => clusters[row]?.jaccard ?? 0),
      a.sizes[row] ?? 0,
    ),
  }));
}

/** The column that is most like each row; the first of equals. */
function best(a: Codes, b: Codes): readonly {successor: number; jaccard: number}[] {
  const found = a.sizes.map(() => ({successor: -1, jaccard: -1}));
  for (const {row, column, count} of crossTable(a, b).cells) {
    const jaccard = count / ((a.sizes[row] ?? 0) + (b.sizes[column] ?? 0) - count);
    if (jaccard > (found[row]?.jaccard ?? 0)) found[row] = {successor: column, jaccard};
  }
  return found;
}
