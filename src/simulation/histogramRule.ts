import type {Bin, FeeHistogram} from "../observation/histogram.js";

/** What a histogram rule looks at: one entry a transaction, in any order, as columns. */
export interface MempoolColumns {
  /** sat */
  readonly fee: ArrayLike<number>;
  /** weight units, W */
  readonly weight: ArrayLike<number>;
  /** bytes with witness, T; the stripped size is (W - T) / 3, and without witness W = 4 T */
  readonly size: ArrayLike<number>;
}

/** vbytes that the first bin of ElectrumX up to 1.16 must exceed. */
export const OLDER_FIRST_BIN = 100_000;

/** vbytes that the first bin of ElectrumX from 1.17 on, and of Fulcrum, must exceed. */
export const FIRST_BIN = 30_000;

/**
 * The rules by which server programs turn a mempool into a histogram, by the release that has it last or
 * that it was read from. Names with a version stand for the range given in `program.ts`.
 */
export const histogramRules = {
  "electrumx-1.15": ({fee, weight, size}: MempoolColumns) =>
    compressCarrying(groupWhole(fee, (i) => oldElectrumxVsize(at(weight, i), at(size, i)))),
  "electrumx-1.16": ({fee, weight, size}: MempoolColumns) =>
    compress(
      groupWhole(fee, (i) => oldElectrumxVsize(at(weight, i), at(size, i)), TENTHS),
      OLDER_FIRST_BIN,
    ),
  "electrumx-1.17": ({fee, weight, size}: MempoolColumns) =>
    compress(
      groupWhole(fee, (i) => oldElectrumxVsize(at(weight, i), at(size, i)), TENTHS),
      FIRST_BIN,
    ),
  "electrumx-1.20": ({fee, weight}: MempoolColumns) =>
    compress(
      groupWhole(fee, (i) => Math.ceil(at(weight, i) / 4), TENTHS),
      FIRST_BIN,
    ),
  "fulcrum-1.9.8": ({fee, weight}: MempoolColumns) =>
    compress(
      groupWhole(fee, (i) => Math.floor(at(weight, i) / 4)),
      FIRST_BIN,
    ),
  "electrs-0.9.1": powersOfTwo,
  "esplora-f32": ({fee, weight}: MempoolColumns) =>
    constantBins(group(fee, (i) => Math.floor(at(weight, i) / 4), Math.fround)),
  "esplora-f64": ({fee, weight}: MempoolColumns) =>
    constantBins(
      group(
        fee,
        (i) => Math.ceil(at(weight, i) / 4),
        (rate) => rate,
        (i) => at(weight, i) / 4,
      ),
    ),
} as const satisfies Record<string, (mempool: MempoolColumns) => FeeHistogram>;

export type HistogramRule = keyof typeof histogramRules;

/** vbytes at each rate, best first. */
type Groups = readonly (readonly [rate: number, vsize: number])[];

const at = (column: ArrayLike<number>, i: number): number => column[i] ?? 0;

/** Steps in one sat/vB where rates are rounded down to a tenth of it. */
const TENTHS = 10;

/**
 * The vsize of ElectrumX before 1.20: the stripped size lacks the 8 bytes of version and lock time, so a
 * segwit transaction comes out up to 6 vB too small.
 *
 * @see ElectrumX `lib/tx.py`, `DeserializerSegWit._read_tx_parts`; corrected in 1.20.0 (issue 328)
 */
function oldElectrumxVsize(weight: number, size: number): number {
  return weight === 4 * size ? size : Math.floor((weight - 24) / 4);
}

/** Adds up vsizes by `label(fee / divisor)`; the divisor is the vsize unless another is given. */
function group(
  fee: ArrayLike<number>,
  vsizeOf: (i: number) => number,
  label: (rate: number) => number,
  divisorOf = vsizeOf,
): Groups {
  const sums = new Map<number, number>();
  for (let i = 0; i < fee.length; i++) {
    const rate = label(at(fee, i) / divisorOf(i));
    sums.set(rate, (sums.get(rate) ?? 0) + vsizeOf(i));
  }
  return bestFirst(sums);
}

/** Steps for which sums are kept in an array, which is several times faster than a map; few rates lie above. */
const COUNTED_STEPS = 1 << 14;

/** Adds up vsizes by feerate, rounded down to so many steps in one sat/vB. */
function groupWhole(fee: ArrayLike<number>, vsizeOf: (i: number) => number, steps = 1): Groups {
  const sums = new Float64Array(COUNTED_STEPS);
  const above = new Map<number, number>();
  for (let i = 0; i < fee.length; i++) {
    const vsize = vsizeOf(i);
    const step = Math.floor((steps * at(fee, i)) / vsize);
    if (step < COUNTED_STEPS) sums[step] = (sums[step] ?? 0) + vsize;
    else above.set(step / steps, (above.get(step / steps) ?? 0) + vsize);
  }
  const groups = [...bestFirst(above)];
  for (let step = COUNTED_STEPS - 1; step >= 0; step--) {
    const vsize = sums[step] ?? 0;
    if (vsize > 0) groups.push([step / steps, vsize]);
  }
  return groups;
}

function bestFirst(sums: ReadonlyMap<number, number>): Groups {
  const rates = Float64Array.from(sums.keys()).toSorted().toReversed();
  return Array.from(rates, (rate) => [rate, sums.get(rate) ?? 0] as const);
}

/** Each closed bin raises the limit of the next by this. Written as ElectrumX and Fulcrum write it, since 1.1 is not exact. */
export const GROWTH = 1.1;

/**
 * A bin is closed once it exceeds the limit. A lump of more than twice the limit gets a bin of its own: what
 * was gathered before it is closed first. What is left at the end is not sent.
 *
 * @see ElectrumX `server/mempool.py`, `MemPool._compress_histogram` (1.16 on); Fulcrum
 *   `Mempool::calcCompactFeeHistogram` (1.9.2 on)
 */
function compress(groups: Groups, first: number): FeeHistogram {
  const bins: Bin[] = [];
  let limit = first;
  let gathered = 0;
  let previous: number | undefined;
  const close = (label: number) => {
    bins.push({label, vsize: gathered});
    gathered = 0;
    limit *= GROWTH;
  };
  for (const [rate, vsize] of groups) {
    if (vsize > 2 * limit && previous !== undefined && gathered > 0) close(previous);
    gathered += vsize;
    if (gathered > limit) close(rate);
    previous = rate;
  }
  return bins;
}

/** The older rule: what a bin exceeds its limit by counts towards the next one. @see ElectrumX 1.15, `MemPool._update_histogram` */
function compressCarrying(groups: Groups): FeeHistogram {
  const bins: Bin[] = [];
  let limit = OLDER_FIRST_BIN;
  let gathered = 0;
  let carried = 0;
  for (const [rate, vsize] of groups) {
    gathered += vsize;
    if (gathered + carried > limit) {
      bins.push({label: rate, vsize: gathered});
      carried += gathered - limit;
      gathered = 0;
      limit *= GROWTH;
    }
  }
  return bins;
}

/**
 * Bands between powers of two, each labelled with the highest whole feerate in it, empty ones included.
 *
 * @see romanz/electrs `src/mempool.rs`, `FeeHistogram` (0.9.1 on)
 */
function powersOfTwo({fee, weight}: MempoolColumns): FeeHistogram {
  const bands: number[] = [];
  for (let i = 0; i < fee.length; i++) {
    const vsize = Math.ceil(at(weight, i) / 4);
    const rate = Math.floor(at(fee, i) / vsize);
    const band = rate === 0 ? 0 : Math.floor(Math.log2(rate)) + 1;
    bands[band] = (bands[band] ?? 0) + vsize;
  }
  return Array.from(bands, (vsize = 0, band) => ({label: 2 ** band - 1, vsize})).toReversed();
}

/** vbytes that a bin of esplora's electrs must exceed. */
export const ESPLORA_BIN = 50_000;

/**
 * Bins of constant size labelled with the exact feerate of their lowest transaction; the last one is sent too.
 *
 * @see Blockstream/electrs `src/util/fees.rs`, `make_fee_histogram`
 */
function constantBins(groups: Groups): FeeHistogram {
  const bins: Bin[] = [];
  let gathered = 0;
  let last = 0;
  for (const [rate, vsize] of groups) {
    if (gathered > ESPLORA_BIN) {
      bins.push({label: last, vsize: gathered});
      gathered = 0;
    }
    gathered += vsize;
    last = rate;
  }
  if (gathered > 0) bins.push({label: last, vsize: gathered});
  return bins;
}
