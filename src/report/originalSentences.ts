import {count, list, probability, whole} from "./format.js";
import {type Agreement, NOT_KNOWN, type OriginalFacts} from "./originalFacts.js";

/** What the join shows, in plain sentences. Every number is computed. */
export function originalSentences(facts: OriginalFacts): readonly string[] {
  const {endpoints, services, identifiedEndpoints, identifiedServices, exceptions} = facts;
  return [
    `The first study compared ${count(endpoints, "endpoint")}. Two ports of one name, a name and its address, and names that a server itself ` +
      `declares as one are one service: counted so, they are at most ${count(services, "service")}.`,
    `Public lists name the program of ${whole(identifiedEndpoints)} endpoints (${count(identifiedServices, "service")}): ${programs(facts)}. ` +
      `Within its cluster, ${exceptions === 0 ? "every one" : `all but ${whole(exceptions)}`} of them ${exceptions === 0 ? "names" : "name"} the same program as most others.`,
    ...facts.agreements.map(agreementSentence),
  ];
}

function programs({clusters}: OriginalFacts): string {
  const totals = new Map<string, number>();
  for (const {programs} of clusters)
    for (const {value, count} of programs) totals.set(value, (totals.get(value) ?? 0) + count);
  totals.delete(NOT_KNOWN);
  return list([...totals].map(([program, n]) => `${whole(n)} ${program}`));
}

const subject: Readonly<Record<Agreement["question"], string>> = {
  "cluster and program": "Cluster and program",
  "clusters 1 and 2 as one, and program": "With clusters 1 and 2 taken as one, cluster and program",
  "cluster and version within clusters 1 and 2": "Within clusters 1 and 2, cluster and version",
};

function agreementSentence({question, services, index, chance95, pValue}: Agreement): string {
  return (
    `${subject[question]} agree with an adjusted Rand index of ${index.toFixed(3)} over ${count(services, "identified service")}; ` +
    `shuffled labels stay below ${chance95.toFixed(3)} in 95 of 100 cases (p = ${probability(pValue)}).`
  );
}
