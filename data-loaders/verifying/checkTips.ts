import type {Tables} from "../../src/observation/snapshot.js";
import {hashHeader} from "../hashHeader.js";
import type {ProblemList} from "./problems.js";

/** The table `tips`: by time, of known endpoints, and every hash that of its header. */
export function checkTips({endpoints, tips}: Tables, at: string, problems: ProblemList): void {
  const known = new Set(endpoints.map(({endpoint}) => endpoint));
  const hashes = new Map<string, string>();
  let last = -Infinity;
  for (const [i, row] of tips.entries()) {
    const where = `row ${i}`;
    problems.expect(known.has(row.endpoint), at, `${where} endpoint`, "an endpoint of the run", row.endpoint);
    problems.expect(
      row.event === "read" || row.event === "notification",
      at,
      `${where} event`,
      "read or notification",
      row.event,
    );
    problems.expect(row.received_at >= last, at, `${where} received_at`, "rows by time", row.received_at);
    last = row.received_at;
    problems.expect(row.height >= 0, at, `${where} height`, "0 or more", row.height);
    if (
      !problems.expect(
        /^[0-9a-f]{160}$/.test(row.header),
        at,
        `${where} header`,
        "160 hex digits",
        row.header,
      )
    )
      continue;
    const hash = hashes.get(row.header) ?? hashHeader(Buffer.from(row.header, "hex"));
    hashes.set(row.header, hash);
    problems.expect(row.hash === hash, at, `${where} hash`, `the header's, ${hash}`, row.hash);
  }
}
