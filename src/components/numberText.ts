import {format} from "d3";

const digits = format(".3~r");
const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A measured number with three digits and a true minus sign; what is very small, as a power of ten. */
export function numberText(value: number): string {
  if (value === 0 || Math.abs(value) >= 0.001) return digits(value);
  const power = Math.floor(Math.log10(Math.abs(value)));
  const raised = [...String(-power)].map((digit) => superscripts[Number(digit)]).join("");
  return `${digits(Number((value / 10 ** power).toPrecision(2)))}·10⁻${raised}`;
}

/** A share as whole per cent; what is neither none nor all does not become it. */
export function percentText(share: number): string {
  if (share > 0 && share < 0.005) return "under 1%";
  if (share < 1 && share > 0.995) return "over 99%";
  return `${Math.round(100 * share)}%`;
}
