import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {parquetReadObjects} from "hyparquet";
import {type Cohort, cohortOf, cohorts} from "../../src/observation/cohort.js";
import {formatEndpoint, parseEndpoint} from "../../src/observation/endpoint.js";
import {runPattern} from "../wholeRun.js";

/** What a run found otherwise than an earlier one, of endpoints that both asked. Names are canonical. */
export interface RunChanges {
  /** name of the earlier run */
  readonly since: string;
  /** answered, and had not */
  readonly back: readonly string[];
  /** had answered, and did not */
  readonly gone: readonly string[];
  /** answered both times and say they run another version; what they say is left out, since they can say anything */
  readonly versions: number;
  /** asked in this run alone, and in the earlier one alone */
  readonly added: number;
  readonly dropped: number;
}

/** What is read of an endpoint's row. */
export interface EndpointState {
  readonly endpoint: string;
  readonly host: string;
  /** that was connected to; null if none was */
  readonly address: string | null;
  readonly outcome: string;
  readonly server_version: string | null;
}

/** The same vantage's run before this one; null if there is none. */
export function runBefore(archive: string, run: string): string | null {
  const [, vantage = ""] = runPattern.exec(run) ?? [];
  const earlier = readdirSync(join(archive, `vantage=${vantage}`), {withFileTypes: true})
    .filter((date) => date.isDirectory())
    .flatMap((date) =>
      readdirSync(join(archive, `vantage=${vantage}`, date.name)).map(
        (name) => `vantage=${vantage}/date=${date.name.slice("date=".length)}/${name}`,
      ),
    )
    .filter((path) => runPattern.test(path) && path < run); // dates and times sort as text
  return earlier.toSorted().at(-1) ?? null;
}

/** Endpoints of a run on disk. @throws {Error} if the table cannot be read */
export async function endpointStates(archive: string, run: string): Promise<EndpointState[]> {
  const {buffer, byteOffset, length} = readFileSync(join(archive, run, "endpoints.parquet"));
  return (await parquetReadObjects({
    file: buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer,
    columns: ["endpoint", "host", "address", "outcome", "server_version"],
  })) as unknown as EndpointState[];
}

/** How many endpoints of one cohort were listed, and how many of them answered. */
export interface CohortCount {
  readonly cohort: Cohort;
  readonly listed: number;
  readonly answered: number;
}

/**
 * Counts of a run's cohorts; one without an endpoint is left out.
 *
 * @param before the run before: an endpoint that could not be connected to is placed by the address that it had then
 */
export function cohortCounts(
  states: readonly EndpointState[],
  before: readonly EndpointState[] = [],
): readonly CohortCount[] {
  const earlier = new Map(before.map(({endpoint, address}) => [endpoint, address]));
  const cohort = ({endpoint, host, address}: EndpointState) =>
    cohortOf(host, address ?? earlier.get(endpoint) ?? null);
  return cohorts.flatMap((name) => {
    const of = states.filter((state) => cohort(state) === name);
    return of.length === 0
      ? []
      : [{cohort: name, listed: of.length, answered: of.filter(hasAnswered).length}];
  });
}

function hasAnswered({outcome}: EndpointState): boolean {
  return outcome === "answered";
}

/** @param since name of the earlier run */
export function runChanges(
  since: string,
  earlier: readonly EndpointState[],
  later: readonly EndpointState[],
): RunChanges {
  const before = new Map(earlier.map((state) => [state.endpoint, state]));
  const both = later.flatMap((now) => {
    const old = before.get(now.endpoint);
    return old ? [{name: now.endpoint, old, now}] : [];
  });
  return {
    since,
    back: both.filter(({old, now}) => !hasAnswered(old) && hasAnswered(now)).flatMap(canonical),
    gone: both.filter(({old, now}) => hasAnswered(old) && !hasAnswered(now)).flatMap(canonical),
    versions: both.filter(
      ({old, now}) =>
        hasAnswered(old) &&
        hasAnswered(now) &&
        old.server_version !== null &&
        now.server_version !== null &&
        old.server_version !== now.server_version,
    ).length,
    added: later.length - both.length,
    dropped: earlier.length - both.length,
  };
}

/** The name, if it is one in canonical spelling: nothing else that a file holds gets into a commit's message. */
function canonical({name}: {readonly name: string}): string[] {
  const endpoint = parseEndpoint(name);
  return !("error" in endpoint) && formatEndpoint(endpoint) === name ? [name] : [];
}
