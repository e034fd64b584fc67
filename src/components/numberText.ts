import {scientific} from "./divergenceText.js";

/** A number with three digits, small ones by their power of ten; a dash for null. A whole number stays whole. */
export function numberText(value: number | null): string {
  if (value === null) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 0.001) return `${value < 0 ? "−" : ""}${scientific(size)}`;
  const text = size >= 1000 ? Math.round(size).toLocaleString("en-US") : String(Number(size.toPrecision(3)));
  return `${value < 0 ? "−" : ""}${text}`;
}

/** Bits with a sign and one decimal: `+12.3`, `−0.4`; a dash for null. */
export function bitsText(bits: number | null): string {
  if (bits === null) return "–";
  const text = Math.abs(bits).toFixed(1);
  return text === "0.0" ? "0.0" : `${bits < 0 ? "−" : "+"}${text}`;
}
