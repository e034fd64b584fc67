import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {chromiumPath} from "./browser.js";

/** A folder that all test files share, removed after the last of them. */
export default function testFolder(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "kinship-tests-"));
  process.env["KINSHIP_TEST_FOLDER"] = folder;
  if (chromiumPath() === null && !process.env["CI"])
    process.stderr.write(
      "The browser tests were skipped: apt-get install chromium, or name one in CHROMIUM.\n",
    );
  return () => rmSync(folder, {recursive: true, force: true});
}
