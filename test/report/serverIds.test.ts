import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {serverId} from "../../src/report/serverIds.js";

describe("serverId", () => {
  it.each([
    ["electrum.example.org:50002/ssl", "electrum_example_org_50002_ssl"],
    ["a-b.example:50001/tcp", "a-b_example_50001_tcp"],
    ["under_score.example:50001/tcp", "under~5fscore_example_50001_tcp"],
    ["[2001:db8::1]:50002/ssl", "~5b2001~3adb8~3a~3a1~5d_50002_ssl"],
  ])("of %s is %s", (endpoint, id) => expect(serverId(endpoint)).toBe(id));

  it("tells hosts apart that differ in a dot, a hyphen or an underscore only", () => {
    const hosts = ["a.b.c", "a-b.c", "a_b.c", "a.b_c", "ab.c"];
    expect(new Set(hosts.map((host) => serverId(`${host}:1/tcp`))).size).toBe(hosts.length);
  });

  it("fits into a file name with its ending, whatever the endpoint, and needs no escape in an address", () => {
    const host = fc.string({unit: fc.constantFrom(..."ab1.-_é~/%\u202e"), minLength: 1, maxLength: 253});
    fc.assert(
      fc.property(host, (name) => {
        const id = serverId(`${name}:50002/ssl`);
        expect(id).toMatch(/^[\w~-]{1,120}$/);
      }),
    );
  });

  it("keeps long names apart", () => {
    const long = "x".repeat(200);
    expect(serverId(`${long}a:50002/ssl`)).not.toBe(serverId(`${long}b:50002/ssl`));
  });
});
