import type {EndpointRow} from "../../src/observation/schema.js";
import {runFacts} from "../../src/report/run.js";
import {type RunRecord, runRecord} from "../../src/report/runRecord.js";
import {sampleSnapshot} from "./sampleSnapshot.js";

/** What a test says of an endpoint in a run: that it answered, or how it failed. */
export type SampleOutcome =
  "answered" | "not-tried" | readonly [stage: string, reason: string] | Partial<EndpointRow>;

/** A run of endpoints with given outcomes: what pages keep of it. */
export function sampleRun(
  startedAt: string,
  outcomes: Readonly<Record<string, SampleOutcome>>,
  {vantage = "here", ownSide = false, network = "mainnet" as "mainnet" | "lab"} = {},
): RunRecord {
  const servers = Object.keys(outcomes).map((endpoint) => ({endpoint, answer: [[5, 140_000]] as const}));
  const snapshot = sampleSnapshot(servers, {startedAt, network});
  const record = runRecord(snapshot, runFacts(snapshot));
  return {
    ...record,
    vantage,
    ownSideSuspected: ownSide,
    endpoints: record.endpoints.map((row) => ({...row, ...columns(outcomes[row.endpoint])})),
  };
}

function columns(outcome: SampleOutcome | undefined): Partial<EndpointRow> {
  if (outcome === undefined || outcome === "answered") return {};
  if (outcome === "not-tried")
    return {outcome: "not-tried", stage: "connect", reason: "no-proxy", server_version: null};
  if (!Array.isArray(outcome)) return outcome as Partial<EndpointRow>;
  const [stage, reason] = outcome as readonly [string, string];
  return {outcome: "failed", stage, reason, server_version: null, relay_fee: null};
}
