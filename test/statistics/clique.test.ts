import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {largestClique} from "../../src/statistics/clique.js";
import {createRandom} from "../../src/statistics/random.js";

type Links = [number, number][];

const complete = (items: readonly number[]): Links =>
  items.flatMap((b, i) => items.slice(0, i).map((a): [number, number] => [a, b]));

const graphs = fc
  .integer({min: 1, max: 9})
  .chain((count) =>
    fc.subarray(complete(Array.from({length: count}, (_, i) => i))).map((links) => ({count, links})),
  );

/** Size of the largest clique, found by looking at every set. */
function bruteForce(count: number, links: Links): number {
  const linked = new Set(links.map(([a, b]) => `${a} ${b}`));
  const size = (set: number) => {
    const items = Array.from({length: count}, (_, i) => i).filter((i) => (set >> i) & 1);
    return complete(items).every(([a, b]) => linked.has(`${a} ${b}`)) ? items.length : 0;
  };
  return Math.max(...Array.from({length: 2 ** count}, (_, set) => size(set)));
}

const isClique = (members: readonly number[], links: Links) => {
  const linked = new Set(links.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]));
  return complete(members).every(([a, b]) => linked.has(`${a} ${b}`));
};

/** Each pair of n linked with a probability. */
function randomGraph(count: number, probability: number, seed: string): Links {
  const random = createRandom(seed);
  return complete(Array.from({length: count}, (_, i) => i)).filter(() => random() < probability);
}

/** Size of the largest of all maximal cliques (Bron and Kerbosch 1973, algorithm 1). */
function bronKerbosch(count: number, links: Links): number {
  const near = Array.from({length: count}, () => new Set<number>());
  for (const [a, b] of links) {
    near[a]?.add(b);
    near[b]?.add(a);
  }
  const extend = (size: number, candidates: number[], done: number[]): number => {
    if (candidates.length === 0) return done.length === 0 ? size : 0;
    let best = 0;
    for (let [item, ...rest] = candidates; item !== undefined; [item, ...rest] = rest) {
      const linked = (other: number) => near[item ?? -1]?.has(other) ?? false;
      best = Math.max(best, extend(size + 1, rest.filter(linked), done.filter(linked)));
      done = [...done, item];
    }
    return best;
  };
  return extend(0, [...near.keys()], []);
}

describe("largestClique", () => {
  it("is as large as the largest found by looking at every set", () =>
    fc.assert(
      fc.property(graphs, ({count, links}) => {
        const {members, largest} = largestClique(count, links);
        expect(largest).toBe(true);
        expect(isClique(members, links)).toBe(true);
        expect(members).toHaveLength(bruteForce(count, links));
        expect(members.toSorted((a, b) => a - b)).toEqual(members);
      }),
    ));

  it("is as large as that of Bron and Kerbosch, where taking the most linked first falls short", () => {
    const sizes = Array.from({length: 30}, (_, i) => {
      const links = randomGraph(40, 0.6, `search/${i}`);
      const [found, greedy] = [largestClique(40, links), largestClique(40, links, {steps: 0})];
      expect(isClique(found.members, links)).toBe(true);
      expect(found.members).toHaveLength(bronKerbosch(40, links));
      return {found: found.members.length, greedy: greedy.members.length};
    });
    expect(sizes.some(({found, greedy}) => greedy < found)).toBe(true);
  });

  it("finds a clique of 12 planted among 100", () => {
    const planted = Array.from({length: 12}, (_, i) => 8 * i);
    const {members, largest} = largestClique(100, [...randomGraph(100, 0.3, "noise"), ...complete(planted)]);
    expect(largest).toBe(true);
    expect(members).toEqual(planted);
  });

  it("gives a clique when its steps run out, and says that a larger one may be", () => {
    const links = randomGraph(150, 0.8, "hard");
    const {members, largest} = largestClique(150, links, {steps: 50});
    expect(largest).toBe(false);
    expect(isClique(members, links)).toBe(true);
    expect(members.length).toBeGreaterThan(10);
    expect(largestClique(150, links, {steps: 0}).members.length).toBeLessThanOrEqual(members.length);
  });

  it("is all of a complete graph, one of a graph without links, none of none", () => {
    expect(largestClique(5, complete([0, 1, 2, 3, 4])).members).toEqual([0, 1, 2, 3, 4]);
    expect(largestClique(3, [])).toEqual({members: [0], largest: true});
    expect(largestClique(0, [])).toEqual({members: [], largest: true});
  });

  it.each([[[[0, 0]]], [[[0, 2]]], [[[-1, 0]]]] as [Links][])(
    "refuses the links %j between two things",
    (links) => {
      expect(() => largestClique(2, links)).toThrow(RangeError);
    },
  );
});
