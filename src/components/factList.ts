import type {NamedText} from "../report/selfReport.js";
import {element} from "./element.js";

/** Names and what belongs to them. Texts of servers keep their lines, and their direction ends where they end. */
export function factList(facts: readonly NamedText[]): HTMLElement {
  return element(
    "dl",
    {class: "facts"},
    ...facts.flatMap(({name, text}) => [
      element("dt", {}, name),
      element("dd", {}, element("bdi", {dir: "auto"}, text)),
    ]),
  );
}
