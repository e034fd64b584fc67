import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {componentCurve, componentsFrom, groupsOf, pairLinks} from "../../src/components/pairLinks.js";
import {
  leafPlaces,
  orderedServers,
  pairOrders,
  type PairOrder,
  stretches,
} from "../../src/components/pairOrder.js";
import {composePixels} from "../../src/components/pairPixels.js";
import {pairScale, stepsOf} from "../../src/components/pairScale.js";
import {NO_LEVEL, pairNumber, roundValues, windowValues} from "../../src/components/pairValues.js";
import {roundNaming} from "../../src/components/roundNaming.js";
import {grid, list, quantity, round, run} from "./samplePairs.js";

const values = roundValues(quantity("divergence"), {run, round}, grid, list);
const bits = windowValues(quantity("bits"), {run, round}, grid, list);
const levels = windowValues(quantity("level"), null, grid, list);

describe("pairNumber", () => {
  it("counts pairs as the grid lists them: 0 and 1, 0 and 2, …, 1 and 2, …", () =>
    fc.assert(
      fc.property(fc.integer({min: 2, max: 40}), (n) => {
        const pairs = Array.from({length: n}, (_, i) => i).flatMap((i) =>
          Array.from({length: n - i - 1}, (_, k) => [i, i + 1 + k] as const),
        );
        expect(pairs.map(([i, j]) => pairNumber(i, j, n))).toEqual([...pairs.keys()]);
        expect(pairs.map(([i, j]) => pairNumber(j, i, n))).toEqual([...pairs.keys()]);
      }),
    ));
});

describe("values of pairs", () => {
  it("are a round's divergences, whoever comes first", () => {
    const at = (i: number, j: number) => values.values[i * 4 + j];
    expect([at(0, 1), at(0, 2), at(2, 0), at(1, 3), at(2, 3)]).toEqual([0, 0.0001, 0.0001, 0.6, 0.9]);
    expect(at(2, 2)).toBeNaN();
  });

  it("find levels by the server's id, though the grid has another order", () => {
    const level = (i: number, j: number) => list.levels[values.levels[i * 4 + j] ?? NO_LEVEL];
    expect([level(0, 1), level(1, 2), level(3, 2), level(0, 3)]).toEqual([
      "declared",
      "contradicted",
      "supported",
      "no evidence",
    ]);
  });

  it("are NaN where nothing can be weighed, not 0", () => {
    expect(bits.values[4]).toBeNaN();
    expect(bits.values[1]).toBe(4);
  });

  it("keep servers that are not in the round, after those that are", () => {
    expect(bits.place).toEqual([1, 3, 2, 0, 8]);
    expect(levels.place).toEqual([0, 1, 2, 3, 4]);
  });
});

describe("components", () => {
  const links = pairLinks(values);

  it("are those of single linkage at each threshold", () => {
    expect(componentsFrom(links, 0, values)).toEqual([0, 0, 1, 2]);
    expect(componentsFrom(links, 0.0001, values)).toEqual([0, 0, 0, 1]);
    expect(componentsFrom(links, 0.59, values)).toEqual([0, 0, 0, 1]);
    expect(componentsFrom(links, 0.6, values)).toEqual([0, 0, 0, 0]);
    expect(componentCurve(links, values)).toEqual([
      {from: 0, components: 3},
      {from: 0.0001, components: 2},
      {from: 0.6, components: 1},
    ]);
  });

  it("link at a value or more where large ones are alike, and never what cannot be compared", () => {
    const ofBits = pairLinks(bits);
    expect(componentsFrom(ofBits, 4.1, bits)).toEqual([0, 1, 2, 3, 4]);
    expect(componentsFrom(ofBits, 4, bits)).toEqual([0, 0, 0, 0, 1]);
    expect(componentsFrom(ofBits, -100, bits)).toEqual([0, 0, 0, 0, 1]);
    expect(componentCurve(ofBits, bits)).toEqual([{from: 4, components: 2}]);
  });

  it("join servers by levels from the chosen one on", () => {
    const ofLevels = pairLinks(levels);
    expect(componentsFrom(ofLevels, list.levels.indexOf("declared"), levels)).toEqual([0, 1, 2, 0, 3]);
    expect(componentsFrom(ofLevels, list.levels.indexOf("supported"), levels)).toEqual([0, 1, 1, 0, 2]);
  });

  it("stand the largest first", () => {
    expect(groupsOf([0, 1, 1, 2, 1])).toEqual([[1, 2, 4], [0], [3]]);
  });
});

describe("orderedServers", () => {
  it("sorts by name, by program, and by cluster with the largest first", () => {
    const order = (kind: PairOrder, components: readonly number[] = [0, 1, 1, 2]) =>
      orderedServers(values, kind, components, null);
    expect(order("name")).toEqual([1, 3, 2, 0]);
    expect(order("program")).toEqual([2, 0, 1, 3]); // Fulcrum’s two, then electrs’
    expect(order("cluster")).toEqual([1, 2, 0, 3]);
    expect(order("leaf")).toEqual([0, 1, 2, 3]);
  });

  it("takes leaf places where they are known", () => {
    expect(orderedServers(values, "leaf", [0, 1, 2, 3], [3, 2, 1, 0])).toEqual([3, 2, 1, 0]);
  });

  it("is always an order of all servers, with components in one piece if by cluster", () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({min: 0, max: 5}), {minLength: 1, maxLength: 30}),
        fc.constantFrom(...(Object.keys(pairOrders) as PairOrder[])),
        (components, kind) => {
          const servers = components.map((_, i) => ({
            id: String(i),
            endpoint: `${i % 7}.example`,
            program: String(i % 3),
            version: "",
          }));
          const place = components.map((_, i) => components.length - i);
          const order = orderedServers({servers, place}, kind, components, null);
          expect(order.toSorted((a, b) => a - b)).toEqual([...servers.keys()]);
          if (kind !== "cluster") return;
          const sizes = stretches(order, components).map(({size}) => size);
          expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
          const several =
            new Set(components).size -
            components.filter((c) => components.indexOf(c) === components.lastIndexOf(c)).length;
          expect(sizes).toHaveLength(several);
        },
      ),
    ));
});

describe("leafPlaces", () => {
  it("puts the near beside each other and identical answers together", () => {
    const places = leafPlaces(round) ?? [];
    expect(Math.abs((places[0] ?? 0) - (places[1] ?? 0))).toBe(1);
    // alpha and delta lie between charlie, which is near, and bravo, which is nearer to them than to charlie
    expect(new Set([places[2], places[3]])).toEqual(new Set([0, 3]));
  });

  it("is found for a thousand answers on a line, which end up as the line has them", () => {
    const line = {
      answers: Array.from({length: 1000}, (_, i) => i),
      // answer i stands at (7 i) mod 1,000; 7 and 1,000 have no divisor in common
      divergences: Array.from({length: 1000}, (_, i) =>
        Array.from({length: i}, (_, j) => Math.abs(((7 * i) % 1000) - ((7 * j) % 1000)) / 1000),
      ),
    };
    const places = leafPlaces({...round, ...line}) ?? [];
    const along = line.answers.map((i) => (7 * i) % 1000);
    const backwards = along.map((place) => 999 - place);
    expect([along, backwards]).toContainEqual(places);
  });

  it("does not try with more answers than a page has time for", () => {
    expect(leafPlaces({...round, divergences: Array.from({length: 1001}, () => [])})).toBeNull();
  });
});

describe("stretches", () => {
  it("are whole components of two or more, not parts of one", () => {
    expect(stretches([0, 1, 2, 3, 4], [0, 0, 1, 2, 2])).toEqual([
      {from: 0, size: 2, component: 0},
      {from: 3, size: 2, component: 2},
    ]);
    expect(stretches([0, 2, 1], [0, 0, 1])).toEqual([]);
  });
});

describe("roundNaming", () => {
  const name = roundNaming({run, round});

  it("names exactly the members of a named cluster, in any order", () => {
    expect(name(["charlie_1_tcp", "delta_1_tcp", "alpha_1_tcp"])).toBe("C2");
    expect(name(["charlie_1_tcp", "delta_1_tcp"])).toBeNull();
    expect(name(["bravo_1_tcp"])).toBeNull();
    expect(roundNaming(null)(["a", "b"])).toBeNull();
  });
});

describe("colours", () => {
  it("tell identical answers from those that print as 0.000", () => {
    const scale = pairScale(quantity("divergence"), list);
    const steps = stepsOf(values, scale);
    expect(scale.steps[steps[1] ?? -1]?.text).toBe("identical in every vbyte");
    expect(scale.steps[steps[2] ?? -1]?.text).toBe("10⁻⁶ to 0.0005");
    expect(scale.steps[steps[3] ?? -1]?.text).toBe("above 0.5");
  });

  it("begin at each limit where large values are alike, and keep apart what cannot be compared", () => {
    const scale = pairScale(quantity("bits", {steps: [-3, 0, 3]}), list);
    const text = (value: number) => scale.steps[scale.step(value, false)]?.text;
    expect([3, 2.9, 0, -1, -3, -4, NaN].map(text)).toEqual([
      "3 or more",
      "0 to below 3",
      "0 to below 3",
      "−3 to below 0",
      "−3 to below 0",
      "below −3",
      "not comparable",
    ]);
  });

  it("give each level the colour that it has on every page", () => {
    const scale = pairScale(quantity("level"), list);
    expect(scale.steps[scale.step(0, false)]).toMatchObject({
      colour: "--level-contradicted",
      text: "cannot be one node",
    });
  });
});

describe("composePixels", () => {
  it("puts a tile for each cell, in the order asked for, and its own on the diagonal", () => {
    // two servers and steps 0 and 1; cells of 2 × 2 pixels
    const tile = (colour: number) => ({
      side: 2,
      pixels: new Uint32Array([colour, colour + 1, colour + 2, colour + 3]),
    });
    const pixels = new Uint32Array(16);
    composePixels(new Uint8Array([0, 1, 1, 0]), [1, 0], [tile(10), tile(20), tile(30)], pixels);
    expect([...pixels]).toEqual([30, 31, 20, 21, 32, 33, 22, 23, 20, 21, 30, 31, 22, 23, 32, 33]);
  });

  it("shows the pair of the servers that stand in row and column", () =>
    fc.assert(
      fc.property(
        fc.integer({min: 1, max: 12}).chain((n) => fc.shuffledSubarray([...Array(n).keys()], {minLength: n})),
        (order) => {
          const n = order.length;
          const steps = Uint8Array.from({length: n * n}, (_, k) => (Math.floor(k / n) * (k % n)) % 5);
          const tiles = [0, 1, 2, 3, 4, 9].map((step) => ({side: 1, pixels: new Uint32Array([step])}));
          const pixels = new Uint32Array(n * n);
          composePixels(steps, order, tiles, pixels);
          for (const [row, i] of order.entries())
            for (const [column, j] of order.entries())
              expect(pixels[row * n + column]).toBe(i === j ? 9 : (i * j) % 5);
        },
      ),
    ));
});
