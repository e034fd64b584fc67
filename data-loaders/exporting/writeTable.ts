import {fileWriter, parquetWriteRows} from "hyparquet-writer";
import type {TableName} from "../../src/observation/schema.js";
import {parquetColumn} from "../archive.js";
import {problemText, ProblemList} from "../verifying/problems.js";
import {readTable, type StoredRow} from "../verifying/readTable.js";
import {exportedColumns, runColumns} from "./exportedColumns.js";
import type {ExportedRun} from "./exportedRuns.js";

/**
 * Rows of one row group, and so the most that are in memory beside one run: an endpoint's row has some 60 cells, so
 * about 100 MB. Larger groups would make files little smaller.
 */
export const ROW_GROUP_ROWS = 50_000;

/** A table of some run is not what its manifest says. */
export class DamagedRunError extends Error {}

/**
 * Writes one table of many runs as one Parquet file, run after run, in the archive's order.
 *
 * @param file must not exist
 * @returns how many rows it has
 * @throws {DamagedRunError} with a line for each problem
 */
export async function writeTable(
  archive: string,
  runs: readonly ExportedRun[],
  table: TableName,
  file: string,
): Promise<number> {
  let written = 0;
  async function* rows(): AsyncGenerator<StoredRow> {
    for (const {path, manifest} of runs) {
      for (const row of await tableOf(archive, path, manifest, table)) {
        written += 1;
        yield {
          vantage: manifest.vantage,
          run: manifest.run,
          run_started_at: new Date(manifest.started_at),
          ...row,
        };
      }
    }
  }
  const network = runs[0]?.manifest.network ?? "none";
  await parquetWriteRows({
    writer: fileWriter(file),
    rows: rows(),
    columns: exportedColumns(table).map(([name, column]) => ({
      ...parquetColumn(name, column),
      // Bounds let a reader skip row groups of other runs; on any other column they would only make the file larger.
      statistics: Object.hasOwn(runColumns, name),
    })),
    rowGroupSize: ROW_GROUP_ROWS,
    createdBy: "electrum-kinship",
    // A file that is passed on alone still says whether it is simulated.
    kvMetadata: [
      {key: "network", value: network},
      {key: "simulated", value: String(network === "lab")},
    ],
  });
  return written;
}

async function tableOf(
  archive: string,
  path: string,
  manifest: ExportedRun["manifest"],
  table: TableName,
): Promise<readonly StoredRow[]> {
  const problems = new ProblemList();
  const file = manifest.tables.find(({name}) => name === table);
  const rows = file ? await readTable(archive, path, file, problems) : null;
  if (!rows) throw new DamagedRunError(problems.list.map(problemText).join("\n"));
  return rows;
}
