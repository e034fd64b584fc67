import type {Endpoint} from "../../src/observation/endpoint.js";
import {type Candidate, threadRoster} from "../roster.js";
import {bitcoinEye} from "./bitcoinEye.js";
import {electrumWallet} from "./electrumWallet.js";
import {fetchList, type FetchOptions} from "./fetchList.js";
import {fulcrumPeers} from "./fulcrumPeers.js";
import {readLast} from "./lastList.js";
import type {ListSource} from "./source.js";

/** The published lists. The thread's 59 are a fixed list beside them, which is never fetched. */
export const publishedLists: readonly ListSource[] = [electrumWallet, fulcrumPeers, bitcoinEye];

/** What `--sources` may name, in the order in which the first mention of a host counts. */
export const sourceNames: readonly string[] = ["thread", ...publishedLists.map(({name}) => name)];

/** Whom a run may ask, and where each list came from. */
export interface Gathered {
  readonly candidates: readonly Candidate[];
  /** one line for each list by `source:NAME`, for the manifest: address, hash, time, how many servers; or why it failed */
  readonly provenance: Readonly<Record<string, string>>;
}

export interface GatherOptions extends Omit<FetchOptions, "maxBytes"> {
  /** fetch published lists now; else their committed copies are taken and nobody is asked */
  readonly fetchNow: boolean;
  /** UTC ms */
  readonly now: () => number;
  /** default: where the copies are committed */
  readonly folder?: string;
}

/**
 * Gathers lists into one, in the order of `sourceNames`. The thread's list as it stands; of the others one endpoint a
 * host, TLS where it is offered, since a certificate says more, and no host that an earlier list names already.
 *
 * @param names of `sourceNames`
 */
export async function gatherRoster(names: readonly string[], options: GatherOptions): Promise<Gathered> {
  const candidates: Candidate[] = [];
  const hosts = new Set<string>();
  const provenance: Record<string, string> = {};
  if (names.includes("thread")) {
    candidates.push(...threadRoster());
    for (const {endpoint} of candidates) hosts.add(endpoint.host);
    provenance["source:thread"] = `roster/thread-135.txt, fixed; n=${candidates.length}`;
  }
  const lists = publishedLists.filter(({name}) => names.includes(name));
  const read = await Promise.all(lists.map((list) => readList(list, options)));
  for (const [i, {endpoints, origin}] of read.entries()) {
    const source = lists[i]?.name ?? "";
    const added = oneAHost(endpoints).filter(({host}) => !hosts.has(host));
    for (const endpoint of added) hosts.add(endpoint.host);
    candidates.push(...added.map((endpoint) => ({endpoint, source})));
    provenance[`source:${source}`] = `${origin}; n=${endpoints.length} added=${added.length}`;
  }
  return {candidates, provenance};
}

interface Read {
  readonly endpoints: readonly Endpoint[];
  readonly origin: string;
}

/** A list as it is now, or its last copy with the reason. */
async function readList(list: ListSource, options: GatherOptions): Promise<Read> {
  const fetched = options.fetchNow ? await fetchSource(list, options) : null;
  if (fetched && !("error" in fetched)) return fetched;
  const last = readLast(list.name, options.folder);
  const copy = last ? `committed copy of ${last.origin}` : "no committed copy";
  return {
    endpoints: last?.endpoints ?? [],
    origin: fetched ? `failed: ${list.url} ${fetched.error}; ${copy}` : copy,
  };
}

/** Fetches a list and reads it. The origin tells address, hash of the bytes, and time. */
export async function fetchSource(
  list: ListSource,
  {now, userAgent, ...options}: Omit<GatherOptions, "fetchNow" | "folder">,
): Promise<Read | {readonly error: string}> {
  const fetched = await fetchList(list.url, {...options, userAgent, maxBytes: list.maxBytes});
  if ("error" in fetched) return fetched;
  const read = list.parse(fetched.text);
  if ("error" in read) return read;
  const skipped = read.skipped > 0 ? ` skipped=${read.skipped}` : "";
  return {
    endpoints: read.endpoints,
    origin: `${list.url} sha256:${fetched.sha256} at ${new Date(now()).toISOString()}${skipped}`,
  };
}

/** One endpoint for each host, the first with TLS if there is one. */
export function oneAHost(endpoints: readonly Endpoint[]): Endpoint[] {
  const byHost = new Map<string, Endpoint>();
  for (const endpoint of endpoints) {
    const chosen = byHost.get(endpoint.host);
    if (!chosen || (chosen.transport === "tcp" && endpoint.transport === "ssl"))
      byHost.set(endpoint.host, endpoint);
  }
  return [...byHost.values()];
}
