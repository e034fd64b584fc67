import {type DefaultTreeAdapterMap, parse} from "parse5";

type Node = DefaultTreeAdapterMap["node"];
type Element = DefaultTreeAdapterMap["element"];

export interface TableRow {
  /** text of each cell, blanks trimmed and run together */
  readonly cells: readonly string[];
  /** all of its cells are headings */
  readonly headings: boolean;
}

/** Rows of the first table of a page, read as browsers read it (unclosed tags, missing `tbody`); null if there is none. */
export function firstTable(html: string): TableRow[] | null {
  const table = first(parse(html), "table");
  if (!table) return null;
  return elements(table, ["tr"]).map((row) => {
    const cells = elements(row, ["td", "th"]);
    return {
      cells: cells.map(text),
      headings: cells.length > 0 && cells.every(({tagName}) => tagName === "th"),
    };
  });
}

function first(root: Node, name: string): Element | undefined {
  for (const node of below(root, () => true)) if ("tagName" in node && node.tagName === name) return node;
  return undefined;
}

/** Those of a root's elements with one of these names, but none inside of another, nor of a table within a cell. */
function elements(root: Element, names: readonly string[]): Element[] {
  const found: Element[] = [];
  const isOne = (node: Node): node is Element => "tagName" in node && names.includes(node.tagName);
  const isTable = (node: Node): boolean => "tagName" in node && node.tagName === "table";
  for (const node of below(root, (within) => !isOne(within) && !isTable(within)))
    if (isOne(node)) found.push(node);
  return found;
}

function text(cell: Element): string {
  const parts: string[] = [];
  for (const node of below(cell, () => true))
    if (node.nodeName === "#text" && "value" in node) parts.push(node.value);
  return parts.join("").replace(/\s+/g, " ").trim();
}

/** All nodes below a root in the order of the text. Without recursion: a hostile page may nest a hundred thousand deep. */
function* below(root: Node, enters: (node: Node) => boolean): Generator<Node> {
  const open: Node[] = "childNodes" in root ? root.childNodes.toReversed() : [];
  for (let node = open.pop(); node; node = open.pop()) {
    yield node;
    if (enters(node) && "childNodes" in node)
      for (const child of node.childNodes.toReversed()) open.push(child);
  }
}
