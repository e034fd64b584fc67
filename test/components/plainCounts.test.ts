import {describe, expect, it} from "vitest";
import {isLong} from "../../src/components/factList.js";
import {roundName} from "../../src/components/runSlider.js";
import {runsNoteText} from "../../src/components/runsNote.js";
import {noChangeText} from "../../src/components/serverTables.js";

const run = {
  name: "20260301T080000Z-test",
  vantage: "test",
  simulated: true,
  startedAt: Date.parse("2026-03-01T08:00:00Z"),
  answered: 1,
  sweeps: 4,
};

describe("texts of an archive with one run, one server, or one that is silent", () => {
  it("counts one run as one", () => {
    expect(runsNoteText({runs: [run], older: 0, most: 360})).toBe(
      "The one run of the archive can be looked at here; the newest 360 are kept once there are more.",
    );
    expect(runsNoteText({runs: [run, run], older: 0, most: 360})).toMatch(/^All 2 runs of the archive/);
    expect(runsNoteText({runs: [run, run], older: 7, most: 2})).toBe(
      "The newest 2 runs can be looked at here; 7 older ones are in the archive.",
    );
    expect(runsNoteText({runs: [], older: 0, most: 360})).toBe("");
  });

  it("counts one answer as one", () => {
    const round = {sweep: 0, trigger: "round", askedAt: Date.parse("2026-03-01T12:00:00Z"), setAside: []};
    expect(roundName({...round, servers: [0]}, 4)).toBe("1 of 4, 12:00:00: 1 answer");
    expect(roundName({...round, servers: Array.from({length: 1000}, (_, i) => i)}, 4)).toMatch(
      /: 1,000 answers$/,
    );
    expect(roundName({...round, servers: [0, 1], trigger: "tip"}, 4)).toBe(
      "1 of 4, 12:00:00, after a block: 2 answers",
    );
  });

  it("does not say of a server that never answered that it never stopped", () => {
    expect(noChangeText(false)).toBe(
      "It never answered in the runs of this archive, so no change of it can be told.",
    );
    expect(noChangeText(true)).toMatch(/never stopped answering/);
  });
});

describe("isLong", () => {
  it("is a text of many lines, or of many characters", () => {
    expect(isLong("Welcome to electrs")).toBe(false);
    expect(isLong(Array.from({length: 12}, () => "x").join("\n"))).toBe(false);
    expect(isLong(Array.from({length: 13}, () => "x").join("\n"))).toBe(true);
    expect(isLong("x".repeat(801))).toBe(true);
  });
});
