import type {RunList} from "../report/runList.js";
import {type Level, levelStep} from "./levelScale.js";
import {plainNumber} from "./pairText.js";
import type {PairValues} from "./pairValues.js";

/** What a matrix shows, in the one sentence that stands above it. */
export function pairFinding(values: PairValues, list: Pick<RunList, "levels" | "printsAsZero">): string {
  const {servers, quantity} = values;
  if (servers.length < 2)
    return servers.length === 1 ? "One server, and nobody to compare it with" : "No server to compare";
  const counts = countPairs(values, list);
  const of = `Of ${pairs(counts.all)}`;
  switch (quantity.id) {
    case "divergence":
      return `${of}, ${number(counts.zero)} would print as 0.000; ${
        counts.zeroContradicted === 0
          ? "none of them is known to be two nodes"
          : `${number(counts.zeroContradicted)} of them cannot be one node`
      }`;
    case "agreement":
      return `${of}, ${number(counts.comparable)} can be compared; ${number(counts.full)} agree at every shared cut point`;
    case "estimates":
      return `${of}, ${number(counts.comparable)} can be compared; ${beyond(values, counts)}`;
    case "bits":
      return `${of}, ${number(counts.comparable)} can be weighed; ${beyond(values, counts)}`;
    case "level":
      return `${of}, ${list.levels
        .flatMap((level, i) => levelPhrase(level, counts.levels[i] ?? 0))
        .join(", ")}`;
  }
}

/** `3 are declared`; nothing of a level without a pair. */
function levelPhrase(level: Level, found: number): string[] {
  if (found === 0) return [];
  const {label} = levelStep(level);
  const verb = found === 1 ? "is" : "are";
  if (level === "contradicted") return [`${number(found)} ${label}`];
  if (level === "no evidence") return [`${number(found)} ${found === 1 ? "shows" : "show"} ${label}`];
  return [`${number(found)} ${verb} ${label}`];
}

interface Counts {
  all: number;
  comparable: number;
  /** would print as 0.000 */
  zero: number;
  zeroContradicted: number;
  /** at the largest value of a share */
  full: number;
  /** above what 95 of 100 strangers show */
  beyond: number;
  levels: number[];
}

function countPairs(
  {servers, values, levels, quantity}: PairValues,
  {levels: known, printsAsZero}: Pick<RunList, "levels" | "printsAsZero">,
): Counts {
  const n = servers.length;
  const contradicted = known.indexOf("contradicted");
  const high = quantity.strangers.high ?? Infinity;
  const counts: Counts = {
    all: (n * (n - 1)) / 2,
    comparable: 0,
    zero: 0,
    zeroContradicted: 0,
    full: 0,
    beyond: 0,
    levels: known.map(() => 0),
  };
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      const value = values[i * n + j] ?? NaN;
      const level = levels[i * n + j] ?? -1;
      if (level < known.length) counts.levels[level] = (counts.levels[level] ?? 0) + 1;
      if (Number.isNaN(value)) continue;
      counts.comparable++;
      if (value < printsAsZero) {
        counts.zero++;
        if (level === contradicted) counts.zeroContradicted++;
      }
      if (value >= 1) counts.full++;
      if (value > high) counts.beyond++;
    }
  return counts;
}

function beyond({quantity}: PairValues, counts: Counts): string {
  const {high} = quantity.strangers;
  if (high === null) return "no pair of known strangers to hold them against";
  return `${number(counts.beyond)} of them lie above ${plainNumber(quantity, high)} ${quantity.unit}, which 95 of 100 pairs of strangers do not pass`;
}

/** How many clusters there are at a threshold, and how far one can move it without changing that. */
export function clusterSentence(sizes: readonly number[], threshold: string): string {
  const clusters = sizes.filter((size) => size >= 2).length;
  const alone = sizes.length - clusters;
  if (sizes.length === 0) return "No server to link";
  const parts = [
    clusters === 0
      ? "no cluster"
      : `${number(clusters)} ${clusters === 1 ? "cluster" : "clusters"} of two servers or more`,
    ...(alone > 0 ? [`${number(alone)} ${alone === 1 ? "server" : "servers"} alone`] : []),
  ];
  return `Linked at ${threshold}: ${parts.join(" and ")}`;
}

function pairs(count: number): string {
  return `${number(count)} ${count === 1 ? "pair" : "pairs"}`;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
