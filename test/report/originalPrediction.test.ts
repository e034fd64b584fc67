import {describe, expect, it} from "vitest";
import {readPublished} from "../../src/data/published.js";
import {originalPrediction} from "../../src/report/originalPrediction.js";
import {PREDICTION} from "../../src/report/predictionTest.js";
import type {PublishedFiles} from "../../src/report/publishedList.js";
import type {RunRecord} from "../../src/report/runRecord.js";
import {type SampleOutcome, sampleRun} from "./sampleRun.js";

/** Eight services in cluster 1 and eight in cluster 2, one of them with two ports, and one in cluster 3. */
const first = Array.from({length: 8}, (_, i) => `one${i}.example:50001/tcp`);
const second = Array.from({length: 8}, (_, i) => `two${i}.example:50001/tcp`);
const files: PublishedFiles = {
  endpoints: [
    "endpoint,cluster,host,program,version,source,observed",
    ...first.map((endpoint) => `${endpoint},1,${endpoint.split(":")[0]},Fulcrum,2.1,list,2026-01-01`),
    "one0.example:50002/ssl,1,one0.example,Fulcrum,2.1,list,2026-01-01",
    ...second.map((endpoint) => `${endpoint},2,${endpoint.split(":")[0]},Fulcrum,2.1,list,2026-01-01`),
    "three.example:50001/tcp,3,three.example,,,list,2026-01-01",
  ].join("\n"),
  sources: "{}",
  aliases: "[]",
};

const fee = (relay_fee: number | null): SampleOutcome => ({relay_fee});

/** A run in which clusters 1 and 2 are what is given: sat/kvB of each service, and the clusters of today. */
function run(
  fees: readonly [readonly (number | null)[], readonly (number | null)[]],
  clusters: readonly (readonly string[])[] = [first, second],
  options: Parameters<typeof sampleRun>[2] = {},
): RunRecord {
  const outcomes = Object.fromEntries([
    ...first.map((endpoint, i) => [endpoint, fee(fees[0][i] ?? null)] as const),
    ...second.map((endpoint, i) => [endpoint, fee(fees[1][i] ?? null)] as const),
    ["three.example:50001/tcp", ["connect", "timeout"]] as const,
    ["another.example:50001/tcp", fee(100)] as const,
  ]);
  return {...sampleRun("2026-12-01T00:00:00Z", outcomes, options), clusters};
}

const eight = (value: number) => Array.from({length: 8}, () => value);
const outcome = (...runs: RunRecord[]) => originalPrediction(files, {runs});

describe("the prediction about clusters 1 and 2", () => {
  it("is not yet testable on an empty archive, a simulated one, or one in which nobody answered", () => {
    const lab = run([eight(100), eight(1000)], undefined, {network: "lab"});
    const silent = run([eight(100), eight(1000)], undefined, {ownSide: true});
    for (const runs of [[], [lab], [silent]])
      expect(outcome(...runs)).toEqual({
        prediction: PREDICTION,
        outcome: "not yet testable",
        test: null,
        sentences: ["Not yet testable: the archive holds no run of the public network."],
      });
  });

  it("stands as it was first written on the page, with its date", () => {
    expect(PREDICTION.registered).toBe("2026-11-22");
    expect(PREDICTION.text).toContain("if they do not differ in this value, the explanation falls");
  });

  it("holds where each cluster states one value throughout, and another", () => {
    const found = outcome(run([eight(100), eight(1000)]));
    expect(found.outcome).toBe("holds");
    // All of 8 and 8 apart: 2 of the 12,870 ways to choose 8 of 16.
    expect(found.test?.pValue).toBeCloseTo(2 / 12_870, 12);
    expect(found.sentences[1]).toMatch(/^The prediction holds: .* \(exact p 0\.0002\)\.$/);
  });

  it("holds with two values on one side of the line too", () => {
    expect(outcome(run([eight(100), eight(200)])).outcome).toBe("holds");
    expect(outcome(run([eight(100), eight(100)])).outcome).toBe("falls");
  });

  it("counts services, and sets aside one whose ports disagree", () => {
    const one = run([eight(100), eight(1000)]);
    const odd = {
      ...one.endpoints[0],
      endpoint: "one0.example:50002/ssl",
      relay_fee: 1000,
    } as RunRecord["endpoints"][number];
    const {test, outcome: found} = outcome({...one, endpoints: [...one.endpoints, odd]});
    expect(test?.clusters[0]).toMatchObject({services: 8, mixed: 1, below: 7, atLeast: 0, unknown: 0});
    expect(found).toBe("holds in part");
  });

  it("holds in part where one service is on the other side", () => {
    const found = outcome(run([eight(100), [100, ...eight(1000).slice(1)]]));
    expect(found.outcome).toBe("holds in part");
    // scipy.stats.fisher_exact([[8, 0], [1, 7]])
    expect(found.test?.pValue).toBeCloseTo(0.001398601398, 9);
    expect(found.test?.clusters[1]?.values).toEqual([
      {value: 0.1, services: 1},
      {value: 1, services: 7},
    ]);
  });

  it("falls where the clusters stand apart and the values do not", () => {
    const mixed = [...eight(100).slice(4), ...eight(1000).slice(4)];
    const found = outcome(run([mixed, mixed]));
    expect(found.outcome).toBe("falls");
    expect(found.test?.pValue).toBeCloseTo(1, 9);
    expect(found.sentences[1]).toContain("the explanation falls");
  });

  it("cannot be tested where the two clusters are one now", () => {
    const found = outcome(run([eight(100), eight(1000)], [[...first, ...second]]));
    expect(found.outcome).toBe("no longer apart");
    expect(found.sentences[1]).toContain("cannot test the prediction");
  });

  it("says too few where no table of so many could tell", () => {
    const found = outcome(
      run([
        [100, 100],
        [1000, 1000],
      ]),
    );
    expect(found.outcome).toBe("too few");
    expect(found.sentences[1]).toBe(
      "Too few to tell: 2 services of cluster 1 and 2 services of cluster 2 can be placed, each stating one relay minimum.",
    );
  });

  it("says how many of the first study’s endpoints still answer, and of no others", () => {
    const {test, sentences} = outcome(run([eight(100), eight(1000)]));
    expect(test).toMatchObject({asked: 17, answered: 16});
    expect(sentences[0]).toMatch(/^Of 17 endpoints of the first study asked in .*, 16 still answer: 94%/);
  });

  it("takes the newest run of the public network, whatever came after it from the lab", () => {
    const older = {...run([eight(100), eight(100)]), startedAt: 1};
    const lab = {...run([eight(100), eight(100)], undefined, {network: "lab"}), startedAt: Date.now()};
    expect(outcome(run([eight(100), eight(1000)]), lab, older).outcome).toBe("holds");
  });

  it("is asked of the committed list", () => {
    expect(originalPrediction(readPublished(), {runs: [run([eight(100), eight(1000)])]}).outcome).toBe(
      "too few",
    );
  });
});
