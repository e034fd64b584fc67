import {mkdirSync, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {defaultManner, observeNetwork} from "../../data-loaders/observeNetwork.js";
import {gatherRoster} from "../../data-loaders/roster/gather.js";
import {writeLast} from "../../data-loaders/roster/lastList.js";
import {openArchive} from "../../data-loaders/takeSnapshot.js";
import {verifyArchive} from "../../data-loaders/verifying/verifyArchive.js";
import {failedSources} from "../../src/report/failedSources.js";
import {almostHonest, listen} from "../electrum/loopback.js";

let archive: string;
beforeEach(() => (archive = mkdtempSync(join(tmpdir(), "network-"))));
afterEach(() => rmSync(archive, {recursive: true}));

describe("observeNetwork", () => {
  it("keeps in the manifest where its lists came from, and how it paused", async () => {
    const server = await listen(almostHonest(() => undefined));
    await openArchive(archive, "mainnet");
    const {manifest} = await observeNetwork(
      "mainnet",
      [{endpoint: server.endpoint, source: "electrum"}],
      {archive, vantage: "test"},
      {...defaultManner, rounds: 1, timeout: 2, allowLocal: true, jitter: 0.01},
      null,
      {"source:electrum": "https://list.invalid/ sha256:00 at 2026-11-22T00:00:00.000Z; n=1 added=1"},
    );
    await server.close();
    expect(manifest.counts.answered).toBe(1);
    expect(manifest.options).toMatchObject({
      "source:electrum": "https://list.invalid/ sha256:00 at 2026-11-22T00:00:00.000Z; n=1 added=1",
      jitter_s: 0.01,
      jitter_seed: expect.any(Number) as number,
    });
  });

  it("asks the last copy of a list that fails, and a run without that list is a run like any other", async () => {
    const server = await listen(almostHonest(() => undefined));
    const lists = join(archive, "lists");
    const runs = join(archive, "runs");
    mkdirSync(lists);
    writeLast("electrum", {endpoints: [server.endpoint], origin: "https://list.invalid/ then"}, lists);
    await openArchive(runs, "mainnet");
    const gathered = await gatherRoster(["electrum", "1209k"], {
      fetchNow: true,
      now: () => Date.UTC(2026, 10, 23),
      userAgent: "test",
      folder: lists,
      fetch: () => Promise.resolve(new Response("", {status: 503})),
    });
    const {manifest} = await observeNetwork(
      "mainnet",
      gathered.candidates,
      {archive: runs, vantage: "test"},
      {...defaultManner, rounds: 1, timeout: 2, allowLocal: true, jitter: 0},
      null,
      gathered.provenance,
    );
    await server.close();
    expect(manifest.counts).toMatchObject({endpoints: 1, answered: 1});
    expect(failedSources(manifest.options)).toEqual([
      expect.stringMatching(
        /^List electrum failed, .* got 503; committed copy of https:\/\/list\.invalid\/ then; n=1 added=1$/,
      ),
      expect.stringMatching(/^List 1209k failed, .* got 503; no committed copy; n=0 added=0$/),
    ]);
    expect(await verifyArchive(runs, {}, () => undefined)).toMatchObject({runs: 1, problems: 0});
  });
});
