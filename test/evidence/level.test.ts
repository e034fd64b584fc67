import {describe, expect, it, vi} from "vitest";
import {feeEstimates} from "../../src/evidence/feeEstimates.js";
import {
  ALONE_RATE,
  FALSE_DISCOVERY_RATE,
  type Grounds,
  LEAST_DAYS,
  LEAST_MARK_BITS,
  LEAST_SURPRISE,
  levelOf,
} from "../../src/evidence/level.js";
import type {PairEvidence} from "../../src/evidence/pairEvidence.js";

/** A group that reaches q, with an agreement on so many days. */
const group = (name: string, q: number, days = 0) => ({
  group: name,
  q,
  strongest: {
    signal: feeEstimates,
    raw: 9,
    shown: 0,
    strangers: 1,
    days,
    bits: 9,
    lab: 9,
    prior: "simulated" as const,
  },
});
const evidence = (q: number, ...groups: PairEvidence["groups"]): PairEvidence => ({
  i: 0,
  j: 1,
  signals: [],
  groups,
  bits: 9,
  q,
});
const enough = FALSE_DISCOVERY_RATE;
const short = FALSE_DISCOVERY_RATE * 1.01;
const level = (grounds: Partial<Grounds>) =>
  levelOf({
    excluded: false,
    declared: false,
    comparable: true,
    evidence: null,
    mark: () => 0,
    ...grounds,
  });
const days = group("estimates", enough, LEAST_DAYS);
const one = evidence(enough, group("mempool", enough));
const two = evidence(enough, group("mempool", enough), group("estimates", enough));

describe("levelOf", () => {
  it("contradicts a pair that is excluded, whatever its bits and whatever is declared", () => {
    const most = evidence(0, group("mempool", 0, 99), group("estimates", 0, 99));
    expect(level({excluded: true, declared: true, evidence: most, mark: () => 99})).toBe("contradicted");
    expect(level({excluded: true, comparable: false})).toBe("contradicted");
  });

  it("puts what operators declare before what is inferred, comparable or not", () => {
    expect(level({declared: true, evidence: evidence(enough, days)})).toBe("declared");
    expect(level({declared: true, comparable: false})).toBe("declared");
  });

  it("infers nothing where no signal of the node compares", () => {
    expect(level({comparable: false, evidence: evidence(enough, days)})).toBe("not comparable");
  });

  it.each<[string, PairEvidence | null]>([
    ["nothing can be weighed", null],
    ["all together do not reach the rate", evidence(short, days)],
    ["no group alone reaches it", evidence(enough, group("mempool", short, LEAST_DAYS))],
    ["there is no group", evidence(enough)],
  ])("has no evidence where %s", (_, found) => {
    expect(level({evidence: found, mark: () => 99})).toBe("no evidence");
  });

  it("calls one group on too few days a candidate, whatever the mark", () => {
    expect(level({evidence: one})).toBe("candidate");
    expect(level({evidence: one, mark: () => 99})).toBe("candidate");
    expect(level({evidence: evidence(enough, group("estimates", enough, LEAST_DAYS - 1))})).toBe("candidate");
  });

  it(`supports one group on ${LEAST_DAYS} days at a fifth of the rate, without asking for a mark`, () => {
    const mark = vi.fn<() => number>(() => 0);
    const alone = (q: number) => evidence(q, group("estimates", q, LEAST_DAYS));
    expect(level({evidence: alone(ALONE_RATE), mark})).toBe("supported");
    expect(mark).not.toHaveBeenCalled();
    expect(level({evidence: alone(ALONE_RATE * 1.01), mark})).toBe("candidate");
  });

  it(`supports no group alone that the window's strangers make surprising by less than ${LEAST_SURPRISE} bits`, () => {
    const alone = (raw: number) => {
      const one = group("estimates", ALONE_RATE, LEAST_DAYS);
      return evidence(ALONE_RATE, {...one, strongest: {...one.strongest, raw}});
    };
    expect(level({evidence: alone(LEAST_SURPRISE)})).toBe("supported");
    expect(level({evidence: alone(LEAST_SURPRISE - 0.01)})).toBe("candidate");
  });

  it("does not count the days of a group that is not beyond the null", () => {
    const found = evidence(enough, group("mempool", enough), group("estimates", short, LEAST_DAYS));
    expect(level({evidence: found})).toBe("candidate");
  });

  it("supports two groups with a mark that is rare enough, and not just too common", () => {
    expect(level({evidence: two, mark: () => LEAST_MARK_BITS})).toBe("supported");
    expect(level({evidence: two, mark: () => LEAST_MARK_BITS - 0.01})).toBe("candidate");
  });

  it("counts only groups beyond the null towards two", () => {
    const found = evidence(enough, group("mempool", enough), group("estimates", short));
    expect(level({evidence: found, mark: () => 99})).toBe("candidate");
  });
});
