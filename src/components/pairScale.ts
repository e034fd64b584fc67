import type {MatrixQuantity} from "../report/matrixQuantities.js";
import {levelMark, levelStep} from "./levelScale.js";
import type {RunList} from "../report/runList.js";
import {matrixScale} from "./matrixScale.js";
import type {PairValues} from "./pairValues.js";

/** One colour of a matrix. */
export interface PairStep {
  /** CSS custom properties of the colour, and of a mark upon it */
  readonly colour: string;
  readonly ink: string;
  readonly text: string;
  /** path data of the mark that tells the step without its colour; empty for none */
  readonly mark: (x: number, y: number, cell: number) => string;
}

/** The text of the step of pairs that a quantity says nothing of. */
export const INCOMPARABLE = "not comparable";

/** Whether a mark is made of dots, which are lines of no length and want a thicker stroke. */
export function isDotted(path: string): boolean {
  return /h0(?!\.)/.test(path);
}

/** Which colour a pair has. */
export interface PairScale {
  readonly steps: readonly PairStep[];
  /** @param value NaN where the two cannot be compared */
  step(value: number, identical: boolean): number;
}

/** The colour scale of a quantity; every scale but that of levels goes from alike to unlike and ends with what cannot be compared. */
export function pairScale(quantity: MatrixQuantity, {levels}: Pick<RunList, "levels">): PairScale {
  if (quantity.id === "level")
    return {
      steps: levels.map((level) => {
        const {className, label} = levelStep(level);
        return {
          colour: `--${className}`,
          ink: `--${className}-ink`,
          text: label,
          mark: (x, y, cell) => levelMark(level, x, y, cell),
        };
      }),
      step: (value) => value,
    };
  return quantity.alike === "low" ? nearScale(quantity) : farScale(quantity);
}

/** Small values are alike: the divergence. */
function nearScale({steps: limits}: MatrixQuantity): PairScale {
  const scale = matrixScale(limits);
  const steps = scale.steps.map(({className, text}, i) => plain(className, text, i === 0));
  return {
    steps: [...steps, incomparable],
    step: (value, identical) => (Number.isNaN(value) ? steps.length : scale.step(value, identical)),
  };
}

/** Large values are alike: the steps begin at the limits, the largest first. */
function farScale({id, steps: limits}: MatrixQuantity): PairScale {
  const falling = limits.toReversed();
  // Only a share has a largest value; to reach it is something of its own, as identical answers are.
  const full = id === "agreement";
  const steps = [...falling, -Infinity].map((from, i) => {
    const [name, above] = [full && i === 0 ? "jsd-same" : `jsd-${i + 1}`, falling[i - 1]];
    return plain(name, full && i === 0 ? "all agree" : between(from, above), full && i === 0);
  });
  return {
    steps: [...steps, incomparable],
    step: (value) => {
      if (Number.isNaN(value)) return steps.length;
      const found = falling.findIndex((from) => value >= from);
      return found < 0 ? falling.length : found;
    },
  };
}

function between(from: number, above: number | undefined): string {
  if (above === undefined) return `${number(from)} or more`;
  return from === -Infinity ? `below ${number(above)}` : `${number(from)} to below ${number(above)}`;
}

function number(value: number): string {
  return String(value).replace("-", "−");
}

function plain(name: string, text: string, marked: boolean): PairStep {
  return {
    colour: `--${name}`,
    ink: "--jsd-mark",
    text,
    mark: (x, y, cell) => (marked ? `M${x + cell / 2},${y + cell / 2}h0` : ""),
  };
}

const incomparable: PairStep = {
  colour: "--level-incomparable",
  ink: "--level-incomparable-ink",
  text: INCOMPARABLE,
  mark: (x, y, cell) => levelMark("not comparable", x, y, cell),
};

/** The colour steps of all pairs, n × n; 0 on the diagonal. */
export function stepsOf(
  {servers, values, answers}: Pick<PairValues, "servers" | "values" | "answers">,
  scale: PairScale,
): Uint8Array {
  const n = servers.length;
  const steps = new Uint8Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++)
      steps[i * n + j] = steps[j * n + i] = scale.step(
        values[i * n + j] ?? NaN,
        answers !== null && answers[i] === answers[j],
      );
  return steps;
}
