import {type DescribedTable, dictionary} from "../observation/dictionary.js";
import type {ArchiveIndex, IndexedSnapshot} from "./archiveIndex.js";
import {type Citation, citation} from "./citation.js";
import {bytes, count, minute, whole} from "./format.js";
import {type MachineFile, machineFiles} from "./machineFiles.js";
import {type ReadingExample, readingExamples} from "./readingExamples.js";
import {CHECKSUM_COMMAND} from "./siteFacts.js";
import type {Standing} from "./standing.js";

/** Snapshots in the page's own data, the newest: ten days at four hours. The others come with the index, on demand. */
export const LISTED_SNAPSHOTS = 60;

/** What the data page shows. */
export interface DataPage {
  readonly standing: Standing;
  readonly sentences: readonly string[];
  /** of the index, the newest first */
  readonly snapshots: readonly IndexedSnapshot[];
  readonly allSnapshots: number;
  readonly files: readonly SizedFile[];
  readonly examples: readonly ReadingExample[];
  readonly dictionary: readonly DescribedTable[];
  /** null while there is nothing to cite */
  readonly citation: Citation | null;
  readonly checksum: {readonly sha256: string; readonly command: string};
}

export interface SizedFile extends MachineFile {
  /** as text; empty for one of many, and for what is made last */
  readonly size: string;
}

/**
 * @param sizes in bytes, by path below the site's address
 * @param address of the site, with a slash at its end
 */
export function dataPage(
  index: ArchiveIndex,
  standing: Standing,
  sizes: ReadonlyMap<string, number>,
  address: string,
): DataPage {
  return {
    standing,
    sentences: dataSentences(index),
    snapshots: index.snapshots.slice(-LISTED_SNAPSHOTS).toReversed(),
    allSnapshots: index.snapshots.length,
    files: machineFiles.map((file) => {
      const size = sizes.get(file.path);
      return {...file, size: size === undefined ? "" : bytes(size)};
    }),
    examples: readingExamples(address, index.project.homepage),
    dictionary,
    citation: citation(index, address),
    checksum: {sha256: index.sha256, command: CHECKSUM_COMMAND},
  };
}

/** How much there is, from when to when and from where. */
export function dataSentences({
  snapshots,
  totals,
  tables,
}: Pick<ArchiveIndex, "snapshots" | "totals" | "tables">): string[] {
  const [first, last] = [snapshots[0], snapshots.at(-1)];
  if (!first || !last) return ["The archive of this site holds no snapshot yet."];
  const vantages = new Set(snapshots.map(({vantage}) => vantage)).size;
  const time =
    snapshots.length === 1
      ? `taken at ${minute(Date.parse(first.started_at))}`
      : `taken from ${minute(Date.parse(first.started_at))} to ${minute(Date.parse(last.ended_at))}`;
  return [
    `This site holds ${count(snapshots.length, "snapshot")}, ${time} from ${count(vantages, "vantage point")}: ` +
      `${whole(totals.rows)} rows in ${count(totals.snapshots * tables.length, "Parquet file")} of ${bytes(totals.bytes)} together.`,
  ];
}
