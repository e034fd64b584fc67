import {weighedSignals} from "../../src/evidence/strangers.js";
import {RAW_EDGES, type Weights} from "../../src/evidence/weights.js";

/** Weights by which what is rarer among strangers speaks for one node, more so in each row. */
export const sampleWeights: Weights = {
  source: "hand-made",
  tails: [],
  tables: weighedSignals.flatMap(({name}) =>
    (["one program", "two programs"] as const).map((relation) => ({
      signal: name,
      relation,
      holding: Array.from({length: RAW_EDGES.length + 1}, (_, row) => 10 ** Math.min(5, row / 2)),
      failing: Array.from({length: RAW_EDGES.length + 1}, (_, row) => 10 ** Math.max(0, 5 - row / 2)),
    })),
  ),
};
