/**
 * The text of a JSON document, looked at without parsing it: how deep it nests (before `JSON.parse`, whose stack
 * is finite) and how its members were written (after, since parsing forgets that).
 */

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN = new Set([0x5b, 0x7b]); // [ {
const CLOSE = new Set([0x5d, 0x7d]); // ] }
const BLANK = new Set([0x20, 0x09, 0x0a, 0x0d]); // all that JSON calls white space

/** Whether brackets nest deeper than `limit` levels. Brackets in strings do not count. Works on any text. */
export function nestsDeeper(text: string, limit: number): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === QUOTE) i = endOfString(text, i) - 1;
    else if (OPEN.has(c) && ++depth > limit) return true;
    else if (CLOSE.has(c)) depth--;
  }
  return false;
}

/** Whether more than `limit` arrays and objects open. Brackets in strings do not count. Works on any text. */
export function opensMore(text: string, limit: number): boolean {
  let opened = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === QUOTE) i = endOfString(text, i) - 1;
    else if (OPEN.has(c) && ++opened > limit) return true;
  }
  return false;
}

/** The text without white space around it, as JSON defines that: `trim` would take a byte-order mark for a blank. */
export function withoutBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && BLANK.has(text.charCodeAt(start))) start++;
  while (end > start && BLANK.has(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** One member of an object as it was written. */
export interface Member {
  /** unescaped */
  readonly key: string;
  /** the value's text, without white space around it */
  readonly text: string;
}

/**
 * The members of a JSON object in the order in which they were written, repeated keys too.
 *
 * @param text valid JSON whose outermost value is an object
 */
export function writtenMembers(text: string): Member[] {
  const members: Member[] = [];
  let depth = 0;
  let key: string | null = null;
  let valueStart = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === QUOTE) {
      const end = endOfString(text, i);
      if (depth === 1 && key === null) key = JSON.parse(text.slice(i, end)) as string; // a JSON string by its quotes
      i = end - 1;
    } else if (c === COLON && depth === 1) valueStart = i + 1;
    else if (OPEN.has(c)) depth++;
    else if (CLOSE.has(c) || (c === COMMA && depth === 1)) {
      if (depth === 1 && key !== null) members.push({key, text: withoutBlanks(text.slice(valueStart, i))});
      if (depth === 1) key = null;
      if (c !== COMMA) depth--;
    }
  }
  return members;
}

/** The text of an object's member as `JSON.parse` would take it: the last of that name. */
export function writtenMember(text: string, key: string): string | undefined {
  return writtenMembers(text).findLast((member) => member.key === key)?.text;
}

/** `compact`: no blank outside strings. `spaced`: one after each comma and colon and no other, Python's default. */
export type Spacing = "compact" | "spaced" | "mixed";

/**
 * How a JSON object is spaced, and how many blanks stand before its last brace (those are not spacing).
 *
 * @param text valid JSON whose outermost value is an object
 */
export function spacing(text: string): {readonly spacing: Spacing; readonly padding: number} {
  const body = withoutBlanks(text).slice(0, -1);
  const end = body.trimEnd().length; // what it ends in is a brace, a bracket, a quote, a digit or a letter
  let separators = 0;
  let spaced = 0;
  let blanks = 0;
  for (let i = 0; i < end; i++) {
    const c = body.charCodeAt(i);
    if (c === QUOTE) i = endOfString(body, i) - 1;
    else if (BLANK.has(c)) blanks++;
    else if (c === COMMA || c === COLON) {
      separators++;
      if (body.charCodeAt(i + 1) === 0x20 && !BLANK.has(body.charCodeAt(i + 2))) spaced++;
    }
  }
  const all = spaced === separators && blanks === separators && separators > 0;
  return {spacing: blanks === 0 ? "compact" : all ? "spaced" : "mixed", padding: body.length - end};
}

/** The position after the string whose opening quote stands at `start`; the text's end if it never closes. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === BACKSLASH) i++;
    else if (c === QUOTE) return i + 1;
  }
  return text.length;
}
