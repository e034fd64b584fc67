import {readFileSync, readdirSync} from "node:fs";
import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {formatHistogram, totalVsize} from "../../src/observation/histogram.js";
import {histogramRules, type HistogramRule, type MempoolColumns} from "../../src/simulation/histogramRule.js";
import {labelStyles} from "../../src/simulation/program.js";

const vectors = new URL("../fixtures/vectors/", import.meta.url);

/** Which rule stands for which of the vectors' implementations (test/fixtures/vectors/implementations.json). */
const implementations: readonly (readonly [string, HistogramRule])[] = [
  ["electrumx-1.15.0", "electrumx-1.15"],
  ["electrumx-1.16.0", "electrumx-1.16"],
  ["electrumx-1.19.0", "electrumx-1.17"],
  ["electrumx-1.20.0", "electrumx-1.20"],
  ["fulcrum-2.1.1", "fulcrum-1.9.8"],
  ["electrs-0.11.1", "electrs-0.9.1"],
  ["blockstream-electrs-2021", "esplora-f32"],
  ["blockstream-electrs-new", "esplora-f64"],
  ["mempool-electrs-2024", "esplora-f32"],
];

function readMempool(name: string): MempoolColumns {
  const {txs} = JSON.parse(readFileSync(new URL(`mempools/${name}`, vectors), "utf8")) as {txs: number[][]};
  const column = (index: number) => Float64Array.from(txs, (tx) => tx[index] ?? NaN);
  return {fee: column(0), weight: column(2), size: column(3)};
}

/** The histogram's own text: a parser would lose the difference between 5 and 5.0. */
function expectedText(name: string, id: string): string | undefined {
  const text = readFileSync(new URL(`expected/${name}`, vectors), "utf8");
  return text
    .split("\n")
    .find((line) => line.startsWith(`"${id}":`))
    ?.replace(/^"[^"]*":|,$/g, "");
}

describe("histogramRules", () => {
  for (const name of readdirSync(new URL("mempools/", vectors))) {
    const mempool = readMempool(name);
    for (const [id, rule] of implementations)
      it(`${rule} answers ${name} as ${id} does, to the last digit`, () => {
        expect(formatHistogram(histogramRules[rule](mempool), labelStyles[rule])).toBe(
          expectedText(name, id),
        );
      });
  }
});

const transactions = fc.array(
  fc.record({
    fee: fc.integer({min: 0, max: 2_000_000}),
    stripped: fc.integer({min: 60, max: 30_000}),
    witness: fc.oneof(fc.constant(0), fc.integer({min: 2, max: 30_000})),
  }),
  {maxLength: 300},
);

const columnsOf = (txs: readonly {fee: number; stripped: number; witness: number}[]): MempoolColumns => ({
  fee: txs.map(({fee}) => fee),
  weight: txs.map(({stripped, witness}) => 4 * stripped + witness),
  size: txs.map(({stripped, witness}) => stripped + witness),
});

const complete = {
  "electrs-0.9.1": (weight: number) => Math.ceil(weight / 4),
  "esplora-f32": (weight: number) => Math.floor(weight / 4),
  "esplora-f64": (weight: number) => Math.ceil(weight / 4),
} as const;

describe("every histogram rule", () => {
  for (const rule of Object.keys(histogramRules) as HistogramRule[]) {
    it(`${rule}: labels strictly descend`, () => {
      fc.assert(
        fc.property(transactions, (txs) => {
          const labels = histogramRules[rule](columnsOf(txs)).map(({label}) => label);
          expect(labels).toEqual([...new Set(labels)].toSorted((a, b) => b - a));
        }),
      );
    });
    it(`${rule}: an empty mempool has no bins`, () => {
      expect(histogramRules[rule](columnsOf([]))).toEqual([]);
    });
    it(`${rule}: does not depend on the order of the transactions`, () => {
      fc.assert(
        fc.property(transactions, (txs) => {
          expect(histogramRules[rule](columnsOf(txs.toReversed()))).toEqual(
            histogramRules[rule](columnsOf(txs)),
          );
        }),
      );
    });
  }

  for (const [rule, vsizeOf] of Object.entries(complete))
    it(`${rule}: the bins add up to the mempool`, () => {
      fc.assert(
        fc.property(transactions, (txs) => {
          const mempool = columnsOf(txs);
          const total = Array.from(mempool.weight, vsizeOf).reduce((sum, vsize) => sum + vsize, 0);
          expect(totalVsize(histogramRules[rule as keyof typeof complete](mempool))).toBe(total);
        }),
      );
    });

  for (const [rule, first, vsizeOf] of [
    ["fulcrum-1.9.8", 30_000, Math.floor],
    ["electrumx-1.20", 30_000, Math.ceil],
  ] as const)
    it(`${rule}: what is not sent is at most the limit of the next bin`, () => {
      fc.assert(
        fc.property(transactions, (txs) => {
          const mempool = columnsOf(txs);
          const total = Array.from(mempool.weight, (w) => vsizeOf(w / 4)).reduce(
            (sum, vsize) => sum + vsize,
            0,
          );
          const histogram = histogramRules[rule](mempool);
          const unsent = total - totalVsize(histogram);
          expect(unsent).toBeGreaterThanOrEqual(0);
          expect(unsent).toBeLessThanOrEqual(first * 1.1 ** histogram.length + 1e-6);
        }),
      );
    });
});
