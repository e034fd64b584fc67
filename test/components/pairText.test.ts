import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {addressOf, viewIn} from "../../src/components/matrixQuery.js";
import {clusterSentence, pairFinding} from "../../src/components/pairFinding.js";
import {pairLinks} from "../../src/components/pairLinks.js";
import {pairOrders} from "../../src/components/pairOrder.js";
import {foundIn} from "../../src/components/pairSearch.js";
import {nullText, valueText} from "../../src/components/pairText.js";
import {roundValues, windowValues} from "../../src/components/pairValues.js";
import {curveSentence} from "../../src/components/thresholdChart.js";
import {thresholdScale} from "../../src/components/thresholdScale.js";
import type {QuantityId} from "../../src/report/matrixQuantities.js";
import {grid, list, quantity, round, run} from "./samplePairs.js";

const ids: readonly QuantityId[] = ["divergence", "agreement", "estimates", "bits", "level"];
const none = {pairs: 0, low: null, median: null, high: null};
const values = roundValues(quantity("divergence"), {run, round}, grid, list);

describe("pairFinding", () => {
  it("counts what would print as 0.000 and what of that cannot be one node", () => {
    // delta–alpha, delta–charlie and alpha–charlie; only the last is contradicted
    expect(pairFinding(values, list)).toBe(
      "Of 6 pairs, 3 would print as 0.000; 1 of them cannot be one node",
    );
  });

  it("counts weighed pairs and those beyond strangers", () => {
    const bits = windowValues(quantity("bits"), null, grid, list);
    expect(pairFinding(bits, list)).toBe(
      "Of 10 pairs, 6 can be weighed; 3 of them lie above 3 bits, which 95 of 100 pairs of strangers do not pass",
    );
    const alone = windowValues(quantity("bits", {strangers: none}), null, grid, list);
    expect(pairFinding(alone, list)).toMatch(/no pair of known strangers to hold them against$/);
  });

  it("names every level that a pair has", () => {
    expect(pairFinding(windowValues(quantity("level"), null, grid, list), list)).toBe(
      "Of 10 pairs, 1 cannot be one node, 1 is not comparable, 6 show no evidence, 1 is supported, 1 is declared",
    );
  });

  it.each([
    [0, "No server to compare"],
    [1, "One server, and nobody to compare it with"],
  ])("says so with %d servers", (count, text) => {
    const few = {...round, servers: round.servers.slice(0, count), answers: round.answers.slice(0, count)};
    expect(pairFinding(roundValues(quantity("divergence"), {run, round: few}, grid, list), list)).toBe(text);
  });
});

describe("texts of a pair", () => {
  it("give the value in its unit", () => {
    expect(valueText(quantity("divergence"), 0, true, list)).toBe("identical");
    expect(valueText(quantity("estimates"), 7, false, list)).toBe("7 blocks with equal estimates");
    expect(valueText(quantity("bits"), -3.26, false, list)).toBe("−3.26 bits");
    expect(valueText(quantity("bits"), NaN, false, list)).toBe("cannot be weighed");
    expect(valueText(quantity("agreement"), NaN, false, list)).toBe("not comparable");
    expect(valueText(quantity("level"), 0, false, list)).toBe("cannot be one node");
  });

  it("hold a divergence against strangers of one program only", () => {
    expect(nullText(values, 0, 2, list)).toBe("strangers: median 2, nine of ten from 1 to 3 (20 pairs)");
    expect(nullText(values, 0, 1, list)).toBe("no null: two programs label their bins in different ways");
    const without = roundValues(quantity("divergence", {strangers: none}), {run, round}, grid, list);
    expect(nullText(without, 0, 2, list)).toBe("no null: no pair of known strangers can be compared");
  });

  it("count clusters and servers alone", () => {
    expect(clusterSentence([3, 2, 1], "0.5 bits")).toBe(
      "Linked at 0.5 bits: 2 clusters of two servers or more and 1 server alone",
    );
    expect(clusterSentence([1, 1], "0 bits")).toBe("Linked at 0 bits: no cluster and 2 servers alone");
    expect(clusterSentence([], "0 bits")).toBe("No server to link");
  });

  it("say between which thresholds the number of clusters stays", () => {
    const curve = [
      {from: 0, components: 3},
      {from: 0.0001, components: 2},
      {from: 0.6, components: 1},
    ];
    const scale = thresholdScale(quantity("divergence"), pairLinks(values), list);
    expect(curveSentence(curve, 1, scale)).toBe(
      "2 clusters, servers alone included, at any threshold from 10⁻⁴ bits to 0.6 bits",
    );
    expect(curveSentence(curve, 0, scale)).toMatch(/^3 clusters.* at any threshold stricter than 10⁻⁴ bits$/);
    expect(curveSentence(curve, 2, scale)).toMatch(/^1 cluster, .* from 0.6 bits on$/);
    expect(curveSentence([], -1, scale)).toBe("No server to link");
  });
});

describe("foundIn", () => {
  it("takes a whole name, or a part that no other has, in any case", () => {
    expect(foundIn(values, " CHARLIE.example:1/tcp ")).toBe(2);
    expect(foundIn(values, "brav")).toBe(3);
    expect(foundIn(values, "example")).toBe("4 servers have this in their names.");
    expect(foundIn(values, "zulu")).toMatch(/^No server of this name/);
    expect(foundIn(values, "  ")).toMatch(/^Name a server/);
  });
});

describe("thresholdScale", () => {
  const scaleOf = (id: QuantityId) => {
    const shown = id === "divergence" ? values : windowValues(quantity(id), null, grid, list);
    return thresholdScale(quantity(id), pairLinks(shown), list);
  };

  it.each(ids)("goes from strict to lax and comes back to where it was: %s", (id) => {
    const scale = scaleOf(id);
    const lax = id === "divergence" ? 1 : -1;
    const thresholds = Array.from({length: 101}, (_, i) => scale.threshold(i / 100));
    for (const [i, threshold] of thresholds.slice(1).entries())
      expect(lax * (threshold - (thresholds[i] ?? NaN))).toBeGreaterThanOrEqual(0);
    for (const threshold of thresholds)
      expect(scale.threshold(scale.position(threshold))).toBeCloseTo(threshold, 6);
  });

  it("reaches 0 and 1 themselves, and shows half a bit as half a bit", () => {
    const scale = scaleOf("divergence");
    expect([0, 1].map((position) => scale.threshold(position))).toEqual([0, 1]);
    expect(scale.text(0.5)).toBe("0.5 bits");
    expect(scale.text(0.9996)).toBe("0.9996 bits");
    expect(scale.position(0.001)).toBeGreaterThan(0.3); // where a plain axis has a thousandth
  });

  it("offers the levels by which one may link, and no others", () => {
    const scale = scaleOf("level");
    expect(scale.ticks.map(({text}) => text)).toEqual(["declared", "supported", "candidate"]);
    expect([0, 0.5, 1].map((at) => scale.text(scale.threshold(at)))).toEqual([
      "declared",
      "supported or stronger",
      "candidate or stronger",
    ]);
  });
});

describe("the address of a view", () => {
  const known = {
    runs: ["20260101T000000Z-a", "20260102T000000Z-a"].map((name) => ({...run, name})),
    quantities: ids.map((id) => quantity(id)),
  };

  it("is empty for what is usual", () => {
    expect(addressOf(viewIn("", known))).toBe("");
  });

  it("leads back to the same view", () =>
    fc.assert(
      fc.property(
        fc.record({
          run: fc.constantFrom(null, "20260101T000000Z-a"),
          round: fc.option(fc.nat(500)),
          quantity: fc.constantFrom(...ids),
          order: fc.constantFrom(...(Object.keys(pairOrders) as (keyof typeof pairOrders)[])),
          threshold: fc.option(fc.double({min: -50, max: 50, noNaN: true}).map((value) => value + 0)),
        }),
        (view) => {
          fc.pre(!Object.is(view.threshold, -0));
          expect(viewIn(addressOf(view), known)).toEqual(view);
        },
      ),
    ));

  it.each([
    "?run=../../secret&round=-1&quantity=__proto__&order=constructor&threshold=Infinity",
    "?run=%3Cimg%20src=x%3E&round=1e999&threshold=0x10&quantity=%00&order=toString",
    `?threshold=${"9".repeat(400)}&round=1.5&order=&quantity=`,
    "?%E0%A4%A&run&&&==",
  ])("ignores what it does not know: %s", (search) => {
    expect(viewIn(search, known)).toEqual(viewIn("", known));
  });

  it("shows no run but those of the list, whatever stands there", () =>
    fc.assert(
      fc.property(fc.string({unit: "binary"}), (text) => {
        expect([null, ...known.runs.map(({name}) => name)]).toContain(viewIn(`?run=${text}`, known).run);
      }),
    ));
});
