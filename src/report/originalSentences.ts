import {count, list, whole} from "./format.js";
import {NOT_KNOWN, type OriginalFacts} from "./originalFacts.js";

/** What the join shows, in plain sentences. Every number is computed. */
export function originalSentences(facts: OriginalFacts): readonly string[] {
  const {endpoints, services, identifiedEndpoints, identifiedServices, exceptions} = facts;
  return [
    `The first study compared ${count(endpoints, "endpoint")}. Two ports of one name, a name and its address, and names that a server itself ` +
      `declares as one are one service: counted so, they are at most ${count(services, "service")}.`,
    `Public lists name the program of ${whole(identifiedEndpoints)} endpoints (${count(identifiedServices, "service")}): ${programs(facts)}. ` +
      `Within its cluster, ${exceptions === 0 ? "every one" : `all but ${whole(exceptions)}`} of them ${exceptions === 0 ? "names" : "name"} the same program as most others.`,
  ];
}

function programs({clusters}: OriginalFacts): string {
  const totals = new Map<string, number>();
  for (const {programs} of clusters)
    for (const {value, count} of programs) totals.set(value, (totals.get(value) ?? 0) + count);
  totals.delete(NOT_KNOWN);
  return list([...totals].map(([program, n]) => `${whole(n)} ${program}`));
}
