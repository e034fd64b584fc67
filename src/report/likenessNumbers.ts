import {LEAST_BINS, LEAST_TOTAL} from "../evidence/commonSweeps.js";
import {TIED_OUTAGES} from "../evidence/controls.js";
import {LEAST_AKIN_PAIRS, LEAST_AKIN_SHARE, LEAST_TIPS} from "../evidence/estimateSurprise.js";
import {WEIGHT_VSIZE} from "../evidence/cutWeights.js";
import {LEAST_VSIZE, USUAL_RELAY_MINIMUM} from "../evidence/exactAgreement.js";
import {MASKED_SHARE} from "../evidence/commonLevel.js";
import {FEWEST_OTHERS, FEWEST_OUTAGES, FEWEST_RUNS} from "../evidence/failures.js";
import {PRIOR_HOSTS} from "../evidence/frequency.js";
import {FIRST_BIN, GROWTH} from "../evidence/histogramMarks.js";
import {LEAST_STEPS} from "../evidence/refreshPhase.js";
import {LEAST_NUMBERS, LEAST_OTHERS} from "../evidence/residual.js";
import {LEAST_STRANGERS, SPREAD} from "../evidence/strangers.js";
import {LEAST_LIKE_TARGETS, LEAST_PAIRS_AT_TIP} from "../evidence/tipWorth.js";
import {HIDDEN_KIN_SHARE, PRIOR_PAIRS, RAW_EDGES} from "../evidence/weights.js";
import {whole} from "./format.js";
import type {NamedNumber} from "./namedNumber.js";

/** Of what speaks for one node: which agreement is looked at, and what strangers are. */
export const likenessNumbers: readonly NamedNumber[] = [
  {
    name: "Strangers that likeness is held against",
    value: `at least ${LEAST_STRANGERS} hosts`,
    why: "With fewer nobody knows what strangers show, and the signal weighs nothing.",
    constants: ["LEAST_STRANGERS"],
  },
  {
    name: "Spread of strangers",
    value: `from ${SPREAD[0]} to ${SPREAD[1]}, as standard deviation of the logarithm`,
    why: "A few strangers may seem all the same; and where a third of them never differs, the spread cannot be seen.",
    constants: ["SPREAD"],
  },
  {
    name: "Exact numbers",
    value: `from ${whole(LEAST_VSIZE / 1000)} kvB above a feerate on, weighed by log(1 + vB / ${whole(WEIGHT_VSIZE)})`,
    why: `Below lie so few transactions that separate nodes agree too. Where a server does not state its relay minimum, ${USUAL_RELAY_MINIMUM} sat/vB is taken, the highest default of nodes.`,
    constants: ["LEAST_VSIZE", "WEIGHT_VSIZE", "USUAL_RELAY_MINIMUM"],
  },
  {
    name: "Whole answers",
    value: `of ${LEAST_BINS} filled bins or ${LEAST_TOTAL / 1e6} MvB on`,
    why: "Less may be equal by accident.",
    constants: ["LEAST_BINS", "LEAST_TOTAL"],
  },
  {
    name: "Refresh phase",
    value: `from ${LEAST_STEPS} steps from sweep to sweep on`,
    why: "A chance agreement of a few changes is no rhythm. It is shown, and weighs nothing.",
    constants: ["LEAST_STEPS"],
  },
  {
    name: "Residuals",
    value: `from ${LEAST_OTHERS} other answers and ${LEAST_NUMBERS} common numbers on`,
    why: "So many can stand for what everybody has, and with fewer numbers a direction is luck.",
    constants: ["LEAST_OTHERS", "LEAST_NUMBERS"],
  },
  {
    name: "Pairs of one class that near misses are counted among",
    value: `at least ${LEAST_AKIN_PAIRS}, over at least ${LEAST_TIPS} blocks; of one class are those that agree at ${LEAST_AKIN_SHARE * 100}% of the blocks`,
    why: "A handful of like nodes beside a handful of others has no near misses either.",
    constants: ["LEAST_AKIN_PAIRS", "LEAST_TIPS", "LEAST_AKIN_SHARE"],
  },
  {
    name: "What agreement is worth at one block",
    value: `counted among at least ${LEAST_PAIRS_AT_TIP} pairs that agree at more than ${LEAST_LIKE_TARGETS * 100}% of the targets`,
    why: "Nodes of one estimator that differ do so at a few targets, others at nearly all. Where nobody differs, agreement is worth nothing.",
    constants: ["LEAST_PAIRS_AT_TIP", "LEAST_LIKE_TARGETS"],
  },
  {
    name: "Outages in common",
    value: `over ${FEWEST_RUNS} runs that tried both, with ${FEWEST_OUTAGES} outages of each; runs in which ${(MASKED_SHARE * 100).toFixed(0)}% of ${FEWEST_OTHERS} or more others fail are left out`,
    why: `Two outages of one run each, placed at random in so many runs, coincide once in 66. Where a third fails at once the cause is likely near us. From a partial correlation of ${TIED_OUTAGES} on, a pair does not count as strangers.`,
    constants: ["FEWEST_RUNS", "FEWEST_OUTAGES", "MASKED_SHARE", "FEWEST_OTHERS", "TIED_OUTAGES"],
  },
  {
    name: "Rare values of host and operator",
    value: `${PRIOR_HOSTS} more host is taken to hold each`,
    why: "A value that only one host of three holds is not yet a rare value.",
    constants: ["PRIOR_HOSTS"],
  },
  {
    name: "Bins by which a program is recognised",
    value: `first bin of ${whole(FIRST_BIN.old / 1000)} or ${whole(FIRST_BIN.new / 1000)} kvB, each next ${GROWTH} times as large`,
    why: "ElectrumX before and from 1.17, and Fulcrum. In their source code.",
    constants: ["FIRST_BIN", "GROWTH"],
  },
  {
    name: "Rows of the tables that turn surprise into bits",
    value: `parted at ${RAW_EDGES.join(", ")} bits`,
    why: "Wide where pairs are few: a row in which no stranger was seen weighs no more than the number of strangers that were looked at bears.",
    constants: ["RAW_EDGES"],
  },
  {
    name: "Weight of simulated networks beside controls",
    value: `as ${PRIOR_PAIRS} pairs`,
    why: `So many control pairs have as much say as the simulation. The ${HIDDEN_KIN_SHARE * 100}% most alike of the negative controls may be kin in disguise and are left out.`,
    constants: ["PRIOR_PAIRS", "HIDDEN_KIN_SHARE"],
  },
];
