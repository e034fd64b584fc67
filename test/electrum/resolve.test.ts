import {describe, expect, it} from "vitest";
import {type ResolveOptions, resolveHost} from "../../data-loaders/electrum/resolve.js";

const gives = (...addresses: string[]): ResolveOptions => ({
  timeoutMs: 1_000,
  allowLocal: false,
  lookup: () => Promise.resolve(addresses),
});

const failsWith = (code: string): ResolveOptions => ({
  ...gives(),
  lookup: () => Promise.reject(Object.assign(new Error(code), {code})),
});

describe("resolveHost", () => {
  it("gives the public ones of a name's addresses, in their order", async () => {
    const options = gives("10.0.0.1", "8.8.8.8", "::1", "2606:4700::1111", "8.8.8.8");
    expect(await resolveHost("a.example", options)).toEqual(["8.8.8.8", "2606:4700::1111"]);
  });

  it("refuses a name with special-purpose addresses only", async () => {
    expect(await resolveHost("a.example", gives("10.0.0.1", "::ffff:127.0.0.1"))).toEqual({
      outcome: "failed",
      stage: "resolve",
      reason: "special-purpose-address",
      detail: "10.0.0.1 ::ffff:127.0.0.1",
    });
  });

  it("takes an address for itself, without a look-up, by the same rule", async () => {
    const options = {...gives(), lookup: () => expect.unreachable()};
    expect(await resolveHost("8.8.8.8", options)).toEqual(["8.8.8.8"]);
    expect(await resolveHost("127.0.0.1", options)).toMatchObject({reason: "special-purpose-address"});
    expect(await resolveHost("127.0.0.1", {...options, allowLocal: true})).toEqual(["127.0.0.1"]);
  });

  it("gives at most four addresses", async () => {
    const options = gives("8.0.0.1", "8.0.0.2", "8.0.0.3", "8.0.0.4", "8.0.0.5");
    expect(await resolveHost("a.example", options)).toHaveLength(4);
  });

  it("ignores what is no address, also when local ones are allowed", async () => {
    const options = {...gives("localhost", "", "127.1"), allowLocal: true};
    expect(await resolveHost("a.example", options)).toMatchObject({
      stage: "resolve",
      reason: "name-not-found",
    });
  });

  it.each([
    ["ENOTFOUND", "name-not-found"],
    ["ENODATA", "name-not-found"],
    ["ESERVFAIL", "name-not-found"],
    ["ETIMEOUT", "timeout"],
    ["ECONNREFUSED", "own-side"],
  ])("calls %s %s", async (code, reason) => {
    const failure = await resolveHost("a.example", failsWith(code));
    expect(failure).toEqual({outcome: "failed", stage: "resolve", reason, detail: `${code} a.example`});
  });

  it("gives up a look-up that hangs, and tells it so", async () => {
    let told = false;
    const lookup: ResolveOptions["lookup"] = (_, deadline) => {
      deadline.addEventListener("abort", () => (told = true));
      return new Promise(() => undefined);
    };
    expect(await resolveHost("a.example", {...gives(), timeoutMs: 50, lookup})).toMatchObject({
      stage: "resolve",
      reason: "timeout",
    });
    expect(told).toBe(true);
  });
});
