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
  /** a threshold in words: `0.5 bits` */
  text(threshold: number): string;
}

/** Bits. The divergence's axis is stretched towards both ends, between these; beyond them lie 0 and 1 themselves. */
const STRETCHED = [1e-7, 0.999] as const;

export function thresholdScale(
  quantity: MatrixQuantity,
  links: PairLinks,
  list: Pick<RunList, "levels" | "thresholds">,
): ThresholdScale {
  if (quantity.id === "divergence") return stretched(quantity, list.thresholds);
  if (quantity.id === "level") return levelsScale(list);
  const whole = quantity.id === "estimates";
  const from = links.nearest;
  const to = whole ? Math.min(links.farthest, from - 1) : links.farthest;
  const rounded = (value: number) => (whole ? Math.round(value) : Number(value.toPrecision(3)));
  const text = (value: number) => String(rounded(value)).replace("-", "−");
  return {
    position: (threshold) => (from === to ? 0 : clamp((from - threshold) / (from - to))),
    threshold: (position) => rounded(from - clamp(position) * (from - to)),
    ticks: [0, 0.25, 0.5, 0.75, 1].map((part) => {
      const threshold = rounded(from - part * (from - to));
      return {threshold, text: text(threshold)};
    }),
    text: (threshold) => `${text(threshold)} ${quantity.unit} or more`,
  };
}

/** Half of all divergences lie below 0.001 and many of the rest above 0.9: odds, not bits, are spread evenly. */
function stretched({unit}: MatrixQuantity, named: readonly number[]): ThresholdScale {
  const odds = (bits: number) => Math.log(bits / (1 - bits));
  const [low, high] = [odds(STRETCHED[0]), odds(STRETCHED[1])];
  // The outermost hundredths of the slider are the two ends.
  const inner = (part: number) => 0.01 + 0.98 * part;
  return {
    position: (bits) => (bits <= 0 ? 0 : bits >= 1 ? 1 : inner(clamp((odds(bits) - low) / (high - low)))),
    threshold: (position) => {
      if (position < 0.005) return 0;
      if (position > 0.995) return 1;
      const value = low + clamp((position - 0.01) / 0.98) * (high - low);
      return roundedTo(1 / (1 + Math.exp(-value)));
    },
    ticks: [0, 1e-6, 1e-4, ...named.filter((bits) => [0.01, 0.1, 0.5, 0.9].includes(bits)), 1].map(
      (threshold) => ({threshold, text: bitsText(threshold)}),
    ),
    text: (bits) => `${bitsText(bits)} ${unit}`,
  };
}

/** Two digits, counted from the nearer end. */
function roundedTo(bits: number): number {
  return bits <= 0.5
    ? Number(bits.toPrecision(2))
    : Number((1 - Number((1 - bits).toPrecision(2))).toFixed(6));
}

function bitsText(bits: number): string {
  return bits > 0 && bits < 0.001 ? scientific(bits).replace("1.0 × ", "") : String(bits);
}

function levelsScale({levels}: Pick<RunList, "levels">): ThresholdScale {
  const first = levels.indexOf("candidate");
  const last = levels.length - 1;
  const ticks = levels
    .map((level, threshold) => ({threshold, text: levelStep(level).label}))
    .slice(first)
    .toReversed();
  return {
    position: (threshold) => clamp((last - threshold) / (last - first)),
    threshold: (position) => last - Math.round(clamp(position) * (last - first)),
    ticks,
    text: (threshold) => {
      const label = ticks.find((tick) => tick.threshold === threshold)?.text ?? "";
      return threshold === last ? label : `${label} or stronger`;
    },
  };
}

function clamp(value: number): number {
  return Math.max(0, Math.min(1, value));
}
