import {FALSE_DISCOVERY_RATE, type Level} from "../evidence/level.js";
import {named} from "./clusterChangeText.js";
import {count, list, whole} from "./format.js";

/**
 * UTC days with runs whose levels the feed tells apart, the newest included: so many as its fifty entries hold where
 * clusters change with every run, six times a day. Each but the newest costs findings of its own, half a second of a year
 * of a hundred servers, until it is kept; and two blocks of eight days hold nine days at any time, so that no run of an
 * older block has to be read again.
 */
export const LEVEL_DAYS = 9;

/** Levels of all pairs as the archive had them at the end of a day. */
export interface DayLevels {
  /** UTC, `YYYY-MM-DD` */
  readonly day: string;
  /** end of its last run, UTC ms */
  readonly endedAt: number;
  /** servers that had answered by then */
  readonly servers: readonly string[];
  /** of servers 0 and 1, 0 and 2, …, 1 and 2, … */
  readonly levels: readonly Level[];
}

/** A pair that is no longer what it was. */
export interface LevelChange {
  readonly a: string;
  readonly b: string;
  /** null: one of the two had not answered before */
  readonly from: Level | null;
  readonly to: Level;
}

/** Levels that say something of a pair; between the others a change is no news. */
const telling: readonly Level[] = ["declared", "supported", "candidate", "contradicted"];

/** Pairs that a text lists; more are counted. */
const LISTED_PAIRS = 20;

export const LEVEL_CAVEAT =
  "Levels are given by rule, from all runs up to the end of that day. Supported and candidate mean consistent with a shared backend, " +
  `with at most ${FALSE_DISCOVERY_RATE * 100}% of such pairs expected to be strangers; it may also be that separate nodes came to look alike. ` +
  "A level may fall again with more data.";

/** What changed from one day to the next, of pairs of which a level says something on either. */
export function levelChanges(before: DayLevels, after: DayLevels): LevelChange[] {
  const position = new Map(before.servers.map((endpoint, i) => [endpoint, i]));
  const changes: LevelChange[] = [];
  let pair = 0;
  for (const [i, a] of after.servers.entries())
    for (const b of after.servers.slice(i + 1)) {
      const to = after.levels[pair++];
      const [x, y] = [position.get(a), position.get(b)];
      const from = x === undefined || y === undefined ? null : (before.levels[pairAt(x, y, before)] ?? null);
      if (to && to !== from && (telling.includes(to) || (from && telling.includes(from))))
        changes.push({a, b, from, to});
    }
  return changes;
}

/** Where the pair of two servers stands, whichever of them comes first. */
function pairAt(x: number, y: number, {servers}: DayLevels): number {
  const [i, j] = x < y ? [x, y] : [y, x];
  return i * servers.length - (i * (i + 1)) / 2 + (j - i - 1);
}

/** In one line: `2 pairs are supported now; 1 is no longer; 14 more cannot be one node`. */
export function levelTitle(changes: readonly LevelChange[]): string {
  const parts = telling.flatMap((level) => {
    const more = changes.filter(({to}) => to === level).length;
    const fewer = changes.filter(({from}) => from === level).length;
    if (more === 0 && fewer === 0) return [];
    const words = [
      ...(more > 0 ? [`${whole(more)} more`] : []),
      ...(fewer > 0 ? [`${whole(fewer)} fewer`] : []),
    ];
    return [`${level === "contradicted" ? "cannot be one node" : level}: ${list(words)}`];
  });
  return `Levels of pairs: ${parts.join("; ")}`;
}

/** Those that a reader would want by name: levels that tie two servers, given or taken. Exclusions are counted. */
export function levelSentences(changes: readonly LevelChange[]): string[] {
  const tying = changes.filter(({from, to}) => [from, to].some((level) => level && ties(level)));
  const others = changes.filter((change) => !tying.includes(change));
  const ruledOut = others.filter(({to}) => to === "contradicted").length;
  const noLonger = others.length - ruledOut;
  const listed = tying.slice(0, LISTED_PAIRS).map(({a, b, from, to}) => {
    const before = from === null ? "not compared before" : `${from} before`;
    return `${named([a])} and ${named([b])}: ${before}, ${to}${to === "contradicted" ? " (cannot be one node)" : ""} now.`;
  });
  const more = tying.length - listed.length;
  const pair = tying.length > 0 ? "further pair" : "pair";
  return [
    ...listed,
    ...(more > 0
      ? [`${count(more, "more pair")} changed likewise; data/findings.json has the level of every pair.`]
      : []),
    ...(ruledOut > 0
      ? [`${count(ruledOut, pair)} cannot be one node, by what was observed up to that day.`]
      : []),
    ...(noLonger > 0
      ? [`${count(noLonger, pair)} ${noLonger === 1 ? "is" : "are"} no longer ruled out.`]
      : []),
  ];
}

function ties(level: Level): boolean {
  return level !== "contradicted" && telling.includes(level);
}
