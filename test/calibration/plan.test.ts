import {describe, expect, it} from "vitest";
import {calibrationOf} from "../../src/calibration/calibration.js";
import {plannedNetworks} from "../../src/calibration/plan.js";
import {firstRuns} from "../../src/calibration/prefix.js";
import {addTables, addTails, countTails, kinshipOf} from "../../src/calibration/score.js";
import type {CalibrationTruth} from "../../src/calibration/calibrationNetwork.js";
import {countRows, RAW_EDGES, TAIL_EDGES} from "../../src/evidence/weights.js";
import {reading, server, tip, estimates, windowOfServers} from "../evidence/nodeWindow.js";
import {judged, judgedPair, network} from "./judged.js";

describe("plannedNetworks", () => {
  const training = plannedNetworks.filter(({set}) => set === "training");
  const heldOut = plannedNetworks.filter(({set}) => set === "held out");

  it("judge by no seed that weights were chosen with, and plan no seed twice", () => {
    const seeds = new Set(training.map(({seed}) => seed));
    expect(heldOut.filter(({seed}) => seeds.has(seed))).toEqual([]);
    expect(new Set(plannedNetworks.map(({seed}) => seed)).size).toBe(plannedNetworks.length);
    expect(training.length + heldOut.length).toBe(plannedNetworks.length);
  });

  it("train and judge under the same conditions: every market, share of misses and kind of history", () => {
    const conditions = (list: typeof plannedNetworks) =>
      new Set(
        list
          .filter(({endpoints, runs}) => endpoints === 60 && runs === 24)
          .map(({regime, missShare, histories}) => `${regime} ${missShare} ${histories}`),
      );
    expect(conditions(training).size).toBe(24);
    expect(conditions(heldOut)).toEqual(conditions(training));
  });

  it("judge other sizes too, and many rounds", () => {
    expect(new Set(heldOut.map(({endpoints}) => endpoints))).toEqual(new Set([60, 24, 120, 36]));
    expect(Math.max(...heldOut.map(({runs}) => runs))).toBe(75);
  });
});

describe("firstRuns", () => {
  const whole = windowOfServers(
    [
      server("a:1/tcp", {
        runs: 3,
        readings: [0, 1, 2].map((run) => reading(run, 0, [[1, 1]])),
        tips: [0, 1, 2].map((run) => tip(run, run, "x")),
        estimates: [0, 1, 2].flatMap((run) => estimates(run, run, "x", {2: 1})),
      }),
    ],
    3,
  );

  it("knows nothing of what came after", () => {
    const {runs, servers} = firstRuns(whole, 2);
    expect(runs).toEqual(whole.runs.slice(0, 2));
    const [one] = servers;
    for (const list of [one?.rows, one?.readings, one?.tips, one?.estimates])
      expect(list?.map(({run}) => run)).toEqual([0, 1]);
  });

  it("is the window itself after all runs, and keeps its servers after none", () => {
    expect(firstRuns(whole, 3)).toEqual(whole);
    expect(firstRuns(whole, 0)).toMatchObject({runs: [], servers: [{endpoint: "a:1/tcp", rows: []}]});
  });
});

describe("kinshipOf", () => {
  const truth = (node: string, process: string): CalibrationTruth => ({
    node,
    process,
    operator: "o",
    program: "fulcrum-2.1.0",
  });

  it("tells two ports of one process, two processes of one node, and two nodes", () => {
    expect(kinshipOf(truth("n", "p"), truth("n", "p"))).toBe("one process");
    expect(kinshipOf(truth("n", "p"), truth("n", "q"))).toBe("one node");
    expect(kinshipOf(truth("n", "p"), truth("m", "q"))).toBe("different nodes");
  });
});

describe("addTables", () => {
  const table = (
    signal: string,
    relation: "one program" | "two programs" | null,
    holding: number[],
    failing: number[],
  ) => ({
    signal,
    relation,
    holding,
    failing,
  });

  it("adds row by row what is of one signal and one relation", () => {
    expect(
      addTables([
        [table("x", "one program", [1, 2], [3, 4]), table("x", null, [5, 5], [5, 5])],
        [table("x", "one program", [10, 20], [30, 40]), table("y", "one program", [7, 7], [7, 7])],
      ]),
    ).toEqual([
      table("x", "one program", [11, 22], [33, 44]),
      table("x", null, [5, 5], [5, 5]),
      table("y", "one program", [7, 7], [7, 7]),
    ]);
  });

  it("is nothing for nothing, and leaves what was given as it was", () => {
    expect(addTables([])).toEqual([]);
    const given = table("x", "one program", [1], [1]);
    addTables([[given], [given]]);
    expect(given.holding).toEqual([1]);
  });
});

describe("countTails", () => {
  // Eight servers of one program; the first two give the same answers throughout, all others their own.
  const servers = [..."abcdefgh"].map((name, i) =>
    server(`${name}:1/tcp`, {
      runs: 40,
      row: {server_version: "Fulcrum 2.1.0", relay_fee: 1000},
      readings: [0, 1, 2, 3].map((sweep) =>
        reading(0, sweep, [
          [9, 120_000 + Math.max(1, i)],
          [5, 70_000],
          [2, 200_000 + sweep],
        ]),
      ),
    }),
  );
  const rows = RAW_EDGES.length + 1;
  const weights = {
    source: "test",
    tails: [],
    tables: [
      {
        signal: "whole answer",
        relation: "one program" as const,
        holding: Array.from({length: rows}, (_, row) => (row === rows - 1 ? 10_000 : 0)),
        failing: Array.from({length: rows}, (_, row) => (row === 0 ? 10_000 : 0)),
      },
    ],
  };
  const count = (nodeOfB: string) =>
    countTails(
      {
        window: windowOfServers(servers, 40),
        truth: new Map(
          servers.map(({endpoint}, i) => [
            endpoint,
            {node: i === 1 ? nodeOfB : `${i}`, process: `${i}`, operator: `${i}`, program: "fulcrum-2.1.0"},
          ]),
        ),
      },
      weights,
    );
  const far = TAIL_EDGES.filter((edge) => edge <= 8).length;
  const reached = (nodeOfB: string) =>
    count(nodeOfB).map(({group, runs, counts}) => [
      group,
      runs,
      counts.reduce((sum, one) => sum + one, 0),
      counts.slice(far).reduce((sum, one) => sum + one, 0),
    ]);

  it("counts pairs of two nodes by their bits, of each group and all together, and no pair of one", () => {
    expect(reached("0")).toEqual([
      ["mempool", 40, 27, 0],
      [null, 40, 27, 0],
    ]);
    expect(reached("1")).toEqual([
      ["mempool", 40, 28, 1],
      [null, 40, 28, 1],
    ]);
  });
});

describe("addTails", () => {
  it("adds row by row what is of one group and one length", () => {
    const tail = (group: string | null, runs: number, ...counts: number[]) => ({
      group,
      runs,
      days: 3,
      counts,
    });
    expect(
      addTails([
        [tail("x", 3, 1, 2), tail("x", 24, 5, 5)],
        [tail(null, 3, 7, 7), tail("x", 3, 10, 20)],
      ]),
    ).toEqual([tail("x", 3, 11, 22), tail("x", 24, 5, 5), tail(null, 3, 7, 7)]);
    expect(addTails([])).toEqual([]);
    expect(addTails([[{...tail("x", 3, 1), days: 4}], [tail("x", 3, 1)]])).toMatchObject([{days: 4}]);
  });
});

describe("calibrationOf", () => {
  const weights = {
    source: "test",
    tables: [],
    tails: [
      {group: "x", runs: 24, days: 3, counts: countRows([-9, -9, -9, 5, 5, 5, 9], TAIL_EDGES)},
      {group: null, runs: 24, days: 3, counts: countRows([-9, 30], TAIL_EDGES)},
    ],
  };
  const kin = judgedPair({kinship: "one node", level: "supported", bits: 5, signals: {x: 5}});
  const found = calibrationOf(
    weights,
    [
      judged([kin], {runs: 24}),
      judged([kin, judgedPair()], {runs: 3}),
      judged([kin], {runs: 24, network: {seed: "other", regime: "busy"}}),
      judged([kin, kin, kin], {runs: 24, network: {seed: "small", endpoints: 24}}),
      judged([kin], {runs: 24, network: {seed: "long", runs: 75}}),
    ],
    [network, {...network, set: "training"}, {...network, set: "training"}],
  );

  it("groups by what a network is like, and within it by runs, fewest first", () => {
    expect(
      found.conditions.map(({regime, endpoints, performance}) => [
        regime,
        endpoints,
        performance.map(({runs, networks}) => [runs, networks]),
      ]),
    ).toEqual([
      [
        "moderate",
        60,
        [
          [3, 1],
          [24, 2],
        ],
      ],
      ["busy", 60, [[24, 1]]],
      ["moderate", 24, [[24, 1]]],
    ]);
  });

  it("takes all together only what is of the usual size and length", () => {
    expect(found.all.map(({runs, networks, oneNode}) => [runs, networks, oneNode])).toEqual([
      [3, 1, 1],
      [24, 2, 2],
    ]);
    expect(found.signals).toMatchObject([{signal: "x", oneNode: 2}]);
  });

  it("tells how many strangers reach some bits", () => {
    const [ofX, together] = found.reached;
    expect(ofX).toMatchObject({group: "x", runs: 24, days: 3});
    expect(ofX?.rows.slice(0, 5)).toEqual([
      {bits: 0, strangers: 4, of: 7, p: 5 / 8},
      {bits: 2, strangers: 4, of: 7, p: 5 / 8},
      {bits: 4, strangers: 4, of: 7, p: 5 / 8},
      {bits: 6, strangers: 1, of: 7, p: 2 / 8},
      {bits: 8, strangers: 1, of: 7, p: 2 / 8},
    ]);
    expect(together).toMatchObject({group: null});
    expect(together?.rows.at(-1)).toEqual({bits: 20, strangers: 1, of: 2, p: 2 / 3});
  });

  it("says what it is, by which command, and that all of it is simulated", () => {
    expect(found).toMatchObject({
      schema: "electrum-kinship-calibration/1",
      command: "npm run calibrate",
      simulated: true,
      networks: {training: 2, heldOut: 1},
      weights,
    });
  });
});
