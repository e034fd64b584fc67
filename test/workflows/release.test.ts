import {mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {delimiter, join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {writeSnapshot} from "../../data-loaders/archive.js";
import {sampleSnapshot} from "../report/sampleSnapshot.js";
import {type JobEnd, runJob} from "./runJob.js";
import {readWorkflow, root} from "./workflow.js";

let folder = "";
let store = "";

/** As much of GitHub's program as the workflow uses; releases are folders. */
const gh = `#!/usr/bin/env bash
set -eu
case "$1 $2" in
"release list") ls "$STORE" ;;
"release download") mkdir -p "$7"; cp "$STORE/$3/$5" "$7" ;;
"release create")
  mkdir "$STORE/$3"
  for file in "\${@:4}"; do if [ -f "$file" ]; then cp "$file" "$STORE/$3"; fi; done ;;
*) echo "gh: $*" >&2; exit 1 ;;
esac
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kinship-release-"));
  store = join(folder, "releases");
  for (const name of ["archive", "bin", "releases"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "bin", "gh"), gh, {mode: 0o755});
});
afterAll(() => rmSync(folder, {recursive: true}));

async function add(startedAt: string): Promise<void> {
  const {path, manifest, tables} = sampleSnapshot([{endpoint: "a.invalid:50001/tcp", answer: [[1, 9]]}], {
    startedAt,
  });
  await writeSnapshot(join(folder, "archive"), path, manifest, tables);
}

async function release(month: string): Promise<JobEnd> {
  const job = readWorkflow("release.yml").jobs["release"];
  if (!job) throw new RangeError("expected a job release");
  const PATH = [join(folder, "bin"), process.env["PATH"]].join(delimiter);
  const end = await runJob(job, {
    folder: root,
    env: {ARCHIVE: join(folder, "archive"), MONTH: month, GH_TOKEN: "none", STORE: store, PATH},
  });
  rmSync(end.temp, {recursive: true});
  return end;
}

describe("release.yml, its script run with a stand-in for gh", () => {
  it("publishes a month's data once, again with the next number when data moved, and never otherwise", async () => {
    await add("2026-03-01T12:00:00Z");
    expect(await release("2026-03")).toMatchObject({
      failed: null,
      summary: expect.stringContaining("1 run from 1 vantage point"),
    });
    expect(readdirSync(store)).toEqual(["data-2026.03.0"]);
    expect(readdirSync(join(store, "data-2026.03.0"))).toEqual([
      "CITATION.cff",
      "SHA256SUMS",
      "datapackage.json",
      "electrum-kinship-2026-03.tar",
      "notes.md",
      "zenodo.json",
    ]);

    expect(await release("2026-03")).toMatchObject({
      failed: null,
      summary: "No new data since data-2026.03.0.\n",
    });
    await add("2026-03-02T12:00:00Z");
    expect(await release("2026-03")).toMatchObject({failed: null});
    mkdirSync(join(store, "data-2026.031.7")); // none of ours, and no number of March's
    expect(await release("2026-03")).toMatchObject({
      failed: null,
      summary: "No new data since data-2026.03.1.\n",
    });
    expect(readdirSync(store)).toEqual(["data-2026.03.0", "data-2026.03.1", "data-2026.031.7"]);
  }, 120_000);

  it("is no failure without a run in the month, and says so in one line", async () => {
    expect(await release("2025-01")).toMatchObject({
      failed: null,
      summary: "Making the release ended with exit code 3: `2025-01: no run in that month`\n\n",
    });
  });

  it("fails on a month that is none, in one line", async () => {
    const {failed, summary} = await release("2026-03$(false)");
    expect(failed).toBe("Make and publish");
    expect(summary).toMatch(
      /^Making the release ended with exit code 2: `--month: expected YYYY-MM, got [^\n]*`\n\n$/,
    );
  });
});
