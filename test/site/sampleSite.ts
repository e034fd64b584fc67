import {existsSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {buildSite} from "./builtSite.js";
import {writeSampleArchive} from "./sampleArchive.js";

/** Folders of two built sites, and what building them said. */
export interface SampleSite {
  /** of the sample archive */
  readonly dist: string;
  /** of an archive without a run */
  readonly emptyDist: string;
  readonly archive: string;
  readonly log: string;
}

/** The sample archive as a site: built by the first test file that asks, and kept until the last test is done. */
export async function sampleSite(): Promise<SampleSite> {
  const folder = process.env["KINSHIP_TEST_FOLDER"]; // set by testFolder.ts
  if (folder === undefined) throw new Error("sampleSite: expected KINSHIP_TEST_FOLDER, got none");
  const [archive, dist, emptyDist] = ["archive", "dist", "empty-dist"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const done = join(folder, "built.log");
  if (!existsSync(done)) {
    await writeSampleArchive(archive);
    mkdirSync(join(folder, "no-runs"), {recursive: true});
    buildSite(join(folder, "no-runs"), emptyDist);
    writeFileSync(done, buildSite(archive, dist));
  }
  return {archive, dist, emptyDist, log: readFileSync(done, "utf8")};
}
