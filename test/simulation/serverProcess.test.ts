import {describe, expect, it} from "vitest";
import {MAINNET_GENESIS} from "../../src/observation/tip.js";
import {createNode, type NodeOptions} from "../../src/simulation/node.js";
import {estimateAt} from "../../src/simulation/nodeEstimates.js";
import {viewMarket, type NodeView} from "../../src/simulation/nodeView.js";
import {programs, type ProgramName} from "../../src/simulation/program.js";
import {
  createProcess,
  histogramAt,
  histogramMomentAt,
  histogramTextAt,
  processEstimateAt,
  processTipAt,
  tipNoticesBetween,
} from "../../src/simulation/serverProcess.js";
import {smallMarket} from "./smallMarket.js";

const market = smallMarket({hours: 6, warmupHours: 8});
const HOUR = 3_600_000;
const viewOf = (options: Partial<NodeOptions> = {}) =>
  viewMarket(market, createNode({id: "a", seed: 1, ...options}));
const view = viewOf();
const serve = (program: ProgramName, id = "server", of: NodeView = view) =>
  createProcess(
    {
      id,
      program: programs[program],
      genesisHash: MAINNET_GENESIS,
      banner: null,
      donationAddress: null,
      declaredHosts: [],
      peers: [],
    },
    of,
    1,
  );
/** A stretch of the fourth hour without a block: 30 s after one, over a minute to the next. */
const calm = market.blocks.findIndex(
  ({atMs}, i) => atMs > 3 * HOUR && (market.blocks[i + 1]?.atMs ?? 0) - atMs > 400_000,
);
const calmMs = (market.blocks[calm]?.atMs ?? NaN) + 60_000;
const moments = (program: ProgramName) => {
  const process = serve(program);
  return [
    ...new Set(Array.from({length: 300}, (_, second) => histogramMomentAt(process, calmMs + 1000 * second))),
  ];
};

describe("histogramMomentAt", () => {
  it("moves every 120 s in ElectrumX, every 10 s in the others", () => {
    expect(moments("electrumx-1.20.0").length).toBeLessThanOrEqual(4);
    for (const program of ["fulcrum-2.1.1", "electrs-0.11.1", "esplora-f64"] as const) {
      const steps = moments(program)
        .slice(2)
        .map((ms, i) => ms - (moments(program)[i + 1] ?? NaN));
      expect(new Set(steps)).toEqual(new Set([10_000]));
    }
  });

  it("is a moment at or before the question, at most the refresh time ago", () => {
    for (const [program, longest] of [
      ["electrumx-1.16.0", 125_000],
      ["fulcrum-2.0", 10_000],
    ] as const)
      for (let ms = 0; ms < HOUR; ms += 7_777) {
        const age = ms - histogramMomentAt(serve(program), ms);
        expect(age).toBeGreaterThanOrEqual(0);
        expect(age).toBeLessThan(longest);
      }
  });

  it("is the block's arrival in Fulcrum at once after a block", () => {
    const process = serve("fulcrum-2.1.1");
    const [noticedMs = NaN] = tipNoticesBetween(process, HOUR, 5 * HOUR);
    expect(histogramMomentAt(process, noticedMs)).toBe(noticedMs);
  });
});

describe("histogramAt", () => {
  it("is the same at any time between two refreshes, whoever asks first", () => {
    const process = serve("electrs-0.11.1");
    const first = histogramTextAt(process, calmMs);
    histogramTextAt(process, calmMs + 60_000);
    expect(histogramTextAt(process, calmMs)).toBe(first);
    expect(histogramTextAt(serve("electrs-0.11.1"), calmMs)).toBe(first);
  });

  it("is equal for two processes of one program on one node whose clocks happen to agree", () => {
    const [a, b] = [serve("fulcrum-2.1.1", "a"), serve("fulcrum-2.1.1", "b")];
    const noticed = [...tipNoticesBetween(a, 0, HOUR)];
    expect(histogramMomentAt(a, noticed[0] ?? 0)).not.toBe(histogramMomentAt(b, noticed[0] ?? 0));
    expect(histogramAt({...a, memo: {atMs: NaN, histogram: []}}, calmMs)).toEqual(histogramAt(a, calmMs));
  });
});

describe("tipNoticesBetween", () => {
  it("lists when each block is noticed: Fulcrum within seconds of its node, ElectrumX after its poll", () => {
    for (const [program, least, most] of [
      ["fulcrum-2.1.1", 100, 1_600],
      ["electrumx-1.20.0", 4_800, 7_400],
    ] as const) {
      const {noticedMs} = serve(program);
      const lags = Array.from(noticedMs, (ms, i) => ms - (view.blockMs[i] ?? NaN));
      expect(Math.min(...lags)).toBeGreaterThanOrEqual(least);
      expect(lags.filter((lag) => lag <= most).length).toBeGreaterThan(lags.length * 0.9);
    }
  });

  it("holds each time once, after the first moment and up to the second", () => {
    const process = serve("fulcrum-2.1.1");
    const times = tipNoticesBetween(process, 0, 6 * HOUR);
    const [first = NaN, second = NaN] = times;
    expect(tipNoticesBetween(process, first, second)).toEqual([second]);
    expect(processTipAt(process, first)?.height).toBe((processTipAt(process, first - 1)?.height ?? 0) + 1);
  });
});

describe("estimates", () => {
  it("change only when the node gets a block", () => {
    const from = view.blockMs[calm] ?? NaN;
    const to = view.blockMs[calm + 1] ?? NaN;
    for (const target of [2, 5, 25]) {
      const estimate = estimateAt(view, target, null, from);
      for (let ms = from; ms < to; ms += 20_000) expect(estimateAt(view, target, null, ms)).toBe(estimate);
    }
    const all = Array.from(
      view.blockMs.filter((ms) => ms > 0),
      (ms) => estimateAt(view, 2, null, ms),
    );
    expect(new Set(all).size).toBeGreaterThan(3);
  });

  it("are never below the node's relay minimum, and mostly fall with the target", () => {
    const of = viewOf({relayMinimum: 1000});
    for (let ms = 0; ms < 6 * HOUR; ms += HOUR) {
      const [soon, later] = [2, 25].map((target) => estimateAt(of, target, "economical", ms) ?? 0);
      expect(later).toBeGreaterThanOrEqual(1000);
      expect(soon).toBeGreaterThanOrEqual(later ?? 0);
    }
  });

  it("do not exist on a node without a past", () => {
    expect(estimateAt(viewOf({sinceMs: HOUR}), 6, null, 1.01 * HOUR)).toBeNull();
  });

  it("of ElectrumX stay those of its own tip until it has noticed the next", () => {
    const process = serve("electrumx-1.20.0");
    const straight = serve("fulcrum-2.1.1");
    for (const [i, ms] of view.blockMs.entries()) {
      const lag = (process.noticedMs[i] ?? NaN) - ms;
      if (ms < 0 || lag < 1_000) continue;
      expect(processEstimateAt(straight, 2, null, ms + 1)).toBe(estimateAt(view, 2, null, ms + 1));
      expect(processEstimateAt(process, 2, null, ms + 1)).toBe(
        estimateAt(view, 2, null, process.noticedMs[i - 1] ?? NaN),
      );
    }
  });

  it("survive a restart with the file, and begin anew without any tracked transaction after a crash", () => {
    const restart = {downMs: 2 * HOUR, upMs: 2.1 * HOUR};
    for (const keptMempool of [true, false]) {
      const of = viewOf({restarts: [{...restart, keptMempool}]});
      expect(estimateAt(of, 2, null, 2 * HOUR - 1)).toBe(estimateAt(view, 2, null, 2 * HOUR - 1));
      expect(estimateAt(of, 2, null, 3 * HOUR)).not.toBeNull();
    }
  });
});
