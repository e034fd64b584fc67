import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {defaultManner, observeNetwork} from "../../data-loaders/observeNetwork.js";
import {openArchive} from "../../data-loaders/takeSnapshot.js";
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
});
