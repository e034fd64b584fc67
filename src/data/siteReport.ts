/**
 * Where loaders find what they give to Framework: the files of `siteFiles.ts`, made once for all of them.
 *
 * Framework starts each loader as a process of its own. If each read the archive, a year of runs would be read a dozen
 * times; so whoever starts Framework makes the files first and names their folder in `KINSHIP_REPORT`.
 */
import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {archiveFolder} from "./archive.js";

/** The folder of the files; made on the spot if nobody has, and then removed when the process ends. */
export async function reportFolder(): Promise<string> {
  const known = process.env["KINSHIP_REPORT"];
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(tmpdir(), "kinship-report-"));
  process.on("exit", () => rmSync(folder, {recursive: true, force: true}));
  const {writeSiteFiles} = await import("./siteFiles.js");
  await writeSiteFiles(archiveFolder(), folder);
  process.env["KINSHIP_REPORT"] = folder; // for the loaders that this process starts
  return folder;
}

/** Writes one of the files to stdout, as Framework wants it of a loader. */
export async function emit(name: string): Promise<void> {
  process.stdout.write(readFileSync(join(await reportFolder(), name)));
}

/** The same for a file of a folder, which Framework names by an argument `--name=…`; for the preview, builds copy them. */
export async function emitMember(folder: string): Promise<void> {
  const name = process.argv.at(-1)?.replace(/^--[a-z]+=/, "") ?? "";
  if (!/^[\w~-]+$/.test(name))
    throw new RangeError(`emitMember: expected a name, got ${JSON.stringify(name)}`);
  await emit(join(folder, `${name}.json`));
}
