import type {Archived} from "./archived.js";
import {
  PREDICTION,
  type PredictionOutcome,
  predictionOutcome,
  type PredictionTest,
  predictionTest,
} from "./predictionTest.js";
import {predictionSentences} from "./predictionText.js";
import type {PublishedFiles} from "./publishedList.js";

/** The prediction about the first two clusters, and its test where there is something to test it on. */
export interface OriginalPrediction {
  readonly prediction: typeof PREDICTION;
  readonly outcome: PredictionOutcome;
  readonly test: PredictionTest | null;
  readonly sentences: readonly string[];
}

/**
 * Tests the prediction on the newest run of the public network. A simulated network says nothing about it, and is
 * never used.
 */
export function originalPrediction(
  files: PublishedFiles,
  {runs}: Pick<Archived, "runs">,
): OriginalPrediction {
  const run = runs
    .toSorted((a, b) => a.startedAt - b.startedAt)
    .findLast(
      ({manifest, ownSideSuspected}) =>
        !manifest.simulated && manifest.network === "mainnet" && !ownSideSuspected,
    );
  const test = run ? predictionTest(run, files) : null;
  const outcome = predictionOutcome(test);
  return {prediction: PREDICTION, outcome, test, sentences: predictionSentences(outcome, test)};
}
