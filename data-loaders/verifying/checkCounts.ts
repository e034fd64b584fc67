import type {Manifest, Tables} from "../../src/observation/snapshot.js";
import {countTables} from "../record.js";
import type {ProblemList} from "./problems.js";

/** The manifest's counts are those of the tables. */
export function checkCounts(manifest: Manifest, tables: Tables, at: string, problems: ProblemList): void {
  const {by_failure: byFailure, ...numbers} = countTables(tables);
  const {counts} = manifest;
  for (const [name, number] of Object.entries(numbers) as [keyof typeof numbers, number][])
    problems.expect(
      counts[name] === number,
      at,
      `counts.${name}`,
      `${number}, as in the tables`,
      counts[name],
    );
  for (const key of new Set([...Object.keys(byFailure), ...Object.keys(counts.by_failure)])) {
    const [held, stated] = [byFailure[key] ?? 0, counts.by_failure[key] ?? 0];
    problems.expect(held === stated, at, "counts.by_failure", `${held} of ${key}`, stated);
  }
  const suspected = counts.failed > 0 && counts.answered === 0;
  problems.expect(
    manifest.own_side_suspected === suspected,
    at,
    "own_side_suspected",
    `${suspected} for these counts`,
    manifest.own_side_suspected,
  );
}
