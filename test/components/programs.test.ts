import {describe, expect, it} from "vitest";
import {clustersOf, pairAt, programPairs} from "../../src/components/programPairs.js";
import {isPreset, openingSettings, presets, sliders} from "../../src/components/programSettings.js";
import {createProgramStudies, type ProgramStudy} from "../../src/components/programStudy.js";
import {
  extremes,
  histogramFinding,
  matrixFinding,
  nodeSentences,
  panelText,
  programSentences,
} from "../../src/components/programText.js";
import {programWords} from "../../src/components/programWords.js";
import type {FeeHistogram} from "../../src/observation/histogram.js";
import {LINK_THRESHOLD} from "../../src/evidence/firstStudy.js";
import {
  ESPLORA_BIN,
  FIRST_BIN,
  type HistogramRule,
  histogramRules,
  OLDER_FIRST_BIN,
} from "../../src/simulation/histogramRule.js";
import {type Answer, rules} from "../../src/simulation/twoNodes.js";
import {jensenShannon} from "../../src/statistics/divergence.js";

const bins = (...list: (readonly [number, number])[]): FeeHistogram =>
  list.map(([label, vsize]) => ({label, vsize}));
const answer = (rule: HistogramRule, node: "A" | "B", histogram: FeeHistogram): Answer => ({
  rule,
  node,
  histogram,
});
const studyOf = (answers: readonly Answer[], oneNode = false): ProgramStudy => {
  const pairs = programPairs(answers, oneNode);
  const settings = {...openingSettings, oneNode};
  return {settings, answers, pairs, clusters: clustersOf(answers, pairs, 0.5), linkThreshold: 0.5};
};

/** Fulcrum and esplora on two nodes: coarse labels agree, exact ones do not. */
const usual = studyOf([
  answer("fulcrum-1.9.8", "A", bins([1, 300], [0, 900])),
  answer("fulcrum-1.9.8", "B", bins([1, 301], [0, 900])),
  answer("esplora-f64", "A", bins([1.2, 600], [0.1, 600])),
  answer("esplora-f64", "B", bins([1.3, 600], [0.2, 600])),
]);

/** Numbers that tell the nodes apart: each node has labels of its own. */
const told = studyOf([
  answer("fulcrum-1.9.8", "A", bins([1, 300])),
  answer("fulcrum-1.9.8", "B", bins([2, 300])),
  answer("electrs-0.9.1", "A", bins([1, 400])),
  answer("electrs-0.9.1", "B", bins([2, 500])),
]);
const silent = studyOf(rules.map((rule) => answer(rule, "A", [])));

describe("programPairs", () => {
  it("has each pair once, where pairAt finds it from either side", () => {
    expect(usual.pairs).toHaveLength(6);
    for (let a = 0; a < 4; a++)
      for (let b = 0; b < 4; b++)
        if (a !== b) expect(pairAt(usual.pairs, a, b)).toMatchObject({a: Math.min(a, b), b: Math.max(a, b)});
  });

  it("knows node and program of a pair, and its divergence", () => {
    expect(pairAt(usual.pairs, 0, 1)).toMatchObject({oneNode: false, oneProgram: true, commonLabels: 2});
    expect(pairAt(usual.pairs, 0, 2)).toMatchObject({
      oneNode: true,
      oneProgram: false,
      commonLabels: 0,
      bits: 1,
    });
    expect(pairAt(usual.pairs, 0, 1)?.bits).toBe(
      jensenShannon([[1, 300], [0, 900]], [[1, 301], [0, 900]]), // prettier-ignore
    );
  });

  it("counts only labels with vbytes as common", () => {
    const [pair] = programPairs(
      [
        answer("electrs-0.9.1", "A", bins([7, 5], [3, 0], [1, 5])),
        answer("electrs-0.9.1", "B", bins([3, 0], [1, 5])),
      ],
      false,
    );
    expect(pair?.commonLabels).toBe(1);
  });

  it("says identical only of equal vbytes, not of equal shares", () => {
    const pairOf = (vsize: number) =>
      programPairs(
        [answer("fulcrum-1.9.8", "A", bins([0, 500])), answer("fulcrum-1.9.8", "B", bins([0, vsize]))],
        false,
      )[0];
    expect(pairOf(600)).toMatchObject({bits: 0, identical: false});
    expect(pairOf(500)).toMatchObject({bits: 0, identical: true});
  });

  it("does not compare a server that sends nothing, nor counts it into a cluster", () => {
    expect(silent.pairs.every(({bits, identical}) => bits === null && !identical)).toBe(true);
    expect(silent.clusters).toEqual([]);
    const empty = [
      answer("electrs-0.9.1", "A", bins([1, 0], [0, 0])),
      answer("fulcrum-1.9.8", "A", bins([0, 5])),
    ];
    expect(clustersOf(empty, programPairs(empty, false), 1)).toEqual([[1]]);
  });

  it("takes all for one node where B is A", () => {
    expect(programPairs(usual.answers, true).every(({oneNode}) => oneNode)).toBe(true);
  });
});

describe("the sentences", () => {
  it("name the closest of two nodes and the furthest of one", () => {
    expect(matrixFinding(usual)).toBe(
      "Two different nodes behind Fulcrum print 0.000; one node behind Fulcrum and esplora’s newer electrs prints 1.000",
    );
    expect(nodeSentences(usual)).toEqual([
      "Of 2 pairs of servers on one node, the furthest apart are Fulcrum and esplora’s newer electrs: they print 1.000.",
      "Of 4 pairs on two different nodes, the closest are the two servers of Fulcrum: they print 0.000.",
      "The first number is larger than the second: a pair that shares a node looks further apart than a pair that does not.",
    ]);
    expect(programSentences(usual)).toEqual([
      "Where the program is the same, the two nodes print from 0.000 (Fulcrum) to 1.000 (esplora’s newer electrs).",
      "Linked up to 0.5 bits, as in the first study, 4 servers fall into 3 clusters, 1 of which holds servers of both nodes.",
    ]);
  });

  it("say so where the numbers would tell the nodes apart", () => {
    expect(matrixFinding(told)).toBe(
      "Here no pair on one node prints more than 0.000, and no pair on two nodes less than 1.000",
    );
    expect(nodeSentences(told).at(-1)).toContain("is not larger than the second");
    expect(programSentences(told).at(-1)).toContain("2 clusters, none of which holds servers of both nodes.");
  });

  it("speak of one node where B is A", () => {
    const one = studyOf(usual.answers, true);
    expect(matrixFinding(one)).toMatch(
      /^One and the same node prints 0\.000 behind Fulcrum and 1\.000 behind /,
    );
    expect(nodeSentences(one)).toHaveLength(1);
    expect(programSentences(one).at(-1)).toContain("they all ask one node");
  });

  it("say that two servers of one node answer identically, where they do", () => {
    const [a, , c] = usual.answers;
    if (!a || !c) throw new Error("expected answers");
    const same = studyOf([a, {...a, node: "B"}, c, {...c, node: "B"}], true);
    expect(programSentences(same)[0]).toBe(
      "Where the program is the same, two servers of that node answer identically, in every label and vbyte.",
    );
  });

  it("claim nothing where nobody sends a bin", () => {
    expect(matrixFinding(silent)).toMatch(/^Nothing to compare/);
    expect(nodeSentences(silent)).toEqual(["Too few servers send a bin to say anything."]);
    expect(programSentences(silent)).toEqual(["8 of 8 servers send no bin at all and cannot be compared."]);
    expect(histogramFinding(silent)).toBe("The mempool is too small for any program to send a bin");
  });

  it("count labels and answers", () => {
    expect(histogramFinding(usual)).toBe(
      "One mempool, 2 different answers: from 2 labels (Fulcrum) to 2 labels (esplora’s newer electrs)",
    );
    const [a, b] = usual.answers;
    if (!a || !b) throw new Error("expected answers");
    expect(panelText(a, b, pairAt(usual.pairs, 0, 1))).toBe(
      "A sends 2 labels, B 2, 2 in common: prints 0.000",
    );
    expect(panelText({...a, histogram: bins([0, 1])}, {...b, histogram: []}, undefined)).toBe(
      "A sends 1 label, B 0. Not comparable without a bin.",
    );
  });
});

describe("the presets, each in three markets", () => {
  const studies = createProgramStudies(LINK_THRESHOLD);
  const all = (name: string) => {
    const preset = presets.find((one) => one.name === name);
    if (!preset) throw new Error(`expected a preset ${name}`);
    return [1, 2, 3].map((seed) => studies.study({...preset.settings, seed}));
  };

  it.each(["Well kept strangers", "Quiet market"])(
    "%s: two nodes print 0.000 and one node prints 0.9 or more",
    (name) => {
      for (const study of all(name)) {
        const {ofOne, ofTwo} = extremes(study);
        expect(ofTwo?.bits).toBeLessThan(0.0005);
        expect(ofOne?.bits).toBeGreaterThan(0.9);
      }
    },
  );

  it("Well kept strangers: every cluster of the thread's rule that holds Fulcrum or ElectrumX mixes both nodes", () => {
    for (const {answers, clusters} of all("Well kept strangers"))
      for (const list of clusters.filter((one) => one.some((i) => !answers[i]?.rule.startsWith("esplora"))))
        expect(new Set(list.map((i) => answers[i]?.node))).toEqual(new Set(["A", "B"]));
  });

  it("A young node, another relay minimum: coarse programs no longer print 0.000", () => {
    for (const study of [...all("A young node"), ...all("Another relay minimum")])
      expect(extremes(study).ofTwo?.bits).toBeGreaterThan(0.0005);
  });

  it("Another relay minimum splits the two Fulcrums above the thread's threshold", () => {
    for (const {answers, pairs} of all("Another relay minimum")) {
      const a = answers.findIndex(({rule}) => rule === "fulcrum-1.9.8");
      expect(pairAt(pairs, a, a + 1)?.bits).toBeGreaterThan(LINK_THRESHOLD);
    }
  });

  it("can be reached with the sliders, and are told apart", () => {
    for (const {settings} of presets)
      for (const {key, stops} of sliders) expect(stops).toContain(settings[key]);
    for (const preset of presets)
      expect(presets.filter((one) => isPreset(one, {...preset.settings, seed: 9}))).toEqual([preset]);
  });
});

describe("the words for each rule", () => {
  /** Transactions of 1,000 vB without witness, so that every program counts their size alike; so many at each feerate. */
  const send = (rule: HistogramRule, ...list: (readonly [rate: number, count: number])[]) => {
    const fee = list.flatMap(([rate, count]) => Array.from({length: count}, () => rate * 1000));
    return histogramRules[rule]({fee, weight: fee.map(() => 4000), size: fee.map(() => 1000)});
  };
  const meaning = (rule: HistogramRule) => programWords[rule].meaning;

  it("lower limit, whole or tenths", () => {
    for (const rule of rules.slice(0, 5)) {
      expect(meaning(rule)).toContain("lower limit of its bin");
      const label = send(rule, [5.19, 60], [3.77, 60])[0]?.label;
      const whole = rule === "electrumx-1.15" || rule === "fulcrum-1.9.8";
      expect(meaning(rule)).toContain(whole ? "a whole sat/vB" : "a tenth of a sat/vB");
      const lowest = FIRST_BIN < 60_000 && !["electrumx-1.15", "electrumx-1.16"].includes(rule) ? 5.19 : 3.77;
      expect(label).toBe(whole ? Math.floor(lowest) : Math.floor(10 * lowest) / 10);
    }
  });

  it("everything below 1 sat/vB is label 0 for Fulcrum", () => {
    expect(meaning("fulcrum-1.9.8")).toContain("everything below 1 sat/vB is label 0");
    expect(send("fulcrum-1.9.8", [0.9, 20], [0.1, 20])).toEqual([{label: 0, vsize: 40_000}]);
  });

  it("the size that a first bin must exceed", () => {
    for (const rule of rules.slice(0, 5)) {
      const first = rule === "electrumx-1.15" || rule === "electrumx-1.16" ? OLDER_FIRST_BIN : FIRST_BIN;
      expect(meaning(rule)).toContain(`above ${first.toLocaleString("en-US")} vB`);
      expect(send(rule, [5, first / 1000])).toEqual([]);
      expect(send(rule, [5, first / 1000 + 1])).toEqual([{label: 5, vsize: first + 1000}]);
    }
    for (const rule of ["esplora-f32", "esplora-f64"] as const) {
      expect(meaning(rule)).toContain(`above ${ESPLORA_BIN.toLocaleString("en-US")} vB`);
      expect(send(rule, [5, ESPLORA_BIN / 1000], [4, 1])).toHaveLength(1);
      expect(send(rule, [5, ESPLORA_BIN / 1000 + 1], [4, 1])).toEqual(
        bins([5, ESPLORA_BIN + 1000], [4, 1000]),
      );
    }
  });

  it("3 stands for 2 up to below 4 in electrs, empty bands included", () => {
    expect(meaning("electrs-0.9.1")).toContain(
      "3 stands for 2 up to below 4 sat/vB, 0 for everything below 1",
    );
    expect(send("electrs-0.9.1", [2, 1], [3.999, 1], [0.999, 1])).toEqual(bins([3, 2000], [1, 0], [0, 1000]));
  });

  it("exact feerate of the cheapest transaction in esplora's, as 32 or 64 bits", () => {
    expect(meaning("esplora-f32")).toMatch(/cheapest transaction in its bin, as a 32-bit number/);
    expect(send("esplora-f32", [3, 2], [1.234, 2])).toEqual([{label: Math.fround(1.234), vsize: 4000}]);
    expect(meaning("esplora-f64")).toMatch(/cheapest transaction in its bin, as a 64-bit number/);
    expect(send("esplora-f64", [3, 2], [1.234, 2])).toEqual([{label: 1.234, vsize: 4000}]);
  });

  it("each later bin needs a tenth more", () => {
    expect(meaning("fulcrum-1.9.8")).toContain("each later one needs 10% more");
    expect(send("fulcrum-1.9.8", [5, 31], [4, 33])).toHaveLength(1);
    expect(send("fulcrum-1.9.8", [5, 31], [4, 34])).toHaveLength(2);
  });

  it("segwit transactions up to 6 vB smaller in ElectrumX up to 1.19, right from 1.20", () => {
    const segwit = (rule: HistogramRule) =>
      histogramRules[rule]({
        fee: Array.from({length: 1000}, () => 1410),
        weight: Array.from({length: 1000}, () => 564),
        size: Array.from({length: 1000}, () => 222),
      });
    expect(meaning("electrumx-1.17")).toContain("up to 6 vB smaller");
    expect(segwit("electrumx-1.17")).toEqual([{label: 10.4, vsize: 135_000}]);
    expect(segwit("electrumx-1.20")).toEqual([{label: 10, vsize: 141_000}]);
  });
});
