import {createHash} from "node:crypto";
import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import type {Manifest} from "../src/observation/snapshot.js";

/** A run's folder below its archive. */
export const runPattern = /^vantage=([^/]+)\/date=([^/]+)\/run=([^/]+)$/;

/**
 * Reads a run's manifest and makes sure that its folder holds what the manifest names, byte for byte, and nothing else.
 *
 * Less than `verifyRun`, which also looks at every cell, on purpose: this decides what is committed and released, and what
 * was observed once cannot be observed again. A table that is whole but breaks a rule, perhaps by a fault of our own
 * writer, is kept as it is and named by `npm run verify`; what comes from elsewhere is verified in full (`npm run merge`).
 *
 * @throws {Error} that says what is wrong with it
 */
export function wholeRun(archive: string, run: string): Manifest {
  const folder = join(archive, run);
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Manifest;
  const [, vantage, , name] = runPattern.exec(run) ?? [];
  if (manifest.vantage !== vantage || manifest.run !== name)
    throw new Error("expected a manifest of that vantage and run");
  const {endpoints, answered, failed, not_tried, sweeps, reads, distinct_histograms} = manifest.counts;
  const counts = [endpoints, answered, failed, not_tried, sweeps, reads, distinct_histograms];
  if (!counts.every(Number.isSafeInteger)) throw new Error("expected whole numbers as counts");
  const expected = new Set(["manifest.json", ...manifest.tables.map(({file}) => file)]);
  for (const entry of readdirSync(folder, {withFileTypes: true}))
    if (!entry.isFile() || !expected.delete(entry.name))
      throw new Error(`${entry.name} is none of its files`);
  if (expected.size > 0) throw new Error(`${[...expected].join(", ")} is missing`);
  for (const {file, bytes, sha256} of manifest.tables) {
    const content = readFileSync(join(folder, file));
    if (content.length !== bytes || createHash("sha256").update(content).digest("hex") !== sha256)
      throw new Error(`${file} is not what its manifest says`);
  }
  return manifest;
}
