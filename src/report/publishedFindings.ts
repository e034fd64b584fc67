import type {Level} from "../evidence/level.js";
import type {Findings} from "./findings.js";

/**
 * Pairs up to which the file of findings on the site has every signal of each: some 3 kB a pair, so some 40 MB for the
 * servers of 155 endpoints. Of a thousand it would be 1.6 GB, which no host of static files takes and no reader loads.
 */
export const PAIRS_IN_FULL = 12_000;

/** Levels that tie two servers: of these a reader wants all that they rest on, however many servers there are. */
const tying: ReadonlySet<Level> = new Set(["declared", "supported", "candidate"]);

/** Findings as the site publishes them. */
export interface PublishedFindings extends Findings {
  /** of which pairs `signals` are listed; of others the list is empty, and their files below `/data/pairs/` say more */
  readonly signalsOf: "every pair" | "pairs that a level ties";
}

/** All findings; above `PAIRS_IN_FULL` pairs without the signals of those that no level ties. */
export function publishedFindings(found: Findings, most = PAIRS_IN_FULL): PublishedFindings {
  if (found.pairs.length <= most) return {...found, signalsOf: "every pair"};
  return {
    ...found,
    signalsOf: "pairs that a level ties",
    pairs: found.pairs.map((pair) => (tying.has(pair.level) ? pair : {...pair, signals: []})),
  };
}
