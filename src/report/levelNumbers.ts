import {
  ALONE_RATE,
  FALSE_DISCOVERY_RATE,
  LEAST_DAYS,
  LEAST_GROUPS,
  LEAST_MARK_BITS,
  LEAST_SURPRISE,
} from "../evidence/level.js";
import type {NamedNumber} from "./namedNumber.js";

/** Of the rule that gives a pair its level. */
export const levelNumbers: readonly NamedNumber[] = [
  {
    name: "False-discovery rate of candidate and supported pairs",
    value: `${FALSE_DISCOVERY_RATE * 100}%`,
    why: "Expected share of strangers among the pairs that are called so, by Benjamini and Hochberg’s rule. A p-value is the share of simulated pairs of two nodes that reach as many bits, (b + 1) / (B + 1); in an archive that is shorter than they were watched, two to the power of minus the bits, which it cannot exceed. What the archive’s own controls take from the bits counts, what they add does not.",
    constants: ["FALSE_DISCOVERY_RATE"],
  },
  {
    name: "The same for one group of signals that stands alone",
    value: `${ALONE_RATE * 100}%, on ${LEAST_DAYS} separate days, and ${LEAST_SURPRISE} bits by the archive’s own strangers`,
    why: "A fifth of it, since nothing of another kind bears it out; the likeness of one day may have one cause; and neither simulated strangers nor those of the archive should decide alone.",
    constants: ["ALONE_RATE", "LEAST_DAYS", "LEAST_SURPRISE"],
  },
  {
    name: "Groups of signals, else",
    value: `${LEAST_GROUPS}, and a mark of host or operator of at least ${LEAST_MARK_BITS} bits`,
    why: "A mark that one host in eight shows, or fewer.",
    constants: ["LEAST_GROUPS", "LEAST_MARK_BITS"],
  },
];
