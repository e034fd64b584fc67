import {create} from "d3";

/** A column of a table: its heading, and the text of a row's cell. */
export interface TableColumn<Row> {
  readonly heading: string;
  readonly text: (row: Row) => string;
  /** numeric: right-aligned figures of one width; name: room for a server's name; short: on one line */
  readonly kind?: "numeric" | "name" | "short";
  /** address that the cell links to; only ever ours or a committed source's, never a server's words */
  readonly href?: (row: Row) => string | undefined;
}

/** A table that scrolls sideways on its own where the page is too narrow. All text is set as text. */
export function dataTable<Row>(
  caption: string,
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  {narrow = false}: {narrow?: boolean} = {},
): HTMLElement {
  const box = create("div")
    .attr("class", narrow ? "table-box narrow" : "table-box")
    .attr("tabindex", 0)
    .attr("role", "region")
    .attr("aria-label", caption);
  const table = box.append("table");
  table.append("caption").text(caption);
  const head = table.append("thead").append("tr");
  for (const {heading, kind} of columns)
    head
      .append("th")
      .attr("scope", "col")
      .attr("class", kind ?? null)
      .text(heading);
  const body = table.append("tbody");
  for (const row of rows) {
    const line = body.append("tr");
    for (const {text, kind, href} of columns) {
      const cell = line.append("td").attr("class", kind ?? null);
      const address = href?.(row);
      if (address === undefined) cell.text(text(row));
      else cell.append("a").attr("href", address).text(text(row));
    }
  }
  return box.node() as HTMLElement; // created above
}
