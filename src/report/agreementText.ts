import {CHANCE_RANGE} from "../statistics/chance.js";
import {count, list, whole} from "./format.js";
import type {AtThreshold, NamedPartition, PartitionAgreement, WithoutGroup} from "./signalAgreement.js";

/** Where an agreement stands beside the shuffled ones. */
export type Verdict =
  "more than shuffled" | "as shuffled" | "less than shuffled" | "nothing to compare" | "same data";

/**
 * Ways to group servers that look at one and the same answer, the fee histogram: they agree for that reason, and their
 * agreement bears nothing out.
 */
const OF_HISTOGRAMS: ReadonlySet<string> = new Set(["the thread's rule", "node: mempool"]);

/** A partition where either finds no cluster of two has nothing to agree about, whatever the index says. */
export function verdictOf({first, second, clusters, ami, null: chance}: PartitionAgreement): Verdict {
  if (ami === null || chance === null || Math.min(...clusters) === 0) return "nothing to compare";
  if (OF_HISTOGRAMS.has(first) && OF_HISTOGRAMS.has(second)) return "same data";
  if (ami > chance.high) return "more than shuffled";
  return ami < chance.low ? "less than shuffled" : "as shuffled";
}

/** `node: mempool` as a reader would say it. */
export function partitionName(name: string): string {
  if (name === "the thread's rule") return "the first study’s rule";
  if (name === "node: estimates") return "fee estimates";
  return name.replace(/^node: /, "");
}

/** Two decimals and a true minus sign. */
export function index(value: number): string {
  const text = Math.abs(value).toFixed(2);
  return value < 0 && Number(text) > 0 ? `−${text}` : text;
}

/**
 * What agreement between independent signals comes to, about the first pair that can be compared: two groups of
 * signals of the node, else one of them and the marks of host and operator, else the first study's rule. The order is
 * fixed beforehand, so that the pair is not chosen by its result.
 */
export function agreementHeadline(
  partitions: readonly PartitionAgreement[],
  counting = "Counting each host once",
): string {
  const comparable = partitions.filter((one) =>
    ["more than shuffled", "as shuffled", "less than shuffled"].includes(verdictOf(one)),
  );
  const [lead] = comparable.toSorted((x, y) => preference(x) - preference(y));
  if (!lead?.null || lead.ami === null)
    return `${counting}, it is too little to tell: among independent signals no two find clusters that could be compared.`;
  const {ami, null: chance} = lead;
  const verdict = verdictOf(lead);
  const words =
    verdict === "more than shuffled"
      ? "agree more than chance"
      : verdict === "as shuffled"
        ? "agree no more than chance"
        : "agree less than chance";
  return (
    `${counting}, the partitions by ${partitionName(lead.first)} and by ${partitionName(lead.second)} ${words}: ` +
    `AMI ${index(ami)}, shuffled ${index(chance.low)} to ${index(chance.high)}.`
  );
}

function preference({first, second}: PartitionAgreement): number {
  const ofNode = [first, second].filter((name) => name.startsWith("node: ")).length;
  return ofNode === 2 ? 0 : ofNode === 1 && second === "host and operator" ? 1 : 2;
}

/** Partitions of one endpoint a host: two ports of one host agree in nearly everything, and bear nothing out. */
export function hostsOnce(
  partitions: readonly NamedPartition[],
  endpoints: readonly {readonly id: string; readonly host: number}[],
): readonly NamedPartition[] {
  const seen = new Set<number>();
  const kept = new Set(
    endpoints.flatMap(({id, host}) => {
      if (seen.has(host)) return [];
      seen.add(host);
      return [id];
    }),
  );
  return partitions.map(([name, partition]) => [
    name,
    new Map([...partition].filter(([endpoint]) => kept.has(String(endpoint)))),
  ]);
}

/** How many comparisons there are, how many lie beyond their null, and how many do so by chance. */
export function agreementCounts(partitions: readonly PartitionAgreement[]): string {
  const verdicts = partitions.map(verdictOf);
  const of = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length;
  const compared = of("more than shuffled") + of("as shuffled") + of("less than shuffled");
  const rest = [
    ...(of("same data") > 0 ? [`${whole(of("same data"))} looks at the same answers twice`] : []),
    ...(of("nothing to compare") > 0
      ? [`in ${whole(of("nothing to compare"))} one side finds no cluster`]
      : []),
  ];
  const but = rest.length > 0 ? ` Of the others, ${list(rest)}.` : "";
  if (compared === 0)
    return `Of ${count(partitions.length, "pair")} of partitions, none can be compared.${but}`;
  if (compared === 1)
    return (
      `The one comparison between independent signals ${of("more than shuffled") === 1 ? "lies" : "does not lie"} above the middle 95% of shuffles; ` +
      `one in ${whole(1 / CHANCE_RANGE[0])} would by chance alone.${but}`
    );
  return (
    `Of ${count(compared, "comparison")} between independent signals, ${whole(of("more than shuffled"))} ${of("more than shuffled") === 1 ? "lies" : "lie"} above the middle 95% of shuffles; ` +
    `by chance alone ${(compared * CHANCE_RANGE[0]).toFixed(compared < 4 ? 2 : 1)} would.${but}`
  );
}

/** @param all inferred pairs with every group of signals heard */
export function withoutTitle(
  all: Pick<WithoutGroup, "supported" | "candidate">,
  rows: readonly WithoutGroup[],
): string {
  const total = all.supported + all.candidate;
  if (total === 0) return "No pair is inferred, so no group of signals can be missed";
  const [worst] = rows
    .map(({group, supported, candidate}) => ({group, left: supported + candidate}))
    .toSorted((x, y) => x.left - y.left || (x.group < y.group ? -1 : 1));
  if (!worst) return `${count(total, "pair")} inferred`;
  const pairs = count(total, "inferred pair");
  if (worst.left === total) return `No single group of signals carries any of the ${pairs}`;
  const left = worst.left === 0 ? "none" : whole(worst.left);
  const name = partitionName(`node: ${worst.group}`);
  return `Without ${name}, ${left} of the ${pairs} ${worst.left < 2 ? "is" : "are"} left`;
}

export function thresholdTitle(rows: readonly AtThreshold[]): string {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last || first.pairs === 0) return "No pair reaches even the lowest line";
  const atLast =
    last.pairs === 0
      ? "no pair is"
      : `${count(last.pairs, "pair")} ${last.pairs === 1 ? "is" : "are"}, and it has ${whole(last.largest)}`;
  return (
    `With the line at ${first.bits} bits ${count(first.pairs, "pair")} ${first.pairs === 1 ? "is" : "are"} tied and the largest cluster has ${whole(first.largest)}; ` +
    `at ${last.bits} bits ${atLast}`
  );
}
