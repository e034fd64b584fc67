import {spacing, writtenMembers} from "./json.js";
import type {Spacing} from "./json.js";
import type {Line} from "./frame.js";

/** How a server writes its answers, which betrays its program. Null until it has given one with a result. */
export interface Marks {
  /** members of an answer in their order, joined by commas; `other` if they are no plain words, `mixed` if it varies */
  readonly keyOrder: string | null;
  readonly lineEnd: Line["end"] | "mixed" | null;
  readonly spacing: Spacing | null;
  /** the most blanks before an answer's last brace (ElectrumX from 1.18 on pads) */
  readonly padding: number | null;
}

export const noMarks: Marks = {keyOrder: null, lineEnd: null, spacing: null, padding: null};

/** Adds what one more answer shows. Errors are left to others: their members are named differently. */
export function addMarks(marks: Marks, answer: string, end: Line["end"]): Marks {
  const written = spacing(answer);
  return {
    keyOrder: same(marks.keyOrder, keyOrder(answer)),
    lineEnd: same(marks.lineEnd, end),
    spacing: same(marks.spacing, written.spacing),
    padding: Math.max(marks.padding ?? 0, written.padding),
  };
}

function same<T extends string>(before: T | null, now: T): T | "mixed" {
  return before === null || before === now ? now : "mixed";
}

/** JSON-RPC has five names for members; more than eight, or odd ones, are somebody's play. */
function keyOrder(answer: string): string {
  const keys = writtenMembers(answer).map(({key}) => key);
  return keys.length <= 8 && keys.every((key) => /^[a-z0-9_-]{1,32}$/i.test(key)) ? keys.join(",") : "other";
}
