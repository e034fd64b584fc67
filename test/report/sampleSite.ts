import type {Snapshot} from "../../src/observation/snapshot.js";
import type {Archived} from "../../src/report/archived.js";
import {clusterNames} from "../../src/report/clusterNames.js";
import {newestOf} from "../../src/report/nodeBounds.js";
import {runFacts} from "../../src/report/run.js";
import {runRecord} from "../../src/report/runRecord.js";
import type {SiteFacts} from "../../src/report/siteFacts.js";
import {standingOf} from "../../src/report/standing.js";

/** A site at an address of nobody. */
export const sampleSiteFacts: SiteFacts = {
  title: "electrum-kinship",
  description: "A question?",
  version: "1.2.3",
  homepage: "https://github.com/someone/kinship",
  address: "https://someone.github.io/kinship/",
  checksums: {manifests: new Map(), archive: "ab".repeat(32)},
};

/** What pages know of some snapshots, as far as files of the archive go: no window and no findings. */
export function sampleArchived(snapshots: readonly Snapshot[]): Archived {
  const runs = snapshots.map((snapshot) => runRecord(snapshot, runFacts(snapshot)));
  const newest = newestOf(snapshots);
  return {
    runs,
    clusterNames: clusterNames(runs),
    newest,
    standing: standingOf(newest),
  } as unknown as Archived;
}
