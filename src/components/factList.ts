import type {NamedText} from "../report/selfReport.js";
import {element} from "./element.js";

/** Lines, and characters, from which on a text gets a window of its own: a banner may be thousands of lines. */
const MANY_LINES = 12;
const MANY_CHARACTERS = 800;

/** Names and what belongs to them. Texts of servers keep their lines, and their direction ends where they end. */
export function factList(facts: readonly NamedText[]): HTMLElement {
  return element(
    "dl",
    {class: "facts"},
    ...facts.flatMap(({name, text}) => [
      element("dt", {}, name),
      element(
        "dd",
        // What scrolls must be reached by keys.
        isLong(text) ? {class: "long", tabindex: 0} : {},
        element("bdi", {dir: "auto"}, text),
      ),
    ]),
  );
}

export function isLong(text: string): boolean {
  return text.length > MANY_CHARACTERS || text.split("\n").length > MANY_LINES;
}
