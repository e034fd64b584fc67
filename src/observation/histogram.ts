import type {Reason} from "./failure.js";

/** One bin as a server sends it: `[label, vsize]`. What the label means differs by server program. */
export interface Bin {
  /** sat/vB, non-negative, finite */
  readonly label: number;
  /** vbytes, a whole number (Fulcrum before 1.9.8 and others count slightly differently) */
  readonly vsize: number;
}

/** The answer to `mempool.get_fee_histogram`: labels strictly descend. */
export type FeeHistogram = readonly Bin[];

/**
 * How the numbers of an answer were written, which betrays the server's language and program:
 * - `integer`: every label like `5` (Fulcrum, romanz/electrs, ElectrumX before 1.16)
 * - `fraction`: every label as Python and Rust print a float, `5.0`, `0.1` (ElectrumX from 1.16, esplora)
 * - `empty`: no bin, so nothing to see
 * - `other`: anything else; the text itself is then kept
 */
export type NumberStyle = "integer" | "fraction" | "empty" | "other";

/** Bins in one answer. In esplora's bins of 50,000 vB these are 500 MvB; 300 MB of memory, the default, hold about 80 MvB. */
export const MAX_BINS = 10_000;

/** sat/vB. All 21 million bitcoin paid for one vbyte. */
export const MAX_LABEL = 2.1e15;

/** vbytes in one bin. A thousand times the largest mempool ever seen; MAX_BINS such bins still add up exactly in a double. */
export const MAX_BIN_VSIZE = 4e11;

/** Checks the bins of an answer, field by field. The second form names the rule that was broken. */
export function checkHistogram(
  result: unknown,
): FeeHistogram | {readonly reason: Reason; readonly detail: string} {
  if (!Array.isArray(result))
    return {reason: "wrong-shape", detail: `expected an array of bins, got ${kind(result)}`};
  if (result.length > MAX_BINS)
    return {reason: "too-many-bins", detail: `expected at most ${MAX_BINS} bins, got ${result.length}`};
  const bins: Bin[] = [];
  let last = Infinity;
  for (const [i, bin] of (result as unknown[]).entries()) {
    if (!Array.isArray(bin) || bin.length !== 2)
      return {reason: "wrong-shape", detail: `bin ${i}: expected [label, vsize], got ${kind(bin)}`};
    const [label, vsize] = bin as unknown[];
    if (typeof label !== "number" || typeof vsize !== "number")
      return {
        reason: "wrong-shape",
        detail: `bin ${i}: expected two numbers, got ${kind(label)} and ${kind(vsize)}`,
      };
    if (!(label >= 0 && label <= MAX_LABEL))
      return {
        reason: "out-of-range",
        detail: `bin ${i}: expected a label from 0 to ${MAX_LABEL}, got ${label}`,
      };
    if (!(vsize >= 0 && vsize <= MAX_BIN_VSIZE && Number.isInteger(vsize)))
      return {
        reason: "out-of-range",
        detail: `bin ${i}: expected whole vbytes from 0 to ${MAX_BIN_VSIZE}, got ${vsize}`,
      };
    if (label >= last)
      return {reason: "out-of-order", detail: `bin ${i}: expected a label below ${last}, got ${label}`};
    last = label;
    bins.push({label: label + 0, vsize: vsize + 0}); // + 0 turns -0 into 0
  }
  return bins;
}

function kind(value: unknown): string {
  return Array.isArray(value) ? `an array of ${value.length}` : value === null ? "null" : typeof value;
}

/**
 * Which of the known ways an answer's text is written in.
 *
 * @param text the `result` member as sent, without white space
 */
export function numberStyle(text: string, histogram: FeeHistogram): NumberStyle {
  if (histogram.length === 0) return "empty";
  const whole = !text.includes(".") && histogram.every(({label}) => Number.isInteger(label));
  const style = whole ? "integer" : "fraction";
  return formatHistogram(histogram, style) === text ? style : "other";
}

/** Writes bins in one of the known styles; `numberStyle` of the text is then that style. No white space. */
export function formatHistogram(histogram: FeeHistogram, style: "integer" | "fraction"): string {
  const label = style === "integer" ? String : formatFraction;
  return `[${histogram.map((bin) => `[${label(bin.label)},${bin.vsize}]`).join(",")}]`;
}

/** A double as Python's repr and Rust's serde_json print it in the range of feerates: shortest digits, always a fraction. */
function formatFraction(value: number): string {
  const text = String(value);
  return Number.isInteger(value) && !text.includes("e") ? `${text}.0` : text;
}

/** A key that is equal exactly when the integers and labels are: identity, which a divergence of 0 is not. */
export function histogramKey(histogram: FeeHistogram): string {
  return histogram.map(({label, vsize}) => `${label}:${vsize}`).join(" ");
}

/** vbytes over all bins. Programs that drop the tail below their last bin answer less than the mempool holds. */
export function totalVsize(histogram: FeeHistogram): number {
  return histogram.reduce((sum, {vsize}) => sum + vsize, 0);
}
