import type {ReadRow} from "../../src/observation/schema.js";
import type {Tables} from "../../src/observation/snapshot.js";
import {checkFailure} from "./checkEndpoints.js";
import type {ProblemList} from "./problems.js";

/** Longest `text` that is kept of an answer, as the dictionary says it. */
const MAX_TEXT = 2_000;

/** The table `reads` in itself, against `endpoints`, and what it refers to in `histograms`. */
export function checkReads({endpoints, reads, histograms}: Tables, at: string, problems: ProblemList): void {
  const positions = new Map(endpoints.map(({endpoint}, i) => [endpoint, i]));
  const seen = new Set<string>();
  const triggers = new Map<number, string>();
  let last = {sweep: -1, position: -1};
  for (const [i, row] of reads.entries()) {
    const where = `row ${i}`;
    const position = positions.get(row.endpoint);
    problems.expect(position !== undefined, at, `${where} endpoint`, "an endpoint of the run", row.endpoint);
    const key = `${row.sweep} ${row.endpoint}`;
    problems.expect(!seen.has(key), at, `${where} endpoint`, "each endpoint once in a sweep", row.endpoint);
    seen.add(key);
    const inOrder =
      row.sweep > last.sweep || (row.sweep === last.sweep && (position ?? Infinity) >= last.position);
    problems.expect(inOrder, at, where, "rows by sweep, then in the order of endpoints", row.endpoint);
    last = {sweep: row.sweep, position: position ?? -1};
    const trigger = triggers.get(row.sweep) ?? row.trigger;
    triggers.set(row.sweep, trigger);
    problems.expect(
      ["round", "tip"].includes(row.trigger) && row.trigger === trigger,
      at,
      `${where} trigger`,
      "round or tip, one for each sweep",
      row.trigger,
    );
    checkAnswer(row, at, where, problems);
  }
  const sweeps = [...triggers.keys()].toSorted((a, b) => a - b);
  problems.expect(
    sweeps.every((sweep, i) => sweep === i),
    at,
    "sweep",
    "sweeps numbered from 0 without a gap",
    sweeps.find((sweep, i) => sweep !== i),
  );
  checkReferences(reads, histograms, at, problems);
}

function checkAnswer(row: ReadRow, at: string, where: string, problems: ProblemList): void {
  problems.expect(
    row.outcome === "answered" || row.outcome === "failed",
    at,
    `${where} outcome`,
    "answered or failed",
    row.outcome,
  );
  checkFailure(row, at, where, problems);
  const answered = row.outcome === "answered";
  for (const column of ["elapsed_ms", "histogram", "bins", "number_style"] as const)
    problems.expect(
      (row[column] !== null) === answered,
      at,
      `${where} ${column}`,
      answered ? "a value, since it answered" : "null, since it failed",
      row[column],
    );
  problems.expect((row.elapsed_ms ?? 0) >= 0, at, `${where} elapsed_ms`, "0 or more", row.elapsed_ms);
  const styles = row.bins === 0 ? ["empty"] : ["integer", "fraction", "other"];
  if (row.number_style !== null)
    problems.expect(
      styles.includes(row.number_style),
      at,
      `${where} number_style`,
      styles.join(", "),
      row.number_style,
    );
  problems.expect(
    (row.text !== null) === (row.number_style === "other") && (row.text ?? "").length <= MAX_TEXT,
    at,
    `${where} text`,
    `a text of at most ${MAX_TEXT} characters where number_style is other, else null`,
    row.text,
  );
}

/**
 * Histograms are numbered in the order in which reads first refer to them, from 0 without a gap; one that is empty has a
 * number and no row. Each other one has as many rows as the read says, and none lies there that no read refers to.
 */
function checkReferences(
  reads: Tables["reads"],
  histograms: Tables["histograms"],
  at: string,
  problems: ProblemList,
): void {
  const rows = new Map<number, number>();
  for (const {histogram} of histograms) rows.set(histogram, (rows.get(histogram) ?? 0) + 1);
  const referred = new Set<number>();
  for (const [i, {histogram, bins}] of reads.entries()) {
    if (histogram === null) continue;
    if (!referred.has(histogram))
      problems.expect(
        histogram === referred.size,
        at,
        `row ${i} histogram`,
        "numbers from 0 without a gap, in the order of reads",
        histogram,
      );
    referred.add(histogram);
    const held = rows.get(histogram) ?? 0;
    problems.expect(held === bins, at, `row ${i} bins`, `${held}, the rows of histogram ${histogram}`, bins);
  }
  for (const number of rows.keys())
    problems.expect(
      referred.has(number),
      at.replace("reads", "histograms"),
      `histogram ${number}`,
      "a read that refers to it",
      undefined,
    );
}
