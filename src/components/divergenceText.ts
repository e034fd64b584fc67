/**
 * A divergence as text. 0 and 1 are never the result of rounding.
 *
 * @param bits in [0, 1]
 * @param identical whether the two answers are equal in every label and vbyte, which no divergence can tell
 * @example divergenceText(3.14e-7, false) // "3.1 × 10⁻⁷ bits"
 */
export function divergenceText(bits: number, identical: boolean): string {
  if (identical) return "identical";
  if (bits === 0) return "0 bits: the same shares of different amounts";
  if (bits === 1) return "1 bit: no label in common";
  if (bits < 0.001) return `${scientific(bits)} bits`;
  if (bits > 0.999) return `1 − ${scientific(1 - bits)} bits`;
  return `${bits.toFixed(3)} bits`;
}

/** Two digits and a power of ten: `3.1 × 10⁻⁷`. */
export function scientific(value: number): string {
  const [digits = "", exponent = ""] = value.toExponential(1).split("e");
  return `${digits} × 10${superscript(exponent.replace("+", ""))}`;
}

function superscript(digits: string): string {
  return digits.replace(/./g, (c) => (c === "-" ? "⁻" : ("⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)] ?? c)));
}
