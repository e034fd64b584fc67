import {componentsAt} from "../statistics/partition.js";
import type {PairFacts} from "./pairFacts.js";

/** For each endpoint the number of its component, when some of the pairs tie their two. */
export function tiedBy(
  endpoints: readonly string[],
  pairs: readonly PairFacts[],
  ties: (pair: PairFacts) => boolean,
): readonly number[] {
  const position = new Map(endpoints.map((endpoint, i) => [endpoint, i]));
  const edges = pairs
    .filter(ties)
    .map(({a, b}) => ({a: position.get(a) ?? -1, b: position.get(b) ?? -1, height: 0}));
  return componentsAt(edges, endpoints.length, 0);
}
