import {formatEndpoint, parseEndpoint} from "../../src/observation/endpoint.js";
import {MAX_DETAIL, methods, reasons} from "../../src/observation/failure.js";
import type {EndpointRow} from "../../src/observation/schema.js";
import type {Tables} from "../../src/observation/snapshot.js";
import {checkOrigin} from "./checkOrigin.js";
import type {ProblemList} from "./problems.js";

const stages: ReadonlySet<string> = new Set([
  "resolve",
  "connect",
  "tls",
  "handshake",
  ...methods.filter((method) => method !== "server.version"),
]);

/** Reasons for which a server was not tried at all, as `failed` of `src/observation/failure.ts` has it. */
const untried: ReadonlySet<string> = new Set(["no-proxy", "opted-out"]);

/** Whether that is a reason of the closed list. */
export function isReason(reason: string): boolean {
  return Object.hasOwn(reasons, reason);
}

/** Stage, reason and detail: all of the closed lists where something failed, all null where it was answered. */
export function checkFailure(
  row: Pick<EndpointRow, "outcome" | "stage" | "reason" | "detail">,
  at: string,
  where: string,
  problems: ProblemList,
): void {
  const {outcome, stage, reason, detail} = row;
  if (outcome === "answered") {
    for (const [column, value] of Object.entries({stage, reason, detail}))
      problems.expect(value === null, at, `${where} ${column}`, "null, since it answered", value);
    return;
  }
  problems.expect(
    stage !== null && stages.has(stage),
    at,
    `${where} stage`,
    "a stage of the closed list",
    stage,
  );
  problems.expect(
    reason !== null && isReason(reason),
    at,
    `${where} reason`,
    "a reason of the closed list",
    reason,
  );
  checkDetail(detail, at, where, problems);
  const expected = reason !== null && untried.has(reason) ? "not-tried" : "failed";
  problems.expect(outcome === expected, at, `${where} outcome`, `${expected} for its reason`, outcome);
}

/** What a failure's detail may be: escaped already, and short. */
export function checkDetail(detail: string | null, at: string, where: string, problems: ProblemList): void {
  problems.expect(
    detail !== null && detail.length <= MAX_DETAIL && /^[\x20-\x7e]*$/.test(detail),
    at,
    `${where} detail`,
    `at most ${MAX_DETAIL} printable ASCII characters`,
    detail,
  );
}

/** The table `endpoints` in itself, and its outcomes against `reads`. */
export function checkEndpoints({endpoints, reads}: Tables, at: string, problems: ProblemList): void {
  const seen = new Set<string>();
  const readsOf = groupReads(reads);
  for (const [i, row] of endpoints.entries()) {
    const where = `row ${i}`;
    problems.expect(!seen.has(row.endpoint), at, `${where} endpoint`, "each endpoint once", row.endpoint);
    seen.add(row.endpoint);
    checkName(row, at, where, problems);
    checkFailure(row, at, where, problems);
    checkValues(row, at, where, problems);
    checkOrigin(row, at, where, problems);
    checkOutcome(row, readsOf.get(row.endpoint) ?? [], at, where, problems);
  }
}

function groupReads(reads: Tables["reads"]): Map<string, Tables["reads"][number][]> {
  const groups = new Map<string, Tables["reads"][number][]>();
  for (const read of reads) {
    const group = groups.get(read.endpoint);
    if (group) group.push(read);
    else groups.set(read.endpoint, [read]);
  }
  return groups;
}

function checkName(row: EndpointRow, at: string, where: string, problems: ProblemList): void {
  const parsed = parseEndpoint(row.endpoint);
  const canonical = "error" in parsed ? null : formatEndpoint(parsed);
  problems.expect(
    canonical === row.endpoint,
    at,
    `${where} endpoint`,
    "host:port/tcp or host:port/ssl in its one spelling",
    row.endpoint,
  );
  if ("error" in parsed) return;
  for (const column of ["host", "port", "transport"] as const)
    problems.expect(
      row[column] === parsed[column],
      at,
      `${where} ${column}`,
      "what the endpoint's name says",
      row[column],
    );
}

function checkValues(row: EndpointRow, at: string, where: string, problems: ProblemList): void {
  for (const column of [
    "connect_ms",
    "tls_ms",
    "handshake_ms",
    "padding",
    "peer_count",
    "bytes_received",
    "notifications",
  ] as const)
    problems.expect((row[column] ?? 0) >= 0, at, `${where} ${column}`, "0 or more", row[column]);
  for (const column of ["cert_sha256", "cert_key_sha256"] as const)
    problems.expect(
      row[column] === null || /^[0-9a-f]{64}$/.test(row[column]),
      at,
      `${where} ${column}`,
      "64 hex digits or null",
      row[column],
    );
  for (const failure of row.failures === "" ? [] : row.failures.split(" ")) {
    const [stage = "", reason = "", ...rest] = failure.split("=");
    const holds = stages.has(stage) && isReason(reason) && rest.length === 0;
    problems.expect(holds, at, `${where} failures`, "stage=reason of the closed lists", failure);
  }
}

/** An endpoint answered exactly if one of its reads did; it failed as its first read did; untried ones were never read. */
function checkOutcome(
  row: EndpointRow,
  reads: Tables["reads"],
  at: string,
  where: string,
  problems: ProblemList,
): void {
  const answered = reads.some(({outcome}) => outcome === "answered");
  problems.expect(
    (row.outcome === "answered") === answered,
    at,
    `${where} outcome`,
    answered ? "answered, as in reads" : "no answer, as in reads",
    row.outcome,
  );
  if (row.outcome === "not-tried")
    problems.expect(
      reads.length === 0,
      at,
      `${where} outcome`,
      "no read of what was not tried",
      reads.length,
    );
  const first = reads[0];
  if (row.outcome === "failed" && !answered && first)
    problems.expect(
      row.stage === first.stage && row.reason === first.reason,
      at,
      `${where} reason`,
      "stage and reason of its first read",
      `${row.stage}: ${row.reason}`,
    );
}
