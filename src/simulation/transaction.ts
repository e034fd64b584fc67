import {randomExponential, randomLogNormal} from "d3";

/** What a transaction is for, as far as a node's filters care. */
export const kinds = ["payment", "token"] as const;
export type TransactionKind = (typeof kinds)[number];

/** Share of transactions that carry data for a token protocol, which strict filters refuse. Reported shares run from 25 to 70% of some blocks. */
const TOKEN_SHARE = 0.2;

/** Share without any witness. */
const LEGACY_SHARE = 0.12;

/**
 * Common shapes as [weight, total size, relative frequency]: one to three inputs of the usual scripts and
 * one or two outputs. The spikes they make in real size histograms matter to every feerate rule.
 */
const SHAPES: readonly (readonly [number, number, number])[] = [
  [561, 222, 30], // P2WPKH, 1 in, 2 out: 141 vB
  [562, 223, 8], // the same with a longer signature
  [437, 191, 14], // P2WPKH, 1 in, 1 out: 110 vB
  [612, 234, 8], // P2WPKH to P2TR: 153 vB
  [833, 371, 10], // P2WPKH, 2 in, 2 out: 209 vB
  [444, 162, 6], // P2TR key path, 1 in, 1 out: 111 vB
  [616, 205, 6], // P2TR key path, 1 in, 2 out: 154 vB
];
const LEGACY_SIZES = [225, 226, 192, 373, 374] as const;

export interface TransactionSize {
  /** weight units */
  readonly weight: number;
  /** bytes, witness included */
  readonly size: number;
}

/** Draws transaction sizes: common shapes, and a lognormal tail up to the policy limit of 400,000 weight units. */
export function createSizes(random: () => number): (large: boolean) => TransactionSize {
  const tail = randomLogNormal.source(random)(Math.log(1500), 0.9);
  const total = SHAPES.reduce((sum, [, , frequency]) => sum + frequency, 0);
  return (large) => {
    if (random() < LEGACY_SHARE) {
      const common = LEGACY_SIZES[Math.floor(random() * LEGACY_SIZES.length)] ?? LEGACY_SIZES[0];
      const size = random() < 0.7 ? common : Math.round(120 + tail() / 4);
      return {weight: 4 * size, size};
    }
    if (random() < (large ? 0.25 : 0.7)) {
      let at = random() * total;
      for (const [weight, size, frequency] of SHAPES) if ((at -= frequency) < 0) return {weight, size};
    }
    const weight = Math.min(400_000, Math.round(450 + tail()));
    // T = S + witness and W = 3S + T; a witness of 25 to 60% of all bytes is the usual range.
    const size = Math.round(weight / (4 - 3 * (0.25 + 0.35 * random())));
    const stripped = Math.floor((weight - size) / 3);
    return {weight: 3 * stripped + size, size};
  };
}

export function createKinds(random: () => number): () => number {
  return () => (random() < TOKEN_SHARE ? 1 : 0);
}

/** Whole numbers of sat/vB at which wallets' bids pile up, with relative frequencies. */
const WHOLE: readonly (readonly [number, number])[] = [
  [1, 30],
  [2, 22],
  [3, 16],
  [4, 8],
  [5, 10],
  [6, 4],
  [8, 3],
  [10, 5],
  [20, 2],
];

/** Draws the feerates of bids for the next blocks, in sat/vB. */
export function createBids(
  random: () => number,
  shares: {readonly nearLevel: number; readonly wholeNumber: number},
): (level: number) => number {
  const near = randomLogNormal.source(random)(0, 0.25);
  const wide = randomLogNormal.source(random)(-0.2, 0.9);
  const total = WHOLE.reduce((sum, [, frequency]) => sum + frequency, 0);
  return (level) => {
    const which = random();
    if (which < shares.nearLevel) return level * near();
    if (which < shares.nearLevel + shares.wholeNumber) {
      let at = random() * total;
      for (const [rate, frequency] of WHOLE)
        if ((at -= frequency) < 0) return level > 8 ? Math.max(1, Math.round(rate * (level / 4))) : rate;
    }
    return level * wide();
  };
}

/** Draws the feerates of transactions that can wait, in sat/vB: from 0.1 up, a few at exactly 0.1. */
export function createCheapRates(random: () => number): () => number {
  const above = randomExponential.source(random)(1 / 0.9);
  return () => (random() < 0.04 ? 0.1 : Math.min(0.1 * Math.exp(above()), 3));
}
