import {createRandom} from "../../src/statistics/random.js";
import type {Weights} from "../../src/statistics/divergence.js";

/** Cells of 0.1 sat/vB between 1 and 120 sat/vB: the made-up mempool that every histogram here sums over. */
const CELLS = 1190;

/** Each server's own view differs from the mempool by up to this share in every cell. */
const NOISE = 0.01;

/** Bins per histogram. */
export const BINS = 50;

/**
 * Histograms of one made-up mempool, seen by `count` servers of which `distinct` differ. Seeded; no claim to
 * be a real mempool, only to have a real one's sizes: 50 bins each, in two of three ways to bin that share some labels
 * and a third that shares few.
 *
 * @returns histograms as servers send them: labels in sat/vB descending, weights in vbytes
 */
export function syntheticSnapshot(count: number, distinct: number, seed: string): readonly Weights[] {
  const random = createRandom(seed);
  const mempool = Array.from({length: CELLS}, (_, i) => 3e6 * random() ** 3 * Math.exp(-i / 200));
  const different = Array.from({length: distinct}, (_, i) => {
    const view = mempool.map((vbytes) => Math.round(vbytes * (1 + NOISE * (2 * random() - 1))));
    return binned(view, i % 20 < 9 ? 0 : i % 20 < 16 ? 1 : 2);
  });
  return Array.from(
    {length: count},
    (_, i) => different[i < distinct ? i : Math.floor(random() * distinct)] ?? [],
  );
}

/** Sums neighbouring cells into 50 bins whose edges depend on the family, jittered by the view as adaptive bins are. */
function binned(view: readonly number[], family: number): Weights {
  const total = view.reduce((sum, vbytes) => sum + vbytes, 0);
  const bins: [number, number][] = [];
  let [weight, cumulative] = [0, 0];
  for (let cell = CELLS - 1; cell >= 0; cell--) {
    weight += view[cell] ?? 0;
    const closes =
      family === 2
        ? cell % Math.floor(CELLS / BINS) === 0
        : cumulative + weight >= (total * (bins.length + 1) ** (1 + family / 4)) / BINS ** (1 + family / 4);
    if (!closes && cell > 0) continue;
    if (weight > 0 && bins.length < BINS) bins.push([1 + cell / 10, weight]);
    cumulative += weight;
    weight = 0;
  }
  return bins;
}
