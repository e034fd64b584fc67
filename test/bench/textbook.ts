import type {Weights} from "../../src/statistics/divergence.js";

/** Shares by label. */
export function textbookShares(weights: Weights): ReadonlyMap<number, number> {
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  return new Map(weights.map(([label, weight]) => [label, weight / total]));
}

/** Jensen–Shannon divergence in bits as it is first written: the formula, over the union of the labels. */
export function textbookDivergence(p: ReadonlyMap<number, number>, q: ReadonlyMap<number, number>): number {
  let sum = 0;
  for (const label of new Set([...p.keys(), ...q.keys()])) {
    const a = p.get(label) ?? 0;
    const b = q.get(label) ?? 0;
    const m = (a + b) / 2;
    if (a > 0) sum += a * Math.log2(a / m);
    if (b > 0) sum += b * Math.log2(b / m);
  }
  return sum / 2;
}
