import type {PairFacts} from "../report/pairFacts.js";
import {element, svgElement} from "./element.js";

/** What may be said of a pair, by rule. */
export type Level = PairFacts["level"];

/** A level as every page shows it. */
export interface LevelStep {
  readonly level: Level;
  /** stands for the level in compact data, as in `pairs.json` */
  readonly letter: string;
  /** CSS class: gives `--level` and `--level-ink` to what holds it, and both as `fill` and `stroke` to paths */
  readonly className: string;
  /** what a reader reads */
  readonly label: string;
  /** one sentence on what the level rests on */
  readonly meaning: string;
}

/** All levels in the order of strength: against one node first, the operator’s own word last. */
export const levelScale: readonly LevelStep[] = [
  {
    level: "contradicted",
    letter: "x",
    className: "level-contradicted",
    label: "cannot be one node",
    meaning: "An observation rules out one node behind both.",
  },
  {
    level: "not comparable",
    letter: ".",
    className: "level-incomparable",
    label: "not comparable",
    meaning: "No signal of the node can compare the two.",
  },
  {
    level: "no evidence",
    letter: "-",
    className: "level-none",
    label: "no evidence",
    meaning: "Comparable, and no more alike than strangers are.",
  },
  {
    level: "candidate",
    letter: "c",
    className: "level-candidate",
    label: "candidate",
    meaning: "Consistent with a shared backend in one way.",
  },
  {
    level: "supported",
    letter: "s",
    className: "level-supported",
    label: "supported",
    meaning: "Consistent with a shared backend in two ways, or in one way on several days.",
  },
  {
    level: "declared",
    letter: "d",
    className: "level-declared",
    label: "declared",
    meaning: "Two ports of one host, or each names the other: the operator says so.",
  },
];

/** All levels, the strongest tie first. */
export const levelNames: readonly Level[] = levelScale.map(({level}) => level).toReversed();

const byName = new Map<string, LevelStep>(levelScale.flatMap((step) => [[step.level, step]]));
const byLetter = new Map(levelScale.map((step) => [step.letter, step]));

/** The step of a level. */
export function levelStep(level: Level): LevelStep {
  return known(byName.get(level), level);
}

/** The step that a letter of compact data stands for. @throws {RangeError} if there is none */
export function levelOfLetter(letter: string): LevelStep {
  return known(byLetter.get(letter), letter);
}

function known(step: LevelStep | undefined, name: string): LevelStep {
  if (!step) throw new RangeError(`levelScale: expected a level or its letter, got ${JSON.stringify(name)}`);
  return step;
}

/**
 * SVG path data of the mark that tells a level without its colour, for a cell of that many px at x, y: a cross where one
 * node is ruled out, one dot, two dots, a bar, a stroke where nothing can be compared; none for `no evidence`.
 * To be drawn with class `level-mark` and the class of the level.
 */
export function levelMark(level: Level, x: number, y: number, cell: number): string {
  const [cx, cy, reach] = [x + cell / 2, y + cell / 2, cell * 0.18];
  switch (level) {
    case "contradicted":
      return `M${cx - reach},${cy - reach}l${2 * reach},${2 * reach}m${-2 * reach},0l${2 * reach},${-2 * reach}`;
    case "not comparable":
      return `M${cx - reach},${cy + reach}l${2 * reach},${-2 * reach}`;
    case "no evidence":
      return "";
    case "candidate":
      return `M${cx},${cy}h0`;
    case "supported":
      return `M${cx - reach},${cy}h0M${cx + reach},${cy}h0`;
    case "declared":
      return `M${cx - reach},${cy}h${2 * reach}`;
  }
}

/** px. Of the square in a legend or before a level's label. */
const SWATCH = 14;

/** The colour and mark of a level as a small square; the label must stand beside it. */
export function levelSwatch(level: Level): SVGSVGElement {
  const {className} = levelStep(level);
  return svgElement(
    "svg",
    {class: "level-swatch", width: SWATCH, height: SWATCH, "aria-hidden": "true"},
    svgElement("path", {class: className, d: `M0,0h${SWATCH}v${SWATCH}h${-SWATCH}z`}),
    svgElement("path", {class: `level-mark ${className}`, d: levelMark(level, 0, 0, SWATCH)}),
  );
}

/** A level in a word, in its colour: for tables and headings. @param count pairs at this level */
export function levelTag(level: Level, count?: number): HTMLElement {
  const {className, label, meaning} = levelStep(level);
  const text = count === undefined ? label : `${label} ${count.toLocaleString("en-US")}`;
  return element("span", {class: `level-tag ${className}`, title: meaning}, text);
}

/**
 * Names every colour, in the order of strength.
 *
 * @param counts pairs at each level: shown behind the labels; levels without a pair are faint
 */
export function levelLegend(counts?: Readonly<Partial<Record<Level, number>>>): HTMLElement {
  return element(
    "ul",
    {class: "legend", "aria-label": "Colours, what may be said of a pair"},
    ...levelScale.map(({level, label, meaning}) => {
      const text = counts ? `${label}: ${(counts[level] ?? 0).toLocaleString("en-US")}` : label;
      const absent = counts && !counts[level] ? "absent" : null;
      return element("li", {class: absent, title: meaning}, levelSwatch(level), element("span", {}, text));
    }),
  );
}
