import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {commonCutDistance} from "../../src/evidence/commonCutDistance.js";
import {exactAgreement} from "../../src/evidence/exactAgreement.js";
import {feeHistogramDivergence} from "../../src/evidence/feeHistogramDivergence.js";
import {refreshPhase} from "../../src/evidence/refreshPhase.js";
import {residual} from "../../src/evidence/residual.js";
import type {Comparison} from "../../src/evidence/signal.js";
import {excludingSignals, nodeSignals} from "../../src/evidence/signals.js";
import type {Server} from "../../src/evidence/window.js";
import {wholeAnswer} from "../../src/evidence/wholeAnswer.js";
import {estimates, reading, runStart, server, tip, windowOfServers, type Bins} from "./nodeWindow.js";

const fulcrum = {server_version: "Fulcrum 2.1.0", relay_fee: 1000};

/** A Fulcrum that gives these bins in one sweep after another of one run. */
const giving = (name: string, ...sweeps: readonly Bins[]): Server =>
  server(`${name}:1/tcp`, {runs: 1, row: fulcrum, readings: sweeps.map((bins, i) => reading(0, i, bins))});

const statistic = (comparison: Comparison): number => {
  if (!comparison.comparable) throw new Error(`statistic: expected a comparison, got ${comparison.because}`);
  return comparison.statistic;
};

const compare = (signal: (typeof nodeSignals)[number], ...servers: readonly [Server, Server, ...Server[]]) =>
  signal.compare(servers[0], servers[1], windowOfServers(servers, 1));

describe("exact agreement", () => {
  it("weighs each shared cut point by the logarithm of what lies above it", () => {
    // Shared: 5 (120,000 in both), 2 (300,000 and 310,000). At 9 lie 60,000, too few to count.
    const a = giving("a", [
      [9, 60_000],
      [5, 60_000],
      [2, 180_000],
    ]);
    const b = giving("b", [
      [9, 60_000],
      [5, 60_000],
      [2, 190_000],
    ]);
    const [equal, unequal] = [Math.log(1 + 120 / 30), Math.log(1 + 310 / 30)];
    const found = compare(exactAgreement, a, b);
    expect(found).toMatchObject({n: 2, excluded: null});
    expect(statistic(found)).toBeCloseTo(equal / (equal + unequal), 12);
  });

  it("looks only above the higher relay minimum", () => {
    const bins: Bins = [
      [5, 150_000],
      [0, 500_000],
    ];
    const low = server("b:1/tcp", {
      runs: 1,
      row: {...fulcrum, relay_fee: 100},
      readings: [
        reading(0, 0, [
          [5, 150_000],
          [0, 900_000],
        ]),
      ],
    });
    expect(compare(exactAgreement, giving("a", bins), low)).toMatchObject({statistic: 1, n: 1});
  });

  it("leaves out a sweep in which the two have different newest blocks", () => {
    const bins: Bins = [
      [5, 150_000],
      [2, 90_000],
    ];
    const at = (name: string, hash: string) => ({
      ...giving(name, bins),
      tips: [tip(0, runStart(0) - 1_000, hash)],
    });
    expect(compare(exactAgreement, at("a", "x"), at("b", "x"))).toMatchObject({statistic: 1, n: 2});
    expect(compare(exactAgreement, at("a", "x"), at("b", "y")).comparable).toBe(false);
  });

  it("leaves out what ElectrumX shows in the two minutes after a block that two servers announced", () => {
    const block = (name: string, count: number) =>
      server(`${name}:1/tcp`, {
        runs: 1,
        row: {server_version: "ElectrumX 1.20.0", relay_fee: 1000},
        readings: [0, 1, 2].map((sweep) => reading(0, sweep, [[5.5, 150_000]])),
        tips: Array.from({length: count}, () => tip(0, runStart(0) + 20_000, "new", "notification")),
      });
    expect(compare(exactAgreement, block("a", 1), block("b", 1))).toMatchObject({n: 1});
    expect(compare(exactAgreement, block("a", 2), block("b", 0), block("c", 0))).toMatchObject({n: 3}); // one server's word
  });

  it("does not compare programs that count in different ways, and says so", () => {
    const electrumx = server("b:1/tcp", {
      runs: 1,
      row: {server_version: "ElectrumX 1.20.0"},
      readings: [reading(0, 0, [[5, 150_000]])],
    });
    expect(compare(exactAgreement, giving("a", [[5, 150_000]]), electrumx)).toMatchObject({
      comparable: false,
      because: expect.stringMatching(/different ways/) as string,
    });
  });

  it("does not pair readings of one sweep that a set clock has torn apart", () => {
    const late = server("b:1/tcp", {
      runs: 1,
      row: fulcrum,
      readings: [reading(0, 0, [[5, 150_000]], {at: runStart(0) + 3_600_000})],
    });
    expect(compare(exactAgreement, giving("a", [[5, 150_000]]), late).comparable).toBe(false);
  });
});

describe("largest gap", () => {
  it("is the median over sweeps of the widest gap as a share of the larger mempool", () => {
    // Gaps of 0, 50 and 100 kvB at 2 sat/vB, of mempools of 500 kvB: 0, 10% and 20%.
    const a = giving(
      "a",
      ...[0, 0, 0].map((): Bins => [
        [5, 100_000],
        [2, 400_000],
      ]),
    );
    const b = giving(
      "b",
      ...[400, 350, 300].map((kvb): Bins => [
        [5, 100_000],
        [2, kvb * 1000],
      ]),
    );
    expect(statistic(compare(commonCutDistance, a, b))).toBeCloseTo(-0.1, 12);
  });
});

describe("divergence of the histograms", () => {
  it("is that of the shares, so that a mempool twice as large makes no difference", () => {
    const [small, large]: [Bins, Bins] = [
      [
        [5, 40_000],
        [2, 40_000],
      ],
      [
        [5, 80_000],
        [2, 80_000],
      ],
    ];
    expect(compare(feeHistogramDivergence, giving("a", small), giving("b", large))).toMatchObject({
      statistic: 0,
      n: 1,
    });
    expect(
      statistic(compare(feeHistogramDivergence, giving("a", [[5, 40_000]]), giving("b", [[4, 40_000]]))),
    ).toBe(-1);
  });

  it("says how fine the labels are: the program's step, and how many the two have together, mean over sweeps", () => {
    const coarse: Bins = [
      [5, 40_000],
      [2, 40_000],
    ];
    const found = (a: Bins, b: Bins) => compare(feeHistogramDivergence, giving("a", a), giving("b", b));
    expect(found(coarse, coarse)).toMatchObject({granularity: {labels: "whole sat/vB", count: 2}});
    expect(found(coarse, [[2, 40_000]])).toMatchObject({granularity: {count: 2}});
    expect(found([[7, 40_000]], [[3, 40_000]])).toMatchObject({granularity: {count: 2}});
    expect(found([[0, 9_000_000]], [[0, 8_000_000]])).toMatchObject({
      statistic: 0,
      granularity: {labels: "whole sat/vB", count: 1},
    });
  });
});

describe("whole answer", () => {
  it("counts sweeps that are equal to the last digit, of those that hold enough", () => {
    const [three, other, one]: [Bins, Bins, Bins] = [
      [
        [5, 40_000],
        [3, 40_000],
        [2, 50_000],
      ],
      [
        [5, 40_000],
        [3, 40_000],
        [2, 50_001],
      ],
      [[0, 40_000]],
    ];
    expect(
      compare(wholeAnswer, giving("a", three, three, one), giving("b", three, other, one)),
    ).toMatchObject({
      statistic: 1 / 2,
      n: 2,
    });
  });

  it("finds nothing to say where both are empty", () => {
    expect(compare(wholeAnswer, giving("a", [], []), giving("b", [], [])).comparable).toBe(false);
  });
});

describe("refresh phase", () => {
  const STEPS = 12;
  /** A Fulcrum whose answer changes at these steps from sweep to sweep. */
  const changing = (name: string, at: readonly number[], steps = STEPS, own = 0) => {
    const sweeps = Array.from({length: steps + 1}, (_, sweep): Bins => {
      const changes = at.filter((step) => step <= sweep).length;
      return [[5, 40_000 + own + changes]];
    });
    return giving(name, ...sweeps);
  };
  const [early, late] = [
    [1, 5, 9],
    [2, 6, 10],
  ];

  it("is 1 for answers that change at the same moments, though no number agrees", () => {
    expect(compare(refreshPhase, changing("a", early), changing("b", early, STEPS, 7_000))).toMatchObject({
      statistic: 1,
      n: STEPS,
    });
  });

  it("is Cohen's kappa for others", () => {
    // 12 steps, 6 of them without a change: agreement ½, by chance (3 · 3 + 9 · 9) / 12²; as sklearn's cohen_kappa_score has it
    expect(statistic(compare(refreshPhase, changing("a", early), changing("b", late)))).toBeCloseTo(
      -1 / 3,
      12,
    );
    expect(statistic(compare(refreshPhase, changing("a", early), changing("b", [1, 5, 10])))).toBeCloseTo(
      5 / 9,
      12,
    );
  });

  it("says nothing of clocks faster than our reads, of still markets, and of few steps", () => {
    const always = Array.from({length: STEPS}, (_, i) => i + 1);
    for (const [x, y] of [
      [always, always],
      [[], []],
      [always, early],
      [early, []],
    ] as const)
      expect(compare(refreshPhase, changing("a", x), changing("b", y)).comparable).toBe(false);
    const few = STEPS - 1;
    expect(compare(refreshPhase, changing("a", early, few), changing("b", early, few)).comparable).toBe(
      false,
    );
  });
});

describe("residual against the consensus", () => {
  const sweeps = (extra: readonly number[]): readonly Bins[] =>
    extra.map((more, i): Bins => [
      [5, 100_000 + i],
      [2, 400_000 + more],
    ]);
  const middle = ["c", "d", "e"].map((name, i) => giving(name, ...sweeps([0, 0, 0].map(() => i))));

  it("points the same way where both always have more, and the other way where one has less", () => {
    const more = giving("a", ...sweeps([900, 800, 700]));
    const also = giving("b", ...sweeps([901, 801, 701]));
    const less = giving("b", ...sweeps([-900, -800, -700]));
    expect(statistic(compare(residual, more, also, ...middle))).toBeCloseTo(1, 4);
    expect(statistic(compare(residual, more, less, ...middle))).toBeCloseTo(-1, 4);
  });

  it("needs three others: two are no consensus", () => {
    const a = giving("a", ...sweeps([900, 800, 700]));
    const b = giving("b", ...sweeps([901, 801, 701]));
    expect(compare(residual, a, b, ...middle.slice(0, 2))).toMatchObject({
      comparable: false,
      because: expect.stringMatching(/fewer than 3/) as string,
    });
  });

  it("counts names of one process once, so that they do not become the consensus", () => {
    const a = giving("a", ...sweeps([900, 800, 700]));
    const b = giving("b", ...sweeps([901, 801, 701]));
    const copies = ["f", "g", "h"].map((name) => giving(name, ...sweeps([900, 800, 700])));
    expect(compare(residual, a, b, ...copies, ...middle.slice(0, 1)).comparable).toBe(false);
  });
});

describe("each node signal", () => {
  const bins = fc
    .uniqueArray(fc.tuple(fc.integer({min: 0, max: 12}), fc.integer({min: 30_000, max: 900_000})), {
      selector: ([label]) => label,
      maxLength: 5,
    })
    .map((list): Bins => list.toSorted((x, y) => y[0] - x[0]));
  const fee = fc.constantFrom(-1, 100, 1000, 1500, 3177);
  const anyServer = (name: string) =>
    fc
      .record({
        version: fc.constantFrom("Fulcrum 2.1.0", "ElectrumX 1.20.0", "electrs-esplora 0.4.1", "?", null),
        relay: fc.constantFrom(100, 1000, null),
        method: fc.constantFrom("mempool.get_info", "blockchain.relayfee"),
        reads: fc.array(
          fc.tuple(fc.nat(3), fc.nat(3), bins, fc.integer({min: -60_000, max: 60_000}), fc.boolean()),
          {maxLength: 8},
        ),
        fees: fc.array(fc.tuple(fc.nat(3), fee, fee, fc.constantFrom("x", "y")), {maxLength: 6}),
      })
      .map(({version, relay, method, reads, fees}) => {
        const once = new Map(reads.map((one) => [`${one[0]} ${one[1]}`, one]));
        return server(`${name}:1/tcp`, {
          runs: 4,
          row: {server_version: version, relay_fee: relay, relay_fee_method: method},
          readings: [...once.values()].map(([run, sweep, list, late, jumps]) =>
            reading(run, sweep, list, jumps ? {at: runStart(run) + late} : {}),
          ),
          estimates: fees.flatMap(([run, short, long, hash]) =>
            estimates(run, runStart(run) + 90_000, `${hash}${run}`, {2: short, 144: long}),
          ),
          tips: fees.map(([run, , , hash]) =>
            tip(run, runStart(run), `${hash}${run}`, "read", hash === "x" ? 1 : 2),
          ),
        });
      });
  const pair = fc.tuple(anyServer("a"), anyServer("b"), fc.array(anyServer("c"), {maxLength: 4}));

  it.each(nodeSignals)("$name: does not depend on which of the two comes first", (signal) => {
    fc.assert(
      fc.property(pair, ([a, b, others]) => {
        const window = windowOfServers([a, b, ...others], 4);
        const [one, turned] = [signal.compare(a, b, window), signal.compare(b, a, window)];
        expect(verdict(turned)).toEqual(verdict(one));
      }),
    );
  });

  it.each(nodeSignals)("$name: does not depend on the order in which runs were read", (signal) => {
    fc.assert(
      fc.property(pair, ([a, b, others]) => {
        const turn = (one: Server): Server => ({
          ...one,
          rows: one.rows.toReversed(),
          readings: one.readings.toReversed(),
          estimates: one.estimates.toReversed(),
          tips: one.tips.toReversed(),
        });
        const [x, y] = [turn(a), turn(b)];
        const as = signal.compare(a, b, windowOfServers([a, b, ...others], 4));
        expect(verdict(signal.compare(x, y, windowOfServers([x, y, ...others.map(turn)], 4)))).toEqual(
          verdict(as),
        );
      }),
    );
  });

  it.each(nodeSignals)("$name: never says that a server is not itself", (signal) => {
    fc.assert(
      fc.property(pair, ([a, b, others]) => {
        const same: Server = {...a, endpoint: b.endpoint};
        const found = signal.compare(a, same, windowOfServers([a, same, ...others], 4));
        if (!found.comparable) return;
        expect(found.excluded).toBeNull();
        if (signal.unit.includes("negated")) expect(found.statistic).toBe(0);
        else if (signal.name !== "fee estimates") expect(found.statistic).toBeCloseTo(1, 12);
      }),
    );
  });

  it.each(nodeSignals)("$name: has nothing to say about servers that told nothing", (signal) => {
    const [a, b] = [server("a:1/tcp"), server("b:1/tcp")];
    expect(signal.compare(a, b, windowOfServers([a, b]))).toMatchObject({comparable: false});
    expect(signal.compare(a, b, windowOfServers([], 0))).toMatchObject({comparable: false});
  });

  it.each(nodeSignals.filter((signal) => !excludingSignals.includes(signal)))(
    "$name: excludes nothing",
    (signal) => {
      fc.assert(
        fc.property(pair, ([a, b, others]) => {
          const found = signal.compare(a, b, windowOfServers([a, b, ...others], 4));
          expect(found.comparable && found.excluded !== null).toBe(false);
        }),
        {numRuns: 30},
      );
    },
  );

  function verdict(comparison: Comparison): unknown {
    if (!comparison.comparable) return comparison;
    const {statistic, n, excluded} = comparison;
    return {statistic: Math.round(statistic * 1e9) / 1e9 + 0, n, excluded: excluded !== null};
  }
});
