import type {PairLayout} from "./pairCanvas.js";

/** A stretch of the order to outline, with its name where it has one. */
export interface Outline {
  readonly from: number;
  readonly size: number;
  readonly name: string | null;
}

/** Room around the drawing, CSS px, so that the outermost outlines are whole. */
const MARGIN = 1;

/** Characters of a server's name beside its row; cut in the middle, since the end tells ports apart. */
const LONGEST_NAME = 38;
const KEPT_END = 12;

/** Draws what lies over and beside the cells: outlines and names of clusters, names of servers. */
export function drawFrame(
  canvas: HTMLCanvasElement,
  {n, cell, left, named, ratio}: PairLayout,
  names: readonly string[],
  outlines: readonly Outline[],
): void {
  const [width, height] = [left + n * cell + MARGIN, n * cell + 2 * MARGIN];
  const [columns, rows] = [Math.ceil(width * ratio), Math.ceil(height * ratio)];
  // To set a canvas's size takes new memory for it, even if it is the same size.
  if (canvas.width !== columns || canvas.height !== rows) {
    canvas.width = columns;
    canvas.height = rows;
  }
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext("2d");
  if (!context) return;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, columns, rows);
  const style = getComputedStyle(canvas);
  context.setTransform(ratio, 0, 0, ratio, 0, MARGIN * ratio);
  context.strokeStyle = context.fillStyle = style.color;
  context.textBaseline = "middle";
  if (named) {
    context.font = `${Math.min(11, cell + 1)}px ${style.fontFamily}`;
    context.textAlign = "right";
    for (const [row, name] of names.entries())
      context.fillText(shortened(name), left - 9, (row + 0.5) * cell);
  }
  context.font = `600 12px ${style.fontFamily}`;
  context.textAlign = "left";
  context.lineWidth = 1.5;
  for (const {from, size, name} of outlines) {
    const [at, length] = [from * cell, size * cell];
    context.strokeRect(left + at, at, length, length);
    context.fillRect(left - 5, at + 1, 3, Math.max(1, length - 2));
    if (name !== null && length >= 12) context.fillText(name, 0, at + length / 2);
  }
}

function shortened(text: string): string {
  return text.length <= LONGEST_NAME
    ? text
    : `${text.slice(0, LONGEST_NAME - KEPT_END - 1)}…${text.slice(-KEPT_END)}`;
}
