import type {Signature} from "../report/signature.js";
import {svgElement} from "./element.js";
import {levelMark, levelOfLetter, levelScale} from "./levelScale.js";
import type {MatrixScale} from "./matrixScale.js";

/** px. Marks within cells need this much; smaller cells are told by colour alone, and by the text of the pair. */
const MARKED_CELL = 8;

/** px. Cells of this size have a gap between them; smaller ones run into each other, so that one path holds fewer of them. */
const PARTED_CELL = 6;

/** Position of a pair in the compact strings: of servers 1 and 0, 2 and 0, 2 and 1, … */
export function pairIndex(a: number, b: number): number {
  const [high, low] = [Math.max(a, b), Math.min(a, b)];
  return (high * (high - 1)) / 2 + low;
}

/** The cells of both triangles: one path for each colour, so that hundreds of servers work, and marks on cells that have room. */
export function signatureCells(
  {servers, divergences, levels}: Signature,
  scale: MatrixScale,
  cell: number,
): SVGPathElement[] {
  const n = servers.length;
  const below = triangle(n, cell, (row, column) =>
    column < row ? Number(divergences[pairIndex(row, column)]) : null,
  );
  const above = triangle(n, cell, (row, column) =>
    column > row ? (levels[pairIndex(row, column)] ?? null) : null,
  );
  const marks = cell < MARKED_CELL ? [] : levelMarks(n, levels, cell);
  const same: string[] = [];
  if (cell >= MARKED_CELL)
    for (let row = 0; row < n; row++)
      for (let column = 0; column < row; column++)
        if (divergences[pairIndex(row, column)] === "0")
          same.push(`M${(column + 0.5) * cell},${(row + 0.5) * cell}h0`);
  return [
    ...scale.steps.map(({className}, step) =>
      svgElement("path", {class: className, d: below.get(step)?.join("") ?? ""}),
    ),
    ...levelScale.map(({className, letter}) =>
      svgElement("path", {class: className, d: above.get(letter)?.join("") ?? ""}),
    ),
    svgElement("path", {class: "jsd-mark", d: same.join("")}),
    ...marks,
  ];
}

/** Path pieces by colour; neighbours of one colour in a row are one piece where cells have no gap. */
function triangle<Key>(
  n: number,
  cell: number,
  keyAt: (row: number, column: number) => Key | null,
): ReadonlyMap<Key, string[]> {
  const gap = cell > PARTED_CELL ? 0.5 : 0;
  const paths = new Map<Key, string[]>();
  for (let row = 0; row < n; row++)
    for (let column = 0; column < n;) {
      const key = keyAt(row, column);
      let end = column + 1;
      if (gap === 0) while (end < n && keyAt(row, end) === key) end++;
      if (key !== null) {
        const [width, height] = [(end - column) * cell - gap, cell - gap];
        const piece = `M${column * cell},${row * cell}h${width}v${height}h${-width}z`;
        const pieces = paths.get(key);
        if (pieces) pieces.push(piece);
        else paths.set(key, [piece]);
      }
      column = end;
    }
  return paths;
}

function levelMarks(n: number, levels: string, cell: number): SVGPathElement[] {
  const marks = new Map<string, string[]>();
  for (let row = 0; row < n; row++)
    for (let column = row + 1; column < n; column++) {
      const {level, className} = levelOfLetter(levels[pairIndex(row, column)] ?? "");
      const pieces = marks.get(className) ?? [];
      pieces.push(levelMark(level, column * cell, row * cell, cell));
      marks.set(className, pieces);
    }
  return [...marks].map(([className, pieces]) =>
    svgElement("path", {class: `level-mark ${className}`, d: pieces.join("")}),
  );
}
