import type {Reason} from "../observation/failure.js";
import type {EndpointRow} from "../observation/schema.js";
import {programOf} from "./program.js";

/** What a run's table of endpoints holds, with as much of its manifest as says how to read it. */
export interface RunEndpoints {
  readonly vantage: string;
  /** UTC ms */
  readonly startedAt: number;
  /** nobody answered, so our own side is the likely cause: no server's outage */
  readonly ownSideSuspected: boolean;
  readonly endpoints: readonly EndpointRow[];
}

/** What can change about a server. */
export const CHANGES = ["version", "relay minimum", "certificate key", "address", "protocol"] as const;
export type ChangeKind = (typeof CHANGES)[number];

/** A value that was another one before. The change lies between two runs: after `after`, not later than `run`. */
export interface ServerChange {
  readonly kind: ChangeKind;
  /** position of the last run that showed the old value */
  readonly after: number;
  /** position of the first run that showed the new one */
  readonly run: number;
  /** as a reader sees them, printable ASCII; self-reported except for address and certificate key */
  readonly from: string;
  readonly to: string;
}

/** Runs on end in which a server that had answered before did not. */
export interface Outage {
  /** positions of the first and the last of them */
  readonly from: number;
  readonly to: number;
  /** runs in which it was asked and did not answer */
  readonly runs: number;
  /** it has answered since */
  readonly over: boolean;
  /** where and why the first of them failed (`src/observation/failure.ts`) */
  readonly stage: string;
  readonly reason: string;
  /** the others failed at the same stage for the same reason */
  readonly alike: boolean;
}

/** The change log of one endpoint, as one vantage point saw it. */
export interface ServerHistory {
  readonly endpoint: string;
  readonly vantage: string;
  /** positions of the first and the last run in which it answered; null if it never did */
  readonly firstSeen: number | null;
  readonly lastSeen: number | null;
  /** runs in which it answered */
  readonly answered: number;
  /** oldest first */
  readonly changes: readonly ServerChange[];
  readonly outages: readonly Outage[];
}

/** Characters of a fingerprint that are shown; the whole of it is compared. */
const FINGERPRINT_SHOWN = 16;

/** Reasons of `src/observation/failure.ts` that lie on our side of the network. */
const OURS: ReadonlySet<string> = new Set<Reason>(["own-side", "proxy-failed"]);

/** The value in a row and how it is shown; null if the row does not say. */
const values: Readonly<
  Record<ChangeKind, (row: EndpointRow) => {readonly value: string; readonly shown: string} | null>
> = {
  version: ({server_version}) => {
    if (server_version === null) return null;
    const {program, version} = programOf(server_version);
    const shown = `${program} ${version}`.trim();
    return {value: shown, shown}; // what a reader cannot see is no change to a reader
  },
  "relay minimum": ({relay_fee}) => (relay_fee === null ? null : same(`${relay_fee / 1000} sat/vB`)),
  "certificate key": ({cert_key_sha256}) =>
    cert_key_sha256 === null
      ? null
      : {value: cert_key_sha256, shown: cert_key_sha256.slice(0, FINGERPRINT_SHOWN)},
  address: ({address}) => (address === null ? null : same(address)),
  protocol: ({protocol}) => (protocol === null ? null : same(programOf(protocol).program)),
};

function same(value: string): {readonly value: string; readonly shown: string} {
  return {value, shown: value};
}

/** What is known of a server at a point of the sequence. */
interface Log {
  readonly endpoint: string;
  readonly vantage: string;
  firstSeen: number | null;
  lastSeen: number | null;
  answered: number;
  readonly changes: ServerChange[];
  readonly outages: Outage[];
  /** the last of `outages` goes on */
  out: boolean;
  readonly last: Map<ChangeKind, {readonly run: number; readonly value: string; readonly shown: string}>;
}

/**
 * What changed about each server from run to run, and when it did not answer.
 *
 * A value that is missing is no change: the next one is compared with the last that was known. Silence is an outage only
 * of a server that has answered before, and not where our own side failed or where it was not tried; runs that do not
 * ask for it neither begin nor end one.
 *
 * @param runs oldest first; each vantage point is compared with itself alone, since a name can lead elsewhere elsewhere
 * @returns by first appearance, each vantage point on its own
 */
export function serverEvents(runs: readonly RunEndpoints[]): readonly ServerHistory[] {
  const logs = new Map<string, Log>();
  for (const [run, {vantage, ownSideSuspected, endpoints}] of runs.entries())
    for (const row of endpoints) {
      const key = `${vantage} ${row.endpoint}`;
      const log = logs.get(key) ?? emptyLog(row.endpoint, vantage);
      logs.set(key, log);
      if (row.outcome === "answered") noteAnswer(log, run, row);
      else if (row.outcome === "failed" && !ownSideSuspected && !OURS.has(row.reason ?? ""))
        noteSilence(log, run, row);
    }
  return Array.from(logs.values(), ({out: _, last: __, ...history}) => history);
}

function emptyLog(endpoint: string, vantage: string): Log {
  return {
    endpoint,
    vantage,
    firstSeen: null,
    lastSeen: null,
    answered: 0,
    changes: [],
    outages: [],
    out: false,
    last: new Map(),
  };
}

function noteAnswer(log: Log, run: number, row: EndpointRow): void {
  log.firstSeen ??= run;
  log.lastSeen = run;
  log.answered++;
  const outage = log.outages.at(-1);
  if (log.out && outage) log.outages.splice(-1, 1, {...outage, over: true});
  log.out = false;
  for (const kind of CHANGES) {
    const now = values[kind](row);
    if (now === null) continue;
    const before = log.last.get(kind);
    if (before && before.value !== now.value)
      log.changes.push({kind, after: before.run, run, from: before.shown, to: now.shown});
    log.last.set(kind, {run, ...now});
  }
}

function noteSilence(log: Log, run: number, {stage, reason}: EndpointRow): void {
  if (log.firstSeen === null) return;
  const outage = log.outages.at(-1);
  if (log.out && outage) {
    const alike = outage.alike && outage.stage === (stage ?? "") && outage.reason === (reason ?? "");
    log.outages.splice(-1, 1, {...outage, to: run, runs: outage.runs + 1, alike});
  } else
    log.outages.push({
      from: run,
      to: run,
      runs: 1,
      over: false,
      stage: stage ?? "",
      reason: reason ?? "",
      alike: true,
    });
  log.out = true;
}
