import {parseEndpoint} from "../../src/observation/endpoint.js";
import {type EndpointRow, tables} from "../../src/observation/schema.js";
import type {Server, Window} from "../../src/evidence/window.js";

/** What a test says about a server: any columns of its row; all others are null or of no consequence. */
export interface SampleServer extends Partial<Omit<EndpointRow, "endpoint">> {
  /** `host:port/tcp` or `host:port/ssl` */
  readonly at: string;
  /** one entry a run: more columns, "down" (it failed), or null (it was not listed); one run, all as said, if left out */
  readonly runs?: readonly (Partial<EndpointRow> | "down" | null)[];
}

/** A window of runs four hours apart, from as little as a test wants to say. Servers come in the window's order. */
export function sampleWindow(...servers: readonly SampleServer[]): Window {
  const runs = Math.max(1, ...servers.map(({runs}) => runs?.length ?? 1));
  return {
    runs: Array.from({length: runs}, (_, run) => ({
      path: `vantage=test/date=2026-03-01/run=${run}`,
      startedAt: run * 14_400_000,
      endedAt: run * 14_400_000 + 600_000,
    })),
    servers: servers
      .map(sampleServer)
      .toSorted((a, b) => (a.endpoint < b.endpoint ? -1 : a.endpoint > b.endpoint ? 1 : 0)),
  };
}

/** The window's server of that endpoint. @throws {RangeError} if there is none */
export function serverAt(window: Window, at: string): Server {
  const server = window.servers.find(({endpoint}) => endpoint === at);
  if (server === undefined) throw new RangeError(`serverAt: expected a server of the window, got ${at}`);
  return server;
}

/** Servers that have nothing in common with anyone: other names, other networks. Their number makes values rare. */
export function strangers(count: number, columns: Partial<EndpointRow> = {}): SampleServer[] {
  return Array.from({length: count}, (_, i) => ({
    at: `quiet.stranger-${letters(i)}.example:50002/ssl`,
    address: `203.${i}.113.1`,
    ...columns,
  }));
}

/** 0 as a, 25 as z, 26 as ba: names without numbers, which would make a family. */
function letters(i: number): string {
  const last = String.fromCodePoint(97 + (i % 26));
  return i < 26 ? last : letters(Math.floor(i / 26)) + last;
}

function sampleServer({at, runs = [{}], ...columns}: SampleServer): Server {
  const endpoint = parseEndpoint(at);
  if ("error" in endpoint) throw new RangeError(`sampleServer: ${endpoint.error}`);
  const base = {...emptyRow(), outcome: "answered", endpoint: at, ...endpoint, ...columns};
  return {
    endpoint: at,
    rows: runs.flatMap((more, run) => {
      if (more === null) return [];
      if (more !== "down") return [{run, row: {...base, ...more}}];
      const failure = {outcome: "failed", stage: "connect", reason: "timeout", detail: "no answer in 10 s"};
      return [{run, row: {...emptyRow(), endpoint: at, ...endpoint, source: base.source, ...failure}}];
    }),
    readings: [],
    estimates: [],
    tips: [],
  };
}

/** Nothing was seen: what can be null is. */
function emptyRow(): EndpointRow {
  const blank = {string: "", int32: 0, int64: 0, double: 0, boolean: false, timestamp: 0} as const;
  return Object.fromEntries(
    Object.entries(tables.endpoints).map(([column, {type, nullable}]) => [
      column,
      nullable ? null : blank[type as keyof typeof blank],
    ]),
  ) as EndpointRow;
}
