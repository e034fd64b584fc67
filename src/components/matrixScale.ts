import {divergenceText, scientific} from "./divergenceText.js";

/** How two answers compare, as a step of the matrix's colour scale. */
export interface MatrixScale {
  /** CSS class and legend of each step: identical first, then from near to far */
  readonly steps: readonly {readonly className: string; readonly text: string}[];
  /** the step of a pair */
  step(bits: number, identical: boolean): number;
}

/**
 * The colour scale of a divergence matrix. Steps, not a ramp: half of all values lie below 0.001, where a ramp shows one colour.
 *
 * @param limits bits, ascending: upper limits of the steps below 1
 */
export function matrixScale(limits: readonly number[]): MatrixScale {
  const names = limits.map((limit, i) => {
    const below = limits[i - 1];
    return below === undefined ? `below ${bits(limit)}` : `${bits(below)} to ${bits(limit)}`;
  });
  const last = limits.at(-1) ?? 0;
  const texts = ["identical in every vbyte", ...names, `above ${bits(last)}`, divergenceText(1, false)];
  return {
    steps: texts.map((text, i) => ({className: i === 0 ? "jsd-same" : `jsd-${i}`, text})),
    step: (value, identical) => {
      if (identical) return 0;
      if (value === 1) return texts.length - 1;
      const under = limits.findIndex((limit, i) =>
        i === limits.length - 1 ? value <= limit : value < limit,
      );
      return under < 0 ? texts.length - 2 : under + 1;
    },
  };
}

function bits(value: number): string {
  return value < 0.0001 ? scientific(value).replace("1.0 × ", "") : String(value);
}
