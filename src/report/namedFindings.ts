import type {Findings} from "./findings.js";
import {boundSentence} from "./nodeBounds.js";

/**
 * Findings whose clusters also have the names of the pages, in a field of their own and in the sentences.
 *
 * @param names of the newest run's clusters, in their order; null for a server alone
 */
export function namedFindings(found: Findings, names: readonly (string | null)[]): Findings {
  const clusters = found.clusters.map((group, i) => ({
    ...group,
    cluster: group.name === "all" ? null : (names[i] ?? null),
  }));
  const called = new Map(
    found.clusters.map((group, i) => [boundSentence(group), boundSentence(clusters[i] ?? group)]),
  );
  return {...found, clusters, sentences: found.sentences.map((sentence) => called.get(sentence) ?? sentence)};
}
