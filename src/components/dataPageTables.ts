import {create} from "d3";
import type {DataPage} from "../report/dataPage.js";
import {copyBox} from "./copyBox.js";
import {dataTable} from "./dataTable.js";
import {siteAddress} from "./siteAddress.js";

/** The files that programs may rely on. */
export function fileTable({files}: Pick<DataPage, "files">): HTMLElement {
  return dataTable("Files at addresses that stay", files, [
    {
      heading: "Address",
      text: ({path}) => `/${path}`,
      kind: "name",
      href: ({path}) => (path.includes("<") ? undefined : siteAddress(path)),
    },
    {heading: "What it holds", text: ({content}) => content, kind: "name"},
    {heading: "Version", text: ({schema}) => schema},
    {heading: "Size", text: ({size}) => size || "–", kind: "numeric"},
  ]);
}

/** The data dictionary, one fold a table. */
export function dictionaryTables({dictionary}: Pick<DataPage, "dictionary">): HTMLElement {
  const box = create("div").attr("class", "folds");
  for (const {name, purpose, columns} of dictionary) {
    const fold = box.append("details");
    const summary = fold.append("summary");
    summary.append("code").text(name);
    summary.append("span").text(` ${purpose}`);
    fold.append(() =>
      dataTable(`Columns of ${name}`, columns, [
        {heading: "Column", text: (column) => column.name, kind: "short"},
        {heading: "Type", text: ({type, nullable}) => `${type}${nullable ? ", null" : ""}`, kind: "short"},
        {heading: "Unit", text: ({unit}) => unit, kind: "short"},
        {heading: "Meaning", text: ({description}) => description},
      ]),
    );
  }
  return box.node() as HTMLElement; // created above
}

/** Lines to copy and run, one piece for each tool. */
export function exampleList({examples}: Pick<DataPage, "examples">): HTMLElement {
  const box = create("div").attr("class", "examples");
  for (const {tool, about, code} of examples) {
    box.append("h3").text(tool);
    box.append("p").text(about);
    box.append(() => copyBox(code, `example for ${tool}`));
  }
  return box.node() as HTMLElement; // created above
}

/** How to cite this very version, as text and as BibTeX. */
export function citationBox({citation}: Pick<DataPage, "citation">): HTMLElement {
  const box = create("div");
  if (citation === null) box.append("p").text("There is no snapshot yet, and so nothing to cite.");
  else {
    box.append(() => copyBox(citation.text, "citation as text", {wrapped: true}));
    box.append(() => copyBox(citation.bibtex, "citation as BibTeX", {wrapped: true}));
  }
  return box.node() as HTMLElement; // created above
}

/** The checksum of the archive's state, and the command that prints it. */
export function checksumBox({checksum}: Pick<DataPage, "checksum">): HTMLElement {
  const box = create("div");
  box.append(() => copyBox(checksum.sha256, "SHA-256 of the archive", {wrapped: true}));
  box
    .append("p")
    .text(
      "It is what this prints in the archive’s folder, where sorting makes the order the same everywhere:",
    );
  box.append(() => copyBox(checksum.command, "command that prints it", {wrapped: true}));
  return box.node() as HTMLElement; // created above
}

/** Sentences that were made for the page. */
export function sentenceList(sentences: readonly string[]): HTMLElement {
  const box = create("div").attr("class", "run-text");
  for (const sentence of sentences) box.append("p").text(sentence);
  return box.node() as HTMLElement; // created above
}
