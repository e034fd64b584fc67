import {describe, expect, it} from "vitest";
import {exactAgreement} from "../../src/evidence/exactAgreement.js";
import {feeEstimates} from "../../src/evidence/feeEstimates.js";
import {sureBits, weighPairs} from "../../src/evidence/pairEvidence.js";
import {residual} from "../../src/evidence/residual.js";
import type {Signal} from "../../src/evidence/signal.js";
import {
  pValueOf,
  RAW_EDGES,
  rowBits,
  type Tail,
  TAIL_EDGES,
  type WeightTable,
  type Weights,
} from "../../src/evidence/weights.js";
import type {Server} from "../../src/evidence/window.js";
import {estimates, reading, runStart, server, tip, windowOfServers} from "./nodeWindow.js";

const ROWS = RAW_EDGES.length + 1;
const fulcrum = {server_version: "Fulcrum 2.1.0", relay_fee: 1000};

/** Kin always in the top row; strangers so many times in the bottom row. */
const table = (
  signal: string,
  strangers: number,
  relation: WeightTable["relation"] = "one program",
): WeightTable => ({
  signal,
  relation,
  holding: Array.from({length: ROWS}, (_, row) => (row === ROWS - 1 ? 10_000 : 0)),
  failing: Array.from({length: ROWS}, (_, row) => (row === 0 ? strangers : 0)),
});
const weights = (...tables: readonly WeightTable[]): Weights => ({source: "hand-made", tables, tails: []});
const topBits = (strangers: number) => rowBits(table("any", strangers))?.bits.at(-1) ?? NaN;

interface Told {
  readonly row?: object;
  /** at the one tip of each of 40 runs */
  readonly fee?: number;
}

/** Four sweeps of one run: equal numbers are the same answers throughout, unequal ones never. */
const giving = (endpoint: string, number: number, {row = fulcrum, fee}: Told = {}): Server =>
  server(endpoint, {
    runs: 40,
    row,
    readings: [0, 1, 2, 3].map((sweep) =>
      reading(0, sweep, [
        [9, 120_000 + number],
        [5, 70_000],
        [2, 200_000 + sweep],
      ]),
    ),
    ...(fee === undefined
      ? {}
      : {
          tips: Array.from({length: 40}, (_, run) => tip(run, runStart(run), `tip-${run}`)),
          estimates: Array.from({length: 40}, (_, run) =>
            estimates(run, runStart(run) + 200_000, `tip-${run}`, {2: fee, 24: 1_000}),
          ).flat(),
        }),
  });
const others = (count: number, told?: Told) =>
  Array.from({length: count}, (_, i) => giving(`s${i}:1/tcp`, i + 1, told));
const kin = [giving("a:1/tcp", 0), giving("b:1/tcp", 0)];
const weigh = (servers: readonly Server[], ...tables: readonly WeightTable[]) =>
  weighPairs(windowOfServers(servers, 40), weights(...tables));

describe("sureBits", () => {
  const told = (signal: Signal, bits: number, lab: number) => ({signal, bits, lab});

  it("counts of each group what the lab and the window's controls both grant, at most", () => {
    const sure = sureBits([told(exactAgreement, 9, 4), told(residual, 5, 7), told(feeEstimates, -2, 3)]);
    expect([...sure]).toEqual([
      ["mempool", 5],
      ["estimates", -2],
    ]);
    expect([...sureBits([])]).toEqual([]);
  });
});

describe("weighPairs", () => {
  it("looks at each pair once, in the order of the window", () => {
    const {pairs} = weigh([...kin, ...others(2)]);
    expect(pairs.map(({i, j}) => [i, j])).toEqual([
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 3],
    ]);
    expect(weigh([]).pairs).toEqual([]);
    expect(weigh(kin.slice(0, 1)).pairs).toEqual([]);
  });

  it("weighs nothing without a table: no bits, and q is 1", () => {
    for (const pair of weigh([...kin, ...others(6)]).pairs)
      expect(pair).toMatchObject({signals: [], groups: [], bits: null, q: 1});
  });

  it("looks a raw score up in the table of the pair's relation only", () => {
    const [known] = weigh([...kin, ...others(6)], table("whole answer", 10_000)).pairs;
    expect(known?.bits).toBeCloseTo(topBits(10_000), 12);
    const [unknown] = weigh([...kin, ...others(6)], table("whole answer", 10_000, "two programs")).pairs;
    expect(unknown?.bits).toBeNull();
  });

  it("takes the strongest of a group, and not their sum", () => {
    const [pair] = weigh(
      [...kin, ...others(6)],
      table("whole answer", 1_000),
      table("exact agreement", 10_000),
    ).pairs;
    expect(pair?.signals.map(({signal}) => signal.name).toSorted()).toEqual([
      "exact agreement",
      "whole answer",
    ]);
    expect(pair?.groups.map(({group, strongest}) => [group, strongest.signal.name])).toEqual([
      ["mempool", "exact agreement"],
    ]);
    expect(topBits(10_000)).toBeGreaterThan(topBits(1_000));
    expect(pair?.bits).toBeCloseTo(topBits(10_000), 12);
  });

  it("adds up groups, each with a q-value of its own", () => {
    // Sixteen names of one class, enough for estimates to be weighed.
    const fee = 5_000;
    const servers = [giving("a:1/tcp", 0, {fee}), giving("b:1/tcp", 0, {fee}), ...others(14, {fee})];
    const estimate = {
      ...table("fee estimates", 1_000, null),
      holding: Array.from({length: ROWS}, () => 1_000),
    };
    const [pair] = weigh(servers, table("whole answer", 10_000), estimate).pairs;
    expect(pair?.groups.map(({group}) => group).toSorted()).toEqual(["estimates", "mempool"]);
    const [first, second] = pair?.groups ?? [];
    expect(pair?.bits).toBeCloseTo((first?.strongest.bits ?? 0) + (second?.strongest.bits ?? 0), 12);
    expect(first?.q).not.toBe(second?.q);
  });

  it("weighs estimates by one table, whatever the programs, and all else by the pair's own", () => {
    const other = {fee: 5_000, row: {server_version: "electrs/0.10.8", relay_fee: 1000}};
    const servers = [giving("a:1/tcp", 0, other), ...others(15, {fee: 5_000})];
    const [pair] = weigh(servers, table("fee estimates", 1_000, null), table("whole answer", 1_000)).pairs;
    expect(pair?.signals.map(({signal}) => signal.name)).toEqual(["fee estimates"]);
  });

  it("makes q-values by Benjamini-Hochberg over the pairs that can be weighed, and over no others", () => {
    const one = table("whole answer", 10_000);
    const first = (servers: readonly Server[]) => weigh(servers, one).pairs[0]?.q;
    const p = 2 ** -topBits(10_000);
    // One pair of 8 · 7 / 2 agrees.
    expect(first([...kin, ...others(6)])).toBeCloseTo(28 * p, 12);
    // A server that gives nothing makes more pairs, of which nothing is known.
    const silent = server("z:1/tcp", {row: fulcrum});
    const {pairs} = weigh([...kin, ...others(6), silent], one);
    expect(pairs).toHaveLength(36);
    expect(pairs[0]?.q).toBeCloseTo(28 * p, 12);
    expect(pairs.filter(({bits}) => bits === null).map(({q}) => q)).toEqual(Array.from({length: 8}, () => 1));
    // Three equal pairs share the price: 45 · p / 3. Of ten servers, a, b and c agree.
    expect(first([...kin, giving("c:1/tcp", 0), ...others(7)])).toBeCloseTo((45 * p) / 3, 12);
  });

  it("makes them of how many simulated strangers reach as much, of each group by itself and of all together", () => {
    const one = table("whole answer", 10_000);
    const bits = topBits(10_000);
    const top = TAIL_EDGES.filter((edge) => edge <= bits).length;
    /** So many strangers half a bit below, and so many at, what the first pair weighs. */
    const tail = (group: string | null, below: number, reached: number): Tail => ({
      group,
      runs: 24,
      days: 3,
      counts: Array.from({length: TAIL_EDGES.length + 1}, (_, row) =>
        row === top ? reached : row === top - 1 ? below : 0,
      ),
    });
    const {pairs} = weighPairs(windowOfServers([...kin, ...others(6)], 40), {
      ...weights(one),
      tails: [tail("mempool", 9_996, 3), tail(null, 99_990, 9), tail("estimates", 1, 0)],
    });
    expect(pairs[0]?.groups[0]?.q).toBeCloseTo((28 * 4) / 10_000, 12);
    expect(pairs[0]?.q).toBeCloseTo((28 * 10) / 100_000, 12);
    expect(pairs[1]).toMatchObject({q: 1, groups: [{q: 1}]});
  });

  it("does not let the window's own controls make agreement rarer than the lab has it", () => {
    // Many ports of one host that agree: kin reach the row as often as in the lab and strangers never.
    const ports = Array.from({length: 60}, (_, i) => [
      giving(`h${i}:1/tcp`, 1_000 + i),
      giving(`h${i}:2/tcp`, 1_000 + i),
    ]).flat();
    const half = {...table("whole answer", 10_000)};
    const {pairs} = weigh([...kin, ...ports], {
      ...half,
      holding: half.holding.map((_, row) => (row === 0 || row === ROWS - 1 ? 5_000 : 0)),
    });
    const [first] = pairs;
    const {bits = NaN, lab = NaN} = first?.signals[0] ?? {};
    expect(bits).toBeGreaterThan(lab + 0.5);
    const equal = pairs.filter((pair) => pair.bits === first?.bits).length;
    expect(first?.q).toBeCloseTo((pairs.length * 2 ** -lab) / equal, 12);
  });

  it("never gives a pair a q-value below its p-value", () => {
    for (const {bits, q} of weigh([...kin, ...others(6)], table("whole answer", 10_000)).pairs)
      expect(q).toBeGreaterThanOrEqual(pValueOf(bits ?? 0));
  });

  it("says on what its bits rest", () => {
    const {signalBits} = weigh([...kin, ...others(6)], table("whole answer", 10_000));
    const stated = [...signalBits].flatMap(([{name}, rows]) =>
      [...rows].map(([relation, {prior}]) => [name, relation, prior]),
    );
    expect(stated).toEqual([["whole answer", "one program", "simulated"]]);
  });

  it("lets the window's own controls take part: ports of one host that differ make agreement worth less", () => {
    const ports = Array.from({length: 30}, (_, i) => [
      giving(`h${i}:1/tcp`, 1_000 + i),
      giving(`h${i}:2/tcp`, 2_000 + i),
    ]).flat();
    const bits = (servers: readonly Server[]) =>
      weigh(servers, table("whole answer", 10_000)).pairs.find(
        ({i, j}) => servers[i] === kin[0] && servers[j] === kin[1],
      )?.bits;
    expect(bits([...kin, ...ports])).toBeLessThan(topBits(10_000) - 0.5);
    expect(bits([...kin, ...others(30)])).toBeCloseTo(topBits(10_000), 12);
  });
});
