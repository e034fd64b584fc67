/** A histogram as sent: `[label, weight]`, in any order. Bins of weight 0 say nothing; a repeated label is summed. */
export type Weights = readonly (readonly [label: number, weight: number])[];

/** Shares over labels, prepared once so that each comparison only walks. All arrays have one length. */
export interface Distribution {
  /** ascending, closed by Infinity: the sentinel that ends every walk */
  readonly labels: Float64Array;
  /** share of each label, > 0; 0 for the sentinel */
  readonly shares: Float64Array;
  /** p log2 p of each share */
  readonly terms: Float64Array;
}

/**
 * Turns weights into shares, or null where there is nothing to share out.
 *
 * A histogram without a bin, or with zero weight in all of them, is no distribution. It cannot be compared,
 * and calling it equal to another empty one (a divergence of 0) would invent an agreement.
 *
 * @throws {RangeError} if a label is not finite, a weight is negative or not finite, or the weights overflow
 */
export function distribution(weights: Weights): Distribution | null {
  let total = 0;
  let kept = 0;
  let before = Infinity;
  let descending = true;
  for (const [label, weight] of weights) {
    if (!Number.isFinite(label) || !(weight >= 0 && weight < Infinity))
      throw new RangeError(`distribution: expected a finite label and a weight ≥ 0, got ${label}: ${weight}`);
    if (weight === 0) continue;
    descending &&= label < before;
    before = label;
    total += weight;
    kept++;
  }
  if (kept === 0) return null;
  if (total === Infinity) throw new RangeError("distribution: expected a finite total, got Infinity");
  // Servers send labels descending, each once; then nothing needs to be sorted.
  return descending ? shareOut(weights, kept, total) : shareOut(...summed(weights), total);
}

/** Each label once, descending, and how many there are. */
function summed(weights: Weights): [Weights, number] {
  const sums = new Map<number, number>();
  for (const [label, weight] of weights) if (weight > 0) sums.set(label, (sums.get(label) ?? 0) + weight);
  return [[...sums].toSorted(([a], [b]) => b - a), sums.size];
}

/** @param weights descending by label; @param kept how many of them are above 0 */
function shareOut(weights: Weights, kept: number, total: number): Distribution {
  const labels = new Float64Array(kept + 1);
  const shares = new Float64Array(kept + 1); // the sentinel's share and term stay 0
  const terms = new Float64Array(kept + 1);
  labels[kept] = Infinity;
  let slot = kept;
  for (const [label, weight] of weights) {
    if (weight === 0) continue;
    const share = weight / total;
    slot--;
    labels[slot] = label;
    shares[slot] = share;
    terms[slot] = share > 0 ? share * Math.log2(share) : 0;
  }
  return {labels, shares, terms};
}

/** Below this square of x = (p − q) / (p + q), six terms of the series give every digit of a double. */
const SERIES_BELOW = 1 / 256;

/** 1 / (2 ln 2 · k (2k − 1)), k = 1 … 6: the series of (1+x) ln(1+x) + (1−x) ln(1−x) in x², over 2 ln 2. */
const c1 = 1 / (2 * Math.LN2);
const c2 = c1 / 6;
const c3 = c1 / 15;
const c4 = c1 / 28;
const c5 = c1 / 45;
const c6 = c1 / 66;

/**
 * Jensen–Shannon divergence of two distributions over labels, in bits.
 *
 * In [0, 1] and symmetric to the last bit: exactly 0 for equal or proportional integer weights, exactly 1 where no
 * label is shared. A 0 does not mean that the weights were equal. Not a metric; its square root is.
 *
 * Every term of the sum is ≥ 0, so nothing cancels between labels: where two shares nearly agree a short series
 * stands for the logarithm. The textbook forms lose all digits below 1e-12 and can come out negative.
 *
 * @returns bits, in [0, 1]; relative error below 1e-12 (1e-7 where the result is under 1e-8)
 * @see Lin 1991, Divergence Measures Based on the Shannon Entropy, §IV
 */
export function divergence(p: Distribution, q: Distribution): number {
  let i = 0;
  let j = 0;
  let sum = 0;
  let shared = false;
  let x = p.labels[0] as number;
  let y = q.labels[0] as number;
  // The sentinel keeps every index inside its array, which the type of a typed array cannot say. Only the side that
  // moved is read again, and nothing is called but `sharedTerm`: V8 then inlines it all, at two thirds of the time.
  for (;;) {
    if (x < y) {
      sum += p.shares[i] as number;
      x = p.labels[++i] as number;
    } else if (y < x) {
      sum += q.shares[j] as number;
      y = q.labels[++j] as number;
    } else if (x === Infinity) return shared ? Math.min(1, sum / 2) : 1;
    else {
      sum += sharedTerm(p, i, q, j);
      shared = true;
      x = p.labels[++i] as number;
      y = q.labels[++j] as number;
    }
  }
}

/** What a label that both have adds to twice the divergence. */
function sharedTerm(p: Distribution, i: number, q: Distribution, j: number): number {
  const a = p.shares[i] as number;
  const b = q.shares[j] as number;
  const s = a + b;
  const x = (a - b) / s;
  const w = x * x; // x enters only squared, which keeps the result symmetric
  return w < SERIES_BELOW
    ? s * w * (c1 + w * (c2 + w * (c3 + w * (c4 + w * (c5 + w * c6)))))
    : (p.terms[i] as number) + (q.terms[j] as number) + s - s * Math.log2(s);
}

/**
 * Jensen–Shannon divergence of two histograms, each divided by its own sum, in bits: `divergence` for a single pair.
 *
 * @returns bits, in [0, 1]; null if either histogram is empty, and so not comparable
 * @example jensenShannon([[5, 200]], [[7, 100]]) // 1
 */
export function jensenShannon(p: Weights, q: Weights): number | null {
  const [a, b] = [distribution(p), distribution(q)];
  return a && b ? divergence(a, b) : null;
}
