import type {PairEvidence, WeighedGroup} from "./pairEvidence.js";

/** What may be said of a pair, by rule. */
export type Level =
  /** an observation rules out one node behind both */
  | "contradicted"
  /** two ports of one host, or each names the other in server.features */
  | "declared"
  /** consistent with a shared backend in two ways, or in one way on several days */
  | "supported"
  /** consistent with a shared backend in one way */
  | "candidate"
  /** comparable, and nothing above */
  | "no evidence"
  /** no signal of the node can compare them */
  | "not comparable";

/** Expected share of strangers among the pairs that are called `candidate` or better. As usual for what is to be acted on with care. */
export const FALSE_DISCOVERY_RATE = 0.01;

/**
 * The same for one group of signals that stands alone: a fifth of it, since nothing of another kind bears it out. In
 * training networks, after four days, no pair of two nodes is called at up to three tenths, and one is at a half.
 */
export const ALONE_RATE = FALSE_DISCOVERY_RATE / 5;

/** Separate UTC days on which one group of signals must agree to stand alone: a day's likeness may have one cause. */
export const LEAST_DAYS = 3;

/**
 * Bits, before calibration, by which the window's own strangers must make the likeness of a group surprising that stands
 * alone: fewer than one of them in 128 is expected to be as much alike. So neither the lab decides alone nor the window.
 * In training networks strangers that the lab alone would let pass lie at 5 to 6.5 after four days, and above 7 in one
 * network of 92.
 */
export const LEAST_SURPRISE = 7;

/** Bits that a host's or operator's mark must weigh: one in eight hosts, or fewer, shows it. */
export const LEAST_MARK_BITS = 3;

/** Groups that must lie beyond the null for `supported`, if another layer speaks for it too. */
export const LEAST_GROUPS = 2;

/** What a level rests on. */
export interface Grounds {
  readonly excluded: boolean;
  readonly declared: boolean;
  /** whether any signal of the node can compare the two */
  readonly comparable: boolean;
  /** null where nothing can be weighed */
  readonly evidence: PairEvidence | null;
  /** bits of the rarest mark of host or operator that both show; asked only where it decides */
  readonly mark: () => number;
}

/** The level of a pair: an exclusion comes before all, and what operators say before what we infer. */
export function levelOf({excluded, declared, comparable, evidence, mark}: Grounds): Level {
  if (excluded) return "contradicted";
  if (declared) return "declared";
  if (!comparable) return "not comparable";
  if (!evidence || evidence.q > FALSE_DISCOVERY_RATE) return "no evidence";
  const beyond = evidence.groups.filter(({q}) => q <= FALSE_DISCOVERY_RATE);
  if (beyond.length === 0) return "no evidence";
  if (beyond.some(standsAlone)) return "supported";
  return beyond.length >= LEAST_GROUPS && mark() >= LEAST_MARK_BITS ? "supported" : "candidate";
}

function standsAlone({q, strongest: {days, raw}}: WeighedGroup): boolean {
  return q <= ALONE_RATE && days >= LEAST_DAYS && raw >= LEAST_SURPRISE;
}
