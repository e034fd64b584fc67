import {parseEndpoint} from "../observation/endpoint.js";
import {isLocalAddress} from "./address.js";
import {hostName} from "./hosts.js";
import {endOf, rowRuns} from "./rowRuns.js";
import {addAll, countEither, runSet, type RunSet} from "./runSet.js";
import {type Comparison, compared, incomparable, type Signal} from "./signal.js";
import type {Server} from "./window.js";

/** Names that every machine gives itself (RFC 6761, RFC 6762): they name no host to another. */
const LOCAL_NAME = /^[^.]*$|\.(?:localhost|local|localdomain|lan|home|internal)$/;

/** What an operator's own server says: these names are one server. */
export const declaredAliases: Signal = {
  name: "declared alias",
  layer: "operator",
  group: "declaration",
  compares: "the hosts that server.features declares, against the name of the other endpoint",
  unit: "0: neither names the other; 1: one does, or both name one third host; 2: each names the other",
  innocent: [
    "anyone may declare anybody's host: a declaration by one side alone binds the other to nothing",
    "a configuration that was copied with its host names",
    "a host name that has passed to somebody else, still declared",
  ],
  compare: (a, b) => compareNames(a, b, declared),
};

/** What a server's peer list says: these names have the address that we are connected to. */
export const peerListAliases: Signal = {
  name: "peer list alias",
  layer: "operator",
  group: "declaration",
  compares:
    "the names that a server's own peer list gives to its own address, against the other endpoint's name",
  unit: declaredAliases.unit,
  innocent: [
    "an address that unrelated servers share: a common front, a tunnel service, address translation",
    "a stale entry: the name once had this address",
    "anyone may list any name under any address",
  ],
  compare: (a, b) => compareNames(a, b, listed),
};

/** Where names are stated. */
interface Statement {
  namesIn(row: Row): readonly string[];
  /** what was read before, by server */
  readonly known: WeakMap<Server, Stated>;
}

const declared: Statement = {namesIn: declaredHosts, known: new WeakMap()};
const listed: Statement = {namesIn: ({self_names: text}) => words(text), known: new WeakMap()};

interface Stated {
  readonly names: ReadonlySet<string>;
  /** in which a public name was stated */
  readonly runs: RunSet;
}

type Row = Server["rows"][number]["row"];

/**
 * Names stated in any run count, because a declaration needs no answer from the other side at that moment.
 * n is the number of runs in which at least one of the two states a name that another could have.
 */
function compareNames(a: Server, b: Server, statement: Statement): Comparison {
  const [ofA, ofB] = [statedBy(a, statement), statedBy(b, statement)];
  const n = countEither(ofA.runs, ofB.runs);
  if (n === 0) return incomparable("neither states a public name");
  // Whatever it declares, an endpoint answers under its own name.
  if (hostName(a) === hostName(b)) return compared(2, n);
  const directions = Number(ofA.names.has(hostName(b))) + Number(ofB.names.has(hostName(a)));
  return compared(directions === 0 && haveCommon(ofA.names, ofB.names) ? 1 : directions, n);
}

function haveCommon(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const name of a) if (b.has(name)) return true;
  return false;
}

function statedBy(server: Server, {namesIn, known}: Statement): Stated {
  const before = known.get(server);
  if (before !== undefined) return before;
  const names = new Set<string>();
  const runs = runSet(endOf(server));
  for (const [row, own] of rowRuns(server)) {
    const publicNames = namesIn(row).filter(isPublicName);
    for (const name of publicNames) names.add(name);
    if (publicNames.length > 0) addAll(runs, own);
  }
  const result = {names, runs};
  known.set(server, result);
  return result;
}

/** The hosts that a row's server.features declares, local names included. */
export function declaredHosts({declared_hosts: text}: Row): readonly string[] {
  return words(text).flatMap((word) => {
    const endpoint = parseEndpoint(word);
    return "error" in endpoint ? [] : [endpoint.host];
  });
}

/** Whether a stated host is one that others could reach; 127.0.0.1, 0.0.0.0 and localhost are not. */
export function isPublicName(host: string): boolean {
  return host.includes(":") ? !isLocalAddress(host) : !LOCAL_NAME.test(host) && !isLocalAddress(host);
}

function words(text: string | null): readonly string[] {
  return (text ?? "").split(/\s+/).filter((word) => word !== "");
}
