import {commonCutDistance} from "./commonCutDistance.js";
import {exactAgreement} from "./exactAgreement.js";
import {feeEstimates} from "./feeEstimates.js";
import {feeHistogramDivergence} from "./feeHistogramDivergence.js";
import {persistentDifference} from "./persistentDifference.js";
import {refreshPhase} from "./refreshPhase.js";
import {relayMinimum} from "./relayMinimum.js";
import {residual} from "./residual.js";
import {stillIntervals} from "./stillIntervals.js";
import {tipBranch} from "./tipBranch.js";
import type {NodeSignal} from "./totals.js";
import {wholeAnswer} from "./wholeAnswer.js";

/** What is known to bear on whether two servers share a node or a process. */
export const nodeSignals: readonly NodeSignal[] = [
  stillIntervals,
  exactAgreement,
  residual,
  commonCutDistance,
  feeHistogramDivergence,
  wholeAnswer,
  refreshPhase,
  feeEstimates,
  persistentDifference,
  relayMinimum,
  tipBranch,
];

/** Those of them that can show that two servers are not one node. */
export const excludingSignals: readonly NodeSignal[] = [
  tipBranch,
  relayMinimum,
  feeEstimates,
  stillIntervals,
  persistentDifference,
];
