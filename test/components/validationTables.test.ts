import {describe, expect, it} from "vitest";
import {calibrationOf} from "../../src/calibration/calibration.js";
import {powerTitle} from "../../src/components/powerChart.js";
import {firstStudySentence} from "../../src/components/validationTables.js";
import {judged, judgedPair, network} from "../calibration/judged.js";

const weights = {source: "test", tables: []};

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
