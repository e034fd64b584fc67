import {describe, expect, it} from "vitest";
import {countUpTo} from "../../src/simulation/market.js";
import {hashHeader} from "./hashHeader.js";
import {smallMarket} from "./smallMarket.js";

const market = smallMarket();
const rateOf = (i: number) => (market.fee[i] ?? 0) / (market.vsize[i] ?? 1);
const indices = Array.from(market.arrivalMs, (_, i) => i);

describe("simulateMarket", () => {
  it("gives one market for one seed and another for another", () => {
    const again = smallMarket();
    expect(again.blocks).toEqual(market.blocks);
    for (const column of ["arrivalMs", "fee", "weight", "size", "minedIn", "kind", "replacedMs"] as const)
      expect(Buffer.from(again[column].buffer).equals(Buffer.from(market[column].buffer))).toBe(true);
    const other = smallMarket({seed: "other"});
    expect(other.fee.slice(0, 100)).not.toEqual(market.fee.slice(0, 100));
    expect(other.blocks[0]?.hash).not.toBe(market.blocks[0]?.hash);
  });

  it("has arrivals in order of time, within the simulated hours or the backlog before them", () => {
    expect(market.arrivalMs.every((ms, i) => i === 0 || ms >= (market.arrivalMs[i - 1] ?? 0))).toBe(true);
    expect(market.arrivalMs.at(-1)).toBeLessThan(market.endMs);
    expect(market.startMs).toBe(-4 * 3_600_000);
  });

  it("has the sizes that the protocol's rules give: vsize = ceil(W / 4), and (W - T) / 3 whole", () => {
    expect(indices.every((i) => market.vsize[i] === Math.ceil((market.weight[i] ?? 0) / 4))).toBe(true);
    expect(indices.every((i) => ((market.weight[i] ?? 0) - (market.size[i] ?? 0)) % 3 === 0)).toBe(true);
    expect(indices.every((i) => (market.weight[i] ?? 0) <= 4 * (market.size[i] ?? 0))).toBe(true);
  });

  it("has no transaction below 0.1 sat/vB", () => {
    expect(indices.every((i) => 10 * (market.fee[i] ?? 0) >= (market.vsize[i] ?? 0))).toBe(true);
  });

  it("fills no block beyond 998,000 vB and mines only what was broadcast and not replaced", () => {
    const filled = market.blocks.map(() => 0);
    const mined = indices.filter((i) => (market.minedIn[i] ?? -1) >= 0);
    for (const i of mined) {
      const block = market.minedIn[i] ?? -1;
      filled[block] = (filled[block] ?? 0) + (market.vsize[i] ?? 0);
    }
    const minedMs = (i: number) => market.blocks[market.minedIn[i] ?? -1]?.atMs ?? -Infinity;
    expect(mined.every((i) => (market.arrivalMs[i] ?? Infinity) < minedMs(i))).toBe(true);
    expect(mined.every((i) => market.replacedMs[i] === Infinity)).toBe(true);
    expect(Math.max(...filled)).toBeLessThanOrEqual(998_000);
  });

  it("mines the best-paying first: all but the last hundredth of a block pays more than what stays behind", () => {
    const block = market.blocks.length - 1;
    const {atMs = 0} = market.blocks[block] ?? {};
    const taken = indices
      .filter((i) => market.minedIn[i] === block)
      .map(rateOf)
      .toSorted((a, b) => b - a);
    // Younger than 35 s it may have come after the template, larger than 10 kvB it may not have fitted.
    const left = [...(market.pendingAfter[block] ?? [])]
      .filter((i) => (market.arrivalMs[i] ?? 0) < atMs - 35_000 && (market.vsize[i] ?? 0) < 10_000)
      .filter((i) => (market.replacedMs[i] ?? 0) > atMs)
      .map(rateOf);
    expect(taken[Math.floor(0.99 * taken.length)]).toBeGreaterThanOrEqual(Math.max(...left) * 0.999);
  });

  it("lists for each block what was broadcast before it and is in no block so far", () => {
    for (const [block, pending] of market.pendingAfter.entries()) {
      const {atMs = 0} = market.blocks[block] ?? {};
      const arrived = market.arrivedBefore[block] ?? 0;
      expect(arrived).toBe(countUpTo(market.arrivalMs, atMs));
      const expected = indices.filter((i) => {
        const minedIn = market.minedIn[i] ?? -1;
        // What was replaced long ago is no longer listed.
        return i < arrived && (minedIn < 0 || minedIn > block) && (market.replacedMs[i] ?? 0) > atMs;
      });
      const listed = new Set(pending);
      expect(expected.every((i) => listed.has(i))).toBe(true);
      expect(
        pending.every(
          (i) => i < arrived && ((market.minedIn[i] ?? -1) < 0 || (market.minedIn[i] ?? 0) > block),
        ),
      ).toBe(true);
    }
  });

  it("chains its headers: each names the hash of the one before, and hashes to its own", () => {
    let previous = market.blocks[0]?.previousHash;
    for (const [i, {header, hash, previousHash, height}] of market.blocks.entries()) {
      const bytes = Buffer.from(header, "hex");
      expect(bytes).toHaveLength(80);
      expect(hashHeader(bytes)).toBe(hash);
      expect(previousHash).toBe(previous);
      expect(Buffer.from(bytes.subarray(4, 36).toReversed()).toString("hex")).toBe(previous);
      expect(height).toBe(930_000 + i);
      previous = hash;
    }
  });

  it("keeps a standing mempool of a few MvB in the moderate market", () => {
    const totals = market.pendingAfter.map((pending) =>
      pending.reduce((sum, i) => sum + (market.vsize[i] ?? 0), 0),
    );
    const mean = totals.reduce((sum, total) => sum + total, 0) / totals.length;
    expect(mean).toBeGreaterThan(3e6);
    expect(mean).toBeLessThan(9e6);
  });
});

describe("countUpTo", () => {
  it("counts values at or below the limit", () => {
    const values = Float64Array.of(1, 2, 2, 5);
    expect([0, 1, 2, 4, 5, 9].map((limit) => countUpTo(values, limit))).toEqual([0, 1, 3, 3, 4, 4]);
  });
});
