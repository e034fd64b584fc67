import type {FeeHistogram} from "../../src/observation/histogram.js";
import {histogramKey} from "../../src/observation/histogram.js";
import {
  type EndpointRow,
  type ReadRow,
  type Row,
  SCHEMA_VERSION,
  type TableName,
  tables,
} from "../../src/observation/schema.js";
import {type Network, runName, runPath, type Snapshot} from "../../src/observation/snapshot.js";
import {MAINNET_GENESIS} from "../../src/observation/tip.js";

/** One server of a made-up run: as little as a test wants to say about it. */
export interface SampleServer {
  /** `host:port/tcp` */
  readonly endpoint: string;
  /** one answer for all sweeps, or one for each; null: no answer */
  readonly answer: Bins | null | readonly (Bins | null)[];
  readonly program?: string | null;
  /** sat/kvB */
  readonly relayFee?: number | null;
  readonly genesis?: string | null;
  readonly height?: number;
  /** other columns of its row, where it answered */
  readonly row?: Partial<EndpointRow>;
}

/** `[label, vsize]`, as on the wire. */
export type Bins = readonly (readonly [number, number])[];

export interface SampleRun {
  readonly startedAt?: string;
  readonly network?: Network;
  readonly sweeps?: number;
  /** trigger of each sweep; round if not given */
  readonly triggers?: readonly string[];
}

/** A snapshot in memory, whole and consistent, from a list of servers. */
export function sampleSnapshot(servers: readonly SampleServer[], run: SampleRun = {}): Snapshot {
  const {startedAt = "2026-03-01T12:00:00.000Z", network = "mainnet", sweeps = 1, triggers = []} = run;
  const start = Date.parse(startedAt);
  const end = start + sweeps * 60_000;
  const numbers = new Map<string, {number: number; bins: FeeHistogram}>();
  const reads = Array.from({length: sweeps}, (_, sweep) =>
    servers.map(({endpoint, answer}, i): ReadRow => {
      const bins = answerIn(answer, sweep);
      const at = start + sweep * 60_000 + i * 100;
      return {
        ...empty("reads"),
        endpoint,
        sweep,
        trigger: triggers[sweep] ?? "round",
        requested_at: at,
        outcome: bins ? "answered" : "failed",
        ...(bins
          ? {elapsed_ms: 50, histogram: numbered(bins, numbers), bins: bins.length, number_style: "integer"}
          : {stage: "mempool.get_fee_histogram", reason: "timeout", detail: "no answer"}),
      };
    }),
  ).flat();
  const endpoints = servers.map((server) => endpointRow(server, reads));
  const failed = endpoints.filter(({outcome}) => outcome === "failed");
  const answered = endpoints.length - failed.length;
  return {
    path: runPath("test", start),
    manifest: {
      format: "electrum-kinship-snapshot",
      schema_version: SCHEMA_VERSION,
      network,
      simulated: network === "lab",
      vantage: "test",
      run: runName(start),
      program: {name: "electrum-kinship", version: "0.0.0", commit: null},
      options: {},
      started_at: new Date(start).toISOString(),
      ended_at: new Date(end).toISOString(),
      counts: {
        endpoints: endpoints.length,
        answered,
        failed: failed.length,
        not_tried: 0,
        by_failure: failed.length > 0 ? {"connect: timeout": failed.length} : {},
        sweeps,
        reads: reads.length,
        distinct_histograms: numbers.size,
      },
      own_side_suspected: answered === 0 && endpoints.length > 0,
      tables: [],
    },
    tables: {
      endpoints,
      reads,
      histograms: [...numbers.values()].flatMap(({number, bins}) =>
        bins.map(({label, vsize}, bin) => ({histogram: number, bin, label, vsize})),
      ),
      estimates: [],
      tips: servers.map(({endpoint, height = 900_000}) => ({
        endpoint,
        event: "read",
        received_at: start,
        height,
        hash: "00".repeat(32),
        header: "00".repeat(80),
      })),
    },
  };
}

function endpointRow(
  {endpoint, program = "Fulcrum 2.1.0", relayFee = 1000, genesis = MAINNET_GENESIS, row: more}: SampleServer,
  reads: readonly ReadRow[],
): EndpointRow {
  const [, host = "", port = "", transport = ""] = /^\[?(.*?)\]?:(\d+)\/(.*)$/.exec(endpoint) ?? [];
  const row = {...empty("endpoints"), endpoint, host, port: Number(port), transport, source: "test"};
  return reads.some((read) => read.endpoint === endpoint && read.outcome === "answered")
    ? {
        ...row,
        outcome: "answered",
        server_version: program,
        relay_fee: relayFee,
        genesis_hash: genesis,
        ...more,
      }
    : {...row, outcome: "failed", stage: "connect", reason: "timeout", detail: "no answer in 10 s"};
}

/** The number of an answer within its run; null for the empty histogram, which has no rows. */
function numbered(bins: Bins, numbers: Map<string, {number: number; bins: FeeHistogram}>): number | null {
  if (bins.length === 0) return null;
  const histogram = bins.map(([label, vsize]) => ({label, vsize}));
  const key = histogramKey(histogram);
  const known = numbers.get(key) ?? {number: numbers.size, bins: histogram};
  numbers.set(key, known);
  return known.number;
}

function answerIn(answer: SampleServer["answer"], sweep: number): Bins | null {
  if (answer === null) return null;
  const first = answer[0];
  const each = first === null || (Array.isArray(first) && first.every((bin) => Array.isArray(bin)));
  return each ? ((answer as readonly (Bins | null)[])[sweep] ?? null) : (answer as Bins);
}

/** A row with every column null or of no consequence. */
function empty<T extends TableName>(name: T): Row<T> {
  const blank = {string: "", int32: 0, int64: 0, double: 0, boolean: false, timestamp: 0} as const;
  return Object.fromEntries(
    Object.entries(tables[name]).map(([column, {type, nullable}]) => [
      column,
      nullable ? null : blank[type as keyof typeof blank],
    ]),
  ) as Row<T>;
}
