import {describe, expect, it} from "vitest";
import {nodeSignals} from "../../src/evidence/signals.js";
import {groundsOf, serverSummary, type SummaryFacts} from "../../src/report/serverSummary.js";
import {sampleGroup, samplePair, supported} from "./samplePair.js";

const at = (text: string) => Date.parse(text);
const nothing = {
  declared: 0,
  supported: 0,
  candidate: 0,
  "no evidence": 0,
  contradicted: 0,
  "not comparable": 0,
};
const facts = (told: Partial<SummaryFacts> = {}): SummaryFacts => ({
  endpoint: "electrum.example.org:50002/ssl",
  attendance: {
    asked: 360,
    answered: 352,
    firstListed: at("2026-03-01T08:00:00Z"),
    lastListed: at("2026-04-30T08:00:00Z"),
    firstAnswered: at("2026-03-01T08:00:00Z"),
    lastAnswered: at("2026-04-30T08:00:00Z"),
    answersNow: true,
  },
  silence: null,
  place: {
    name: "C2",
    size: 17,
    since: at("2026-03-12T16:00:00Z"),
    until: at("2026-04-30T08:00:00Z"),
    lasts: true,
    fromTheFirst: false,
    programs: [{value: "Fulcrum", count: 17}],
  },
  aside: null,
  levels: {...nothing, supported: 3, contradicted: 14},
  grounds: ["still intervals", "exact agreement"],
  days: 60,
  ...told,
});
const text = (told: Partial<SummaryFacts> = {}) => serverSummary(facts(told)).join(" ");

describe("the paragraph at the top of a server's page", () => {
  it("answers whether it is in a cluster, since when, and what explains that", () => {
    expect(text()).toContain(
      "electrum.example.org:50002/ssl answered in 352 of 360 runs since 2026-03-01. " +
        "Since 2026-03-12 16:00 UTC it has been in cluster C2 (17 servers), whose answers look alike. " +
        "All of them say they run Fulcrum, and that alone can explain it",
    );
  });

  it("says with how many it is consistent with a shared backend, by what, and how else it may be", () => {
    expect(text()).toContain(
      "With 3 servers it is consistent with a shared backend (3 supported), by still intervals and exact agreement. It may also be that ",
    );
    const ways = nodeSignals.filter(({name}) => name === "exact agreement").flatMap(({innocent}) => innocent);
    expect(ways.some((way) => text().includes(way))).toBe(true);
  });

  it("says with how many it cannot be one node", () => {
    expect(text()).toContain("With 14 of the 17 other servers it cannot be one node");
  });

  it("says that it cannot be one node with any other, in the words for all and for one", () => {
    expect(text({levels: {...nothing, contradicted: 59}, grounds: []})).toContain(
      "With none of the 59 other servers can it be one node: an observation rules out each.",
    );
    expect(text({levels: {...nothing, contradicted: 1}, grounds: []})).toContain(
      "With the only other server it cannot be one node: an observation rules that out.",
    );
  });

  it("counts candidates apart from supported pairs", () => {
    expect(text({levels: {...nothing, supported: 1, candidate: 2}})).toContain(
      "With 3 servers it is consistent with a shared backend (1 supported and 2 candidate)",
    );
  });

  it("says what an operator declares, and that nothing is beyond what strangers show", () => {
    const said = text({levels: {...nothing, declared: 1, "no evidence": 5, contradicted: 4}, grounds: []});
    expect(said).toContain("By its operator’s own word it belongs together with 1 other endpoint");
    expect(said).toContain("With the other 5 there is no evidence of one node");
    expect(said).not.toContain("consistent with");
  });

  it("tells a server on its own, one that left, and one that was never compared", () => {
    const place = facts().place;
    if (!place) throw new Error("expected a place");
    expect(text({place: {...place, name: null, size: 1}})).toContain("it has been in no cluster");
    expect(text({place: {...place, fromTheFirst: true}})).toContain("Since its first comparison, 2026-03-12");
    expect(text({place: {...place, lasts: false}})).toContain(
      "When it was last compared, 2026-04-30 08:00 UTC, it was in cluster C2",
    );
    expect(text({place: null})).toContain("No answer of it could be compared");
    expect(text({aside: "it serves another chain"})).toContain(
      "Its newest answer is not compared with others: it serves another chain.",
    );
  });

  it("names several programs with their numbers", () => {
    const place = facts().place;
    if (!place) throw new Error("expected a place");
    const programs = [
      {value: "Fulcrum", count: 13},
      {value: "electrs", count: 4},
    ];
    expect(text({place: {...place, programs}})).toContain("They say they run Fulcrum (13) and electrs (4).");
  });

  it("says where the newest run ended if it did not answer", () => {
    const silence = {tried: true, stage: "connect", why: "the connection was refused"};
    expect(text({silence})).toContain(
      "; in the newest run it did not (it ended at connect: the connection was refused).",
    );
  });

  it("says nothing more of a server that never answered, or was never tried", () => {
    const {attendance} = facts();
    const silence = {tried: true, stage: "tls", why: "what came is not TLS"};
    const never = serverSummary(facts({attendance: {...attendance, answered: 0}, silence}));
    expect(never).toHaveLength(1);
    expect(never[0]).toContain("has answered in none of the 360 runs that asked it since 2026-03-01");
    const optedOut = {
      tried: false,
      stage: "connect",
      why: "not tried: the operator asked not to be observed",
    };
    expect(text({attendance: {...attendance, asked: 0, answered: 0}, silence: optedOut})).toBe(
      "electrum.example.org:50002/ssl has been on the list since 2026-03-01 and was never connected to (not tried: the operator asked not to be observed).",
    );
  });

  it("says so when there is little to go by, no weights, or nobody else", () => {
    expect(text({days: 2})).toContain("That is little to go by: it answered on 2 days");
    expect(text()).not.toContain("little to go by");
    expect(text({levels: null})).toContain("nothing is inferred");
    expect(text({levels: nothing})).toContain("There is no other server to compare it with.");
  });

  it("never says that servers share a node, other than to deny it, nor infers without another way", () => {
    const all = [facts(), facts({levels: {...nothing, candidate: 1, "no evidence": 9}, grounds: []})].flatMap(
      serverSummary,
    );
    expect(all.length).toBeGreaterThan(6);
    for (const sentence of all) {
      const said = sentence.replace(/It may also be that .*/, "");
      if (/\b(share|same|one) (a )?(node|operator|backend)\b/.test(said))
        expect(said).toMatch(/cannot be one node|no evidence of/);
      if (said.includes("consistent with a shared backend"))
        expect(sentence).toContain("It may also be that ");
    }
  });
});

describe("what inferred pairs rest on", () => {
  it("is the signals beyond the null of supported and candidate pairs, each once", () => {
    const pairs = [
      supported("a", "b"),
      supported("a", "c", {
        groups: [sampleGroup("mempool", "exact agreement"), sampleGroup("x", "weak", {q: 0.5})],
      }),
      samplePair("a", "d", {groups: [sampleGroup("estimates", "fee estimates")]}),
    ];
    expect(groundsOf(pairs)).toEqual(["exact agreement", "still intervals"]);
  });
});
