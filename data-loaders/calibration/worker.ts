/** Works off networks of a calibration, one at a time, for the process that started it. */
import {firstRuns} from "../../src/calibration/prefix.js";
import type {PlannedNetwork} from "../../src/calibration/plan.js";
import {
  addTables,
  countScores,
  countTails,
  type JudgedNetwork,
  judgeNetwork,
} from "../../src/calibration/score.js";
import type {Tail, WeightTable, Weights} from "../../src/evidence/weights.js";
import {windowOfNetwork} from "./windowCache.js";

/** What is asked of a network: to count what its signals show, then what that weighs among strangers, or to be judged by it. */
export type Ask =
  | {readonly for: "tables"}
  | {readonly for: "tails"; readonly weights: Weights}
  | {readonly for: "judged"; readonly weights: Weights};

export interface Task {
  readonly network: PlannedNetwork;
  readonly after: readonly number[];
  readonly folder: string;
  readonly ask: Ask;
}

export interface Answer {
  readonly tables: readonly WeightTable[];
  readonly tails: readonly Tail[];
  readonly judged: readonly {readonly runs: number; readonly judged: JudgedNetwork}[];
}

process.on("message", ({network, after, folder, ask}: Task) => {
  const {window, truth} = windowOfNetwork(network, folder);
  const prefixes = after
    .filter((runs) => runs <= network.runs)
    .map((runs) => ({runs, known: {window: firstRuns(window, runs), truth}}));
  const nothing: Answer = {tables: [], tails: [], judged: []};
  switch (ask.for) {
    case "tables":
      process.send?.({...nothing, tables: addTables(prefixes.map(({known}) => countScores(known)))});
      break;
    case "tails":
      process.send?.({
        ...nothing,
        tails: prefixes.flatMap(({known}) => countTails(known, ask.weights)),
      });
      break;
    case "judged":
      process.send?.({
        ...nothing,
        judged: prefixes.map(({runs, known}) => ({runs, judged: judgeNetwork(known, ask.weights)})),
      });
  }
});
