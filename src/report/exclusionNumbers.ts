import {CLEAN_AFTER_MS, CLEAN_AFTER_UNKNOWN_MS} from "../evidence/cleanEstimates.js";
import {LEAST_MISMATCHES, STRAY_CHANCE, STRAY_SHARE} from "../evidence/feeEstimates.js";
import {
  FASTEST_CHANGE,
  LEAST_DIFFERENCE,
  LEAST_RUNS,
  LEAST_SHARE,
  LEAST_SHARE_OF_MEMPOOL,
  LEAST_SWEEPS,
  RUNS_APART_MS,
} from "../evidence/persistentDifference.js";
import {POLL_SECONDS} from "../evidence/refresh.js";
import {HELD_RUNS} from "../evidence/relayMinimum.js";
import {
  LEAST_DIFFERING_RUNS,
  LEAST_OVERLAP_MS,
  STRAY_RUN_CHANCE,
  STRAY_RUN_SHARE,
} from "../evidence/stillIntervals.js";
import {LASTING_MS} from "../evidence/tipBranch.js";
import {CLIQUE_STEPS} from "../statistics/clique.js";
import {whole} from "./format.js";
import type {NamedNumber} from "./namedNumber.js";

/** Of what rules out one node behind two servers. */
export const exclusionNumbers: readonly NamedNumber[] = [
  {
    name: "Fee estimates that rule out one node",
    value: `different at ${LEAST_MISMATCHES} blocks or more, and a chance under ${STRAY_CHANCE} for one node`,
    why: `Between blocks a node does not change its estimates. One reading in ${Math.round(1 / STRAY_SHARE)} may stray all the same.`,
    constants: ["LEAST_MISMATCHES", "STRAY_CHANCE", "STRAY_SHARE"],
  },
  {
    name: "Estimates that count as clean",
    value: `${CLEAN_AFTER_MS / 1000} s after the server had the block, ${CLEAN_AFTER_UNKNOWN_MS / 1000} s where its program is not known`,
    why: "So that no cache is in between: esplora’s electrs keeps its estimates for a minute, bwt for two. Both servers must name the same newest block before and after.",
    constants: ["CLEAN_AFTER_MS", "CLEAN_AFTER_UNKNOWN_MS"],
  },
  {
    name: "Relay minima that rule out one node",
    value: `different in one run if both are asked of the node at once, else in ${HELD_RUNS} runs`,
    why: "Some programs hold the value for a minute or since they last connected to their node. A value that a program keeps as long as it runs rules out nothing.",
    constants: ["HELD_RUNS"],
  },
  {
    name: "Lasting difference that rules out one node",
    value: `one way in ${LEAST_SHARE * 100}% of at least ${LEAST_SWEEPS} rounds in ${LEAST_RUNS} runs, by more than ${whole(LEAST_DIFFERENCE / 1000)} kvB and ${LEAST_SHARE_OF_MEMPOOL * 100}% of the mempool`,
    why: "Of vbytes above one feerate, between programs that count alike. More than refresh times and well connected nodes of one policy explain.",
    constants: ["LEAST_SHARE", "LEAST_SWEEPS", "LEAST_RUNS", "LEAST_DIFFERENCE", "LEAST_SHARE_OF_MEMPOOL"],
  },
  {
    name: "What a mempool can change between two refreshes",
    value: `${whole(FASTEST_CHANGE)} vB a second; runs count apart from ${RUNS_APART_MS / 1000} s on`,
    why: "More than twice what all of the network sends in its busiest hours, and more than twice the longest time that a program keeps an answer. A difference must exceed what could have come in that time.",
    constants: ["FASTEST_CHANGE", "RUNS_APART_MS"],
  },
  {
    name: "How far a program lags behind its node",
    value: `${POLL_SECONDS} s`,
    why: "ElectrumX polls its node’s mempool so often; the others more often.",
    constants: ["POLL_SECONDS"],
  },
  {
    name: "Still intervals that rule out one node",
    value: `different in ${LEAST_DIFFERING_RUNS} runs or more, and a chance under ${STRAY_RUN_CHANCE} for one node; still together for ${LEAST_OVERLAP_MS / 1000} s`,
    why: `Where a server shows the same vbytes between two feerates before and after a refresh, nothing came or went there; another server that stood still at the same time must show the same, if it has the same node. One run in ${Math.round(1 / STRAY_RUN_SHARE)} may stray all the same.`,
    constants: ["LEAST_DIFFERING_RUNS", "STRAY_RUN_CHANCE", "LEAST_OVERLAP_MS", "STRAY_RUN_SHARE"],
  },
  {
    name: "Branches that rule out one node",
    value: `different blocks at one height for more than ${LASTING_MS / 1000} s, or another first block`,
    why: "After a reorganisation servers follow their node within seconds.",
    constants: ["LASTING_MS"],
  },
  {
    name: "Search for the least number of nodes",
    value: `${whole(CLIQUE_STEPS)} branches`,
    why: "Then the largest group found so far counts, which is still a lower bound. A hundred servers take far fewer.",
    constants: ["CLIQUE_STEPS"],
  },
];
