import type {Archived} from "./archived.js";
import {type OriginalPrediction, originalPrediction} from "./originalPrediction.js";
import {type OriginalFacts, originalFacts} from "./originalFacts.js";
import {agreementNote, originalSentences} from "./originalSentences.js";
import type {PublishedFiles} from "./publishedList.js";

/** The page about the first study's five clusters. */
export interface Original extends OriginalFacts {
  /** the findings in plain sentences, every number computed */
  readonly sentences: readonly string[];
  /** how to read the table of agreements */
  readonly agreementNote: string;
  /** what was predicted of clusters 1 and 2, and what became of it */
  readonly prediction: OriginalPrediction;
}

/**
 * The page's data from the committed files.
 *
 * @param archived its newest run of the public network tests the prediction; without one it stays untested
 */
export function original(files: PublishedFiles, archived: Pick<Archived, "runs"> = {runs: []}): Original {
  const facts = originalFacts(files);
  return {
    ...facts,
    sentences: originalSentences(facts),
    agreementNote: agreementNote(facts),
    prediction: originalPrediction(files, archived),
  };
}
