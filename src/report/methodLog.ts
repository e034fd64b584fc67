/** A change of how statements are made. The log begins with the first version that made any. */
export interface MethodChange {
  /** UTC, `YYYY-MM-DD`: the day on which the code changed */
  readonly date: string;
  readonly what: string;
  readonly why: string;
}

/**
 * What changed, oldest first. An entry is added with every change that may alter what the pages say of the same archive:
 * a threshold, a signal, a rule, a weight, a schema.
 */
export const methodLog: readonly MethodChange[] = [
  {
    date: "2026-11-22",
    what: "The first study’s comparison, repeated: divergence of fee histograms with base-2 logarithms, linked at up to 0.5 bits; identical answers counted apart from a divergence that prints as 0.000.",
    why: "To be comparable with the first study before going beyond it.",
  },
  {
    date: "2026-11-22",
    what: "What rules out one node behind two servers, and from it the least number of nodes (findings schema 0).",
    why: "Differences can be conclusive where agreement cannot.",
  },
  {
    date: "2026-11-22",
    what: "Still intervals: vbytes between two feerates that no refresh changed, as agreement and as what rules out.",
    why: "They compare servers of different programs without guessing how each rounds.",
  },
  {
    date: "2026-11-22",
    what: "Agreement is weighed in bits, against strangers of the same kind, with weights from simulated networks corrected by the archive’s own controls; q-values, levels and kin (findings schema 1).",
    why: "A count of coincidences says nothing as long as nobody knows how often strangers show them.",
  },
  {
    date: "2026-11-22",
    what: "A single group of signals needs half the false-discovery rate to stand alone; agreement is capped at each block; strangers that never differ are smoothed at the near misses.",
    why: "Mistakes on training networks came from single groups and from crowds that differ in nothing.",
  },
  {
    date: "2026-11-22",
    what: "Weights measured anew on 56 simulated networks and judged on 36 fresh ones; one vote a pair of hosts among near misses.",
    why: "Networks that had shaped a rule must not be the ones that judge it; two ports of one host are one witness.",
  },
  {
    date: "2026-11-22",
    what: "Clusters keep their names as members come and go (C1, C2, … in order of birth).",
    why: "A cluster that is called something else in every run cannot be followed.",
  },
];
