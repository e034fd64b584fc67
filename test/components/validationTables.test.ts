import {describe, expect, it} from "vitest";
import {calibrationOf} from "../../src/calibration/calibration.js";
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
