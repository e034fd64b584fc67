/** Things of which each is linked to each other one. */
export interface Clique {
  /** ascending */
  readonly members: readonly number[];
  /** whether it is known that no clique is larger; if not, its size is a lower bound */
  readonly largest: boolean;
}

/** Branches looked at before the search is given up. A graph of 100 takes far fewer unless it is made to be hard. */
export const CLIQUE_STEPS = 100_000;

/**
 * A largest clique of a graph, or where the search grows too long, a large one: always a clique.
 *
 * Branch and bound: no set of things that can be coloured with k colours, linked ones differently, holds a clique of
 * more than k. It begins with the best greedy clique, so the answer never falls below that.
 *
 * @param count how many things there are
 * @param links pairs of things, in either order, each once or more
 * @param steps branches to look at before giving up
 * @throws {RangeError} if a link leads outside or from a thing to itself
 * @see Tomita and Seki 2003, An efficient branch-and-bound algorithm for finding a maximum clique
 */
export function largestClique(
  count: number,
  links: readonly (readonly [a: number, b: number])[],
  {steps = CLIQUE_STEPS}: {readonly steps?: number} = {},
): Clique {
  const neighbours = linkSets(count, links);
  const linked = (a: number, b: number) => neighbours[a]?.has(b) ?? false;
  const byDegree = [...neighbours.keys()].toSorted(
    (a, b) => (neighbours[b]?.size ?? 0) - (neighbours[a]?.size ?? 0) || a - b,
  );
  let best = greedy(byDegree, linked);
  let left = steps;
  const expand = (clique: readonly number[], candidates: readonly number[]): void => {
    const coloured = colour(candidates, linked);
    // From the last colour down: once the colours left cannot beat the best, nothing before them can.
    for (let i = coloured.length - 1; i >= 0; i--) {
      const entry = coloured[i];
      if (!entry || clique.length + entry.colours <= best.length) return;
      if (--left < 0) return;
      const larger = [...clique, entry.item];
      const common = coloured.slice(0, i).flatMap(({item}) => (linked(entry.item, item) ? [item] : []));
      if (common.length > 0) expand(larger, common);
      else if (larger.length > best.length) best = larger;
    }
  };
  expand([], byDegree);
  return {members: best.toSorted((a, b) => a - b), largest: left >= 0};
}

function linkSets(count: number, links: readonly (readonly [number, number])[]): readonly Set<number>[] {
  const sets = Array.from({length: count}, () => new Set<number>());
  for (const [a, b] of links) {
    const [fromA, fromB] = [sets[a], sets[b]];
    if (!fromA || !fromB || a === b)
      throw new RangeError(`largestClique: expected links between two of ${count}, got ${a} and ${b}`);
    fromA.add(b);
    fromB.add(a);
  }
  return sets;
}

type Linked = (a: number, b: number) => boolean;

/** From each thing, takes the most linked one that fits, as long as one does; the largest of all these. */
function greedy(byDegree: readonly number[], linked: Linked): readonly number[] {
  let best: readonly number[] = [];
  for (const start of byDegree) {
    const clique = [start];
    let fitting = byDegree.filter((item) => linked(start, item));
    for (let next = fitting[0]; next !== undefined; next = fitting[0]) {
      const taken = next;
      clique.push(taken);
      fitting = fitting.filter((item) => linked(taken, item));
    }
    if (clique.length > best.length) best = clique;
  }
  return best;
}

/** Colours things so that linked ones differ, class by class; with each, how many colours it and those before it need. */
function colour(
  candidates: readonly number[],
  linked: Linked,
): readonly {readonly item: number; readonly colours: number}[] {
  const classes: number[][] = [];
  for (const item of candidates) {
    const free = classes.find((members) => members.every((member) => !linked(item, member)));
    if (free) free.push(item);
    else classes.push([item]);
  }
  return classes.flatMap((members, i) => members.map((item) => ({item, colours: i + 1})));
}
