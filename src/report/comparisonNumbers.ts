import {MAX_BIN_VSIZE, MAX_BINS, MAX_LABEL} from "../observation/histogram.js";
import {CHANCE_RANGE} from "../statistics/chance.js";
import {BLOCKS, CONSENSUS_CUT, RESAMPLES} from "../statistics/clusterStability.js";
import {AGREEMENT_DRAWS} from "./clusterAgreement.js";
import {LEAST_COMMON, LEAST_OVERLAP} from "./clusterNames.js";
import {LINK_THRESHOLD, PRINTS_AS_ZERO} from "../evidence/firstStudy.js";
import {LEAST_RUNS_FOR_STABILITY, STABILITY_DRAWS, STABILITY_RESAMPLES} from "./consensusStability.js";
import {whole} from "./format.js";
import type {NamedNumber} from "./namedNumber.js";
import {LEAST_RUNS_FOR_CHANGE} from "./namedClusters.js";
import {SHUFFLE_SEED, SHUFFLES} from "./originalFacts.js";
import {OLD_RELAY_MINIMUM, PREDICTION_ALPHA} from "./predictionTest.js";
import {TIP_TOLERANCE} from "./servers.js";
import {AGREEMENT_SHUFFLES} from "./signalAgreement.js";
import {STABILITY_BANDS} from "./stabilityBand.js";

/** Of the comparison of histograms as the first study made it, and of the clusters that come of it. */
export const comparisonNumbers: readonly NamedNumber[] = [
  {
    name: "Link threshold",
    value: `${LINK_THRESHOLD} bits`,
    why: "Two servers whose divergence is at most this are linked; linked servers form a cluster. Taken over from the first study, to be comparable with it; nothing speaks for this value in particular.",
    constants: ["LINK_THRESHOLD"],
  },
  {
    name: "Prints as zero",
    value: `below ${PRINTS_AS_ZERO} bits`,
    why: "Shows as 0.000 with three decimals. Counted apart from identical answers, because it is not the same.",
    constants: ["PRINTS_AS_ZERO"],
  },
  {
    name: "Distance to the median block",
    value: `more than ${TIP_TOLERANCE} blocks`,
    why: "A server this far behind or ahead sees another mempool and is set aside.",
    constants: ["TIP_TOLERANCE"],
  },
  {
    name: "What an answer may hold",
    value: `at most ${whole(MAX_BINS)} bins, labels up to ${MAX_LABEL} sat/vB, ${MAX_BIN_VSIZE} vB in a bin`,
    why: "More bins than the largest mempool can make, all bitcoin paid for one vbyte, and a thousand times the largest mempool: an answer beyond is refused and recorded as such.",
    constants: ["MAX_BINS", "MAX_LABEL", "MAX_BIN_VSIZE"],
  },
  {
    name: "A cluster keeps its name",
    value: `while Jaccard’s index is at least ${LEAST_OVERLAP} and at least ${LEAST_COMMON} servers remain`,
    why: "Over the servers whose place is known both times. The largest of three equal parts still keeps the name, the largest of four no longer does.",
    constants: ["LEAST_OVERLAP", "LEAST_COMMON"],
  },
  {
    name: "Stability of clusters",
    value: `from ${LEAST_RUNS_FOR_STABILITY} runs on: ${STABILITY_RESAMPLES} resamples of ${BLOCKS} stretches of time, ${STABILITY_DRAWS} shuffles for the null; consensus joins what is together in more than ${CONSENSUS_CUT} of the runs`,
    why: `Stretches and not single runs, since runs that follow each other are alike. Where nothing else is asked, ${RESAMPLES} resamples, as clusterboot of R’s fpc draws; fewer here, to be done in a minute with 300 servers.`,
    constants: [
      "LEAST_RUNS_FOR_STABILITY",
      "STABILITY_RESAMPLES",
      "STABILITY_DRAWS",
      "RESAMPLES",
      "BLOCKS",
      "CONSENSUS_CUT",
    ],
  },
  {
    name: "Words for stability",
    value: STABILITY_BANDS.map(({least, word}) =>
      least === 0 ? `else ${word}` : `${word} from ${least}`,
    ).join(", "),
    why: "Of the mean Jaccard index over the resamples. Hennig’s words and limits, as the documentation of clusterboot has them.",
    constants: [],
  },
  {
    name: "Change of clusters on the home page",
    value: `from ${LEAST_RUNS_FOR_CHANGE} runs on`,
    why: "Two runs may differ by one new block; a change that lasts shows from the third on.",
    constants: ["LEAST_RUNS_FOR_CHANGE"],
  },
  {
    name: "Prediction on the first study’s clusters",
    value: `relay minima below and from ${OLD_RELAY_MINIMUM} sat/vB; apart at p below ${PREDICTION_ALPHA}`,
    why: "Where Bitcoin Core’s default was until release 29.1; the usual one in twenty, as one question is asked once.",
    constants: ["OLD_RELAY_MINIMUM", "PREDICTION_ALPHA"],
  },
  {
    name: "Shuffles behind a p-value of the first study’s clusters",
    value: `${whole(SHUFFLES)}, seeded “${SHUFFLE_SEED}”`,
    why: "The smallest p-value that can come out is one over this number plus one.",
    constants: ["SHUFFLES"],
  },
  {
    name: "Shuffles behind the null of an agreement",
    value: `${whole(AGREEMENT_SHUFFLES)} between signals, ${AGREEMENT_DRAWS} from run to run; the range of chance is from ${CHANCE_RANGE[0] * 100}% to ${CHANCE_RANGE[1] * 100}% of them`,
    why: "The middle 95%, as is usual.",
    constants: ["AGREEMENT_SHUFFLES", "AGREEMENT_DRAWS", "CHANCE_RANGE"],
  },
];
