import type {Coverage} from "../report/coverage.js";

/** px. A column is never wider, so that two runs do not fill a page. */
const WIDEST = 26;

/** px. From one date's label to the next. */
const BETWEEN_LABELS = 86;

/** Where the columns of runs stand: the same for all charts of one page and width. */
export interface RunColumns {
  /** px: edge at which column i begins; one more than there are columns */
  readonly edges: readonly number[];
  /** dates under some of them */
  readonly labels: readonly {readonly x: number; readonly text: string}[];
  /** edges at which scheduled runs are missing */
  readonly gaps: readonly number[];
}

/**
 * @param left px that names take
 * @param width px of the whole
 */
export function runColumns({runs, hoursBetweenRuns}: Coverage, left: number, width: number): RunColumns {
  const step = Math.min(WIDEST, (width - left) / Math.max(1, runs.length));
  const edges = Array.from({length: runs.length + 1}, (_, i) => left + i * step);
  const labels: {x: number; text: string}[] = [];
  let day = "";
  for (const [i, {startedAt}] of runs.entries()) {
    const here = new Date(startedAt).toISOString().slice(0, 10);
    const x = edges[i] ?? left;
    const last = labels.at(-1)?.x ?? -Infinity;
    // A label that would be cut off at the right end is left out.
    if (here !== day && x - last >= BETWEEN_LABELS && (labels.length === 0 || x + 70 <= width))
      labels.push({x, text: here});
    day = here;
  }
  const gaps = runs.flatMap(({vantage, startedAt}, i) => {
    const before = runs.slice(0, i).findLast((run) => run.vantage === vantage);
    const hours = before ? (startedAt - before.startedAt) / 3_600_000 : 0;
    return Math.round(hours / hoursBetweenRuns) > 1 ? [edges[i] ?? left] : [];
  });
  return {edges, labels, gaps};
}

/** When and from where a run was made: `2026-03-01 08:00 UTC, from lab`. */
export function runName({startedAt, vantage}: Coverage["runs"][number]): string {
  return `${minuteText(startedAt)}, from ${vantage}`;
}

export function minuteText(utcMs: number): string {
  return `${new Date(utcMs).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
