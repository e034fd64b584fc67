import {excludingSignals} from "../evidence/signals.js";
import type {SignalFacts, Spread} from "./findings.js";

/** How far control pairs of one service stand from pairs of strangers, in one signal. */
export type Separation = "apart" | "mostly apart" | "not apart" | "not measured";

/** Its agreement weighs something; or it weighs nothing and can rule out; or neither. */
export type SignalUse = "weighs" | "only rules out" | "is shown";

/** One signal's two control groups, side by side in its own unit. More alike is larger in every signal. */
export interface ControlStrip {
  readonly name: string;
  readonly layer: SignalFacts["layer"];
  readonly group: string;
  readonly compares: string;
  readonly unit: string;
  readonly innocent: readonly string[];
  readonly positive: Spread;
  readonly negative: Spread;
  /** what follows from it. Control pairs are of one relay minimum, so some that only rule out agree by choice */
  readonly use: SignalUse;
  readonly separation: Separation;
  /** fewer than `FEWEST_CONTROLS` pairs on one side: the ends are hardly more than the extremes */
  readonly few: boolean;
}

/** Pairs from which on 5% and 95% are more than the lowest and highest value: with 20, one lies beyond each. */
export const FEWEST_CONTROLS = 20;

/**
 * Signals of the node and the process. Those of host and operator are left out: control pairs are chosen by them, so
 * their controls differ whatever they are worth.
 */
export function controlStrips(signals: readonly SignalFacts[]): ControlStrip[] {
  return signals.filter(isJudged).map((signal) => {
    const {name, layer, group, compares, unit, innocent} = signal;
    const {positive, negative} = signal.controls;
    return {
      name,
      layer,
      group,
      compares,
      unit,
      innocent,
      positive,
      negative,
      use: signal.prior !== null ? "weighs" : excluding.has(name) ? "only rules out" : "is shown",
      separation: separationOf(positive, negative),
      few: Math.min(positive.pairs, negative.pairs) < FEWEST_CONTROLS,
    };
  });
}

const excluding: ReadonlySet<string> = new Set(excludingSignals.map(({name}) => name));

/** Whether control pairs say something about a signal: they are not chosen by it. */
export function isJudged({layer}: Pick<SignalFacts, "layer">): boolean {
  return layer === "node" || layer === "process";
}

/** `apart`: 95% of kin lie above 95% of strangers. `mostly apart`: half of the kin do. */
export function separationOf(positive: Spread, negative: Spread): Separation {
  if (positive.low === null || positive.median === null || negative.high === null) return "not measured";
  if (positive.low > negative.high) return "apart";
  return positive.median > negative.high ? "mostly apart" : "not apart";
}
