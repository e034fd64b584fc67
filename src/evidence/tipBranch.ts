import {compared, incomparable, type Comparison, type Signal} from "./signal.js";
import type {Server, TipReading} from "./window.js";

/** ms between two reads that count as one moment: questions of one sweep follow each other closely. */
const ONE_MOMENT_MS = 10_000;

/**
 * ms between the first and the last contradiction before they mean two chains. After a reorganisation servers follow
 * their node within seconds, ElectrumX's poll of 5 s included; a minute is no lag any more.
 */
export const LASTING_MS = 60_000;

/** Two reads at one moment, of blocks at one height. */
interface Moment {
  /** UTC ms */
  readonly at: number;
  readonly height: number;
  readonly differ: boolean;
}

/**
 * Which block each had at one height at one moment. One node follows one chain at a time, so a contradiction that
 * lasts separates. Of a server that names another first block nothing else matters.
 */
export const tipBranch: Signal = {
  name: "branch of the chain",
  layer: "node",
  group: "chain",
  compares:
    "The block that each reports as its newest at one height and moment, and the first block of its chain.",
  unit: "share of near-simultaneous reads at one height with the same block",
  innocent: ["all servers of one chain agree nearly always"],
  compare(a: Server, b: Server): Comparison {
    const [ours, theirs] = [genesisOf(a), genesisOf(b)];
    const otherChain = ours !== null && theirs !== null && ours !== theirs;
    const moments = simultaneous(a, b);
    if (moments.length === 0 && !otherChain)
      return incomparable("no moment at which both reported a block of one height");
    const contradictions = moments.filter(({differ}) => differ);
    return compared(
      moments.length === 0 ? 0 : 1 - contradictions.length / moments.length,
      moments.length,
      otherChain ? "another chain: their first blocks differ" : lasting(contradictions),
    );
  },
};

/** The observation that excludes, or null if the contradictions do not last. */
function lasting(contradictions: readonly Moment[]): string | null {
  const [first, last] = [contradictions[0], contradictions.at(-1)];
  if (!first || !last || last.at - first.at < LASTING_MS) return null;
  return `different blocks at height ${first.height}, and so still ${Math.floor((last.at - first.at) / 1000)} s later`;
}

/** The one first block that a server named in all runs, or null. */
function genesisOf({rows}: Server): string | null {
  const named = new Set(rows.flatMap(({row}) => (row.genesis_hash === null ? [] : [row.genesis_hash])));
  const [only = null] = named;
  return named.size === 1 ? only : null;
}

/** All reads of both at one moment and one height, oldest first. */
function simultaneous(a: Server, b: Server): readonly Moment[] {
  const theirs = readsOf(b);
  const moments: Moment[] = [];
  let from = 0;
  for (const ours of readsOf(a)) {
    while ((theirs[from]?.received_at ?? Infinity) < ours.received_at - ONE_MOMENT_MS) from++;
    for (let i = from; i < theirs.length; i++) {
      const other = theirs[i];
      if (!other || other.received_at > ours.received_at + ONE_MOMENT_MS) break;
      if (other.run !== ours.run || other.height !== ours.height) continue;
      const at = Math.max(ours.received_at, other.received_at);
      moments.push({at, height: ours.height, differ: ours.hash !== other.hash});
    }
  }
  return moments.toSorted((x, y) => x.at - y.at || x.height - y.height);
}

const reads = new WeakMap<Server, readonly TipReading[]>();

function readsOf(server: Server): readonly TipReading[] {
  const known = reads.get(server);
  if (known) return known;
  const sorted = server.tips
    .filter(({event}) => event === "read")
    .toSorted((x, y) => x.received_at - y.received_at);
  reads.set(server, sorted);
  return sorted;
}
