import {
  ESPLORA_BIN,
  FIRST_BIN,
  GROWTH,
  OLDER_FIRST_BIN,
  type HistogramRule,
} from "../simulation/histogramRule.js";

/** How a rule is called in headings and sentences, in the heads of the matrix, and what its labels mean. */
export interface ProgramWords {
  readonly name: string;
  /** two lines, the second telling apart what the first does not */
  readonly short: readonly [program: string, release: string];
  readonly meaning: string;
}

const vbytes = (value: number): string => `${value.toLocaleString("en-US")} vB`;
const growing = (first: number): string =>
  `Bins close above ${vbytes(first)}, each later one needs ${Math.round(100 * (GROWTH - 1))}% more, and what is left at the end is not sent.`;
const TENTHS = "A label is the lower limit of its bin, rounded down to a tenth of a sat/vB.";

/**
 * The rules in words; the numbers are the rules' own.
 *
 * @see ElectrumX `server/mempool.py`, `MemPool._update_histogram` and `_compress_histogram`, and `lib/tx.py` for the
 *   vsize up to 1.19; Fulcrum `src/Mempool.cpp`, `calcCompactFeeHistogram`; romanz/electrs `src/mempool.rs`,
 *   `FeeHistogram`; Blockstream/electrs and mempool/electrs `src/util/fees.rs`, `make_fee_histogram`
 */
export const programWords: Readonly<Record<HistogramRule, ProgramWords>> = {
  "electrumx-1.15": {
    name: "ElectrumX up to 1.15",
    short: ["ElectrumX", "≤ 1.15"],
    meaning: `A label is the lower limit of its bin, rounded down to a whole sat/vB. ${growing(OLDER_FIRST_BIN)}`,
  },
  "electrumx-1.16": {
    name: "ElectrumX 1.16",
    short: ["ElectrumX", "1.16"],
    meaning: `${TENTHS} ${growing(OLDER_FIRST_BIN)}`,
  },
  "electrumx-1.17": {
    name: "ElectrumX 1.17 to 1.19",
    short: ["ElectrumX", "1.17–19"],
    meaning: `${TENTHS} Segwit transactions count as up to 6 vB smaller than they are, so their feerates come out higher. ${growing(FIRST_BIN)}`,
  },
  "electrumx-1.20": {
    name: "ElectrumX from 1.20",
    short: ["ElectrumX", "≥ 1.20"],
    meaning: `${TENTHS} Sizes are right, so whole feerates stay whole. ${growing(FIRST_BIN)}`,
  },
  "fulcrum-1.9.8": {
    name: "Fulcrum",
    short: ["Fulcrum", "≥ 1.9.8"],
    meaning: `A label is the lower limit of its bin, rounded down to a whole sat/vB: everything below 1 sat/vB is label 0. ${growing(FIRST_BIN)}`,
  },
  "electrs-0.9.1": {
    name: "electrs",
    short: ["electrs", "≥ 0.9.1"],
    meaning:
      "A label is the highest whole feerate of a fixed band between powers of two: 3 stands for 2 up to below 4 sat/vB, 0 for everything below 1. Every band is sent, empty ones too.",
  },
  "esplora-f32": {
    name: "esplora’s electrs",
    short: ["esplora", "32-bit"],
    meaning: `A label is the exact feerate of the cheapest transaction in its bin, as a 32-bit number; mempool’s electrs does the same. Bins close above ${vbytes(ESPLORA_BIN)}, and all of the mempool is sent.`,
  },
  "esplora-f64": {
    name: "esplora’s newer electrs",
    short: ["esplora", "64-bit"],
    meaning: `A label is the exact feerate of the cheapest transaction in its bin, as a 64-bit number that divides by unrounded sizes. Bins close above ${vbytes(ESPLORA_BIN)}, and all of the mempool is sent.`,
  },
};
