import {describe, expect, it} from "vitest";
import {feeEstimates} from "../../src/evidence/feeEstimates.js";
import {refreshPhase} from "../../src/evidence/refreshPhase.js";
import {excludingSignals, nodeSignals} from "../../src/evidence/signals.js";
import {stillIntervals} from "../../src/evidence/stillIntervals.js";
import {LEAST_STRANGERS, SPREAD, surprises, weighedSignals} from "../../src/evidence/strangers.js";
import {wholeAnswer} from "../../src/evidence/wholeAnswer.js";
import type {Signal} from "../../src/evidence/signal.js";
import type {Server} from "../../src/evidence/window.js";
import {logMeanLikelihood, logNormalThrough} from "../../src/statistics/logNormal.js";
import {reading, server, windowOfServers, type Bins} from "./nodeWindow.js";

const fulcrum = {server_version: "Fulcrum 2.1.0", relay_fee: 1000};
const electrumx = {server_version: "ElectrumX 1.18.0", relay_fee: 1000};

/** Four sweeps of one run; servers of one number give the same, of two numbers never the same. */
function giving(endpoint: string, number: number | readonly number[], row: object = fulcrum): Server {
  const numbers = typeof number === "number" ? [number, number, number, number] : number;
  return server(endpoint, {
    runs: 1,
    row,
    readings: numbers.map((one, sweep) =>
      reading(0, sweep, [
        [9, 120_000 + one],
        [5, 70_000],
        [2, 200_000 + 10 * sweep],
      ]),
    ),
  });
}
const others = (count: number) => Array.from({length: count}, (_, i) => giving(`s${i}:1/tcp`, i + 1));
const whole = (servers: readonly Server[]) => surprises(windowOfServers(servers, 1)).get(wholeAnswer);
const kin = [giving("a:1/tcp", 0), giving("b:1/tcp", 0)];

describe("surprises of a distance", () => {
  it("are minus log2 of the share of strangers that are as near, by hand", () => {
    // Of six others one (kin) is equal and five never are: both thirds are 1.02, so the spread is the least, 0.3.
    const found = whole([...kin, ...others(5)]);
    const mu = Math.log(1.02) - 0.3 * 0.4307272992954575;
    expect(found?.[0]?.[1]).toMatchObject({
      shown: 0.02,
      strangers: expect.closeTo(Math.exp(mu), 12),
      days: 0,
    });
    // scipy: -norm.logcdf((log(0.02) - mu) / 0.3) / log(2)
    expect(found?.[0]?.[1]?.raw).toBeCloseTo(120.89363, 4);
    // Strangers lie at the upper third, by definition: -log2(2/3)
    expect(found?.[2]?.[3]?.raw).toBeCloseTo(Math.log2(1.5), 4);
  });

  it(`fewer than ${LEAST_STRANGERS} comparable strangers: nothing is weighed`, () => {
    expect(
      whole([...kin, ...others(3)])
        ?.flat()
        .every((one) => one === null),
    ).toBe(true);
    expect(whole([...kin, ...others(4)])?.[0]?.[1]).not.toBeNull();
  });

  it("a host that is listed twenty times has one vote", () => {
    const ports = Array.from({length: 20}, (_, port) => giving(`s0:${port + 2}/tcp`, 1));
    expect(whole([...kin, ...others(3), ...ports])?.[0]?.[1]).toBeNull();
    expect(whole([...kin, ...others(9), ...ports])?.[0]?.[1]).toEqual(
      whole([...kin, ...others(9)])?.[0]?.[1],
    );
  });

  it("a host votes by the nearest of its ports", () => {
    // Three of six other hosts have a port that agrees with a: then a third of a's strangers are as near as b.
    const near = [0, 1, 2].map((i) => giving(`s${i}:2/tcp`, 0));
    const [far, close] = [whole([...kin, ...others(5)]), whole([...kin, ...near, ...others(5)])];
    expect(close?.[0]?.[1]?.raw).toBeLessThan(far?.[0]?.[1]?.raw ?? NaN);
    expect(close?.[0]?.[1]?.raw).toBeLessThan(3);
  });

  it("strangers are those of the other's program and relay minimum", () => {
    // b is of another program: what a shows towards Fulcrums says nothing of it, and nobody else is like b.
    const [a] = kin;
    const b = giving("b:1/tcp", 0, electrumx);
    expect(a && whole([a, b, ...others(9)])?.[0]?.[1]).toMatchObject({shown: 0.02}); // seen from b alone
    const loner = giving("z:1/tcp", 0, {server_version: null, relay_fee: null});
    const known = (count: number) => (a ? whole([a, ...others(count), loner])?.[0]?.[count + 1] : undefined);
    expect(known(3)).toBeNull(); // four Fulcrums with a, and nobody is of no program
    expect(known(4)).not.toBeNull(); // seen from the loner alone
  });

  it("of the two servers' strangers the one counts by which the pair is less surprising", () => {
    // c agrees with everyone half of the time, so with d as with any; d with c alone.
    const half = (number: number) => [0, 0, number, number];
    const c = giving("c:1/tcp", 0);
    const crowd = Array.from({length: 6}, (_, i) => giving(`s${i}:1/tcp`, half(i + 1)));
    const odd = giving("d:1/tcp", [99, 99, 0, 0]);
    for (const [x, y] of [
      [c, odd],
      [odd, c],
    ] as const)
      expect(whole([x, y, ...crowd])?.[0]?.[1]?.raw).toBeCloseTo(Math.log2(1.5), 4);
    const d = giving("d:1/tcp", half(99));
    const alone = whole([c, d, ...others(6)]);
    expect(alone?.[0]?.[1]?.raw).toBeCloseTo(
      -Math.log2(phi(Math.log(0.52 / 1.02) / 0.3 + 0.4307272992954575)),
      3,
    );
  });
});

/** Standard normal distribution function, by summing the density. */
function phi(z: number): number {
  let sum = 0;
  for (let x = -12; x < z; x += 1e-4) sum += Math.exp(-((x + 5e-5) ** 2) / 2) * Math.min(1e-4, z - x);
  return sum / Math.sqrt(2 * Math.PI);
}

describe("surprises of still intervals", () => {
  const still = (middle: number, tail: number): Bins => [
    [9, 60_000],
    [5, middle],
    [2, tail],
  ];
  const standing = (endpoint: string, middle: number): Server =>
    server(endpoint, {
      runs: 3,
      row: fulcrum,
      readings: [0, 1, 2].flatMap((run) =>
        [0, 1].map((sweep) => reading(run, sweep, still(middle, 200_000 + 1_000 * sweep))),
      ),
    });
  const judge = (middles: readonly number[]) =>
    surprises(
      windowOfServers(
        middles.map((middle, i) => standing(`s${i}:1/tcp`, middle)),
        3,
      ),
    ).get(stillIntervals);

  it("are the likelihood ratio of one node, which hardly strays, and of strangers like these", () => {
    // Two equal, five that differ in one of two intervals of 60 and 71 to 75 kvB, in each of three runs.
    const found = judge([70_000, 70_000, 71_000, 72_000, 73_000, 74_000, 75_000])?.[0]?.[1];
    const rates = [0, 131, 132, 133, 134, 135]
      .map((kvB) => (kvB === 0 ? 0 : 1000 / kvB))
      .toSorted((a, b) => a - b);
    const strangers = logNormalThrough(rates[2] ?? 0, rates[4] ?? 0, SPREAD);
    const oneNode = -0.002 * 6; // six intervals, each astray once in 500
    const expected = (oneNode - logMeanLikelihood(strangers, 0.39, 0)) / Math.LN2; // 3 · 130 kvB
    expect(found?.raw).toBeCloseTo(expected, 9);
    expect(found).toMatchObject({shown: 0, days: 1});
  });

  it("are against one node where the pair differs as strangers do", () => {
    const found = judge([70_000, 70_000, 71_000, 72_000, 73_000, 74_000, 75_000]);
    expect(found?.[2]?.[3]?.raw).toBeLessThan(0);
  });

  it("are not known where two thirds of strangers never differ: nothing tells kin from strangers", () => {
    expect(judge([70_000, 70_000, 70_000, 70_000, 70_000, 70_000, 75_000])?.[0]?.[1]).toBeNull();
  });
});

describe("weighedSignals", () => {
  it("are node signals, each once, and estimates in a group of their own", () => {
    expect(weighedSignals.every((signal) => (nodeSignals as readonly Signal[]).includes(signal))).toBe(true);
    expect(new Set(weighedSignals).size).toBe(weighedSignals.length);
    expect(weighedSignals.filter(({group}) => group === "estimates")).toEqual([feeEstimates]);
    expect([...surprises(windowOfServers([], 1)).keys()].map(({name}) => name).toSorted()).toEqual(
      weighedSignals.map(({name}) => name).toSorted(),
    );
  });

  it("hold all node signals but those that only exclude, and the one that is only shown", () => {
    const excluding: readonly Signal[] = excludingSignals;
    const others = nodeSignals.filter((signal) => !weighedSignals.includes(signal));
    expect(others.filter((signal) => !excluding.includes(signal))).toEqual([refreshPhase]);
  });
});
