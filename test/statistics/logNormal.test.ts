import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  logLowerTail,
  logMeanLikelihood,
  type LogNormal,
  logNormalThrough,
} from "../../src/statistics/logNormal.js";
import {fixture} from "./fixture.js";

const {thirds, means, tails} = fixture<{
  thirds: (LogNormal & {lower: number; upper: number})[];
  means: (LogNormal & {exposure: number; events: number; log: number})[];
  tails: (LogNormal & {value: number; log: number})[];
}>("logNormal");

const laws = fc.record({
  mu: fc.double({min: -8, max: 8, noNaN: true}),
  sigma: fc.double({min: 0.3, max: 3, noNaN: true}),
});
const positive = fc.double({min: 1e-6, max: 1e6, noNaN: true});

describe("against scipy", () => {
  it.each(thirds)("finds mu $mu and sigma $sigma from the two thirds", ({mu, sigma, lower, upper}) => {
    const found = logNormalThrough(lower, upper, [0, 9]);
    expect(found.mu).toBeCloseTo(mu, 12);
    expect(found.sigma).toBeCloseTo(sigma, 12);
  });

  it.each(means)("averages $events events in $exposure for mu $mu, sigma $sigma", (one) => {
    // Nine digits hold where the sum's steps of a tenth of sigma are finer than the peak of the likelihood.
    expect(logMeanLikelihood(one, one.exposure, one.events)).toBeCloseTo(one.log, one.events < 5 ? 9 : 3);
  });

  it.each(tails)("gives the tail below $value for mu $mu, sigma $sigma", (one) => {
    expect(logLowerTail(one, one.value)).toBeCloseTo(one.log, 4);
  });
});

describe("logNormalThrough", () => {
  it("keeps sigma within its bounds, and the upper third where it is", () => {
    const upperThird = ({mu, sigma}: LogNormal) => Math.exp(mu + 0.4307272992954575 * sigma);
    expect(logNormalThrough(1, 1, [0.3, 3]).sigma).toBe(0.3);
    expect(logNormalThrough(1, 1e9, [0.3, 3]).sigma).toBe(3);
    expect(logNormalThrough(0, 1e-3, [0.3, 3]).sigma).toBe(3);
    fc.assert(
      fc.property(positive, positive, (x, y) => {
        const [lower, upper] = [Math.min(x, y), Math.max(x, y)];
        const found = logNormalThrough(lower, upper, [0.3, 3]);
        expect(found.sigma).toBeGreaterThanOrEqual(0.3);
        expect(found.sigma).toBeLessThanOrEqual(3);
        expect(upperThird(found) / upper).toBeCloseTo(1, 9);
      }),
    );
  });

  it("does not mind the unit: rates ten times as high have a mean that is ln 10 higher", () =>
    fc.assert(
      fc.property(positive, positive, (x, y) => {
        const [lower, upper] = [Math.min(x, y), Math.max(x, y)];
        const [one, ten] = [
          logNormalThrough(lower, upper, [0.3, 3]),
          logNormalThrough(10 * lower, 10 * upper, [0.3, 3]),
        ];
        expect(ten.mu - one.mu).toBeCloseTo(Math.LN10, 9);
        expect(ten.sigma).toBeCloseTo(one.sigma, 9);
      }),
    ));

  it.each([
    [-1, 1],
    [2, 1],
    [0, 0],
    [NaN, 1],
    [1, NaN],
    [1, Infinity],
  ])("refuses %d and %d", (lower, upper) => {
    expect(() => logNormalThrough(lower, upper, [0.3, 3])).toThrow(RangeError);
  });
});

describe("logMeanLikelihood", () => {
  it("is 0 before anything was watched", () =>
    fc.assert(
      fc.property(laws, (law) => {
        expect(logMeanLikelihood(law, 0, 0)).toBeCloseTo(0, 12);
      }),
    ));

  it("falls with exposure as long as nothing happens, and stays a probability", () =>
    fc.assert(
      fc.property(laws, positive, fc.double({min: 1.1, max: 10, noNaN: true}), (law, exposure, factor) => {
        const [less, more] = [exposure, exposure * factor].map((x) => logMeanLikelihood(law, x, 0));
        expect(less).toBeLessThanOrEqual(0);
        expect(more).toBeLessThan(less ?? NaN);
        expect(Number.isFinite(more)).toBe(true);
      }),
    ));

  it("is the mean of the rate itself for one event and no exposure: mu + sigma² / 2", () =>
    fc.assert(
      fc.property(laws, ({mu, sigma}) => {
        expect(logMeanLikelihood({mu, sigma}, 0, 1)).toBeCloseTo(mu + sigma ** 2 / 2, 5);
      }),
    ));
});

describe("logLowerTail", () => {
  it("is one half at the median", () => {
    expect(logLowerTail({mu: 2, sigma: 0.7}, Math.exp(2))).toBeCloseTo(-Math.LN2, 12);
  });

  it("rises with the value, and never above certainty", () =>
    fc.assert(
      fc.property(laws, positive, fc.double({min: 1.001, max: 10, noNaN: true}), (law, value, factor) => {
        const [low, high] = [value, value * factor].map((x) => logLowerTail(law, x));
        expect(high).toBeGreaterThanOrEqual(low ?? NaN);
        expect(high).toBeLessThanOrEqual(0);
      }),
    ));

  it("rises where one way of computing it gives way to the other, six deviations out on either side", () => {
    const law = {mu: 0, sigma: 1};
    const at = (z: number) => logLowerTail(law, Math.exp(z));
    for (const step of [1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4]) {
      expect(at(-6 + step)).toBeGreaterThanOrEqual(at(-6 - step));
      expect(at(6 + step)).toBeGreaterThanOrEqual(at(6 - step));
    }
  });

  it("has no end: 40 deviations below there is still something, and nothing beyond 40 above is missing", () => {
    expect(logLowerTail({mu: 0, sigma: 1}, Math.exp(-40))).toBeCloseTo(-804.6084, 3); // scipy: norm.logcdf(-40)
    expect(logLowerTail({mu: 0, sigma: 1}, Math.exp(40))).toBeCloseTo(0, 15);
  });
});
