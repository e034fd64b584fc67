import type {EndpointRow} from "../observation/schema.js";
import type {RunRecord} from "./runRecord.js";

/** What a run tells of an endpoint; `untold`: not in its list, not tried, or our own side is suspected. */
export type RunState = "answered" | "failed" | "untold";

/**
 * @param row of the endpoint in that run; undefined if the run did not have it in its list
 */
export function runState(
  {ownSideSuspected}: Pick<RunRecord, "ownSideSuspected">,
  row: EndpointRow | undefined,
): RunState {
  if (row === undefined || row.outcome === "not-tried") return "untold";
  if (row.outcome === "answered") return "answered";
  return ownSideSuspected ? "untold" : "failed";
}
