import {weighedSignals} from "../../src/evidence/strangers.js";
import {RAW_EDGES, type Weights} from "../../src/evidence/weights.js";

/** Raw bits at which each row begins, or little below the lowest. */
const lowest = [-21, ...RAW_EDGES].map((bits) => Math.max(-7, bits));

/** Weights by which what is rarer among strangers speaks for one node, more so in each row. */
export const sampleWeights: Weights = {
  source: "hand-made",
  tails: [],
  tables: weighedSignals.flatMap(({name}) =>
    (["one program", "two programs"] as const).map((relation) => ({
      signal: name,
      relation,
      holding: lowest.map((bits) => 10 ** Math.min(5, 2.5 + bits / 1.8)),
      failing: lowest.map((bits) => 10 ** Math.max(0, 2.5 - bits / 1.8)),
    })),
  ),
};
