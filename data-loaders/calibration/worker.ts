/** Works off networks of a calibration, one at a time, for the process that started it. */
import {firstRuns} from "../../src/calibration/prefix.js";
import type {PlannedNetwork} from "../../src/calibration/plan.js";
import {addTables, countScores, type JudgedNetwork, judgeNetwork} from "../../src/calibration/score.js";
import type {WeightTable, Weights} from "../../src/evidence/weights.js";
import {windowOfNetwork} from "./windowCache.js";

export interface Task {
  readonly network: PlannedNetwork;
  readonly after: readonly number[];
  readonly folder: string;
  /** null: count scores; else judge by these */
  readonly weights: Weights | null;
}

export type Answer =
  | {readonly tables: readonly WeightTable[]}
  | {readonly judged: readonly {readonly runs: number; readonly judged: JudgedNetwork}[]};

process.on("message", ({network, after, folder, weights}: Task) => {
  const {window, truth} = windowOfNetwork(network, folder);
  const prefixes = after
    .filter((runs) => runs <= network.runs)
    .map((runs) => ({runs, known: {window: firstRuns(window, runs), truth}}));
  const answer: Answer =
    weights === null
      ? {tables: addTables(prefixes.map(({known}) => countScores(known)))}
      : {judged: prefixes.map(({runs, known}) => ({runs, judged: judgeNetwork(known, weights)}))};
  process.send?.(answer);
});
