import type {MatrixQuantity} from "../report/matrixQuantities.js";
import type {RunList} from "../report/runList.js";
import {divergenceText, scientific} from "./divergenceText.js";
import {levelStep} from "./levelScale.js";
import type {PairValues} from "./pairValues.js";

type Levels = Pick<RunList, "levels">;

/** A value in words: `0.012 bits`, `7 blocks with equal estimates`, `not comparable`. */
export function valueText(
  {id, unit}: MatrixQuantity,
  value: number,
  identical: boolean,
  list: Levels,
): string {
  if (id === "level") return levelText(value, list);
  if (Number.isNaN(value)) return id === "bits" ? "cannot be weighed" : "not comparable";
  if (id === "divergence") return divergenceText(value, identical);
  return `${shortNumber(value)} ${unit}`;
}

/** The level of a pair by its place in the list of levels, in words. */
export function levelText(place: number, {levels}: Levels): string {
  const level = levels[place];
  return level === undefined
    ? "no level: one of the two is not among the servers compared"
    : levelStep(level).label;
}

/** What strangers show in the quantity of a pair, or why nothing stands beside its value. */
export function nullText(values: PairValues, i: number, j: number, list: Levels): string {
  const {quantity, servers} = values;
  const {pairs, low, median, high} = quantity.strangers;
  // Labels of two programs do not mean the same, so no stranger of one program is like this pair.
  if (quantity.id === "divergence" && servers[i]?.program !== servers[j]?.program)
    return "no null: two programs label their bins in different ways";
  if (median === null || low === null || high === null)
    return "no null: no pair of known strangers can be compared";
  const text = (value: number) =>
    quantity.id === "level" ? levelText(Math.round(value), list) : plainNumber(quantity, value);
  const spread = low === high ? "" : `, nine of ten from ${text(low)} to ${text(high)}`;
  return `strangers: median ${text(median)}${spread} (${pairs.toLocaleString("en-US")} ${pairs === 1 ? "pair" : "pairs"})`;
}

/** A number of the quantity without its unit. */
export function plainNumber({id}: MatrixQuantity, value: number): string {
  if (id === "divergence" && value > 0 && value < 0.001) return scientific(value);
  return shortNumber(value);
}

function shortNumber(value: number): string {
  const text = Number(value.toPrecision(3)).toLocaleString("en-US", {maximumSignificantDigits: 3});
  return text.replace("-", "−");
}
