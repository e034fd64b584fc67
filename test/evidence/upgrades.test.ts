import {describe, expect, it} from "vitest";
import {commonUpgrades} from "../../src/evidence/upgrades.js";
import {type SampleServer, sampleWindow, serverAt, strangers} from "./sampleWindow.js";

const A = "a.oxbow.example:50001/tcp";
const B = "b.heron.example:50001/tcp";

/** Fulcrum's version in each run; `-` for a run that failed. */
const versions = (text: string) =>
  text
    .split(" ")
    .map((version) => (version === "-" ? ("down" as const) : {server_version: `Fulcrum ${version}`}));

function between(a: string, b: string, others: SampleServer[] = staying()) {
  const window = sampleWindow({at: A, runs: versions(a)}, {at: B, runs: versions(b)}, ...others);
  return commonUpgrades.compare(serverAt(window, A), serverAt(window, B), window);
}

const staying = (text = "2.0 2.0 2.0 2.0") =>
  strangers(5).map((server) => ({...server, runs: versions(text)}));

describe("common upgrades", () => {
  it("weigh log2(8 / 3) bits where two of seven hosts made the step", () => {
    const step = "2.0 2.0 2.1 2.1";
    expect(between(step, step)).toEqual({
      comparable: true,
      statistic: Math.log2(8 / 3),
      n: 1,
      excluded: null,
    });
  });

  it("weigh nothing where all hosts made it: a release", () => {
    const step = "2.0 2.0 2.1 2.1";
    expect(between(step, step, staying(step))).toMatchObject({statistic: 0, n: 1});
  });

  it("are none where versions or times differ", () => {
    expect(between("2.0 2.0 2.1 2.1", "2.0 2.0 2.2 2.2")).toMatchObject({statistic: 0, n: 1});
    expect(between("2.0 2.1 2.1 2.1", "2.0 2.0 2.1 2.1")).toMatchObject({statistic: 0, n: 1});
  });

  it("may lie in a gap that one of the two has", () => {
    expect(between("2.0 - - 2.1", "2.0 2.0 2.1 2.1")).toMatchObject({statistic: Math.log2(8 / 3)});
  });

  it("count hosts of the same program only", () => {
    const electrs = strangers(5, {server_version: "electrs/0.10.8"}).map((server) => ({
      ...server,
      runs: [{}, {}],
    }));
    expect(between("2.0 2.1", "2.0 2.1", electrs)).toMatchObject({statistic: 0});
  });

  it("say nothing of a server whose version never changed", () => {
    expect(between("2.0 2.0 2.0 2.0", "2.0 2.0 2.0 2.0")).toMatchObject({comparable: false});
    expect(between("2.1 - - -", "2.0 2.1 2.1 2.1")).toMatchObject({comparable: false});
  });
});
