/**
 * The archive's tables, once: the writer makes Parquet columns of this, the reader checks against it,
 * and the data dictionary of README.md is printed from it (`test/readme.test.ts` holds the two together).
 */

/** Raised when a column changes its meaning or goes; adding a column does not raise it. */
export const SCHEMA_VERSION = 1;

export type ColumnType = "string" | "int32" | "int64" | "double" | "boolean" | "timestamp";

export interface Column {
  readonly type: ColumnType;
  /** false: never null */
  readonly nullable: boolean;
  readonly unit?: string | undefined;
  readonly description: string;
  /** Parquet encoding where the default (dictionary or plain) is larger */
  readonly encoding?: "BYTE_STREAM_SPLIT" | "DELTA_BINARY_PACKED" | undefined;
}

type More = Partial<Pick<Column, "unit" | "encoding">>;
const column = <T extends ColumnType>(type: T, description: string, more: More = {}) => ({
  type,
  nullable: false as const,
  description,
  ...more,
});
const optional = <T extends ColumnType>(type: T, description: string, more: More = {}) => ({
  type,
  nullable: true as const,
  description,
  ...more,
});

const failureColumns = {
  stage: optional(
    "string",
    "where it ended: resolve, connect, tls, handshake or a method name; null if answered",
  ),
  reason: optional("string", "why, from the closed list of `src/observation/failure.ts`; null if answered"),
  detail: optional(
    "string",
    "what was expected and found, escaped to printable ASCII, at most 200 characters; null if answered",
  ),
};

export const tables = {
  endpoints: {
    endpoint: column("string", "host:port/tcp or host:port/ssl, canonical; the key of all tables"),
    host: column("string", "host name or address, lower case"),
    port: column("int32", "port that was dialled"),
    transport: column("string", "tcp or ssl (TLS)"),
    source: column(
      "string",
      "where the endpoint came from: a list's name, a file's name, or `peers of` another endpoint",
    ),
    outcome: column("string", "answered (at least one histogram), failed, or not-tried"),
    ...failureColumns,
    address: optional(
      "string",
      "IP address that was connected to; null through a proxy or without a connection",
    ),
    asns: optional(
      "string",
      "autonomous systems that announce the address, ascending, joined by blanks; null if unknown",
    ),
    asn_prefix: optional("string", "the prefix that they announce, CIDR; null if unknown"),
    country: optional(
      "string",
      "where the registry says that the prefix is held, two letters (ISO 3166-1): not where the machine stands; null if unknown",
    ),
    asn_answered_at: optional(
      "timestamp",
      "when DNS answered or failed to say which autonomous system it is; null if it was not asked",
      {unit: "UTC ms"},
    ),
    opened_at: optional("timestamp", "when the conversation that counted began", {unit: "UTC ms"}),
    connect_ms: optional("double", "TCP (or proxy) connection", {unit: "ms"}),
    tls_ms: optional("double", "TLS handshake", {unit: "ms"}),
    handshake_ms: optional("double", "from server.version to its answer", {unit: "ms"}),
    offered: optional(
      "string",
      "protocol versions offered when the server accepted: 1.4-1.6, or 1.4 on a second connection",
    ),
    server_version: optional("string", "program and version as the server reports it"),
    protocol: optional("string", "protocol version that the server chose"),
    key_order: optional(
      "string",
      "order of the members in its answers, joined by commas; mixed, or other for odd names",
    ),
    line_end: optional("string", "lf, crlf or mixed"),
    spacing: optional("string", "compact, spaced as Python's json writes, or mixed"),
    padding: optional("int32", "most blanks before the last brace of an answer", {unit: "characters"}),
    tls_version: optional("string", "TLS version that was agreed"),
    cert_sha256: optional("string", "fingerprint of the leaf certificate, hex"),
    cert_key_sha256: optional("string", "SHA-256 of its public key (SubjectPublicKeyInfo), hex"),
    cert_subject: optional("string", "subject, one attribute a line"),
    cert_issuer: optional("string", "issuer, one attribute a line"),
    cert_not_before: optional("timestamp", "start of validity", {unit: "UTC ms"}),
    cert_not_after: optional("timestamp", "end of validity", {unit: "UTC ms"}),
    cert_names: optional("string", "subject alternative names, joined by blanks"),
    banner: optional("string", "server.banner as sent, cut at 4,096 characters"),
    donation_address: optional("string", "server.donation_address as sent; empty when the server has none"),
    relay_fee: optional("int32", "minimum relay feerate", {unit: "sat/kvB"}),
    relay_fee_text: optional("string", "the same number as it was written, in BTC/kvB"),
    relay_fee_method: optional("string", "blockchain.relayfee, or mempool.get_info from protocol 1.6 on"),
    mempool_min_fee: optional("int32", "feerate below which the node's mempool takes nothing now", {
      unit: "sat/kvB",
    }),
    incremental_fee: optional("int32", "incremental relay feerate", {unit: "sat/kvB"}),
    genesis_hash: optional("string", "server.features: first block of the chain it serves"),
    features_version: optional("string", "server.features: server_version"),
    protocol_min: optional("string", "server.features: protocol_min"),
    protocol_max: optional("string", "server.features: protocol_max"),
    feature_keys: optional("string", "server.features: its members in their order, joined by commas"),
    declared_hosts: optional("string", "server.features: hosts, as endpoints joined by blanks"),
    peer_count: optional("int32", "entries in its server.peers.subscribe answer"),
    self_names: optional(
      "string",
      "hosts in that answer which carry the address we connected to, joined by blanks",
    ),
    failures: column(
      "string",
      "questions besides the histogram that failed, as method=reason joined by blanks; empty if none",
    ),
    bytes_received: column("int64", "over all of its connections", {unit: "bytes"}),
    notifications: column("int32", "messages that answered no question"),
  },
  reads: {
    endpoint: column("string", "see endpoints"),
    sweep: column("int32", "number of the sweep in this run, from 0"),
    trigger: column("string", "round (on the clock) or tip (some seconds after a new block)"),
    requested_at: column("timestamp", "when the question was written", {unit: "UTC ms"}),
    elapsed_ms: optional("double", "until the answer; null if there was none", {unit: "ms"}),
    outcome: column("string", "answered or failed"),
    ...failureColumns,
    histogram: optional(
      "int32",
      "number of the histogram in this run's table histograms; null if there was none",
    ),
    bins: optional("int32", "bins in the answer; 0 for the empty histogram, which has no row in histograms"),
    number_style: optional("string", "integer (5), fraction (5.0), empty or other"),
    text: optional(
      "string",
      "the beginning of the answer as sent, white space removed, at most 2,000 characters, where number_style is other",
    ),
  },
  histograms: {
    histogram: column("int32", "number of a distinct answer within this run, from 0", {
      encoding: "DELTA_BINARY_PACKED",
    }),
    bin: column("int32", "position from the top, from 0", {encoding: "DELTA_BINARY_PACKED"}),
    label: column("double", "as sent; its meaning depends on the program", {unit: "sat/vB"}),
    vsize: column("int64", "in the bin", {unit: "vB"}),
  },
  estimates: {
    endpoint: column("string", "see endpoints"),
    sweep: column("int32", "sweep after which it was asked"),
    asked_at: column("timestamp", "when the question was written", {unit: "UTC ms"}),
    target: column("int32", "confirmation target", {unit: "blocks"}),
    fee: optional("int32", "estimate; -1 when the server has none; null if it did not answer", {
      unit: "sat/kvB",
    }),
    text: optional("string", "the same number as it was written, in BTC/kvB"),
    reason: optional("string", "why there is no answer; null if answered"),
    detail: optional("string", "what was expected and found; null if answered"),
    tip_before: optional(
      "string",
      "hash of the server's newest block, asked just before; null if it did not answer",
    ),
    tip_after: optional("string", "the same, asked just after"),
  },
  tips: {
    endpoint: column("string", "see endpoints"),
    event: column("string", "read (an answer to our question) or notification (announced by the server)"),
    received_at: column("timestamp", "when it arrived", {unit: "UTC ms"}),
    height: column("int32", "of the block", {unit: "blocks"}),
    hash: column("string", "block hash, as explorers print it"),
    header: column("string", "the 80 bytes of the header, hex"),
  },
} as const satisfies Record<string, Record<string, Column>>;

export type TableName = keyof typeof tables;
export const tableNames = Object.keys(tables) as TableName[];

type Value<T extends ColumnType> = T extends "string" ? string : T extends "boolean" ? boolean : number;

/** One row of a table, its columns by name. Timestamps are UTC milliseconds, int64 are numbers (all lie below 2^53). */
export type Row<T extends TableName> = {
  readonly [C in keyof (typeof tables)[T]]: (typeof tables)[T][C] extends {
    type: infer K extends ColumnType;
    nullable: infer N;
  }
    ? Value<K> | (N extends true ? null : never)
    : never;
};

export type EndpointRow = Row<"endpoints">;
export type ReadRow = Row<"reads">;
export type HistogramRow = Row<"histograms">;
export type EstimateRow = Row<"estimates">;
export type TipRow = Row<"tips">;
