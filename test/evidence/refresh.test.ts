import {describe, expect, it} from "vitest";
import {knownPrograms} from "../../src/evidence/knownProgram.js";
import {leastSecondsBetweenRefreshes, POLL_SECONDS, refreshSeconds} from "../../src/evidence/refresh.js";

describe("refreshSeconds", () => {
  it("are more than the refreshes lie apart at least, and the poll before them, for every program", () => {
    for (const program of knownPrograms)
      expect(refreshSeconds[program]).toBeGreaterThanOrEqual(
        leastSecondsBetweenRefreshes(program) + POLL_SECONDS,
      );
  });

  it("are most for a program that nobody knows", () => {
    expect(refreshSeconds.unknown).toBe(Math.max(...Object.values(refreshSeconds)));
    expect(leastSecondsBetweenRefreshes("unknown")).toBe(0);
  });

  it("are two minutes apart for ElectrumX alone", () => {
    const slow = knownPrograms.filter((program) => leastSecondsBetweenRefreshes(program) > 0);
    expect(slow).toEqual(knownPrograms.filter((program) => program.startsWith("electrumx")));
  });
});
