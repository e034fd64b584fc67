import {cohortOf} from "../observation/cohort.js";
import type {EndpointRow} from "../observation/schema.js";
import {wilsonInterval} from "../statistics/proportion.js";
import {significant} from "./format.js";
import {programOf} from "./program.js";
import type {RunRecord} from "./runRecord.js";

/** By what endpoints are divided. */
export type Division = "source" | "program" | "transport" | "network";

/** How many endpoints of one kind answered. */
export interface ResponseRate {
  readonly value: string;
  /** of the newest run */
  readonly asked: number;
  readonly answered: number;
  /** 95% Wilson interval of the share; null if none was asked */
  readonly interval: {readonly low: number; readonly high: number} | null;
  /** listed but not tried: opted out, or an onion service without a proxy */
  readonly notTried: number;
  /** the same endpoints in all runs; they are asked again and again, so there is no interval */
  readonly allAsked: number;
  readonly allAnswered: number;
}

export interface RatesBy {
  readonly division: Division;
  /** the most endpoints first */
  readonly rates: readonly ResponseRate[];
}

/** Stands for the program of an endpoint that never said one: it never answered so far. */
export const NEVER_SAID = "never said";

/**
 * Share of the asked endpoints that answered, in the newest run and in all.
 *
 * @param runs oldest first; those in which our own side is suspected say nothing about servers and are left out
 */
export function responseRates(runs: readonly RunRecord[]): RatesBy[] {
  const telling = runs.filter(({ownSideSuspected}) => !ownSideSuspected);
  const newest = telling.at(-1);
  const [programs, addresses] = [lastKnown(telling, programSaid), lastKnown(telling, ({address}) => address)];
  const valueOf: Readonly<Record<Division, (row: EndpointRow) => string>> = {
    source: ({source}) => (source.startsWith("peers of ") ? "named by a peer" : source),
    program: ({endpoint}) => programs.get(endpoint) ?? NEVER_SAID,
    transport: ({transport}) => (transport === "ssl" ? "TLS" : "plain TCP"),
    network: ({endpoint, host, address}) => cohortOf(host, address ?? addresses.get(endpoint) ?? null),
  };
  return (["source", "program", "transport", "network"] as const).map((division) => {
    const inNewest = counted(newest ? [newest] : [], valueOf[division]);
    const inAll = counted(telling, valueOf[division]);
    const rates = [...inAll].map(([value, all]): ResponseRate => {
      const {asked, answered, notTried} = inNewest.get(value) ?? {asked: 0, answered: 0, notTried: 0};
      return {
        value,
        asked,
        answered,
        interval: asked === 0 ? null : intervalOf(answered, asked),
        notTried,
        allAsked: all.asked,
        allAnswered: all.answered,
      };
    });
    return {
      division,
      rates: rates.toSorted(
        (x, y) =>
          y.asked + y.notTried - x.asked - x.notTried ||
          y.allAsked - x.allAsked ||
          (x.value < y.value ? -1 : 1),
      ),
    };
  });
}

export function intervalOf(answered: number, asked: number): {low: number; high: number} {
  const {low, high} = wilsonInterval(answered, asked);
  return {low: significant(low, 4), high: significant(high, 4)};
}

interface Counts {
  asked: number;
  answered: number;
  notTried: number;
}

function counted(runs: readonly RunRecord[], valueOf: (row: EndpointRow) => string): Map<string, Counts> {
  const counts = new Map<string, Counts>();
  for (const {endpoints} of runs)
    for (const row of endpoints) {
      const value = valueOf(row);
      const count = counts.get(value) ?? {asked: 0, answered: 0, notTried: 0};
      counts.set(value, count);
      if (row.outcome === "not-tried") count.notTried++;
      else count.asked++;
      if (row.outcome === "answered") count.answered++;
    }
  return counts;
}

/** What the newest run that knows says of each endpoint: one that fails today has no program today. */
function lastKnown(
  runs: readonly RunRecord[],
  said: (row: EndpointRow) => string | null,
): ReadonlyMap<string, string> {
  return new Map(
    runs.flatMap(({endpoints}) =>
      endpoints.flatMap((row) => {
        const value = said(row);
        return value === null ? [] : [[row.endpoint, value] as const];
      }),
    ),
  );
}

function programSaid({server_version}: EndpointRow): string | null {
  return server_version === null ? null : programOf(server_version).program;
}
