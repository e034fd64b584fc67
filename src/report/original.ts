import {type OriginalFacts, originalFacts} from "./originalFacts.js";
import {originalSentences} from "./originalSentences.js";
import type {PublishedFiles} from "./publishedList.js";

/** The page about the first study's five clusters. */
export interface Original extends OriginalFacts {
  /** the findings in plain sentences, every number computed */
  readonly sentences: readonly string[];
}

/** The page's data from the committed files. */
export function original(files: PublishedFiles): Original {
  const facts = originalFacts(files);
  return {...facts, sentences: originalSentences(facts)};
}
