import {type Endpoint, formatEndpoint} from "../src/observation/endpoint.js";
import type {Peer} from "./electrum/methods.js";
import type {Candidate} from "./roster.js";

/** A server's answer to who its peers are. */
export interface Named {
  readonly from: string;
  readonly peers: readonly Peer[];
}

/**
 * Endpoints that servers named and nobody has tried, those first that most servers name: an endpoint that one
 * server made up comes last. One endpoint a host, TLS where it is offered, since its certificate says more.
 */
export function furtherCandidates(answers: readonly Named[], known: ReadonlySet<string>): Candidate[] {
  const named = new Map<string, {endpoint: Endpoint; from: string; times: number}>();
  for (const {from, peers} of answers) {
    const mine = new Map<string, Endpoint>(); // an answer counts once for each endpoint, however often it names it
    for (const {endpoints} of peers) {
      const endpoint = endpoints.find(({transport}) => transport === "ssl") ?? endpoints[0];
      if (endpoint && !endpoints.some((each) => known.has(formatEndpoint(each))))
        mine.set(formatEndpoint(endpoint), endpoint);
    }
    for (const [name, endpoint] of mine)
      named.set(name, {endpoint, from, times: (named.get(name)?.times ?? 0) + 1});
  }
  return [...named.entries()]
    .toSorted(([a, {times: n}], [b, {times: m}]) => m - n || (a < b ? -1 : 1))
    .map(([, {endpoint, from}]) => ({endpoint, source: `peers of ${from}`}));
}
