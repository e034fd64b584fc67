import {describe, expect, it} from "vitest";
import {commitMessage} from "../../data-loaders/committing/commitMessage.js";
import {cohortCounts, type EndpointState} from "../../data-loaders/committing/runChanges.js";
import {sampleSnapshot} from "../report/sampleSnapshot.js";

const state = (host: string, address: string | null, outcome = "answered"): EndpointState => ({
  endpoint: `${host}:1/tcp`,
  host,
  address,
  outcome,
  server_version: null,
});

const states = [
  state("onion.onion", null, "not-tried"),
  state("a.example", "192.0.2.1"),
  state("b.example", "::ffff:192.0.2.2", "failed"),
  state("c.example", "2001:db8::1"),
  state("d.example", null, "failed"),
  state("192.0.2.3", null, "failed"),
];

describe("cohortCounts", () => {
  it("counts who is listed and who answered, by how they are reached", () => {
    expect(cohortCounts(states)).toEqual([
      {cohort: "IPv4", listed: 3, answered: 1},
      {cohort: "IPv6", listed: 1, answered: 1},
      {cohort: "onion", listed: 1, answered: 0},
      {cohort: "not known", listed: 1, answered: 0},
    ]);
  });

  it("places who could not be connected to by the address of the run before, and nobody else", () => {
    const before = [state("d.example", "2001:db8::4"), state("c.example", "192.0.2.9")];
    expect(cohortCounts(states, before)).toEqual([
      {cohort: "IPv4", listed: 3, answered: 1},
      {cohort: "IPv6", listed: 2, answered: 1},
      {cohort: "onion", listed: 1, answered: 0},
    ]);
  });

  it("leaves out a cohort of nobody", () => {
    expect(cohortCounts(states.slice(0, 1))).toEqual([{cohort: "onion", listed: 1, answered: 0}]);
    expect(cohortCounts([])).toEqual([]);
  });
});

describe("commitMessage", () => {
  const {manifest} = sampleSnapshot([{endpoint: "a.invalid:1/tcp", answer: null}], {
    startedAt: "2026-03-01T12:00:00Z",
  });
  const message = (of: Parameters<typeof commitMessage>[1]) => commitMessage(manifest, of).split("\n");

  it("tells the cohorts of a first run too", () => {
    expect(message({cohorts: cohortCounts(states), changes: "first"}).slice(-3)).toEqual([
      "Answered by network: IPv4 1 of 3, IPv6 1 of 1, onion 0 of 1, not known 0 of 1.",
      "The first run of this vantage.",
      "",
    ]);
  });

  it("says nothing of cohorts or changes if the run's table cannot be read", () => {
    const lines = message({cohorts: [], changes: "unreadable"});
    expect(lines.join("\n")).not.toContain("by network");
    expect(lines.at(-2)).toBe("This run or the one before it cannot be read, so nothing is said of changes.");
  });
});
