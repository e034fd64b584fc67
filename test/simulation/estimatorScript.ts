import {
  accept,
  connectBlock,
  createEstimator,
  leave,
  type Estimator,
} from "../../src/simulation/estimator.js";
import {onGrid, type FeeGrid} from "../../src/simulation/feeBuckets.js";

/** A transaction that a script follows. */
export interface Waiting {
  readonly handle: number;
  readonly feerate: number;
  readonly entryHeight: number;
}

/** One estimator with a chain that begins at the empty block 1000, and a mempool of what was added. */
export interface Script {
  estimator: Estimator;
  mempool: Waiting[];
  add(feerate: number, count: number): void;
  /** Connects the next block, which takes the transactions that pass, or all. */
  confirm(takes?: (one: Waiting, height: number) => boolean): void;
  /** Lets those that pass leave without a block. */
  drop(leaves: (one: Waiting) => boolean): void;
}

/** Transactions of each rate that one script may add. */
const PER_RATE = 4000;

export function createScript(grid: FeeGrid, feerates: readonly number[]): Script {
  const byHandle = Array.from(
    {length: PER_RATE * feerates.length},
    (_, i) => feerates[i % feerates.length] ?? 0,
  );
  const used = new Map<number, number>();
  const script: Script = {
    estimator: createEstimator({rates: onGrid(grid, byHandle), bestHeight: 1000}),
    mempool: [],
    add(feerate, count) {
      const before = used.get(feerate) ?? 0;
      used.set(feerate, before + count);
      for (let k = before; k < before + count; k++) {
        const handle = k * feerates.length + feerates.indexOf(feerate);
        accept(script.estimator, handle);
        script.mempool.push({handle, feerate, entryHeight: script.estimator.best});
      }
    },
    confirm(takes = () => true) {
      const height = script.estimator.best + 1;
      const taken = script.mempool.filter((one) => takes(one, height));
      script.mempool = script.mempool.filter((one) => !takes(one, height));
      connectBlock(
        script.estimator,
        height,
        taken.map(({handle}) => handle),
      );
    },
    drop(leaves) {
      for (const one of script.mempool.filter(leaves)) leave(script.estimator, one.handle);
      script.mempool = script.mempool.filter((one) => !leaves(one));
    },
  };
  return script;
}
