import type {PairFacts} from "../report/pairFacts.js";
import {element} from "./element.js";

/** What may be said of a pair, by rule. */
export type Level = PairFacts["level"];

/** A level as a reader reads it, with the class that gives it its colour (src/style.css, "Levels"). */
const levels: Readonly<
  Record<Level, {readonly className: string; readonly label: string; readonly meaning: string}>
> = {
  declared: {
    className: "level-declared",
    label: "declared",
    meaning: "Two ports of one host, or each names the other: the operator says so.",
  },
  supported: {
    className: "level-supported",
    label: "supported",
    meaning: "Consistent with a shared backend in two ways, or in one way on several days.",
  },
  candidate: {
    className: "level-candidate",
    label: "candidate",
    meaning: "Consistent with a shared backend in one way.",
  },
  "no evidence": {
    className: "level-none",
    label: "no evidence",
    meaning: "Comparable, and no more alike than strangers are.",
  },
  contradicted: {
    className: "level-contradicted",
    label: "cannot be one node",
    meaning: "An observation rules out one node behind both.",
  },
  "not comparable": {
    className: "level-incomparable",
    label: "not comparable",
    meaning: "No signal of the node can compare the two.",
  },
};

/** All levels, the strongest tie first. */
export const levelNames = Object.keys(levels) as readonly Level[];

/** What a level is called on the pages. */
export function levelLabel(level: Level): string {
  return levels[level].label;
}

/** One sentence on what a level rests on. */
export function levelMeaning(level: Level): string {
  return levels[level].meaning;
}

/** A level in its colour and in words; with a count, of so many pairs. */
export function levelChip(level: Level, count?: number): HTMLElement {
  const {className, label, meaning} = levels[level];
  const text = count === undefined ? label : `${label} ${count.toLocaleString("en-US")}`;
  return element("span", {class: `level-tag ${className}`, title: meaning}, text);
}
