import type {Weights} from "../../src/statistics/divergence.js";
import {createRandom} from "../../src/statistics/random.js";

/** Cells of 0.1 sat/vB from 1 to 120 sat/vB: the made-up mempool that every histogram here sums over. */
const CELLS = 1190;

/** Each server's view differs from the mempool by up to this share in every cell. */
const NOISE = 0.01;

/** Bins in each histogram. */
export const BINS = 50;

/**
 * Histograms of one made-up mempool as `count` servers would send them, of which `distinct` differ. Seeded.
 *
 * It has the sizes of real ones, not their content: 50 bins each, of about 160 labels in all, 23 of 50 shared by an
 * average pair. Of twenty servers nine bin by equal weight, seven by growing weight, and four by fixed limits.
 *
 * @returns labels in sat/vB, descending; weights in vbytes
 */
export function syntheticSnapshot(count: number, distinct: number, seed: string): readonly Weights[] {
  const random = createRandom(seed);
  const mempool = Array.from({length: CELLS}, (_, i) => 3e6 * random() ** 3 * Math.exp(-i / 200));
  const different = Array.from({length: distinct}, (_, i) => {
    const view = mempool.map((vbytes) => Math.round(vbytes * (1 + NOISE * (2 * random() - 1))));
    if (i % 20 >= 16) return binned(view, (cell) => cell % Math.floor(CELLS / BINS) === 0);
    const total = view.reduce((sum, vbytes) => sum + vbytes, 0);
    const growth = i % 20 < 9 ? 1 : 1.25;
    return binned(view, (_, sum, bins) => sum >= total * ((bins + 1) / BINS) ** growth);
  });
  return Array.from(
    {length: count},
    (_, i) => different[i < distinct ? i : Math.floor(random() * distinct)] ?? [],
  );
}

/** Sums cells from the highest feerate down, into at most 50 bins; what is left over at the bottom is dropped. */
function binned(
  view: readonly number[],
  closes: (cell: number, sum: number, bins: number) => boolean,
): Weights {
  const bins: [number, number][] = [];
  let [weight, sum] = [0, 0];
  for (const [depth, vbytes] of view.toReversed().entries()) {
    const cell = CELLS - 1 - depth;
    weight += vbytes;
    sum += vbytes;
    if (bins.length === BINS || weight === 0 || !closes(cell, sum, bins.length)) continue;
    bins.push([1 + cell / 10, weight]);
    weight = 0;
  }
  return bins;
}
