import {FALSE_DISCOVERY_RATE, LEAST_DAYS, LEAST_GROUPS} from "../evidence/level.js";
import {wilsonInterval} from "../statistics/proportion.js";
import {percentOf, whole} from "./format.js";
import {zeroChance} from "./homeSentences.js";
import {type MeasuredErrors, watchedAsLong} from "./measuredErrors.js";
import type {SignatureCounts} from "./signature.js";

/** An observation that would change what the site says. */
export interface MindChanger {
  /** what would have to be seen, in a few words */
  readonly seen: string;
  /** what would follow, with the number that it is held against */
  readonly follows: string;
  /** page of the site, and words of the link */
  readonly href: string;
  readonly evidence: string;
}

/**
 * What would change our mind. Thresholds come from the constants that the code uses.
 *
 * @param runs of the archive
 */
export function mindChangers(
  pairs: SignatureCounts | null,
  measured: MeasuredErrors | null,
  runs: number,
): readonly MindChanger[] {
  return [
    {
      seen: "A node behind two servers that we rule out.",
      follows: `${exclusionText(measured, runs)} One such pair, shown by its operator, puts the rule that excluded it in question.`,
      href: "validation",
      evidence: "Error rates on known truth",
    },
    {
      seen: "Agreement that strangers do not show.",
      follows:
        `Two servers become supported when ${whole(LEAST_GROUPS)} independent signals of the node lie beyond chance at a false-discovery rate of ` +
        `${FALSE_DISCOVERY_RATE * 100}% and a rare mark of host or operator agrees, or when one signal does so on ${whole(LEAST_DAYS)} separate days.`,
      href: "method#what-speaks-for-one-node",
      evidence: "The rule",
    },
    {
      seen: "Separate nodes that no longer print 0.000.",
      follows: `${zeroText(pairs)} If their share fell to the order of ${FALSE_DISCOVERY_RATE * 100}%, a 0.000 alone would be a sign of one node.`,
      href: "programs",
      evidence: "Why they print it",
    },
    {
      seen: "An operator’s word.",
      follows:
        "Two servers that name each other in server.features count as declared from the next run on. It outranks everything that is inferred, but not an observation that rules it out.",
      href: "ethics",
      evidence: "How to reply",
    },
  ];
}

function exclusionText(measured: MeasuredErrors | null, runs: number): string {
  const row = measured && watchedAsLong(measured.all, runs);
  if (!row || row.oneNode === 0) return "How often this happens has not been measured.";
  const {falseExclusions, oneNode} = row;
  return (
    `In simulation it happened to ${whole(falseExclusions)} of ${whole(oneNode)} pairs of one node ` +
    `(95%: below ${percentOf(wilsonInterval(falseExclusions, oneNode).high)}).`
  );
}

function zeroText(pairs: SignatureCounts | null): string {
  const chance = pairs && pairs.oneProgram.excluded > 0 ? zeroChance(pairs) : null;
  return chance === null ? "The archive cannot show yet how often they do." : `Now, ${chance}.`;
}
