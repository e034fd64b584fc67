import {element} from "./element.js";

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
  const headings = columns.map(({heading, kind}) => element("th", {scope: "col", class: kind}, heading));
  const lines = rows.map((row) =>
    element(
      "tr",
      {},
      ...columns.map(({text, kind, href}) => {
        const address = href?.(row);
        const content = address === undefined ? text(row) : element("a", {href: address}, text(row));
        return element("td", {class: kind}, content);
      }),
    ),
  );
  return element(
    "div",
    {class: narrow ? "table-box narrow" : "table-box", tabindex: 0, role: "region", "aria-label": caption},
    element(
      "table",
      {},
      element("caption", {}, caption),
      element("thead", {}, element("tr", {}, ...headings)),
      element("tbody", {}, ...lines),
    ),
  );
}
