import type {Archived} from "./archived.js";
import {CLUSTER_CAVEAT, clusterSentences, clusterTitle} from "./clusterChangeText.js";
import {clusterChanges} from "./clusterChanges.js";
import {type DayLevels, LEVEL_CAVEAT, levelChanges, levelSentences, levelTitle} from "./levelChanges.js";
import type {SiteFacts} from "./siteFacts.js";

/** Entries of the feed, the newest: some weeks of a network that changes once or twice a day. */
export const FEED_ENTRIES = 50;

/** Since when the addresses of `tagUri` are ours to give: a tag names the year (RFC 4151). */
const TAG_YEAR = 2026;

/** Pages that entries lead to. */
const CLUSTER_PAGE = "clusters";
const LEVEL_PAGE = "signals";

/** One entry of the feed. */
export interface FeedEntry {
  /** stays the same when the site is built again, wherever it is served */
  readonly id: string;
  readonly title: string;
  /** UTC ms: end of the run */
  readonly updated: number;
  /** absolute */
  readonly link: string;
  readonly paragraphs: readonly string[];
}

/** One entry for each run in which clusters changed and each day on which levels did, the newest first. */
export function feedEntries(
  archived: Pick<Archived, "runs" | "clusterNames" | "standing">,
  days: readonly DayLevels[],
  site: SiteFacts,
): FeedEntry[] {
  const label = archived.standing.simulated ? "Simulated: " : "";
  return [...clusterEntries(archived, site), ...levelEntries(days, site)]
    .toSorted((a, b) => b.updated - a.updated || (a.id < b.id ? -1 : 1))
    .slice(0, FEED_ENTRIES)
    .map((entry) => ({
      ...entry,
      title: label + entry.title,
      paragraphs: archived.standing.simulated
        ? ["Simulated network: no server named here exists.", ...entry.paragraphs]
        : entry.paragraphs,
    }));
}

function clusterEntries(archived: Pick<Archived, "runs" | "clusterNames">, site: SiteFacts): FeedEntry[] {
  return clusterChanges(archived).flatMap((changes) => {
    const run = archived.runs[changes.run];
    if (!run) return [];
    return [
      {
        id: tagUri(site.homepage, `clusters/${run.vantage}/${run.run}`),
        title: clusterTitle(changes),
        updated: run.endedAt,
        link: site.address + CLUSTER_PAGE,
        paragraphs: [...clusterSentences(changes), CLUSTER_CAVEAT],
      },
    ];
  });
}

function levelEntries(days: readonly DayLevels[], site: SiteFacts): FeedEntry[] {
  return days.slice(1).flatMap((after, i) => {
    const before = days[i];
    const changes = before ? levelChanges(before, after) : [];
    if (changes.length === 0) return [];
    return [
      {
        id: tagUri(site.homepage, `levels/${after.day}`),
        title: levelTitle(changes),
        updated: after.endedAt,
        link: site.address + LEVEL_PAGE,
        paragraphs: [...levelSentences(changes), LEVEL_CAVEAT],
      },
    ];
  });
}

/** A name for something of this project that is no address and never changes (RFC 4151). */
export function tagUri(homepage: string, specific: string): string {
  const {host, pathname} = new URL(homepage);
  return `tag:${host},${TAG_YEAR}:${[...pathname.split("/"), ...specific.split("/")].filter((part) => part !== "").join("/")}`;
}
