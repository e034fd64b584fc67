import {group} from "d3-array";
import {type DistinctNodes, distinctNodes, type Exclusion, exclusionsOf} from "../evidence/exclusions.js";
import {blockOf, concluded, digestOf, mergeDigests, windowFrom} from "../evidence/digest.js";
import {answeredReads, type Window, windowOf} from "../evidence/window.js";
import type {Snapshot} from "../observation/snapshot.js";
import {count, list, whole} from "./format.js";
import {runFacts} from "./run.js";
import {clustersOf} from "./runRecord.js";

/** How many nodes some servers are at least, whatever looks alike about them. */
export interface NodeBounds {
  /** runs that were looked at */
  readonly runs: number;
  /** pairs of servers that answered in them */
  readonly pairs: number;
  readonly excluded: number;
  /** of the newest run, by the thread's rule; then all of its servers that can be compared */
  readonly groups: readonly NodeBound[];
  readonly sentences: readonly string[];
}

export interface NodeBound extends DistinctNodes {
  readonly name: string;
  /** the name of the cluster on every page; null for all servers and for a server alone, absent where the past is not known */
  readonly cluster?: string | null;
  readonly servers: readonly string[];
}

/** A window of the servers that answered in it. */
export function answering(window: Window): Window {
  return {...window, servers: window.servers.filter((server) => answeredReads(server) > 0)};
}

/** The same of snapshots in memory, by way of digests as from a cache. */
export function answeringWindow(snapshots: readonly Snapshot[]): Window {
  const {runs} = windowOf(snapshots);
  const byPath = new Map(snapshots.map((snapshot) => [snapshot.path, snapshot]));
  const blocks = group(runs, ({startedAt}) => blockOf(startedAt));
  return answering(
    windowFrom(
      concluded(
        [...blocks.values()].map((block) =>
          mergeDigests(
            block.flatMap(({path}) => {
              const snapshot = byPath.get(path);
              return snapshot ? [digestOf(windowOf([snapshot]))] : [];
            }),
          ),
        ),
      ),
    ),
  );
}

/**
 * Works out what excludes one node behind two servers, and from it how many nodes there must be.
 *
 * @param window of servers that answered
 * @param newest the run that began last
 * @param names of its clusters, in their order, where the runs before it are known; else they are numbered
 */
export function nodeBounds(
  window: Window,
  newest: Snapshot | undefined,
  exclusions = exclusionsOf(window),
  names: readonly (string | null)[] = [],
): NodeBounds {
  const groups = groupsOf(newest, exclusions, names);
  const n = window.servers.length;
  return {
    runs: window.runs.length,
    pairs: (n * (n - 1)) / 2,
    excluded: exclusions.length,
    groups,
    sentences: sentencesOf(window, groups, exclusions),
  };
}

/** The run that began last, wherever it stands; of those that began at once, the last by path. */
export function newestOf(snapshots: readonly Snapshot[]): Snapshot | undefined {
  const key = ({manifest, path}: Snapshot) => `${manifest.started_at} ${path}`;
  return snapshots.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)).at(-1);
}

function groupsOf(
  newest: Snapshot | undefined,
  exclusions: readonly Exclusion[],
  names: readonly (string | null)[],
): NodeBound[] {
  if (!newest) return [];
  const facts = runFacts(newest, 0);
  if (!facts.rounds[facts.main]) return [];
  const clusters = clustersOf(facts).map((servers, i) => ({name: names[i] ?? `cluster ${i + 1}`, servers}));
  const all = {name: "all", servers: clusters.flatMap(({servers}) => servers)};
  return [...clusters, all].map((group) => ({
    ...group,
    ...distinctNodes(group.servers, exclusions),
  }));
}

function sentencesOf(
  {servers, runs}: Window,
  groups: readonly NodeBound[],
  exclusions: readonly Exclusion[],
): string[] {
  if (servers.length < 2)
    return [`Too little to say: ${count(servers.length, "server")} answered in these runs.`];
  const pairs = (servers.length * (servers.length - 1)) / 2;
  const bySignal = [...new Set(exclusions.map(({signal}) => signal))].map(
    (name) => `${name}: ${whole(exclusions.filter(({signal}) => signal === name).length)}`,
  );
  const excluded =
    `Of ${count(pairs, "pair")} of servers in ${count(runs.length, "run")}, ${whole(exclusions.length)} cannot be one node` +
    `${bySignal.length > 0 ? ` (${list(bySignal)})` : ""}.`;
  const bounds = groups.filter((group) => group.servers.length > 1).map(boundSentence);
  return [excluded, ...bounds];
}

/** At least how many nodes a group of servers is, under the name that it has on the pages where that is known. */
export function boundSentence({name, cluster, servers, atLeast}: NodeBound): string {
  const alike = name === "all" ? "together" : "whose answers look alike,";
  const which = `${count(servers.length, "server")}${name === "all" ? "" : ` of ${cluster ?? name},`}`;
  return `${name === "all" ? "All" : "The"} ${which} ${alike} are at least ${count(atLeast, "node")}.`;
}
