/** A share as whole per cent; what is neither none nor all does not become it. */
export function percentText(share: number): string {
  if (share > 0 && share < 0.005) return "under 1%";
  if (share < 1 && share > 0.995) return "over 99%";
  return `${Math.round(100 * share)}%`;
}
