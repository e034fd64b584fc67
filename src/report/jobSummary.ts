import {count} from "./format.js";

/** Lines of a summary; more are on the site. GitHub takes 1 MiB, a reader much less. */
export const SUMMARY_LINES = 60;

/** Longest line that is shown, characters. Sentences that name a large cluster have some hundreds. */
const MAX_LINE = 2_000;

/**
 * What a workflow's run found, as Markdown for its summary page.
 *
 * Sentences may repeat what servers say of themselves. So every character that could mean something to Markdown or HTML
 * is written as a character reference, and every one that could not be seen or would turn the text round as `?`.
 *
 * @param lines plain text, one sentence or paragraph each
 */
export function jobSummary(heading: string, lines: readonly string[]): string {
  const shown = lines.filter((line) => line.trim() !== "");
  const more = shown.length - SUMMARY_LINES;
  return [
    `### ${escapedMarkdown(heading)}`,
    ...shown.slice(0, SUMMARY_LINES).map((line) => `- ${escapedMarkdown(line)}`),
    ...(more > 0 ? [`- and ${count(more, "line")} more, on the site`] : []),
  ]
    .map((line) => `${line}\n`)
    .join("\n");
}

/** Text that Markdown shows as it is, in one line. */
export function escapedMarkdown(text: string): string {
  return text
    .slice(0, MAX_LINE)
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?") // control, direction and zero-width characters, lone surrogates
    .replace(/[!-/:-@[-`{-~]/g, (c) => `&#${c.charCodeAt(0)};`); // ASCII punctuation
}
