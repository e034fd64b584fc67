import type {MatrixQuantity} from "../report/matrixQuantities.js";
import type {RunList} from "../report/runList.js";
import {levelStep} from "./levelScale.js";
import type {PairLinks} from "./pairLinks.js";
import {scientific} from "./divergenceText.js";

/** Thresholds along a slider: 0 is the strictest, at its left, 1 the laxest. */
export interface ThresholdScale {
  position(threshold: number): number;
  threshold(position: number): number;
  /** thresholds to name on an axis */
  readonly ticks: readonly {readonly threshold: number; readonly text: string}[];
  /** whether servers may be linked from there on */
  contains(threshold: number): boolean;
  /** a threshold in words: `0.5 bits`, `supported or stronger` */
  text(threshold: number): string;
  /** the same where it is not said which values are linked: `supported` */
  short(threshold: number): string;
}

/**
 * Where the axis of a divergence in bits and that of a share are stretched, towards both ends: half of all divergences lie below
 * 0.001 and many of the rest above 0.9, so odds, not values, are spread evenly. Beyond these lie 0 and 1 themselves.
 */
const STRETCHED = {divergence: [1e-7, 0.999], agreement: [0.001, 0.999]} as const;

/** Part of the slider that each of the two ends has for itself. */
const END = 0.01;

export function thresholdScale(
  quantity: MatrixQuantity,
  links: PairLinks,
  list: Pick<RunList, "levels" | "thresholds">,
): ThresholdScale {
  switch (quantity.id) {
    case "divergence":
      return stretched(STRETCHED.divergence, false, [0, 1e-6, 1e-4, ...list.thresholds, 1], "bits");
    case "agreement":
      return stretched(STRETCHED.agreement, true, [1, ...list.thresholds.toReversed(), 0], "");
    case "level":
      return levelsScale(list);
    case "estimates":
      return even(links.nearest, Math.min(links.farthest, links.nearest - 1), "blocks", Math.round);
    case "bits":
      return even(links.nearest, links.farthest, "bits", (value) => Number(value.toPrecision(3)));
  }
}

function even(from: number, to: number, unit: string, rounded: (value: number) => number): ThresholdScale {
  const number = (value: number) => String(rounded(value)).replace("-", "−");
  const short = (value: number) => `${number(value)} ${rounded(value) === 1 ? unit.slice(0, -1) : unit}`;
  return {
    position: (threshold) => (from === to ? 0 : clamp((from - threshold) / (from - to))),
    threshold: (position) => rounded(from - clamp(position) * (from - to)),
    contains: () => true,
    ticks: [0, 0.25, 0.5, 0.75, 1].map((part) => {
      const threshold = rounded(from - part * (from - to));
      return {threshold, text: number(threshold)};
    }),
    text: (threshold) => `${short(threshold)} or more`,
    short,
  };
}

/** From 0 to 1, or from 1 to 0 where large values are alike. */
function stretched(
  [least, most]: readonly [number, number],
  falling: boolean,
  named: readonly number[],
  unit: string,
): ThresholdScale {
  const odds = (value: number) => Math.log(value / (1 - value));
  const [low, high] = [odds(least), odds(most)];
  const rising = (value: number) =>
    value <= 0 ? 0 : value >= 1 ? 1 : END + (1 - 2 * END) * clamp((odds(value) - low) / (high - low));
  const valueAt = (position: number) => {
    if (position < END / 2) return 0;
    if (position > 1 - END / 2) return 1;
    const at = low + clamp((position - END) / (1 - 2 * END)) * (high - low);
    return twoDigits(1 / (1 + Math.exp(-at)));
  };
  const short = (value: number) => `${shortText(value)} ${unit}`.trim();
  return {
    position: (value) => (falling ? 1 - rising(value) : rising(value)),
    threshold: (position) => valueAt(falling ? 1 - position : position),
    contains: () => true,
    ticks: named
      .filter((value) => [0, 1e-6, 1e-4, 0.01, 0.1, 0.5, 0.9, 0.99, 1].includes(value))
      .map((threshold) => ({threshold, text: shortText(threshold)})),
    text: (value) => (falling ? `${short(value)} or more` : short(value)),
    short,
  };
}

/** Two digits, counted from the nearer end. */
function twoDigits(value: number): number {
  return value <= 0.5
    ? Number(value.toPrecision(2))
    : Number((1 - Number((1 - value).toPrecision(2))).toFixed(6));
}

/** Three digits, counted from the nearer end, so that nothing is rounded to 0 or 1. */
function shortText(value: number): string {
  if (value > 0 && value < 0.001) return scientific(value).replace("1.0 × ", "");
  return String(
    value <= 0.5 ? Number(value.toPrecision(3)) : Number((1 - Number((1 - value).toPrecision(3))).toFixed(9)),
  );
}

function levelsScale({levels}: Pick<RunList, "levels">): ThresholdScale {
  const first = levels.indexOf("candidate");
  const last = levels.length - 1;
  const ticks = levels
    .map((level, threshold) => ({threshold, text: levelStep(level).label}))
    .slice(first)
    .toReversed();
  const label = (threshold: number) => ticks.find((tick) => tick.threshold === threshold)?.text ?? "";
  return {
    position: (threshold) => clamp((last - threshold) / (last - first)),
    threshold: (position) => last - Math.round(clamp(position) * (last - first)),
    contains: (threshold) => threshold >= first,
    ticks,
    text: (threshold) => (threshold === last ? label(threshold) : `${label(threshold)} or stronger`),
    short: label,
  };
}

function clamp(value: number): number {
  return Math.max(0, Math.min(1, value));
}
