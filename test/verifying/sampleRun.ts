import {createHash} from "node:crypto";
import {join} from "node:path";
import {writeSnapshot} from "../../data-loaders/archive.js";
import {countTables} from "../../data-loaders/record.js";
import {
  type EndpointRow,
  type ReadRow,
  SCHEMA_VERSION,
  tables as schema,
} from "../../src/observation/schema.js";
import {type Manifest, type Network, runName, runPath, type Tables} from "../../src/observation/snapshot.js";

export const START = Date.UTC(2026, 10, 22, 4, 17, 3, 456);

export type Loose = {[T in keyof Tables]: Record<string, string | number | boolean | null>[]};

/** A header of 80 bytes and its hash, computed here and not by the project's code. */
const header = "01".repeat(80);
const twice = createHash("sha256")
  .update(createHash("sha256").update(Buffer.from(header, "hex")).digest())
  .digest();
const hash = Buffer.from(twice.toReversed()).toString("hex");

function endpoint(name: string, values: Partial<EndpointRow>): EndpointRow {
  const nulls = Object.fromEntries(Object.keys(schema.endpoints).map((column) => [column, null]));
  return {
    ...(nulls as unknown as EndpointRow),
    endpoint: `${name}:50001/tcp`,
    host: name,
    port: 50_001,
    transport: "tcp",
    source: "test",
    outcome: "answered",
    failures: "",
    bytes_received: 100,
    notifications: 0,
    ...values,
  };
}

function read(name: string, sweep: number, at: number, values: Partial<ReadRow>): ReadRow {
  return {
    endpoint: `${name}:50001/tcp`,
    sweep,
    trigger: "round",
    requested_at: at + 10 + sweep,
    elapsed_ms: 5,
    outcome: "answered",
    stage: null,
    reason: null,
    detail: null,
    histogram: 0,
    bins: 2,
    number_style: "integer",
    text: null,
    ...values,
  };
}

/**
 * A run in which all holds, by hand: one server that answers two sweeps, one whose second answer is empty, one that
 * refuses, one that is an onion service.
 */
export function sampleTables(at = START): Loose {
  const tables: Tables = {
    endpoints: [
      endpoint("a.example", {opened_at: at + 5}),
      endpoint("b.example", {opened_at: at + 6}),
      endpoint("c.example", {outcome: "failed", stage: "connect", reason: "refused", detail: "ECONNREFUSED"}),
      endpoint("d.onion", {outcome: "not-tried", stage: "connect", reason: "no-proxy", detail: ""}),
    ],
    reads: [
      read("a.example", 0, at, {}),
      read("b.example", 0, at, {histogram: 1, bins: 1, number_style: "fraction"}),
      read("a.example", 1, at, {}),
      read("b.example", 1, at, {histogram: 2, bins: 0, number_style: "empty"}),
    ],
    histograms: [
      {histogram: 0, bin: 0, label: 5, vsize: 100},
      {histogram: 0, bin: 1, label: 1, vsize: 900},
      {histogram: 1, bin: 0, label: 2.5, vsize: 7},
    ],
    estimates: [
      {
        endpoint: "a.example:50001/tcp",
        sweep: 0,
        asked_at: at + 12,
        target: 2,
        fee: 1000,
        text: "0.00001",
        reason: null,
        detail: null,
        tip_before: hash,
        tip_after: null,
      },
      {
        endpoint: "a.example:50001/tcp",
        sweep: 0,
        asked_at: at + 12,
        target: 3,
        fee: null,
        text: null,
        reason: "timeout",
        detail: "",
        tip_before: hash,
        tip_after: null,
      },
    ],
    tips: [
      {endpoint: "a.example:50001/tcp", event: "read", received_at: at + 11, height: 900_000, hash, header},
      {
        endpoint: "b.example:50001/tcp",
        event: "notification",
        received_at: at + 13,
        height: 900_000,
        hash,
        header,
      },
    ],
  };
  return structuredClone(tables) as unknown as Loose;
}

export interface SampleRun {
  readonly vantage?: string;
  readonly at?: number;
  readonly network?: Network;
  readonly tables?: Loose;
  readonly manifest?: Partial<Manifest>;
}

/** Writes a run into an archive as the project does. @returns its path below the archive */
export async function writeSample(archive: string, run: SampleRun = {}): Promise<string> {
  const {vantage = "home", at = START, network = "mainnet"} = run;
  const tables = (run.tables ?? sampleTables(at)) as unknown as Tables;
  const path = runPath(vantage, at);
  await writeSnapshot(
    archive,
    path,
    {
      format: "electrum-kinship-snapshot",
      schema_version: SCHEMA_VERSION,
      network,
      simulated: network === "lab",
      vantage,
      run: runName(at),
      program: {name: "test", version: "0", commit: null},
      options: {rounds: 2},
      started_at: new Date(at).toISOString(),
      ended_at: new Date(at + 60_000).toISOString(),
      counts: countTables(tables),
      own_side_suspected: false,
      ...run.manifest,
    },
    tables,
  );
  return path;
}

export function manifestFile(archive: string, path: string): string {
  return join(archive, path, "manifest.json");
}
