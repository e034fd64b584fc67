import {readFileSync} from "node:fs";
import {join} from "node:path";
import {checkStatements, type Statement} from "../report/statements.js";

/** What operators wished to have said, by host. */
export function readStatements(
  file = join("src", "data", "statements.json"),
): ReadonlyMap<string, readonly Statement[]> {
  return checkStatements(JSON.parse(readFileSync(file, "utf8")));
}
