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

/** How the table of agreements is to be read: what its second row rests on. */
export function agreementNote({rows}: Pick<OriginalFacts, "rows">): string {
  const known = rows.filter(({reported}) => reported !== null);
  const within = known.filter(({cluster}) => cluster === "1" || cluster === "2").length;
  return (
    "The adjusted Rand index is 1 for the same partition under other names and about 0 for labels dealt at random. The second row was added " +
    `after seeing the first, and rests on ${count(known.length - within, "service")} outside clusters 1 and 2, against ${whole(within)} within them; its p-value is to be read with that in mind.`
  );
}

function programs({clusters}: OriginalFacts): string {
  const totals = new Map<string, number>();
  for (const {programs} of clusters)
    for (const {value, count} of programs) totals.set(value, (totals.get(value) ?? 0) + count);
  totals.delete(NOT_KNOWN);
  return list([...totals].map(([program, n]) => `${whole(n)} ${program}`));
}
