import {createHash} from "node:crypto";
import {createReadStream} from "node:fs";
import {mkdir, open, rename, rm, stat, writeFile} from "node:fs/promises";
import {basename, dirname, join, resolve} from "node:path";
import {tableNames} from "../../src/observation/schema.js";
import {project} from "../project.js";
import {type ExportedFile, exportPackage} from "./exportPackage.js";
import type {ExportedRun} from "./exportedRuns.js";
import {writeTable} from "./writeTable.js";

/**
 * Writes an export into a new folder: five Parquet files, `datapackage.json` and `SHA256SUMS`. All of it is written
 * beside its place and renamed into it, so that there is a whole export or none.
 *
 * @param to must not exist, or be an empty folder
 * @throws {DamagedRunError} or Node's own error; nothing is left behind
 */
export async function exportArchive(
  archive: string,
  runs: readonly ExportedRun[],
  to: string,
): Promise<readonly ExportedFile[]> {
  const place = resolve(to);
  await mkdir(dirname(place), {recursive: true});
  const partial = join(dirname(place), `.partial-${basename(place)}-${process.pid}`);
  await mkdir(partial);
  try {
    const files: ExportedFile[] = [];
    for (const name of tableNames) {
      const file = join(partial, `${name}.parquet`);
      const rows = await writeTable(archive, runs, name, file);
      files.push({name, rows, bytes: (await stat(file)).size, sha256: await sha256(file)});
    }
    const description = join(partial, "datapackage.json");
    await writeFile(description, `${JSON.stringify(exportPackage(runs, files, project), null, 2)}\n`);
    const sums = [
      ...files.map(({name, sha256: hash}) => `${hash}  ${name}.parquet\n`),
      `${await sha256(description)}  datapackage.json\n`,
    ];
    await writeFile(join(partial, "SHA256SUMS"), sums.join(""));
    for (const name of [...files.map((file) => `${file.name}.parquet`), "datapackage.json", "SHA256SUMS"])
      await sync(join(partial, name));
    // Onto a folder that holds something, this fails.
    await rename(partial, place);
    return files;
  } catch (error) {
    await rm(partial, {recursive: true, force: true});
    throw error;
  }
}

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

async function sync(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
