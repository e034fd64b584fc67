import {CHANGES, type ChangeKind, type ServerHistory} from "./serverEvents.js";

/** Changes and outages that are listed one by one, the newest of each: about 30 bytes each. The counts are of all. */
export const LISTED_EVENTS = 2_000;

/** What changed about servers, in a form that stays small. */
export interface EventLog {
  /** kinds of change, in the order of `counts` */
  readonly kinds: readonly ChangeKind[];
  /** for each kind, for each run, how many servers show a new value in it */
  readonly counts: readonly (readonly number[])[];
  /** for each run, servers that had answered before and do not now */
  readonly out: readonly number[];
  /** texts that `changes` and `outages` point to */
  readonly texts: readonly string[];
  /** newest first: `[server, kind, last run with the old value, first run with the new, old text, new text]` */
  readonly changes: readonly (readonly [number, number, number, number, number, number])[];
  readonly allChanges: number;
  /** newest first: `[server, first run, last run, 1 if it answered since, text of stage and reason]` */
  readonly outages: readonly (readonly [number, number, number, number, number])[];
  readonly allOutages: number;
}

/**
 * The change logs of all servers on the runs' axis.
 *
 * @param server number of an endpoint
 * @param runs how many there are
 */
export function eventLog(
  histories: readonly ServerHistory[],
  server: (endpoint: string) => number,
  runs: number,
): EventLog {
  const counts = CHANGES.map(() => Array.from({length: runs}, () => 0));
  const out = Array.from({length: runs}, () => 0);
  const texts = new Map<string, number>();
  const text = (words: string) => {
    const number = texts.get(words) ?? texts.size;
    texts.set(words, number);
    return number;
  };
  const changes = histories
    .flatMap(({endpoint, changes}) => changes.map((change) => ({endpoint, ...change})))
    .toSorted((a, b) => b.run - a.run);
  const outages = histories
    .flatMap(({endpoint, outages}) => outages.map((outage) => ({endpoint, ...outage})))
    .toSorted((a, b) => b.to - a.to || b.from - a.from);
  for (const {kind, run} of changes) raise(counts[CHANGES.indexOf(kind)] ?? [], run);
  for (const {from, to} of outages) for (let run = from; run <= to; run++) raise(out, run);
  return {
    kinds: CHANGES,
    counts,
    out,
    changes: changes
      .slice(0, LISTED_EVENTS)
      .map(
        ({endpoint, kind, after, run, from, to}) =>
          [server(endpoint), CHANGES.indexOf(kind), after, run, text(from), text(to)] as const,
      ),
    allChanges: changes.length,
    outages: outages
      .slice(0, LISTED_EVENTS)
      .map(
        ({endpoint, from, to, over, stage, reason, alike}) =>
          [
            server(endpoint),
            from,
            to,
            over ? 1 : 0,
            text(`${stage}: ${reason}${alike ? "" : ", later otherwise"}`),
          ] as const,
      ),
    allOutages: outages.length,
    texts: [...texts.keys()],
  };
}

function raise(counts: number[], at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}
