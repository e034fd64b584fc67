import type {QuantityId} from "../report/matrixQuantities.js";
import type {RunList} from "../report/runList.js";
import {type PairOrder, pairOrders} from "./pairOrder.js";

/** What the reader looks at: kept in the page's address, so that a view can be linked. */
export interface MatrixView {
  /** name of a run; null for the newest */
  readonly run: string | null;
  /** number of a round in the run; null for the one that speaks for the run */
  readonly round: number | null;
  readonly quantity: QuantityId;
  readonly order: PairOrder;
  /** in the quantity's unit; null for the usual one */
  readonly threshold: number | null;
}

const usual: MatrixView = {run: null, round: null, quantity: "divergence", order: "cluster", threshold: null};

/** Digits after which a threshold or the number of a round is not one of ours. */
const LONGEST_NUMBER = 24;

/** Reads a view from an address. What it does not know it leaves at what is usual: anybody can write an address. */
export function viewIn(search: string, {runs, quantities}: Pick<RunList, "runs" | "quantities">): MatrixView {
  const query = new URLSearchParams(search);
  const run = query.get("run");
  const round = numberIn(query.get("round"));
  return {
    run: runs.find(({name}) => name === run)?.name ?? usual.run,
    round: round !== null && Number.isInteger(round) && round >= 0 ? round : usual.round,
    quantity: quantities.find(({id}) => id === query.get("quantity"))?.id ?? usual.quantity,
    order: orders.find((order) => order === query.get("order")) ?? usual.order,
    threshold: numberIn(query.get("threshold")) ?? usual.threshold,
  };
}

const orders = Object.keys(pairOrders) as PairOrder[]; // the keys of the constant

function numberIn(text: string | null): number | null {
  if (text === null || text.length > LONGEST_NUMBER || !/^-?\d+(\.\d+)?(e-?\d+)?$/.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** The part of an address that leads to a view; empty for the usual one. */
export function addressOf(view: MatrixView): string {
  const query = new URLSearchParams();
  for (const key of ["run", "round", "quantity", "order", "threshold"] as const)
    if (view[key] !== usual[key]) query.set(key, String(view[key]));
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}
