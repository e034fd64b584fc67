import {symmetricMatrix} from "../statistics/distanceMatrix.js";
import {similarityOrder} from "../statistics/linkage.js";
import type {MatrixRound} from "../report/matrixRun.js";
import type {PairValues} from "./pairValues.js";

/** Ways to put servers in order. */
export const pairOrders = {
  cluster: "by cluster",
  leaf: "optimal leaf order",
  program: "by program",
  name: "by name",
} as const;

export type PairOrder = keyof typeof pairOrders;

/**
 * Distinct answers of a round up to which the page looks for the optimal leaf order itself: 300 take some 0.05 s, 1,000 less
 * than a second, once for a round. The time grows with the third power; beyond, the page would stand still.
 */
export const LARGEST_LEAF_ORDER = 1_000;

/**
 * Positions of servers in the order in which they are drawn.
 *
 * @param components number of each server's component, which stay together in the order by cluster, the largest first
 * @param leaves place of each place of the round in the optimal leaf order; null if it is not known
 */
export function orderedServers(
  {servers, place}: Pick<PairValues, "servers" | "place">,
  order: PairOrder,
  components: readonly number[],
  leaves: readonly number[] | null,
): readonly number[] {
  const name = (i: number) => servers[i]?.endpoint ?? "";
  const at = (i: number) => place[i] ?? 0;
  const byName = (i: number, j: number) => compare(name(i), name(j));
  const positions = [...servers.keys()];
  switch (order) {
    case "name":
      return positions.toSorted(byName);
    case "program": {
      const text = (i: number) => `${servers[i]?.program ?? ""} ${servers[i]?.version ?? ""}`;
      return positions.toSorted((i, j) => compare(text(i), text(j)) || byName(i, j));
    }
    case "leaf": {
      if (!leaves) return positions.toSorted((i, j) => at(i) - at(j));
      const leaf = (i: number) => leaves[at(i)] ?? leaves.length + at(i);
      return positions.toSorted((i, j) => leaf(i) - leaf(j));
    }
    case "cluster": {
      const size: number[] = [];
      const first: number[] = [];
      for (const [i, component] of components.entries()) {
        size[component] = (size[component] ?? 0) + 1;
        first[component] = Math.min(first[component] ?? Infinity, at(i));
      }
      const of = (i: number) => components[i] ?? 0;
      return positions.toSorted(
        (i, j) =>
          (size[of(j)] ?? 0) - (size[of(i)] ?? 0) ||
          (first[of(i)] ?? 0) - (first[of(j)] ?? 0) ||
          at(i) - at(j),
      );
    }
  }
}

/**
 * The optimal leaf order of a round's servers, by their divergences.
 *
 * @returns for each server of the round, in the round's order, its place; null if there are too many answers to wait for it
 */
export function leafPlaces({answers, divergences}: MatrixRound): readonly number[] | null {
  if (divergences.length > LARGEST_LEAF_ORDER) return null;
  const matrix = symmetricMatrix(divergences.length, (i, j) => divergences[i]?.[j] ?? 1);
  const rank: number[] = [];
  for (const [place, answer] of similarityOrder(matrix, [...matrix.keys()]).entries()) rank[answer] = place;
  const order = [...answers.keys()].toSorted(
    (i, j) => (rank[answers[i] ?? 0] ?? 0) - (rank[answers[j] ?? 0] ?? 0) || i - j,
  );
  const places: number[] = [];
  for (const [place, i] of order.entries()) places[i] = place;
  return places;
}

/** Stretches of the order that are whole components of two servers or more. */
export function stretches(
  order: readonly number[],
  components: readonly number[],
): readonly {readonly from: number; readonly size: number; readonly component: number}[] {
  const sizes: number[] = [];
  for (const component of components) sizes[component] = (sizes[component] ?? 0) + 1;
  const found: {from: number; size: number; component: number}[] = [];
  for (const [position, i] of order.entries()) {
    const component = components[i] ?? -1;
    const last = found.at(-1);
    if (last?.component === component) last.size++;
    else found.push({from: position, size: 1, component});
  }
  return found.filter(({size, component}) => size >= 2 && size === sizes[component]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Leaf orders of rounds, each found once while it is on display. */
export function leafOrders(): (round: MatrixRound) => readonly number[] | null {
  let known: {readonly round: MatrixRound; readonly places: readonly number[] | null} | null = null;
  return (round) => {
    if (known?.round !== round) known = {round, places: leafPlaces(round)};
    return known.places;
  };
}

/** Why servers do not stand in the optimal leaf order. */
export function noLeafOrder({divergences}: MatrixRound): string {
  return (
    `The optimal leaf order of ${divergences.length.toLocaleString("en-US")} distinct answers would hold this page up (it is found for up to ${LARGEST_LEAF_ORDER.toLocaleString("en-US")}): ` +
    "servers stand cluster by cluster at the thread’s threshold, in the optimal order within each."
  );
}
