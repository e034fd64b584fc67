import type {FeeHistogram} from "../../src/observation/histogram.js";
import {histogramKey} from "../../src/observation/histogram.js";
import type {EndpointRow} from "../../src/observation/schema.js";
import type {EstimateReading, Reading, Server, TipReading, Window} from "../../src/evidence/window.js";

/** When hand-made windows begin. */
export const T0 = Date.UTC(2026, 0, 5);

/** ms between the runs of hand-made windows. */
export const BETWEEN_RUNS = 4 * 3_600_000;

/** A row of the table endpoints that says nothing but what is given. */
export function endpointRow(endpoint: string, told: Partial<EndpointRow> = {}): EndpointRow {
  return {
    endpoint,
    host: endpoint.split(":")[0] ?? "",
    port: 50001,
    transport: "tcp",
    source: "test",
    outcome: "answered",
    stage: null,
    reason: null,
    detail: null,
    address: null,
    asns: null,
    asn_prefix: null,
    country: null,
    asn_answered_at: null,
    opened_at: null,
    connect_ms: null,
    tls_ms: null,
    handshake_ms: null,
    offered: null,
    server_version: null,
    protocol: null,
    key_order: null,
    line_end: null,
    spacing: null,
    padding: null,
    tls_version: null,
    cert_sha256: null,
    cert_key_sha256: null,
    cert_subject: null,
    cert_issuer: null,
    cert_not_before: null,
    cert_not_after: null,
    cert_names: null,
    banner: null,
    donation_address: null,
    relay_fee: null,
    relay_fee_text: null,
    relay_fee_method: null,
    mempool_min_fee: null,
    incremental_fee: null,
    genesis_hash: null,
    features_version: null,
    protocol_min: null,
    protocol_max: null,
    feature_keys: null,
    declared_hosts: null,
    peer_count: null,
    self_names: null,
    failures: "",
    bytes_received: 0,
    notifications: 0,
    ...told,
  };
}

export type Bins = readonly (readonly [label: number, vsize: number])[];

export const histogram = (bins: Bins): FeeHistogram => bins.map(([label, vsize]) => ({label, vsize}));

/** One answered read; by default at the run's start, sweeps 30 s apart. */
export function reading(run: number, sweep: number, bins: Bins, told: Partial<Reading> = {}): Reading {
  const answer = histogram(bins);
  return {
    run,
    sweep,
    trigger: "round",
    at: runStart(run) + sweep * 30_000,
    histogram: answer,
    style: null,
    key: histogramKey(answer),
    ...told,
  };
}

export const runStart = (run: number): number => T0 + run * BETWEEN_RUNS;

/** All estimates of one question round, block read before and after. */
export function estimates(
  run: number,
  at: number,
  tip: string,
  fees: Readonly<Record<number, number>>,
): readonly EstimateReading[] {
  return Object.entries(fees).map(([target, fee]) => ({
    run,
    endpoint: "",
    sweep: 0,
    asked_at: at,
    target: Number(target),
    fee,
    text: null,
    reason: null,
    detail: null,
    tip_before: tip,
    tip_after: tip,
  }));
}

export function tip(
  run: number,
  at: number,
  hash: string,
  event: "read" | "notification" = "read",
  height = 900_000,
): TipReading {
  return {run, endpoint: "", event, received_at: at, height, hash, header: ""};
}

export interface ServerParts {
  /** runs in which it has a row */
  readonly runs?: number;
  /** of every row, or of the row of each run */
  readonly row?: Partial<EndpointRow> | ((run: number) => Partial<EndpointRow>);
  readonly readings?: readonly Reading[];
  readonly estimates?: readonly EstimateReading[];
  readonly tips?: readonly TipReading[];
}

export function server(
  endpoint: string,
  {runs = 6, row = {}, readings = [], estimates = [], tips = []}: ServerParts = {},
): Server {
  return {
    endpoint,
    rows: Array.from({length: runs}, (_, run) => ({
      run,
      row: endpointRow(endpoint, typeof row === "function" ? row(run) : row),
    })),
    readings,
    estimates,
    tips,
  };
}

export function windowOfServers(servers: readonly Server[], runs = 6): Window {
  return {
    runs: Array.from({length: runs}, (_, run) => ({
      path: `run-${run}`,
      startedAt: runStart(run),
      endedAt: runStart(run) + 120_000,
    })),
    servers,
  };
}
