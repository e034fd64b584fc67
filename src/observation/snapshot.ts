import type {Row, TableName} from "./schema.js";
import type {FeeHistogram} from "./histogram.js";

/** The network that was observed. `lab` is simulated: it says nothing about any real server. */
export type Network = "mainnet" | "lab";

/** One table's file within a snapshot. */
export interface TableFile {
  readonly name: TableName;
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
  /** hex */
  readonly sha256: string;
}

/** What a run says about itself: `manifest.json`. */
export interface Manifest {
  readonly format: "electrum-kinship-snapshot";
  readonly schema_version: number;
  readonly network: Network;
  /** true for the lab, false for anything observed */
  readonly simulated: boolean;
  readonly vantage: string;
  readonly run: string;
  readonly program: {readonly name: string; readonly version: string; readonly commit: string | null};
  readonly options: Readonly<Record<string, string | number | boolean | null>>;
  /** ISO 8601, UTC */
  readonly started_at: string;
  readonly ended_at: string;
  readonly counts: {
    readonly endpoints: number;
    readonly answered: number;
    readonly failed: number;
    readonly not_tried: number;
    /** endpoints without a histogram, by "stage: reason" */
    readonly by_failure: Readonly<Record<string, number>>;
    readonly sweeps: number;
    readonly reads: number;
    readonly distinct_histograms: number;
  };
  /** no endpoint answered: our own side is the likely cause, and nothing follows about the servers */
  readonly own_side_suspected: boolean;
  readonly tables: readonly TableFile[];
}

export type Tables = {readonly [T in TableName]: readonly Row<T>[]};

/** One run, read back: its place in the archive, its manifest, its rows. */
export interface Snapshot {
  /** path below the archive's folder: `vantage=NAME/date=YYYY-MM-DD/run=YYYYMMDDTHHMMSSZ` */
  readonly path: string;
  readonly manifest: Manifest;
  readonly tables: Tables;
}

/** `YYYYMMDDTHHMMSSZ` of a UTC time in milliseconds: the name of a run. */
export function runName(utcMs: number): string {
  return new Date(utcMs)
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replace(/[-:]/g, "");
}

/** Where a run lies below its archive: Hive-style names, so one glob reads all runs with their keys as columns. */
export function runPath(vantage: string, utcMs: number): string {
  return `vantage=${vantage}/date=${new Date(utcMs).toISOString().slice(0, 10)}/run=${runName(utcMs)}`;
}

/** A vantage's name: short and safe as a folder on every system. */
export const vantagePattern = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

/** The distinct histograms of a run, by their number. The empty histogram has no rows, so readers look at `reads.bins`. */
export function histogramsByNumber(rows: Tables["histograms"]): ReadonlyMap<number, FeeHistogram> {
  const byNumber = new Map<number, {label: number; vsize: number}[]>();
  for (const {histogram, label, vsize} of rows) {
    const bins = byNumber.get(histogram);
    if (bins) bins.push({label, vsize});
    else byNumber.set(histogram, [{label, vsize}]);
  }
  return byNumber;
}
