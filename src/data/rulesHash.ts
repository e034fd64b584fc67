import {createHash} from "node:crypto";
import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {CALIBRATION_FILE} from "./weights.js";

/** Folders of `src` that say what clusters and levels are. Whatever changes in them, nothing kept before is used. */
const RULES = ["evidence", "observation", "report", "statistics"];

/** Of the rules as they are now: the code and the weights of evidence. */
export function rulesHash(): string {
  const hash = createHash("sha256");
  for (const folder of RULES)
    for (const name of readdirSync(join("src", folder)).toSorted())
      hash.update(`\n${folder}/${name}\n`).update(readFileSync(join("src", folder, name)));
  try {
    hash.update(readFileSync(CALIBRATION_FILE));
  } catch {
    hash.update("no weights");
  }
  return hash.digest("hex");
}
