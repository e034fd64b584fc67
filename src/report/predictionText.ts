import {percent} from "./coverageText.js";
import {count, minute, whole} from "./format.js";
import {OLD_RELAY_MINIMUM, type PredictionOutcome, type PredictionTest} from "./predictionTest.js";

/** Where the prediction stands, in plain sentences. */
export function predictionSentences(outcome: PredictionOutcome, test: PredictionTest | null): string[] {
  if (test === null) return ["Not yet testable: the archive holds no run of the public network."];
  return [answeringSentence(test), verdict(outcome, test)];
}

function answeringSentence({startedAt, vantage, asked, answered, interval}: PredictionTest): string {
  const when = `the newest run of the public network (${minute(startedAt)}, from ${vantage})`;
  if (asked === 0 || interval === null) return `None of the first study’s endpoints was asked in ${when}.`;
  return (
    `Of ${count(asked, "endpoint")} of the first study asked in ${when}, ${whole(answered)} still ${answered === 1 ? "answers" : "answer"}: ` +
    `${percent(answered / asked)}, with a 95% interval of ${percent(interval.low)} to ${percent(interval.high)}.`
  );
}

function verdict(outcome: PredictionOutcome, {pValue, leastP, apart, clusters}: PredictionTest): string {
  const stating = clusters.map(({below, atLeast}) => below + atLeast);
  const p = pValue === null ? "" : `exact p ${pText(pValue)}`;
  switch (outcome) {
    case "not yet testable":
      return "Not yet testable: the archive holds no run of the public network.";
    case "too few":
      return `Too few to tell: ${stating.map((n, i) => `${count(n, "service")} of cluster ${clusters[i]?.cluster ?? ""}`).join(" and ")} can be placed, each stating one relay minimum.`;
    case "no longer apart":
      return `Clusters 1 and 2 no longer stand apart in this run (adjusted Rand index ${apart?.index.toFixed(2) ?? "not known"}, p ${apart ? pText(apart.pValue) : "not known"}), so it cannot test the prediction.`;
    case "holds":
      return `The prediction holds: each of the two clusters states one value throughout, and not the same (exact p ${pText(leastP)}).`;
    case "holds in part":
      return `The two clusters differ in whether the relay minimum is below ${OLD_RELAY_MINIMUM} sat/vB (${p}), but not throughout, as was predicted: it explains part of the split at most.`;
    case "falls":
      return `The two clusters do not differ clearly in whether the relay minimum is below ${OLD_RELAY_MINIMUM} sat/vB (${p}): the explanation falls.`;
  }
}

function pText(p: number): string {
  return p < 0.0001 ? "below 0.0001" : p.toFixed(p < 0.01 ? 4 : 3);
}
