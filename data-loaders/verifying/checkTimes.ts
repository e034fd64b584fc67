import type {Manifest, Tables} from "../../src/observation/snapshot.js";
import type {ProblemList} from "./problems.js";

/**
 * Milliseconds by which a moment may lie outside its run. Moments are read off a clock that a time service sets now and
 * then, by fractions of a second where it works at all.
 */
export const CLOCK_STEP_MS = 2_000;

/** Every moment in the tables lies within the run. */
export function checkTimes(
  tables: Tables,
  {started_at, ended_at}: Manifest,
  file: (table: keyof Tables) => string,
  problems: ProblemList,
): void {
  const from = Date.parse(started_at) - CLOCK_STEP_MS;
  const to = Date.parse(ended_at) + CLOCK_STEP_MS;
  const check = (table: keyof Tables, column: string, times: readonly (number | null)[]): void => {
    for (const [i, time] of times.entries())
      if (time !== null && !(time >= from && time <= to))
        problems.add(
          file(table),
          `row ${i} ${column}`,
          `a time from ${started_at} to ${ended_at}`,
          new Date(time),
        );
  };
  check(
    "endpoints",
    "opened_at",
    tables.endpoints.map((row) => row.opened_at),
  );
  check(
    "endpoints",
    "asn_answered_at",
    tables.endpoints.map((row) => row.asn_answered_at),
  );
  check(
    "reads",
    "requested_at",
    tables.reads.map((row) => row.requested_at),
  );
  check(
    "estimates",
    "asked_at",
    tables.estimates.map((row) => row.asked_at),
  );
  check(
    "tips",
    "received_at",
    tables.tips.map((row) => row.received_at),
  );
}
