/** Numbers as text for a reader: sentences are made of these, so no number in prose is typed by hand. */

const grouped = new Intl.NumberFormat("en-US", {maximumFractionDigits: 0});

/** A count with its noun: `1 pair`, `1,711 pairs`, `no pairs`. */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${number === 0 ? "no" : grouped.format(number)} ${number === 1 ? singular : plural}`;
}

/** A whole number with its thousands grouped. */
export function whole(number: number): string {
  return grouped.format(number);
}

/** A share, in [0, 1], in few digits: `83%`, `0.5%`, `0.01%`. What is neither none nor all does not become it. */
export function percentOf(share: number): string {
  const hundred = share * 100;
  if (share === 0 || share === 1) return `${hundred}%`;
  if (hundred < 1) return `${Number(hundred.toPrecision(1))}%`;
  return `${Math.min(99, Math.round(hundred))}%`;
}

/** Words in a row: `a`, `a and b`, `a, b and c`. */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** A time as day and minute, UTC: `2026-11-22 15:30 UTC`. */
export function minute(utcMs: number): string {
  return `${new Date(utcMs).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** The clock's part of a time, UTC: `15:30:05`. */
export function clock(utcMs: number): string {
  return new Date(utcMs).toISOString().slice(11, 19);
}

/** A short span of time: `8 seconds`, `3 minutes`. Seconds up to two minutes, minutes after. */
export function span(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds <= 120 ? count(seconds, "second") : count(Math.round(seconds / 60), "minute");
}

/** A size: `812 bytes`, `13.5 kB`, `2.4 MB`, in thousands. */
export function bytes(size: number): string {
  if (size < 1000) return count(size, "byte");
  if (size < 999_950) return `${(size / 1e3).toFixed(1)} kB`;
  return size < 999_950_000 ? `${(size / 1e6).toFixed(1)} MB` : `${(size / 1e9).toFixed(1)} GB`;
}

/**
 * A divergence with few digits, for a compact file. What is neither 0 nor 1 does not become it:
 * both ends mean something of their own (same shares, no label shared).
 */
export function significant(value: number, digits = 6): number {
  if (Number.isInteger(value) && Math.abs(value) < 10 ** digits) return value + 0; // the same, without a text; −0 is 0
  const rounded = Number(value.toPrecision(digits));
  return rounded >= 1 && value < 1 ? 1 - 10 ** -digits : rounded;
}
