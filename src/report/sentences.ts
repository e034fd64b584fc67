import {LINK_THRESHOLD} from "../evidence/firstStudy.js";
import type {Comparison} from "./comparison.js";
import {clock, count, list, minute, span, whole} from "./format.js";
import type {Tally} from "./program.js";
import type {RunFacts} from "./run.js";

/** A run in plain sentences: who was asked, who answered, what the main round shows. Every number is computed. */
export function describeRun(run: RunFacts): readonly string[] {
  const round = run.rounds[run.main];
  if (run.ownSideSuspected)
    return [
      asked(run),
      "Not one answered. Our own connection is the likely cause, so nothing follows about the servers.",
    ];
  if (!round) return [asked(run), "No round of this run can be compared."];
  return [asked(run), answered(run, round), ...pairs(round), ...clusters(round)];
}

function asked({simulated, vantage, startedAt, endedAt, counts}: RunFacts): string {
  const network = simulated ? "the simulated network" : "the public network";
  const silent = counts.byFailure.map(([failure, n]) => `${whole(n)} ${failure}`);
  const without =
    silent.length === 0 ? "" : `, ${whole(counts.failed + counts.notTried)} did not (${silent.join("; ")})`;
  return (
    `From ${minute(startedAt)}, for ${span(endedAt - startedAt)}, ${count(counts.endpoints, "endpoint")} of ${network} ` +
    `${counts.endpoints === 1 ? "was" : "were"} asked from the vantage point “${vantage}”: ` +
    `${whole(counts.answered)} sent a fee histogram${without}.`
  );
}

function answered({counts}: RunFacts, round: Comparison): string {
  const which = counts.rounds === 1 ? "In the only round" : `In round ${round.sweep + 1} of ${counts.rounds}`;
  const aside =
    round.setAside.length === 0
      ? ""
      : ` ${count(round.setAside.length, "of them is", "of them are")} set aside.`;
  return (
    `${which}, asked from ${clock(round.asked[0])} within ${span(round.asked[1] - round.asked[0])}, ` +
    `${count(round.answered, "answer")} came.${aside} ` +
    `The ${count(round.servers.length, "answer")} that can be compared ${round.servers.length === 1 ? "is" : "are"} ` +
    `${count(round.divergences.length, "distinct histogram")}.`
  );
}

function pairs({pairs}: Comparison): readonly string[] {
  if (pairs.all === 0) return [];
  const oneHost =
    pairs.identicalOneHost === 0 ? "" : ` (${whole(pairs.identicalOneHost)} of them two ports of one host)`;
  return [
    `Of ${count(pairs.all, "pair")}, ${whole(pairs.identical)} ${pairs.identical === 1 ? "is" : "are"} identical in ` +
      `every label and every vbyte${oneHost}; ${whole(pairs.printAsZero)} more would print as 0.000 ` +
      `although their numbers differ; ${whole(pairs.disjoint)} share no label at all.`,
  ];
}

function clusters({clusters}: Comparison): readonly string[] {
  const [largest] = clusters;
  if (!largest || clusters.length === 0) return [];
  const sizes = list(clusters.map(({size}) => whole(size)));
  const formed = `Linking servers at a divergence up to ${LINK_THRESHOLD} bits, as the first study did, gives ${count(clusters.length, "cluster")}`;
  return [
    clusters.length === 1 ? `${formed} of ${sizes}.` : `${formed}, of ${sizes} servers.`,
    `The largest names ${count(largest.programs.length, "program")} (${tallied(largest.programs)}) and ` +
      `${count(largest.relayMinima.length, "relay minimum", "relay minima")} (${tallied(largest.relayMinima, " sat/vB")}).`,
  ];
}

function tallied(values: readonly Tally[], unit = ""): string {
  return values
    .map(({value, count}) => `${value}${value === "not stated" ? "" : unit}: ${whole(count)}`)
    .join(", ");
}
