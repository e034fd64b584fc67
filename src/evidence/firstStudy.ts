import {type DistanceMatrix, distance, divergenceMatrix, groupByKey} from "../statistics/distanceMatrix.js";
import {componentsAt, spanningTree} from "../statistics/partition.js";
import {preparedIn} from "./commonSweeps.js";
import type {Window} from "./window.js";

/** Bits. The rule of the thread that started the study: two servers are linked at a divergence up to this. */
export const LINK_THRESHOLD = 0.5;

/** Bits. Anything below prints as 0.000 when three decimals are shown, as a matrix of numbers usually does. */
export const PRINTS_AS_ZERO = 0.0005;

/** What the first study would have said of a pair. */
export type FirstStudyWord = "prints as 0.000" | "in one cluster" | "in two clusters";

/**
 * The first study done again on a window: one round of histograms compared by Jensen–Shannon divergence, clusters of what
 * is linked at up to `LINK_THRESHOLD`, directly or through others. The round is the first one on the clock in the newest
 * run.
 *
 * @returns what it says of servers i and j by position; null if one of them sent no histogram, or an empty one
 */
export function firstStudy({runs, servers}: Window): (i: number, j: number) => FirstStudyWord | null {
  const newest = runs.length - 1;
  const answers = servers.flatMap((server, position) => {
    const read = preparedIn(server, newest).find(({reading}) => reading.trigger === "round");
    return read?.shares ? [{server: position, key: read.reading.key, shares: read.shares}] : [];
  });
  const {groupOf, first} = groupByKey(answers.map(({key}) => key));
  const matrix: DistanceMatrix = divergenceMatrix(first.flatMap((item) => answers[item]?.shares ?? []));
  const clusters = componentsAt(spanningTree(matrix), first.length, LINK_THRESHOLD);
  const answerOf = new Map(answers.map(({server}, item) => [server, groupOf[item] ?? -1]));
  return (i, j) => {
    const [a, b] = [answerOf.get(i), answerOf.get(j)];
    if (a === undefined || b === undefined) return null;
    if (a === b || distance(matrix, a, b) < PRINTS_AS_ZERO) return "prints as 0.000";
    return clusters[a] === clusters[b] ? "in one cluster" : "in two clusters";
  };
}
