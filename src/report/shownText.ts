/** Characters that act on a page instead of being read: control, format (direction marks, zero width), unassigned, line separators. */
const unseen = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Marks that stand on a letter. More of them in a row than a script needs would cover the lines around. */
const piled = /(\p{M}{2})\p{M}+/gu;

/**
 * What a server sent, as a page may show it: whatever a reader could not see is spelled out as `\u{202e}`, and so is
 * nothing else. Line ends stay. It is text all the same: HTML needs its own escaping.
 *
 * @param longest characters that are kept; the rest is an ellipsis
 */
export function shownText(text: string, longest: number): string {
  const characters = [...text];
  const kept = characters.slice(0, longest).join("");
  const shown = kept
    .replace(/\r\n?/g, "\n")
    .replace(unseen, (c) => (c === "\n" ? c : `\\u{${c.codePointAt(0)?.toString(16)}}`))
    .replace(piled, "$1…");
  return characters.length > longest ? `${shown}…` : shown;
}
