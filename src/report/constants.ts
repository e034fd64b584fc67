import {methods, reasons} from "../observation/failure.js";
import {MAX_BINS} from "../observation/histogram.js";
import {SCHEMA_VERSION} from "../observation/schema.js";
import type {Snapshot} from "../observation/snapshot.js";
import {LINK_THRESHOLD, PRINTS_AS_ZERO} from "./comparison.js";
import {SHUFFLE_SEED, SHUFFLES} from "./originalFacts.js";
import {SHOWN_ROUNDS} from "./run.js";
import {TIP_TOLERANCE} from "./servers.js";
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
        name: "Bins in one answer",
        value: `at most ${MAX_BINS.toLocaleString("en-US")}`,
        why: "More than the largest mempool can make; a longer answer is refused and recorded as such.",
      },
      {
        name: "Version of the data format",
        value: String(SCHEMA_VERSION),
        why: "Raised when a column changes its meaning or goes; adding a column does not raise it.",
      },
    ],
  };
}
