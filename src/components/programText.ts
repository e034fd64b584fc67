import {histogramKey} from "../observation/histogram.js";
import type {Answer} from "../simulation/twoNodes.js";
import type {ProgramPair} from "./programPairs.js";
import type {ProgramStudy} from "./programStudy.js";
import {programWords} from "./programWords.js";

/** A pair that can be compared. */
type Compared = ProgramPair & {readonly bits: number};

/** Bits as a table of three decimals shows them: the first study’s matrix had no more. */
export const printed = (bits: number): string => bits.toFixed(3);

/** What prints as nothing at all. */
const ZERO = printed(0);

const isCompared = (pair: ProgramPair): pair is Compared => pair.bits !== null;
const nearest = (pairs: readonly Compared[]): Compared | undefined =>
  pairs.reduce<Compared | undefined>(
    (best, next) => (best && best.bits <= next.bits ? best : next),
    undefined,
  );
const furthest = (pairs: readonly Compared[]): Compared | undefined =>
  pairs.reduce<Compared | undefined>(
    (best, next) => (best && best.bits >= next.bits ? best : next),
    undefined,
  );

/** The furthest pair on one node and the nearest on two, as far as there are any. */
export function extremes({pairs}: Pick<ProgramStudy, "pairs">): {
  readonly ofOne: Compared | undefined;
  readonly ofTwo: Compared | undefined;
} {
  const compared = pairs.filter(isCompared);
  return {
    ofOne: furthest(compared.filter(({oneNode}) => oneNode)),
    ofTwo: nearest(compared.filter(({oneNode}) => !oneNode)),
  };
}

/** The pairs that the heading of the matrix speaks of: the nearest on two nodes, or on the one that there is, and the furthest on one. */
export function titlePairs(study: ProgramStudy): readonly Compared[] {
  const {ofOne, ofTwo} = extremes(study);
  const near = study.settings.oneNode ? nearest(study.pairs.filter(isCompared)) : ofTwo;
  return near && ofOne ? [near, ofOne] : [];
}

/** The heading of the matrix. */
export function matrixFinding(study: ProgramStudy): string {
  const [near, far] = titlePairs(study);
  if (!near || !far) return "Nothing to compare: too few servers send a bin";
  if (study.settings.oneNode)
    return `One and the same node prints ${printed(near.bits)} ${behind(study, near)} and ${printed(far.bits)} ${behind(study, far)}`;
  return far.bits > near.bits
    ? `Two different nodes ${behind(study, near)} print ${printed(near.bits)}; one node ${behind(study, far)} prints ${printed(far.bits)}`
    : `Here no pair on one node prints more than ${printed(far.bits)}, and no pair on two nodes less than ${printed(near.bits)}`;
}

/** What the present settings show of nodes: the furthest pair on one against the closest on two. */
export function nodeSentences(study: ProgramStudy): readonly string[] {
  const {ofOne, ofTwo} = extremes(study);
  const sentences: string[] = [];
  if (ofOne)
    sentences.push(
      `Of ${count(study.pairs, true)} pairs of servers on one node, the furthest apart are ${both(study, ofOne)}: they print ${printed(ofOne.bits)}.`,
    );
  if (ofTwo)
    sentences.push(
      `Of ${count(study.pairs, false)} pairs on two different nodes, the closest are ${both(study, ofTwo)}: they print ${printed(ofTwo.bits)}${alsoZero(study.pairs, ofTwo)}.`,
    );
  if (ofOne && ofTwo)
    sentences.push(
      ofOne.bits > ofTwo.bits
        ? "The first number is larger than the second: a pair that shares a node looks further apart than a pair that does not."
        : "The first number is not larger than the second: with these settings the numbers would tell the nodes apart.",
    );
  return sentences.length > 0 ? sentences : ["Too few servers send a bin to say anything."];
}

/** What they show of programs: one program on both nodes, the clusters that the first study's rule makes, and who sends nothing. */
export function programSentences(study: ProgramStudy): readonly string[] {
  const silent = study.answers.filter(({histogram}) => histogram.every(({vsize}) => vsize === 0)).length;
  const said = `${silent} of ${study.answers.length} servers ${silent === 1 ? "sends" : "send"} no bin at all and cannot be compared.`;
  return [...programsFixed(study), ...clusterSentences(study), ...(silent > 0 ? [said] : [])];
}

/** The heading of the histograms. */
export function histogramFinding({answers}: Pick<ProgramStudy, "answers">): string {
  const ofA = answers.filter(({node, histogram}) => node === "A" && histogram.length > 0);
  const sorted = ofA.toSorted((a, b) => a.histogram.length - b.histogram.length);
  const [fewest, most] = [sorted[0], sorted.at(-1)];
  const distinct = new Set(ofA.map(({histogram}) => histogramKey(histogram))).size;
  if (!fewest || !most) return "The mempool is too small for any program to send a bin";
  return distinct === 1
    ? "One mempool, and every program gives the same answer"
    : `One mempool, ${distinct} different answers: from ${labels(fewest)} (${nameOf(fewest)}) to ${labels(most)} (${nameOf(most)})`;
}

/** What a program's two answers have in common. */
export function panelText(a: Answer, b: Answer, pair: ProgramPair | undefined): string {
  const sent = `A sends ${labels(a)}, B ${b.histogram.length}`;
  if (!pair || pair.bits === null) return `${sent}. Not comparable without a bin.`;
  const likeness = pair.identical ? "identical" : `prints ${printed(pair.bits)}`;
  return `${sent}, ${pair.commonLabels} in common: ${likeness}`;
}

function programsFixed(study: ProgramStudy): readonly string[] {
  const same = study.pairs.filter(isCompared).filter(({oneProgram}) => oneProgram);
  const [low, high] = [nearest(same), furthest(same)];
  if (!low || !high) return [];
  const who = study.settings.oneNode ? "two servers of that node" : "the two nodes";
  if (same.every(({identical}) => identical))
    return [`Where the program is the same, ${who} answer identically, in every label and vbyte.`];
  return [
    `Where the program is the same, ${who} print from ${printed(low.bits)} (${programOf(study, low)}) to ${printed(high.bits)} (${programOf(study, high)}).`,
  ];
}

function clusterSentences({answers, clusters, linkThreshold, settings}: ProgramStudy): readonly string[] {
  const compared = clusters.reduce((sum, list) => sum + list.length, 0);
  if (compared < 2) return [];
  const made = `Linked up to ${linkThreshold} bits, as in the first study, ${compared} servers fall into ${clusters.length} ${clusters.length === 1 ? "cluster" : "clusters"}`;
  if (settings.oneNode) return [`${made}; they all ask one node.`];
  const mixed = clusters.filter((list) => new Set(list.map((i) => answers[i]?.node)).size > 1).length;
  return [
    mixed === 0
      ? `${made}, none of which holds servers of both nodes.`
      : `${made}, ${mixed === clusters.length ? "all" : mixed} of which ${mixed === 1 && mixed !== clusters.length ? "holds" : "hold"} servers of both nodes.`,
  ];
}

function alsoZero(pairs: readonly ProgramPair[], {bits}: Compared): string {
  const zeros = pairs.filter((pair) => isCompared(pair) && !pair.oneNode && printed(pair.bits) === ZERO);
  return printed(bits) === ZERO && zeros.length > 1
    ? `, like ${zeros.length - 1} ${zeros.length === 2 ? "other" : "others"}`
    : "";
}

const count = (pairs: readonly ProgramPair[], oneNode: boolean): number =>
  pairs.filter((pair) => isCompared(pair) && pair.oneNode === oneNode).length;
const nameOf = ({rule}: Answer): string => programWords[rule].name;
const labels = ({histogram}: Answer): string =>
  `${histogram.length} ${histogram.length === 1 ? "label" : "labels"}`;

function programOf({answers}: ProgramStudy, {a}: ProgramPair): string {
  const answer = answers[a];
  return answer ? nameOf(answer) : "";
}

function namesOf({answers}: ProgramStudy, {a, b}: ProgramPair): readonly string[] {
  return [answers[a], answers[b]].flatMap((answer) => (answer ? [nameOf(answer)] : []));
}

function behind(study: ProgramStudy, pair: ProgramPair): string {
  return `behind ${[...new Set(namesOf(study, pair))].join(" and ")}`;
}

function both(study: ProgramStudy, pair: ProgramPair): string {
  const names = namesOf(study, pair);
  return pair.oneProgram ? `the two servers of ${names[0] ?? ""}` : names.join(" and ");
}
