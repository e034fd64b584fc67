/** px. Cells are not drawn larger than this, nor the matrix wider. */
const LARGEST_CELL = 26;
const LARGEST_SIDE = 760;

/** px. Room for a server's name, given only where a row is high enough to read it. */
const LABEL_WIDTH = 230;
const READABLE_ROW = 9;

/** px. Room for the bars that number the clusters. */
const GUTTER = 18;

/** One pair of the matrix. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** px. Where the matrix lies in its box. */
export interface Geometry {
  readonly cell: number;
  readonly left: number;
  readonly side: number;
  readonly width: number;
}

/** px of one cell, and of what stands to the left of the matrix: names where they can be read, else cluster numbers alone. */
export interface Layout {
  readonly cell: number;
  readonly left: number;
  readonly named: boolean;
}

/** Fits a matrix of n servers into a width. */
export function matrixLayout(n: number, width: number): Layout {
  const labelled = Math.min(width - LABEL_WIDTH - 1, LARGEST_SIDE) / n;
  const left = labelled >= READABLE_ROW ? LABEL_WIDTH : GUTTER;
  const room = Math.min(width - left - 1, LARGEST_SIDE) / n;
  return {cell: Math.min(LARGEST_CELL, room >= 4 ? Math.floor(room) : room), left, named: left > GUTTER};
}
