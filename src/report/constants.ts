import {methods, reasons} from "../observation/failure.js";
import {CLEAN_AFTER_MS} from "../evidence/cleanEstimates.js";
import {LEAST_MISMATCHES, STRAY_CHANCE, STRAY_SHARE} from "../evidence/feeEstimates.js";
import {
  LEAST_DIFFERENCE,
  LEAST_RUNS,
  LEAST_SHARE,
  LEAST_SHARE_OF_MEMPOOL,
  LEAST_SWEEPS,
} from "../evidence/persistentDifference.js";
import {HELD_RUNS} from "../evidence/relayMinimum.js";
import {LEAST_DIFFERING_RUNS, STRAY_RUN_CHANCE, STRAY_RUN_SHARE} from "../evidence/stillIntervals.js";
import {LEAST_AKIN_PAIRS, LEAST_TIPS} from "../evidence/estimateSurprise.js";
import {FALSE_DISCOVERY_RATE, LEAST_DAYS, LEAST_MARK_BITS} from "../evidence/level.js";
import {LEAST_STRANGERS} from "../evidence/strangers.js";
import {HIDDEN_KIN_SHARE, PRIOR_PAIRS} from "../evidence/weights.js";
import {LASTING_MS} from "../evidence/tipBranch.js";
import {MAX_BINS} from "../observation/histogram.js";
import {SCHEMA_VERSION} from "../observation/schema.js";
import type {Snapshot} from "../observation/snapshot.js";
import {LINK_THRESHOLD, PRINTS_AS_ZERO, STEPS} from "./comparison.js";
import {LEAST_COMMON, LEAST_OVERLAP} from "./clusterNames.js";
import {LEAST_RUNS_FOR_STABILITY, STABILITY_RESAMPLES} from "./consensusStability.js";
import {SHUFFLE_SEED, SHUFFLES} from "./originalFacts.js";
import {SHOWN_ROUNDS} from "./run.js";
import {TIP_TOLERANCE} from "./servers.js";
import {STABILITY_BANDS} from "./stabilityBand.js";
import {type Standing, standingOf} from "./standing.js";
import {SHOWN_RUNS} from "./study.js";

/** What the method page prints, taken from the code that uses it. */
export interface Constants {
  readonly standing: Standing;
  readonly numbers: readonly NamedNumber[];
  /** every question that a server is asked */
  readonly methods: readonly string[];
  /** every way in which an endpoint can fail to answer, with its meaning */
  readonly reasons: readonly (readonly [name: string, meaning: string])[];
  /** bits; up to this, the rule of the first study links two servers */
  readonly linkThreshold: number;
  /** bits; upper limits of the colour steps of a matrix */
  readonly steps: readonly number[];
}

export interface NamedNumber {
  readonly name: string;
  readonly value: string;
  readonly why: string;
}

/** @param newest the newest snapshot of the archive, for the banner */
export function constants(newest: Snapshot | undefined): Constants {
  return {
    standing: standingOf(newest),
    methods,
    reasons: Object.entries(reasons),
    linkThreshold: LINK_THRESHOLD,
    steps: STEPS,
    numbers: [
      {
        name: "Link threshold",
        value: `${LINK_THRESHOLD} bits`,
        why: "Two servers whose divergence is at most this are linked; linked servers form a cluster. Taken over from the first study, to be comparable with it; nothing speaks for this value in particular.",
      },
      {
        name: "Prints as zero",
        value: `below ${PRINTS_AS_ZERO} bits`,
        why: "Shows as 0.000 with three decimals. Counted apart from identical answers, because it is not the same.",
      },
      {
        name: "Distance to the median block",
        value: `more than ${TIP_TOLERANCE} blocks`,
        why: "A server this far behind or ahead sees another mempool and is set aside.",
      },
      {
        name: "Shuffles behind a p-value",
        value: `${SHUFFLES.toLocaleString("en-US")}, seeded “${SHUFFLE_SEED}”`,
        why: "The smallest p-value that can come out is one over this number plus one.",
      },
      {
        name: "Runs and rounds on the home page",
        value: `${SHOWN_RUNS} runs, ${SHOWN_ROUNDS} rounds each`,
        why: "The newest runs, and rounds spread evenly over each; the archive holds all of them.",
      },
      {
        name: "Fee estimates that rule out one node",
        value: `different at ${LEAST_MISMATCHES} blocks or more, and a chance under ${STRAY_CHANCE} for one node`,
        why: `Between blocks a node does not change its estimates. Counted only where both servers name the same newest block before and after, ${CLEAN_AFTER_MS / 1000} s or more after they had it, so that no cache is in between; one reading in ${Math.round(1 / STRAY_SHARE)} may stray all the same.`,
      },
      {
        name: "Relay minima that rule out one node",
        value: `different in one run if both are asked of the node at once, else in ${HELD_RUNS} runs`,
        why: "Some programs hold the value for a minute or since they last connected to their node. A value that a program keeps as long as it runs rules out nothing.",
      },
      {
        name: "Lasting difference that rules out one node",
        value: `one way in ${LEAST_SHARE * 100}% of at least ${LEAST_SWEEPS} rounds in ${LEAST_RUNS} runs, by more than ${(LEAST_DIFFERENCE / 1000).toLocaleString("en-US")} kvB and ${LEAST_SHARE_OF_MEMPOOL * 100}% of the mempool`,
        why: "Of vbytes above one feerate, between programs that count alike. More than refresh times and well connected nodes of one policy explain.",
      },
      {
        name: "Still intervals that rule out one node",
        value: `different in ${LEAST_DIFFERING_RUNS} runs or more, and a chance under ${STRAY_RUN_CHANCE} for one node`,
        why: `Where a server shows the same vbytes between two feerates before and after a refresh, nothing came or went there; another server that stood still at the same time must show the same, if it has the same node. One run in ${Math.round(1 / STRAY_RUN_SHARE)} may stray all the same.`,
      },
      {
        name: "False-discovery rate of candidate and supported pairs",
        value: `${FALSE_DISCOVERY_RATE * 100}%`,
        why: "Expected share of strangers among the pairs that are called so, by Benjamini and Hochberg’s rule. A p-value is taken as two to the power of minus the bits, which it cannot exceed.",
      },
      {
        name: "Days on which one group of signals stands alone",
        value: `${LEAST_DAYS}`,
        why: "The likeness of one day may have one cause.",
      },
      {
        name: "Mark of host or operator that counts beside two groups",
        value: `${LEAST_MARK_BITS} bits`,
        why: "As rare as one host in eight.",
      },
      {
        name: "Pairs of one class that near misses are counted among",
        value: `at least ${LEAST_AKIN_PAIRS}, over at least ${LEAST_TIPS} blocks`,
        why: "A handful of like nodes beside a handful of others has no near misses either.",
      },
      {
        name: "Strangers that likeness is held against",
        value: `at least ${LEAST_STRANGERS} hosts`,
        why: "With fewer nobody knows what strangers show, and the signal weighs nothing.",
      },
      {
        name: "Weight of simulated networks beside controls",
        value: `as ${PRIOR_PAIRS} pairs`,
        why: `So many control pairs have as much say as the simulation. The ${HIDDEN_KIN_SHARE * 100}% most alike of the negative controls may be kin in disguise and are left out.`,
      },
      {
        name: "Branches that rule out one node",
        value: `different blocks at one height for more than ${LASTING_MS / 1000} s, or another first block`,
        why: "After a reorganisation servers follow their node within seconds.",
      },
      {
        name: "Bins in one answer",
        value: `at most ${MAX_BINS.toLocaleString("en-US")}`,
        why: "More than the largest mempool can make; a longer answer is refused and recorded as such.",
      },
      {
        name: "Version of the data format",
        value: String(SCHEMA_VERSION),
        why: "Raised when a column changes its meaning or goes; adding a column does not raise it.",
      },
      {
        name: "Name of a cluster",
        value: `a Jaccard index of ${LEAST_OVERLAP} or more, with ${LEAST_COMMON} servers or more in common`,
        why: "A cluster takes the name of an earlier one that it resembles that much, over the servers whose place is known both times; else it gets a new name. The largest of three equal parts still keeps the name.",
      },
      {
        name: "Stability of a cluster",
        value: STABILITY_BANDS.map(({least, word}) =>
          least === 0 ? `else ${word}` : `${word} from ${least}`,
        ).join(", "),
        why: `Mean Jaccard index over ${STABILITY_RESAMPLES} resamples of time, from ${LEAST_RUNS_FOR_STABILITY} runs on. Hennig's words and limits, as the documentation of his program has them.`,
      },
    ],
  };
}
