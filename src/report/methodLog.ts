/** As *Keep a Changelog* sorts changes, in its order. */
export const changeKinds = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"] as const;

/** What a reader would notice: another statement, another number, another field or column. */
export type ChangedPart = "method" | "findings" | "calibration" | "data";

/** A change of how statements are made, or of the files that hold them. The log begins with the first version that made any. */
export interface MethodChange {
  /** UTC, `YYYY-MM-DD`: the day on which the code changed */
  readonly date: string;
  readonly kind: (typeof changeKinds)[number];
  readonly part: ChangedPart;
  readonly what: string;
  readonly why: string;
}

/**
 * What changed, oldest first. An entry is added with every change that may alter what the pages say of the same archive
 * (a threshold, a signal, a rule, a weight), and with every change of a schema, down to a column.
 *
 * The method page shows it, and `.github/CHANGELOG.md` is written from it (`npm run changelog`).
 */
export const methodLog: readonly MethodChange[] = [
  {
    date: "2026-11-22",
    kind: "Added",
    part: "data",
    what: "Snapshots of five tables and a manifest, schema version 1 (electrum-kinship-snapshot).",
    why: "What servers answered is kept as it was, so that every statement can be made again from it.",
  },
  {
    date: "2026-11-22",
    kind: "Added",
    part: "method",
    what: "The first study’s comparison, repeated: divergence of fee histograms with base-2 logarithms, linked at up to 0.5 bits; identical answers counted apart from a divergence that prints as 0.000.",
    why: "To be comparable with the first study before going beyond it.",
  },
  {
    date: "2026-11-22",
    kind: "Added",
    part: "findings",
    what: "What rules out one node behind two servers, and from it the least number of nodes (findings schema 0).",
    why: "Differences can be conclusive where agreement cannot.",
  },
  {
    date: "2026-11-22",
    kind: "Added",
    part: "method",
    what: "Still intervals: vbytes between two feerates that no refresh changed, as agreement and as what rules out.",
    why: "They compare servers of different programs without guessing how each rounds.",
  },
  {
    date: "2026-11-22",
    kind: "Changed",
    part: "findings",
    what: "Agreement is weighed in bits, against strangers of the same kind, with weights from simulated networks corrected by the archive’s own controls; q-values, levels and kin (electrum-kinship-findings/1).",
    why: "A count of coincidences says nothing as long as nobody knows how often strangers show them.",
  },
  {
    date: "2026-11-22",
    kind: "Changed",
    part: "method",
    what: "A single group of signals needs half the false-discovery rate to stand alone; agreement is capped at each block; strangers that never differ are smoothed at the near misses.",
    why: "Mistakes on training networks came from single groups and from crowds that differ in nothing.",
  },
  {
    date: "2026-11-22",
    kind: "Changed",
    part: "calibration",
    what: "Weights measured anew on 56 simulated networks and judged on 36 fresh ones (electrum-kinship-calibration/1); one vote a pair of hosts among near misses.",
    why: "Networks that had shaped a rule must not be the ones that judge it; two ports of one host are one witness.",
  },
  {
    date: "2026-11-22",
    kind: "Changed",
    part: "method",
    what: "Clusters keep their names as members come and go (C1, C2, … in order of birth).",
    why: "A cluster that is called something else in every run cannot be followed.",
  },
  {
    date: "2026-11-22",
    kind: "Added",
    part: "data",
    what: "Files at addresses that stay: the list of snapshots (electrum-kinship-index/1), clusters of every run (electrum-kinship-partitions/1), each server (electrum-kinship-server/1) and every pair (electrum-kinship-pairs/1).",
    why: "Programs of others need addresses and fields that do not change under them.",
  },
  {
    date: "2026-11-23",
    kind: "Added",
    part: "data",
    what: "Columns endpoints.asns, endpoints.asn_prefix, endpoints.country and endpoints.asn_answered_at: which network announces the address, as DNS says. Older snapshots lack them; read them as null. The schema’s version stays 1.",
    why: "Servers in one network may look alike for reasons that have nothing to do with a shared node.",
  },
  {
    date: "2026-11-23",
    kind: "Added",
    part: "method",
    what: "Two signals that are shown and decide nothing: one autonomous system, as a mark of the operator, and the refresh phase (Cohen’s kappa of when answers change), as a mark of the process.",
    why: "A reader should see what else two servers have in common; strangers often choose one hosting company, and clocks of two processes may be in step.",
  },
  {
    date: "2026-11-23",
    kind: "Changed",
    part: "calibration",
    what: "What the first study’s rule would have said of the same simulated pairs; the best signal alone over the same pairs as all together, beside the pairs that it can weigh (fields firstStudy and bestOverAll).",
    why: "Two ways of judging can be compared only on the same pairs.",
  },
  {
    date: "2026-11-23",
    kind: "Changed",
    part: "findings",
    what: "Clusters carry the name that the site’s pages give them (field cluster).",
    why: "Whoever reads both must find the same cluster under the same name.",
  },
  {
    date: "2026-11-27",
    kind: "Added",
    part: "findings",
    what: "The divergence of two histograms carries its granularity: the step of the program’s labels, and how many labels the two answers of a sweep have (field granularity). No weight changes.",
    why: "A divergence of 0 over one label in whole sat/vB says nothing, and over 400 exact feerates much.",
  },
  {
    date: "2026-11-27",
    kind: "Changed",
    part: "calibration",
    what: "Weights measured anew on 92 simulated networks and judged on 39 that nothing was chosen by; three of them are watched for twelve days, each condition tells in how many networks a fleet in disguise is found, and a comparison of all signals with the best alone has its standard error (fields fleetFound, fleet.found and ahead).",
    why: "Other weights had been tried on the networks that judged until now. And how long one must look is told better by looking longer than by a share of pairs after four days.",
  },
  {
    date: "2026-11-27",
    kind: "Fixed",
    part: "data",
    what: "datapackage.json says that its resources are tables, that an empty text is not null (missingValues), and that a file may lack a column which came later (fieldsMatch); contributors have the role creator. CITATION.cff of a data release has its date in quotes.",
    why: "By the defaults of Data Package 2.0 a reader had to refuse an empty text in a column that is never null, and a snapshot older than a column; a reader of YAML 1.1 took the date for something other than text.",
  },
  {
    date: "2026-11-30",
    kind: "Changed",
    part: "method",
    what: "A q-value rests on how many simulated pairs of two nodes reach as many bits, counted after 24 runs in four days; in shorter archives on two to the power of minus the bits, as before. One group of signals that stands alone needs a fifth of the false-discovery rate (a half before), and 7 bits by the archive’s own strangers. Weights change in finer steps between 4 and 12 bits before calibration.",
    why: "The bound is ten times larger than the share of strangers that reach so many bits. By it, nine of the thirteen fleets of the condition with a target are found in the networks that judge now, and eleven by the count, with the same one pair of two nodes called wrongly.",
  },
  {
    date: "2026-11-30",
    kind: "Changed",
    part: "calibration",
    what: "Weights measured anew on 92 simulated networks and judged on 43 with new seeds; how many strangers reach how many bits is counted (fields weights.tails and reached). One number, the 7 bits by the archive’s own strangers, was added after these 43 had been judged once without it.",
    why: "The rule was changed because of what the networks that judged until now had shown.",
  },
  {
    date: "2026-11-30",
    kind: "Changed",
    part: "method",
    what: "Common outages: the share of others failing in a run counts in steps of 2⁻²⁰, some millionth. The correlation changes in its sixth digit at most.",
    why: "Sums of whole steps are the same in any order, so that runs in which both answered need not be looked at one by one.",
  },
];
