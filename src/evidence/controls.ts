import {certificateKey} from "./certificate.js";
import {declaredAliases, declaredHosts, isPublicName} from "./declaredAliases.js";
import {registrableDomain} from "./domain.js";
import {commonOutages} from "./failures.js";
import {frontSignals} from "./frontSignals.js";
import {hostName, hostPair, hostsOf} from "./hosts.js";
import {networksOf, sameNetwork} from "./network.js";
import type {Comparison, Signal} from "./signal.js";
import {stratumOf} from "./stratum.js";
import type {Server, Window} from "./window.js";

/** A pair of servers of which something is known without looking at the signals it is to calibrate. */
export interface Control {
  readonly a: Server;
  readonly b: Server;
  readonly because:
    "two ports of one host" | "one certificate key" | "declared alias" | "different operators";
  /** what both answer with: equal program and relay minimum; null where they differ or are not known */
  readonly stratum: string | null;
}

/** Partial correlation of outages from which a pair counts as tied: half of all unrelated pairs lie above 0. */
export const TIED_OUTAGES = 0.5;

/**
 * Pairs that are one service by what they show themselves, for how often kin agree:
 * - two ports of one host (name or address) in one stratum, since one machine may run two programs on two nodes
 * - one certificate key throughout, on different hosts
 * - each declares the other's name, on different hosts
 *
 * One pair for each host and stratum, or each pair of hosts and reason. The last two show an operator, hence are
 * not sure to share a node. All are found by careless sharing: who hides it is not among them.
 */
export function positiveControls(window: Window): readonly Control[] {
  return once(positives, window, () => findPositive(window));
}

const positives = new WeakMap<Window, readonly Control[]>();

function findPositive(window: Window): readonly Control[] {
  const hosts = hostsOf(window);
  return onePerHosts(window, (a, b) => {
    const stratum = commonStratum(a, b);
    if (hosts.get(a.endpoint) === hosts.get(b.endpoint))
      return stratum === null ? null : "two ports of one host";
    if (reaches(certificateKey, a, b, window, 1)) return "one certificate key";
    return reaches(declaredAliases, a, b, window, 2) ? "declared alias" : null;
  });
}

/**
 * Pairs of different declared operators, for how often strangers agree in what the node shows: one stratum,
 * different networks, and no host or operator signal that ties any of the two hosts' endpoints. One pair for each pair of hosts.
 *
 * The declared operator is the domain of the host name and of every host in server.features. Someone who
 * hides common ownership behind two domains is not seen, so agreement among these pairs is at least that among
 * strangers. As the pairs are chosen by the front signals, they say nothing about how often those agree.
 */
export function negativeControls(window: Window): readonly Control[] {
  return once(negatives, window, () => findNegative(window));
}

const negatives = new WeakMap<Window, readonly Control[]>();

function findNegative(window: Window): readonly Control[] {
  const operators = new Map(window.servers.map((server) => [server, declaredOperators(server)]));
  const tied = tiedHosts(window);
  return onePerHosts(window, (a, b) => {
    const [ofA, ofB] = [operators.get(a) ?? [], operators.get(b) ?? []];
    if (ofA.length === 0 || ofB.length === 0 || ofA.some((domain) => ofB.includes(domain))) return null;
    // The two themselves are among the endpoints of their hosts.
    if (commonStratum(a, b) === null || tied.has(hostPair(a, b, window))) return null;
    // A network that all share is not rare, yet it is one network.
    const networks = networksOf(b);
    if ([...networksOf(a)].some((network) => networks.has(network))) return null;
    return sameNetwork.compare(a, b, window).comparable ? "different operators" : null;
  });
}

function once<Value>(known: WeakMap<Window, Value>, window: Window, find: () => Value): Value {
  const before = known.get(window);
  if (before !== undefined) return before;
  const found = find();
  known.set(window, found);
  return found;
}

/** Whether any host or operator signal shows something that the two have in common. */
export function isTied(a: Server, b: Server, window: Window): boolean {
  return (
    hostsOf(window).get(a.endpoint) === hostsOf(window).get(b.endpoint) ||
    frontSignals.some((signal) => isShown(signal, signal.compare(a, b, window)))
  );
}

/** Whether a host or operator signal shows that the two have something in common. */
export function isShown(signal: Signal, comparison: Comparison): boolean {
  return comparison.comparable && comparison.statistic > (signal === commonOutages ? TIED_OUTAGES : 0);
}

/** Pairs of hosts of which any two endpoints are tied: a certificate shows on one port and not on the other. */
function tiedHosts(window: Window): ReadonlySet<string> {
  const tied = new Set<string>();
  for (const [i, a] of window.servers.entries())
    for (const b of window.servers.slice(i + 1)) {
      const pair = hostPair(a, b, window);
      if (!tied.has(pair) && isTied(a, b, window)) tied.add(pair);
    }
  return tied;
}

function reaches(signal: Signal, a: Server, b: Server, window: Window, least: number): boolean {
  const result = signal.compare(a, b, window);
  return result.comparable && result.statistic >= least;
}

/** Domains that a server puts to its own name; none for an address or an onion service that declares nothing. */
function declaredOperators(server: Server): readonly string[] {
  // Rows of several runs are mostly one and the same.
  const rows = [...new Set(server.rows.map(({row}) => row))];
  const names = new Set([hostName(server), ...rows.flatMap((row) => declaredHosts(row))]);
  return [...new Set([...names].filter(isPublicName).flatMap((name) => registrableDomain(name) ?? []))];
}

function commonStratum(a: Server, b: Server): string | null {
  const stratum = stratumOf(a);
  return stratum === stratumOf(b) ? stratum : null;
}

/** The first pair, in the window's order, of each two hosts, reason and stratum. */
function onePerHosts(
  window: Window,
  reasonFor: (a: Server, b: Server) => Control["because"] | null,
): readonly Control[] {
  const controls = new Map<string, Control>();
  for (const [i, a] of window.servers.entries())
    for (const b of window.servers.slice(i + 1)) {
      const because = reasonFor(a, b);
      if (because === null) continue;
      const stratum = commonStratum(a, b);
      const key = JSON.stringify([
        hostPair(a, b, window),
        because,
        because === "two ports of one host" ? stratum : null,
      ]);
      if (!controls.has(key)) controls.set(key, {a, b, because, stratum});
    }
  return [...controls.values()];
}
