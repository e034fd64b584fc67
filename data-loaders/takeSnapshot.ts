import {SCHEMA_VERSION} from "../src/observation/schema.js";
import {type Manifest, type Network, runName, runPath, vantagePattern} from "../src/observation/snapshot.js";
import {archiveNetwork, prepareArchive, RunExistsError, writeSnapshot} from "./archive.js";
import {UsageError} from "./commandLine.js";
import {programVersion} from "./project.js";
import {countTables} from "./record.js";
import type {Candidate} from "./roster.js";
import {observeRun, type RunOptions} from "./run.js";

export interface SnapshotOptions {
  readonly archive: string;
  readonly network: Network;
  readonly vantage: string;
  /** what the manifest tells of how the run was asked for */
  readonly options: Manifest["options"];
  readonly run: RunOptions;
}

export interface Taken {
  /** the snapshot's folder, below the archive's as the user spelled it */
  readonly path: string;
  readonly manifest: Omit<Manifest, "tables">;
}

/**
 * Makes sure that an archive can take a run of this network, before anything is asked.
 * One archive holds one network: simulated and observed data never mix.
 *
 * @throws {UsageError} if it cannot be written, or holds runs of the other network
 */
export async function openArchive(folder: string, network: Network): Promise<void> {
  try {
    await prepareArchive(folder);
  } catch (error) {
    throw new UsageError(
      `--archive: expected a folder that can be written, got ${folder} (${(error as NodeJS.ErrnoException).code})`,
      {cause: error},
    );
  }
  const held = await archiveNetwork(folder);
  if (held !== null && held !== network)
    throw new UsageError(
      `--archive: expected an archive of the network ${network}, got ${folder} with runs of ${held}`,
    );
}

/** @throws {UsageError} if that is no name for a vantage */
export function checkVantage(name: string): void {
  if (!vantagePattern.test(name))
    throw new UsageError(
      `--vantage: expected lower-case letters, digits and hyphens, at most 40, got ${JSON.stringify(name)}`,
    );
}

/** Observes once and adds the run to the archive. */
export async function takeSnapshot(
  candidates: readonly Candidate[],
  settings: SnapshotOptions,
): Promise<Taken> {
  const {archive, network, vantage, options, run} = settings;
  const startedAt = run.clock.now();
  const tables = await observeRun(candidates, run);
  const counts = countTables(tables);
  const manifest = (at: number): Omit<Manifest, "tables"> => ({
    format: "electrum-kinship-snapshot",
    schema_version: SCHEMA_VERSION,
    network,
    simulated: network === "lab",
    vantage,
    run: runName(at),
    program: programVersion(),
    options,
    started_at: new Date(startedAt).toISOString(),
    ended_at: new Date(run.clock.now()).toISOString(),
    counts,
    own_side_suspected: counts.failed > 0 && counts.answered === 0,
  });
  // Two runs begun in one second both keep their data: the later one takes the next second's name.
  for (let at = startedAt; ; at += 1_000) {
    try {
      return {
        path: await writeSnapshot(archive, runPath(vantage, at), manifest(at), tables),
        manifest: manifest(at),
      };
    } catch (error) {
      if (!(error instanceof RunExistsError)) throw error;
    }
  }
}
