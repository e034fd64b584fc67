import {beforeAll, describe, expect, it} from "vitest";
import {totalVsize} from "../../src/observation/histogram.js";
import {refreshMs} from "../../src/simulation/histogramRefresh.js";
import {histogramRules, type HistogramRule} from "../../src/simulation/histogramRule.js";
import type {Market} from "../../src/simulation/market.js";
import {createNode} from "../../src/simulation/node.js";
import {mempoolAt, viewMarket} from "../../src/simulation/nodeView.js";
import {regimeBetween, regimes} from "../../src/simulation/regime.js";
import {
  type Answer,
  answersOfA,
  answersOfB,
  familyOf,
  marketOf,
  momentOf,
  rules,
  SINCE_BLOCK_MS,
  type TwoNodes,
} from "../../src/simulation/twoNodes.js";

const settings: TwoNodes = {
  seed: 1,
  busyness: 0.5,
  oneNode: false,
  relayMinimum: 100,
  missShare: 0.0003,
  ageHours: Infinity,
  phase: 0,
};
const answerOf = (answers: readonly Answer[], rule: HistogramRule) =>
  answers.find((answer) => answer.rule === rule)?.histogram ?? [];

/** What a server of a node sends at a moment, by the tested parts alone. */
const sent = (market: Market, node: Parameters<typeof createNode>[0], rule: HistogramRule, ms: number) => {
  const held = Array.from(mempoolAt(viewMarket(market, createNode(node)), ms));
  return histogramRules[rule]({
    fee: held.map((i) => market.fee[i] ?? NaN),
    weight: held.map((i) => market.weight[i] ?? NaN),
    size: held.map((i) => market.size[i] ?? NaN),
  });
};

describe("two nodes over one market", () => {
  let market: Market;
  let ofA: readonly Answer[];
  beforeAll(() => {
    market = marketOf(settings);
    ofA = answersOfA(market, settings.seed);
  });

  it("are asked in a stretch without a block that is longer than every refresh period", () => {
    const moment = momentOf(market);
    const near = market.blocks.filter(
      ({atMs}) => Math.abs(atMs - moment) < Math.max(...Object.values(refreshMs)),
    );
    expect(near).toEqual([]);
    expect(market.blocks.some(({atMs}) => atMs === moment - SINCE_BLOCK_MS)).toBe(true);
    expect(moment).toBeLessThan(market.endMs);
  });

  it("have a moment even in a market without a block", () => {
    expect(momentOf({...market, blocks: []})).toBe(market.endMs);
  });

  it("answer by every rule on either node", () => {
    expect(ofA.map(({rule}) => rule)).toEqual(Object.keys(histogramRules));
    expect(answersOfB(market, settings).map(({rule}) => rule)).toEqual(rules);
    expect(ofA.every(({histogram}) => histogram.length > 0)).toBe(true);
  });

  it("send of a mempool what the rules make of it", () => {
    const moment = momentOf(market);
    for (const rule of rules)
      expect(answerOf(ofA, rule)).toEqual(sent(market, {id: "A", seed: 1}, rule, moment));
    const ofB = answersOfB(market, {...settings, missShare: 0.1, relayMinimum: 500});
    const b = {id: "B", seed: 1, missShare: 0.1, relayMinimum: 500};
    for (const rule of rules) expect(answerOf(ofB, rule)).toEqual(sent(market, b, rule, moment));
  });

  it("show a phase's share of the period of each program back, 120 s for ElectrumX and 10 s for others", () => {
    const moment = momentOf(market);
    const ofB = answersOfB(market, {...settings, phase: 0.5});
    const b = {id: "B", seed: 1};
    for (const rule of rules) {
      const back = rule.startsWith("electrumx") ? 60_000 : 5_000;
      expect(answerOf(ofB, rule)).toEqual(sent(market, b, rule, moment - back));
    }
    expect(new Set(Object.values(familyOf))).toEqual(new Set(Object.keys(refreshMs)));
  });

  it("answer identically where they are one node and read it at one moment", () => {
    const ofB = answersOfB(market, {...settings, oneNode: true, relayMinimum: 5000, missShare: 0.3});
    for (const rule of rules) expect(answerOf(ofB, rule)).toEqual(answerOf(ofA, rule));
  });

  it("hold nothing below B's relay minimum, and little where B is young", () => {
    const high = answersOfB(market, {...settings, relayMinimum: 1000});
    expect(answerOf(high, "fulcrum-1.9.8").at(-1)?.label).toBe(1);
    expect(answerOf(ofA, "fulcrum-1.9.8").at(-1)?.label).toBe(0);
    const young = answersOfB(market, {...settings, ageHours: 0.25});
    const all = totalVsize(answerOf(ofA, "esplora-f64"));
    expect(totalVsize(answerOf(young, "esplora-f64"))).toBeLessThan(0.5 * all);
  });

  it("send less the more B misses", () => {
    const sums = [0, 0.01, 0.1, 0.3].map((missShare) =>
      totalVsize(answerOf(answersOfB(market, {...settings, missShare}), "esplora-f64")),
    );
    expect(sums.toSorted((a, b) => b - a)).toEqual(sums);
    expect(new Set(sums).size).toBe(4);
  });
});

describe("regimeBetween", () => {
  it("is quiet, moderate and busy at 0, 1/2 and 1", () => {
    expect(regimeBetween(0)).toEqual(regimes.quiet);
    expect(regimeBetween(0.5)).toEqual(regimes.moderate);
    expect(regimeBetween(1)).toEqual(regimes.busy);
  });

  it("has its level midway in ratio between two of them", () => {
    expect(regimeBetween(0.75).level ** 2).toBeCloseTo(regimes.moderate.level * regimes.busy.level, 9);
  });
});
