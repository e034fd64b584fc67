import {describe, expect, it} from "vitest";
import {createNode, type NodeOptions} from "../../src/simulation/node.js";
import {
  accepts,
  entryMs,
  mempoolAt,
  remembers,
  removalMs,
  tipAt,
  tipIndexAt,
  viewMarket,
  type NodeView,
} from "../../src/simulation/nodeView.js";
import {smallMarket} from "./smallMarket.js";

const market = smallMarket();
const HOUR = 3_600_000;
const view = (options: Partial<NodeOptions> = {}) =>
  viewMarket(market, createNode({id: "a", seed: 1, ...options}));
const rateOf = (i: number) => (market.fee[i] ?? 0) / (market.vsize[i] ?? 1);
const held = (of: NodeView, ms: number) => new Set(mempoolAt(of, ms));
const total = (of: NodeView, ms: number) =>
  mempoolAt(of, ms).reduce((sum, i) => sum + (market.vsize[i] ?? 0), 0);

/** The definition, looked up transaction by transaction. */
function bruteForce(of: NodeView, ms: number): Set<number> {
  const tip = tipIndexAt(of, ms);
  const found = new Set<number>();
  for (let i = 0; i < market.arrivalMs.length; i++) {
    const minedIn = market.minedIn[i] ?? -1;
    const entered = entryMs(of, i);
    if (entered > ms || (minedIn >= 0 && minedIn <= tip) || removalMs(of, i) <= ms) continue;
    if (accepts(of, i) && remembers(of, entered, ms)) found.add(i);
  }
  return found;
}

describe("mempoolAt", () => {
  it.each([
    ["an ordinary node", {}],
    ["a slow node that misses much", {meanDelayMs: 5_000, missShare: 0.05}],
    ["a young node", {sinceMs: 0.5 * HOUR}],
    [
      "a node that restarted with its mempool",
      {restarts: [{downMs: HOUR, upMs: 1.2 * HOUR, keptMempool: true}]},
    ],
    ["a node that lost its mempool", {restarts: [{downMs: HOUR, upMs: 1.2 * HOUR, keptMempool: false}]}],
    ["a node that relays from 1 sat/vB and filters", {relayMinimum: 1000, refuses: ["token"] as const}],
  ])("holds what %s has heard of and nobody has mined", (_, options) => {
    const of = view(options);
    for (const ms of [0, 0.7 * HOUR, 1.3 * HOUR, 1.3 * HOUR + 4_321, 3.9 * HOUR])
      expect(held(of, ms)).toEqual(bruteForce(of, ms));
  });

  it("stands still while the node is down", () => {
    const of = view({restarts: [{downMs: HOUR, upMs: 2 * HOUR, keptMempool: true}]});
    expect(held(of, 1.9 * HOUR)).toEqual(held(of, HOUR));
    expect(tipAt(of, 1.9 * HOUR)).toEqual(tipAt(of, HOUR));
    expect(held(of, 2 * HOUR + 10_000)).not.toEqual(held(of, HOUR));
  });

  it("evicts the cheapest beyond the size limit", () => {
    const of = view({sizeLimit: 1_000_000});
    const kept = held(of, HOUR);
    expect(total(of, HOUR)).toBeLessThanOrEqual(1_000_000);
    expect(total(of, HOUR)).toBeGreaterThan(900_000);
    const evicted = [...held(view(), HOUR)].filter((i) => !kept.has(i));
    expect(Math.max(...evicted.map(rateOf))).toBeLessThanOrEqual(Math.min(...[...kept].map(rateOf)));
  });

  it("takes nothing below the relay minimum", () => {
    const of = view({relayMinimum: 1000});
    expect(mempoolAt(of, HOUR).every((i) => (market.fee[i] ?? 0) >= (market.vsize[i] ?? 0))).toBe(true);
  });

  it("differs between two nodes of one policy by little, half of what each misses being common", () => {
    const share = 0.1;
    const [a, b] = [view({id: "a", missShare: share}), view({id: "b", missShare: share})];
    const perfect = view({missShare: 0});
    const all = Array.from(market.arrivalMs, (_, i) => i).filter((i) => accepts(perfect, i));
    const missedBy = (of: NodeView) => all.filter((i) => !accepts(of, i)).length / all.length;
    const both = all.filter((i) => !accepts(a, i) && !accepts(b, i)).length / all.length;
    // 5% common and 5% own: 1 - 0.95 * 0.95 = 0.0975 for each; both: 0.05 + 0.95 * 0.05 * 0.05 = 0.0524.
    expect(missedBy(a)).toBeCloseTo(0.0975, 2);
    expect(both).toBeCloseTo(0.0524, 2);
  });
});

describe("tipAt", () => {
  it("never goes back, and lags the network by 0.2 to 30 s", () => {
    const {blockMs} = view();
    expect(blockMs).toEqual(blockMs.toSorted());
    for (const [i, ms] of blockMs.entries())
      expect(ms).toBeGreaterThan((market.blocks[i]?.atMs ?? Infinity) + 199);
    const onTime = blockMs.filter((ms, i) => ms - (market.blocks[i]?.atMs ?? 0) <= 2_000);
    expect(onTime.length).toBeGreaterThan(blockMs.length * 0.75);
  });
});
