import {accept, connectBlock, createEstimator, leave, type Estimator} from "./estimator.js";
import {shutDown, startFromFile, writeEstimates} from "./estimatesFile.js";
import {onGrid, wholeFeerate, type FeeGrid, type GriddedRates} from "./feeBuckets.js";
import {countUpTo, type Market} from "./market.js";
import type {Restart} from "./node.js";
import {
  accepts,
  CATCH_UP_MS,
  entryMs,
  lastUpMs,
  mempoolAt,
  remembers,
  removalMs,
  tipIndexAt,
  type NodeView,
} from "./nodeView.js";
import {askingOnce, estimateSmartFee, raiseToFloor, type EstimateMode} from "./smartFee.js";

/** Targets for which a node's answers are kept, ascending. One in between is answered as the next lower one. */
const TARGETS: readonly number[] = [
  ...Array.from({length: 25}, (_, i) => i + 1),
  48,
  72,
  144,
  288,
  504,
  1008,
];
const MODES: readonly EstimateMode[] = ["economical", "conservative"];

/** In place of an estimate. */
const NONE = -1;

/** What a node has answered so far, block by block, and where its estimator stands. */
interface EstimateHistory {
  /** index of the first block that the node counted */
  readonly firstBlock: number;
  /** for each block since, every target's estimate in both modes, sat/kvB; empty for blocks of the warm-up */
  readonly answers: Int32Array[];
  readonly coming: Iterator<Int32Array, void>;
}

const histories = new WeakMap<NodeView, EstimateHistory>();
const griddedRates = new WeakMap<Market, Map<FeeGrid, GriddedRates>>();
const minedTransactions = new WeakMap<Market, readonly Int32Array[]>();

/**
 * What the node's `estimatesmartfee` says at a time, in whole sat/kvB, or null where it has no answer.
 * It changes only when the node gets a block.
 *
 * The first question about a time takes the node through its past up to there, block by block.
 *
 * @param mode null: the node's default
 */
export function estimateAt(
  view: NodeView,
  target: number,
  mode: EstimateMode | null,
  ms: number,
): number | null {
  const {firstBlock, answers, coming} = historyOf(view);
  const block = tipIndexAt(view, lastUpMs(view, ms)) - firstBlock;
  while (answers.length <= block) {
    const next = coming.next();
    if (next.done === true) break;
    answers.push(next.value);
  }
  const column = TARGETS.findLastIndex((kept) => kept <= target);
  const row = MODES.indexOf(mode ?? view.node.estimateMode);
  const estimate = answers[block]?.[row * TARGETS.length + column] ?? NONE;
  return estimate === NONE ? null : estimate;
}

function historyOf(view: NodeView): EstimateHistory {
  const known = histories.get(view);
  if (known !== undefined) return known;
  const firstBlock = tipIndexAt(view, view.node.sinceMs) + 1;
  const history = {firstBlock, answers: [], coming: recordEstimates(view, firstBlock)};
  histories.set(view, history);
  return history;
}

/** A moment at which the estimator changes more than by a transaction coming or going. */
type Mark = {readonly atMs: number} & ({readonly block: number} | {readonly restart: Restart});

/** The node's answers after each block, from the first that it counts. */
function* recordEstimates(view: NodeView, firstBlock: number): Generator<Int32Array, void> {
  const {market, node, blockMs} = view;
  const rates = ratesOn(market, node.estimateGrid);
  const mined = minedByBlock(market);
  const firstHeight = market.blocks[0]?.height ?? 0;
  const restarts = node.restarts.filter(({downMs}) => downMs > node.sinceMs && downMs < market.endMs);
  const marks: Mark[] = [
    ...Array.from(blockMs, (atMs, block) => ({atMs, block})).slice(firstBlock),
    ...restarts.map((restart) => ({atMs: restart.downMs, restart})),
  ].toSorted((a, b) => a.atMs - b.atMs);
  const {entering, leaving} = assignToMarks(view, marks);

  const firstAsked = tipIndexAt(view, 0);
  let estimator = createEstimator({rates, bestHeight: firstHeight + firstBlock - 1});
  for (const [segment, mark] of marks.entries()) {
    for (const i of entering[segment] ?? []) track(estimator, i);
    for (const i of leaving[segment] ?? []) leave(estimator, i);
    if ("restart" in mark) estimator = restart(view, estimator, mark.restart);
    else {
      connectBlock(estimator, firstHeight + mark.block, mined[mark.block] ?? []);
      yield mark.block < firstAsked ? new Int32Array() : askAll(view, estimator);
    }
  }
}

function track(estimator: Estimator, transaction: number): void {
  if ((estimator.entryHeights[transaction] ?? 0) < 0) accept(estimator, transaction);
}

/** For each mark, the transactions that entered the mempool since the mark before, and those that were replaced. */
function assignToMarks(view: NodeView, marks: readonly Mark[]) {
  const {market} = view;
  const times = Float64Array.from(marks, ({atMs}) => atMs);
  const entering: number[][] = marks.map(() => []);
  const leaving: number[][] = marks.map(() => []);
  for (let i = 0; i < market.arrivalMs.length; i++) {
    // Children are never tracked.
    if (market.hasParent[i] === 1 || !accepts(view, i)) continue;
    const entered = entryMs(view, i);
    const left = removalMs(view, i);
    const minedIn = market.minedIn[i] ?? -1;
    const minedMs = minedIn < 0 ? Infinity : (view.blockMs[minedIn] ?? Infinity);
    if (entered > minedMs || entered > left || !wasUp(view, entered)) continue;
    entering[countUpTo(times, entered)]?.push(i);
    if (left < minedMs) leaving[countUpTo(times, left)]?.push(i);
  }
  return {entering, leaving};
}

function wasUp(view: NodeView, entered: number): boolean {
  return remembers(view, entered, entered) && lastUpMs(view, entered) === entered;
}

/**
 * Stops and starts the node. A stop that kept the mempool was a clean one: what waited counts as failed and,
 * loaded again, as new. A crash leaves the hourly file, here taken to be fresh, and an empty mempool.
 */
function restart(view: NodeView, before: Estimator, {downMs, upMs, keptMempool}: Restart): Estimator {
  const {market, blockMs} = view;
  const file = keptMempool ? shutDown(before) : writeEstimates(before);
  const ageHours = (upMs - downMs) / 3_600_000;
  const estimator =
    startFromFile(before.rates, file, ageHours) ??
    createEstimator({rates: before.rates, bestHeight: before.best});
  const caughtUpMs = upMs + CATCH_UP_MS;
  const tip = countUpTo(blockMs, caughtUpMs) - 1;
  for (let height = before.best + 1; height <= (market.blocks[tip]?.height ?? 0); height++)
    connectBlock(estimator, height, []);
  if (keptMempool)
    for (const i of mempoolAt(view, caughtUpMs)) if (market.hasParent[i] === 0) track(estimator, i);
  return estimator;
}

function askAll({node}: NodeView, estimator: Estimator): Int32Array {
  const floors = {mempoolMinimum: node.relayMinimum, relayMinimum: node.relayMinimum};
  const rateOf = askingOnce(estimator);
  return Int32Array.from(
    MODES.flatMap((mode) =>
      TARGETS.map(
        (target) => raiseToFloor(estimateSmartFee(estimator, target, mode, rateOf), floors) ?? NONE,
      ),
    ),
  );
}

function ratesOn(market: Market, grid: FeeGrid): GriddedRates {
  const byGrid = griddedRates.get(market) ?? new Map<FeeGrid, GriddedRates>();
  griddedRates.set(market, byGrid);
  const known = byGrid.get(grid);
  if (known !== undefined) return known;
  const feerates = market.fee.map((fee, i) => wholeFeerate(fee, market.vsize[i] ?? 1));
  const rates = onGrid(grid, feerates);
  byGrid.set(grid, rates);
  return rates;
}

function minedByBlock(market: Market): readonly Int32Array[] {
  const known = minedTransactions.get(market);
  if (known !== undefined) return known;
  const lists: number[][] = market.blocks.map(() => []);
  for (const [i, block] of market.minedIn.entries()) lists[block]?.push(i);
  const mined = lists.map((list) => Int32Array.from(list));
  minedTransactions.set(market, mined);
  return mined;
}
