import type {EstimateRow} from "../../src/observation/schema.js";
import type {Tables} from "../../src/observation/snapshot.js";
import {checkDetail, isReason} from "./checkEndpoints.js";
import type {ProblemList} from "./problems.js";

/** The table `estimates` in itself, and against endpoints, sweeps and tips. */
export function checkEstimates(tables: Tables, at: string, problems: ProblemList): void {
  const positions = new Map(tables.endpoints.map(({endpoint}, i) => [endpoint, i]));
  const sweeps = new Set(tables.reads.map(({sweep}) => sweep));
  const tips = new Set(
    tables.tips.flatMap((tip) => (tip.event === "read" ? `${tip.endpoint} ${tip.hash}` : [])),
  );
  const seen = new Set<string>();
  let last = [-1, -1, -1];
  for (const [i, row] of tables.estimates.entries()) {
    const where = `row ${i}`;
    const position = positions.get(row.endpoint);
    problems.expect(position !== undefined, at, `${where} endpoint`, "an endpoint of the run", row.endpoint);
    problems.expect(sweeps.has(row.sweep), at, `${where} sweep`, "a sweep of reads", row.sweep);
    // With its time: estimates that a new block triggers may belong to a sweep that had some already.
    const key = `${row.endpoint} ${row.sweep} ${row.target} ${row.asked_at}`;
    problems.expect(!seen.has(key), at, where, "each target once", row.target);
    seen.add(key);
    const place = [row.sweep, position ?? -1, row.target];
    problems.expect(
      compare(last, place) <= 0,
      at,
      where,
      "rows by sweep, in the order of endpoints, by target",
      place.join(" "),
    );
    last = place;
    checkAnswer(row, at, where, problems);
    for (const column of ["tip_before", "tip_after"] as const)
      problems.expect(
        row[column] === null || tips.has(`${row.endpoint} ${row[column]}`),
        at,
        `${where} ${column}`,
        "a block that tips has as read from it, or null",
        row[column],
      );
  }
}

function checkAnswer(row: EstimateRow, at: string, where: string, problems: ProblemList): void {
  problems.expect(row.target >= 1, at, `${where} target`, "1 block or more", row.target);
  const answered = row.fee !== null;
  if (answered) problems.expect(row.fee >= -1, at, `${where} fee`, "-1, or a feerate of 0 or more", row.fee);
  problems.expect(
    (row.text !== null) === answered,
    at,
    `${where} text`,
    answered ? "the number as written" : "null, since it did not answer",
    row.text,
  );
  problems.expect(
    answered ? row.reason === null : row.reason !== null && isReason(row.reason),
    at,
    `${where} reason`,
    answered ? "null, since it answered" : "a reason of the closed list",
    row.reason,
  );
  if (answered)
    problems.expect(row.detail === null, at, `${where} detail`, "null, since it answered", row.detail);
  else checkDetail(row.detail, at, where, problems);
}

/** Of two places of equal length: negative if the first comes first. */
function compare(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((value, k) => value !== b[k]);
  return i < 0 ? 0 : (a[i] ?? 0) - (b[i] ?? 0);
}
