import {describe, expect, it} from "vitest";
import {calibrationOf} from "../../src/calibration/calibration.js";
import {powerPoints, powerTitle} from "../../src/components/powerChart.js";
import {
  aheadSentence,
  aheadText,
  firstStudySentence,
  reachedSentence,
  targetSentence,
} from "../../src/components/validationTables.js";
import {judged, judgedPair, network} from "../calibration/judged.js";

const weights = {source: "test", tables: [], tails: []};

describe("the sentence about the first study's rule", () => {
  it("tells shares of pairs of two nodes and of one, and what is right of what each way calls, by hand", () => {
    const [zero, linked, apart] = ["prints as 0.000", "in one cluster", "in two clusters"] as const;
    const one = {kinship: "one node" as const};
    const pairs = [
      ...[zero, linked, apart, apart].map((firstStudy) => judgedPair({firstStudy})),
      judgedPair({firstStudy: linked, level: "candidate"}),
      judgedPair({...one, firstStudy: zero, level: "supported"}),
      judgedPair({...one, firstStudy: apart, level: "candidate"}),
    ];
    // Of five pairs of two nodes three are linked, one prints as 0.000; of two of one node one is both. Linked are four,
    // one rightly; called are three, two rightly.
    expect(firstStudySentence(calibrationOf(weights, [judged(pairs)], [network]))).toBe(
      "Of 5 pairs of two nodes, 60.0% lie in one cluster of the first study’s rule and 20.0% print as 0.000; " +
        "of 2 pairs of one node, 50.0% and 50.0%. So of the pairs that it puts into one cluster, 25.0% share a node; " +
        "of the 3 called candidate or supported here after 24 runs, 66.7%.",
    );
  });

  it("says of no network that nothing was measured", () => {
    expect(firstStudySentence(calibrationOf(weights, [], []))).toBe("Nothing was measured.");
  });
});

describe("the sentence about the study's own targets", () => {
  const called = judgedPair({level: "supported"});
  const kin = judgedPair({kinship: "one node", level: "supported", fleet: true});
  const after24 = {runs: 24} as const;

  it("tells pairs of two nodes that are called by share missed, and fleets found, by hand", () => {
    const half = {seed: "half", missShare: network.missShare / 2};
    const found = calibrationOf(
      weights,
      [
        judged([...Array.from({length: 12}, () => kin), judgedPair(), called], after24),
        judged([kin, judgedPair()], {...after24, network: {seed: "other"}}),
        judged([judgedPair(), judgedPair(), judgedPair()], {...after24, network: half}),
        judged([called], {runs: 6, network: half}),
        judged([called], {...after24, network: {seed: "small", endpoints: 24}}),
      ],
      [network],
    );
    const [less, more] = [half.missShare, network.missShare].map((share) => `${100 * share}%`);
    expect(targetSentence(found)).toBe(
      "Asked was that no pair of two nodes in 10,000 be called supported after 24 runs, whatever nodes miss: " +
        `0 of 3 where nodes miss ${less}, 1 of 3 where nodes miss ${more} were, so it is missed. ` +
        `And that a fleet be found in a moderate market where nodes miss ${more}: it is in 1 of 2 networks.`,
    );
  });

  it("says that it is met where none was called, and nothing of nothing", () => {
    const one = calibrationOf(weights, [judged([judgedPair()], after24)], [network]);
    expect(targetSentence(one)).toContain("were, so it is met.");
    expect(targetSentence(calibrationOf(weights, [], []))).toBe("Nothing was measured.");
  });
});

describe("the sentence about what p-values are made of", () => {
  it("tells after how long strangers were counted, and that none were", () => {
    const tails = [{group: "x", runs: 24, days: 3, counts: [1]}];
    expect(reachedSentence(calibrationOf({...weights, tails}, [], []))).toMatch(
      /^They are counted after 24 runs, 3 whole days or more from the first to the last\./,
    );
    expect(reachedSentence(calibrationOf(weights, [], []))).toBe("No strangers were counted.");
  });
});

describe("aheadText", () => {
  it.each([
    [{difference: 0.0123, error: 0.004}, "+0.012 ± 0.004"],
    [{difference: -0.0123, error: 0.0004}, "−0.012 ± 0.000"],
    [{difference: -0.0004, error: 0.1}, "0.000 ± 0.100"],
    [null, "–"],
  ])("%j: %s", (ahead, expected) => {
    expect(aheadText(ahead)).toBe(expected);
  });
});

describe("the sentence about all signals together", () => {
  const one = {kinship: "one node" as const};
  /** Pairs whose bits, or whose signal alone, part the two kinds; the other is as likely to be right as wrong. */
  const parted = (by: "bits" | "x") => {
    const pair = (kind: object, high: boolean, i: number) => {
      const [telling, other] = [high ? 5 : -5, i % 2];
      return judgedPair({
        ...kind,
        bits: by === "bits" ? telling : other,
        signals: {x: by === "x" ? telling : other},
      });
    };
    return Array.from({length: 8}, (_, i) => [pair(one, true, i), pair({}, false, i)]).flat();
  };
  const sentence = (...list: readonly ReturnType<typeof judged>[]) =>
    aheadSentence(calibrationOf(weights, list, [network]));

  it("counts where it is ahead, behind, and where neither can be told, by hand", () => {
    const counted = (all: number, ahead: number, behind: string) =>
      `Of ${all} such comparisons (every kind of network, one program or two, and every number of runs), all together is ahead by more than ` +
      `2 standard errors in ${ahead}, and behind by more than that in ${behind}; in the rest neither can be told from the other.`;
    expect(sentence(judged(parted("bits")))).toBe(counted(1, 1, "0"));
    expect(sentence(judged(parted("x"), {runs: 1}))).toBe(counted(1, 0, "1 (after 1 run)"));
    expect(sentence(judged(parted("x"), {runs: 6}), judged(parted("x"), {runs: 3}))).toBe(
      counted(2, 0, "2 (after 3, 6 runs)"),
    );
    const same = parted("bits").map((pair) => ({...pair, signals: {x: pair.bits ?? 0}}));
    expect(sentence(judged(same), judged(parted("bits"), {runs: 6}))).toBe(counted(2, 1, "0"));
  });

  it("says of no network that nothing could be compared", () => {
    expect(sentence()).toBe("Nothing could be compared.");
  });
});

describe("powerPoints", () => {
  it("end where the kind of network that was watched least ends", () => {
    const excluded = judgedPair({excluded: true});
    const {conditions} = calibrationOf(
      weights,
      [
        ...[6, 24, 75].map((runs) => judged([excluded], {runs, network: {missShare: 0.01, runs: 75}})),
        ...[6, 24].map((runs) => judged([judgedPair(), excluded], {runs})),
        // Of another size: drawn nowhere.
        judged([excluded], {runs: 3, network: {endpoints: 24}}),
      ],
      [network],
    );
    const ruledOut = powerPoints(conditions).filter(({what}) => what === "two nodes, ruled out");
    expect(ruledOut.map(({miss, rounds, share}) => [miss, rounds, share])).toEqual([
      ["1%", 24, 1],
      ["1%", 96, 1],
      ["0.1%", 24, 0.5],
      ["0.1%", 96, 0.5],
    ]);
  });
});

describe("powerTitle", () => {
  const point = (miss: string, rounds: number, what: string, share: number) => ({miss, rounds, what, share});

  it("says what is settled at last where nodes differ least and where they differ most", () => {
    expect(
      powerTitle([
        point("0.01%", 4, "two nodes, ruled out", 0.03),
        point("0.01%", 96, "two nodes, ruled out", 0.81),
        point("0.01%", 96, "one node, supported", 0),
        point("1%", 96, "two nodes, ruled out", 0.971),
        point("1%", 96, "one node, supported", 0.69),
      ]),
    ).toBe(
      "After 96 rounds 97% of pairs of two nodes are ruled out and 69% of pairs of one node supported " +
        "where each misses 1% of transactions; where 0.01%, 81% and 0%",
    );
    expect(powerTitle([])).toBe("Nothing was measured");
  });
});
