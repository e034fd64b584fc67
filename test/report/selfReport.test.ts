import {describe, expect, it} from "vitest";
import type {EndpointRow} from "../../src/observation/schema.js";
import {shownBy} from "../../src/report/selfReport.js";
import {serverRuns} from "../../src/report/serverRuns.js";
import {sampleRun} from "./sampleRun.js";

const NAME = "a.example:50001/tcp";

describe("what a server shows", () => {
  const shown = (told: Partial<EndpointRow>) => {
    const list = serverRuns([sampleRun("2026-03-01T00:00:00Z", {[NAME]: told})]).get(NAME) ?? [];
    return Object.fromEntries(shownBy(list, undefined, []).map(({name, text}) => [name, text]));
  };

  it("names the autonomous systems that announce its address, and where the prefix is registered", () => {
    expect(shown({asns: "7 701", asn_prefix: "192.0.2.0/24", country: "CH"})).toMatchObject({
      "Autonomous system that announces it": "AS7, AS701 (192.0.2.0/24)",
      "That prefix is registered in": "CH",
    });
  });

  it("says nothing of a network that nobody told", () => {
    expect(Object.keys(shown({asns: null, country: null})).join()).not.toMatch(/system|registered/);
  });
});
