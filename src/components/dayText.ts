/** The day of a time in UTC ms, `2026-03-01`; a dash where there is none. */
export function dayText(utcMs: number | null): string {
  return utcMs === null ? "–" : new Date(utcMs).toISOString().slice(0, 10);
}

/** Day and minute, `2026-03-01 12:34 UTC`. */
export function minuteText(utcMs: number): string {
  return `${new Date(utcMs).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** Day and second, `2026-03-01 12:34:56 UTC`. */
export function secondText(utcMs: number): string {
  return `${new Date(utcMs).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
