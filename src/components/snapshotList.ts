import {create, group} from "d3";
import type {ArchiveIndex, IndexedSnapshot} from "../report/archiveIndex.js";
import type {DataPage} from "../report/dataPage.js";
import {dataTable} from "./dataTable.js";
import {fetchData} from "./fetchData.js";
import {siteAddress} from "./siteAddress.js";

/** Tables of a snapshot, in the order of its numbers. */
type Tables = ArchiveIndex["tables"];

/** Snapshots by month, the newest first; those that the page does not hold come on demand. */
export function snapshotList(
  {snapshots, allSnapshots}: Pick<DataPage, "snapshots" | "allSnapshots">,
  tables: Tables,
): HTMLElement {
  const box = create("div").attr("class", "snapshots");
  const list = box.append("div");
  const show = (shown: readonly IndexedSnapshot[]) => list.node()?.replaceChildren(...months(shown, tables));
  show(snapshots);
  if (allSnapshots > snapshots.length) {
    const line = box.append("p").attr("class", "picker");
    const button = line
      .append("button")
      .attr("type", "button")
      .text(`Show all ${allSnapshots.toLocaleString("en-US")} snapshots`);
    const said = line.append("span").attr("role", "status");
    button.on("click", async () => {
      button.property("disabled", true);
      try {
        const index = await fetchData<ArchiveIndex>("index.json");
        if (!index) throw new Error("data/index.json: expected the file, got none");
        show(index.snapshots.toReversed());
        line.remove();
      } catch (error) {
        said.text(`The list could not be loaded: ${error instanceof Error ? error.message : String(error)}`);
        button.property("disabled", false);
      }
    });
  }
  return box.node() as HTMLElement; // created above
}

/** One fold for each month; the newest stands open. */
function months(snapshots: readonly IndexedSnapshot[], tables: Tables): HTMLElement[] {
  return [...group(snapshots, ({started_at}) => started_at.slice(0, 7))].map(([month, rows], i) => {
    const fold = create("details").property("open", i === 0);
    const size = megabytes(sum(rows.flatMap(({bytes}) => bytes)));
    fold.append("summary").text(`${month}: ${rows.length.toLocaleString("en-US")} shown, ${size}`);
    fold.append(() => monthTable(month, rows, tables));
    return fold.node() as HTMLElement; // created above
  });
}

function monthTable(month: string, rows: readonly IndexedSnapshot[], tables: Tables): HTMLElement {
  const place = ({path}: IndexedSnapshot, file: string) => siteAddress(`data/snapshots/${path}/${file}`);
  return dataTable(
    `Snapshots of ${month}, and the rows of each table; numbers lead to the Parquet files`,
    rows,
    [
      {
        heading: "Began (UTC)",
        text: ({started_at}) => started_at.slice(0, 16).replace("T", " "),
        kind: "short",
        href: (row) => place(row, "manifest.json"),
      },
      {heading: "Vantage", text: ({vantage}) => vantage, kind: "short"},
      {heading: "Answered", text: ({answered, endpoints}) => `${answered} of ${endpoints}`, kind: "short"},
      {heading: "Size", text: ({bytes}) => megabytes(sum(bytes)), kind: "numeric"},
      ...tables.map((table, i) => ({
        heading: table,
        text: ({rows: counts}: IndexedSnapshot) => (counts[i] ?? 0).toLocaleString("en-US"),
        kind: "numeric" as const,
        href: (row: IndexedSnapshot) => place(row, `${table}.parquet`),
      })),
      {
        heading: "SHA-256 of manifest.json, which has those of the tables",
        text: ({manifest_sha256}) => manifest_sha256,
        kind: "short",
      },
    ],
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function megabytes(size: number): string {
  return size < 1e6 ? `${(size / 1e3).toFixed(1)} kB` : `${(size / 1e6).toFixed(1)} MB`;
}
