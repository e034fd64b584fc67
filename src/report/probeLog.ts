import type {ServerRun} from "./serverRuns.js";

/** Runs in the probe log of a server's file: two months at four hours from one to the next. Older ones are in the archive. */
export const LOGGED_RUNS = 400;

/** What one run noted of a server. What is null or absent was not measured. */
export interface LogEntry {
  /** start of the run, UTC ms */
  readonly startedAt: number;
  /** path of the run below the archive */
  readonly run: string;
  readonly outcome: string;
  readonly stage: string | null;
  readonly reason: string | null;
  /** as received, escaped to printable ASCII by the probe */
  readonly detail: string | null;
  readonly connectMs: number | null;
  readonly tlsMs: number | null;
  readonly handshakeMs: number | null;
  /** questions for the histogram */
  readonly readsAnswered: number;
  readonly readsFailed: number;
}

/** The newest runs of a server, the newest first. */
export function probeLog(list: readonly ServerRun[], most = LOGGED_RUNS): readonly LogEntry[] {
  return list
    .slice(-most)
    .toReversed()
    .map(({record, row}) => {
      const reads = record.reads.get(row.endpoint);
      return {
        startedAt: record.startedAt,
        run: record.path,
        outcome: row.outcome,
        stage: row.stage,
        reason: row.reason,
        detail: row.detail,
        connectMs: rounded(row.connect_ms),
        tlsMs: rounded(row.tls_ms),
        handshakeMs: rounded(row.handshake_ms),
        readsAnswered: reads?.answered ?? 0,
        readsFailed: reads?.failed ?? 0,
      };
    });
}

function rounded(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms * 10) / 10;
}
