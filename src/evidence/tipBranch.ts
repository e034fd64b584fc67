import {compared, incomparable} from "./signal.js";
import {byRuns} from "./totals.js";
import type {Server, TipReading} from "./window.js";

/** ms between two reads that count as one moment: questions of one sweep follow each other closely. */
const ONE_MOMENT_MS = 10_000;

/**
 * ms between the first and the last contradiction before they mean two chains. After a reorganisation servers follow
 * their node within seconds, ElectrumX's poll of 5 s included; a minute is no lag any more.
 */
export const LASTING_MS = 60_000;

/** Two reads at one moment, of different blocks at one height. */
interface Contradiction {
  /** UTC ms */
  readonly at: number;
  readonly height: number;
}

/**
 * Which block each had at one height at one moment. One node follows one chain at a time, so a contradiction that
 * lasts separates. Of a server that names another first block nothing else matters.
 */
export const tipBranch = byRuns({
  name: "branch of the chain",
  layer: "node",
  group: "chain",
  compares:
    "The block that each reports as its newest at one height and moment, and the first block of its chain.",
  unit: "share of near-simultaneous reads at one height with the same block",
  innocent: ["all servers of one chain agree nearly always"],
  // moments and contradictions; moment (UTC ms) and height of the first of these, and moment of the last
  fields: [{fold: "sum"}, {fold: "sum"}, {fold: "first"}, {fold: "first"}, {fold: "last"}],
  tally(a, b, run, _, {numbers}) {
    const contradictions: Contradiction[] = [];
    numbers[0] = moments(a, b, run, contradictions);
    if (contradictions.length === 0) return;
    contradictions.sort((x, y) => x.at - y.at || x.height - y.height);
    const [first, last] = [contradictions[0], contradictions.at(-1)];
    if (first && last) numbers.set([contradictions.length, first.at, first.height, last.at], 1);
  },
  conclude({numbers: [moments = 0, contradictions = 0, first = NaN, height, last = NaN]}, a, b) {
    const [ours, theirs] = [genesisOf(a), genesisOf(b)];
    const otherChain = ours !== null && theirs !== null && ours !== theirs;
    if (moments === 0 && !otherChain)
      return incomparable("no moment at which both reported a block of one height");
    const lasting =
      contradictions > 0 && last - first >= LASTING_MS
        ? `different blocks at height ${height}, and so still ${Math.floor((last - first) / 1000)} s later`
        : null;
    return compared(
      moments === 0 ? 0 : 1 - contradictions / moments,
      moments,
      otherChain ? "another chain: their first blocks differ" : lasting,
    );
  },
});

const genesis = new WeakMap<Server, string | null>();

/** The one first block that a server named in all runs, or null. */
function genesisOf(server: Server): string | null {
  const known = genesis.get(server);
  if (known !== undefined) return known;
  const named = new Set<string>();
  for (const {row} of server.rows) if (row.genesis_hash !== null) named.add(row.genesis_hash);
  const [first = null] = named;
  const only = named.size === 1 ? first : null;
  genesis.set(server, only);
  return only;
}

/**
 * How often both were read in a run at one moment and one height.
 *
 * @param contradictions is told where they differed then
 */
function moments(a: Server, b: Server, run: number, contradictions: Contradiction[]): number {
  const theirs = readsOf(b, run);
  let count = 0;
  let from = 0;
  for (const ours of readsOf(a, run)) {
    while (from < theirs.length && isBefore(theirs[from] as TipReading, ours)) from++;
    for (let i = from; i < theirs.length; i++) {
      const other = theirs[i] as TipReading;
      if (isBefore(ours, other)) break;
      if (other.height !== ours.height) continue;
      count++;
      if (ours.hash !== other.hash)
        contradictions.push({at: Math.max(ours.received_at, other.received_at), height: ours.height});
    }
  }
  return count;
}

/** Whether one was read so long before the other that it is another moment. */
function isBefore(one: TipReading, other: TipReading): boolean {
  return other.received_at - one.received_at > ONE_MOMENT_MS;
}

const reads = new WeakMap<Server, Map<number, readonly TipReading[]>>();

function readsOf(server: Server, run: number): readonly TipReading[] {
  let byRun = reads.get(server);
  if (!byRun) reads.set(server, (byRun = new Map()));
  const known = byRun.get(run);
  if (known) return known;
  const sorted = server.tips
    .filter((tip) => tip.event === "read" && tip.run === run)
    .toSorted((x, y) => x.received_at - y.received_at);
  byRun.set(run, sorted);
  return sorted;
}
