import type {MatrixQuantity, QuantityId} from "../../src/report/matrixQuantities.js";
import {LEVEL_ORDER} from "../../src/report/matrixQuantities.js";
import type {MatrixRun} from "../../src/report/matrixRun.js";
import {LEVEL_LETTERS, type PairGrid} from "../../src/report/pairGrid.js";

export const list = {
  levels: LEVEL_ORDER,
  printsAsZero: 0.0005,
  thresholds: [0.001, 0.01, 0.1, 0.5, 0.9, 0.99],
};

/** A quantity as the report makes it, with strangers from 1 to 3 around 2 unless said otherwise. */
export function quantity(id: QuantityId, change: Partial<MatrixQuantity> = {}): MatrixQuantity {
  return {
    id,
    name: id,
    unit:
      id === "divergence" || id === "bits"
        ? "bits"
        : id === "estimates"
          ? "blocks with equal estimates"
          : "share",
    alike: id === "divergence" ? "low" : "high",
    ofRound: id === "divergence",
    steps: id === "divergence" ? [0.000_001, 0.0005, 0.01, 0.1, 0.5] : [0, 1, 5],
    threshold: null,
    usual: "",
    strangers: {pairs: 20, low: 1, median: 2, high: 3},
    compared: "",
    cannotShow: "",
    ...change,
  };
}

const names = ["delta", "alpha", "charlie", "bravo"];
const programs = ["Fulcrum", "electrs", "Fulcrum", "electrs"];
const servers = names.map((name, i) => ({
  id: `${name}_1_tcp`,
  endpoint: `${name}.example:1/tcp`,
  program: programs[i] ?? "",
  version: "1.0",
}));

/**
 * Four servers in a round of three answers: delta and alpha sent the same; charlie is 0.0001 from it, bravo 0.6, and
 * charlie and bravo are 0.9 apart.
 */
export const run: MatrixRun = {
  name: "r",
  vantage: "v",
  simulated: true,
  startedAt: 0,
  answered: 4,
  sweeps: 2,
  endpoints: servers,
  main: 1,
  rounds: [0, 4].map((sweep) => ({
    sweep,
    trigger: "round",
    askedAt: 0,
    setAside: [],
    servers: [0, 1, 2, 3],
    answers: [0, 0, 1, 2],
    divergences: [[], [0.0001], [0.6, 0.9]],
    clusters: [
      {name: "C2", size: 3},
      {name: null, size: 1},
    ],
  })),
};
export const round = run.rounds[1] as MatrixRun["rounds"][number]; // there are two

/** Of the same four and echo, in another order: all pairs `no evidence` but those named here. */
export const grid: PairGrid = (() => {
  const order = ["alpha", "bravo", "charlie", "delta", "echo"];
  const letters: string[] = [];
  const bits: (number | null)[] = [];
  for (const [i, a] of order.entries())
    for (const b of order.slice(i + 1)) {
      const known: Record<string, keyof typeof LEVEL_LETTERS> = {
        "alpha delta": "declared",
        "alpha charlie": "contradicted",
        "bravo charlie": "supported",
        "bravo echo": "not comparable",
      };
      letters.push(LEVEL_LETTERS[known[`${a} ${b}`] ?? "no evidence"]);
      bits.push(b === "echo" ? null : a === "alpha" ? 4 : -1);
    }
  return {
    servers: order.map((name) => ({
      id: `${name}_1_tcp`,
      endpoint: `${name}.example:1/tcp`,
      program: "Fulcrum",
      version: "1.0",
      relayMinimum: null,
    })),
    letters: LEVEL_LETTERS,
    levels: letters.join(""),
    bits,
    signals: [],
  };
})();
