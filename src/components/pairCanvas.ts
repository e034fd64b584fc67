import {type CellTile, composePixels} from "./pairPixels.js";
import {isDotted, type PairStep} from "./pairScale.js";

/** CSS px. Cells are not drawn larger than this, nor the matrix wider. */
const LARGEST_CELL = 26;
const LARGEST_SIDE = 760;

/** CSS px. From this size on, cells have gaps, and marks that tell them without their colours. */
const MARKED_CELL = 6;

/** CSS px. Room for names, given only where a row is high enough to read it; else for the names of clusters alone. */
const NAMES_WIDTH = 250;
const READABLE_ROW = 9;
const GUTTER = 30;

/** How a matrix lies on the page. */
export interface PairLayout {
  readonly n: number;
  /** device pixels of a cell, and CSS px of it */
  readonly side: number;
  readonly cell: number;
  /** CSS px to the left of the matrix */
  readonly left: number;
  readonly named: boolean;
  readonly ratio: number;
}

/**
 * Fits a matrix of n servers into a width. A cell is a whole number of device pixels and at least one CSS px: where that
 * does not fit, the matrix scrolls, since half a pixel would show a mixture of colours that no pair has.
 */
export function pairLayout(n: number, width: number, ratio: number): PairLayout {
  const named = Math.min(width - NAMES_WIDTH, LARGEST_SIDE) / Math.max(1, n) >= READABLE_ROW;
  const left = named ? NAMES_WIDTH : GUTTER;
  const room = Math.min(LARGEST_CELL, Math.min(width - left, LARGEST_SIDE) / Math.max(1, n));
  const side = Math.max(Math.ceil(ratio), Math.floor(room * ratio));
  return {n, side, cell: side / ratio, left, named, ratio};
}

/** Whether a matrix of n servers can be seen as a whole; else it scrolls. @param width CSS px */
export function fits(n: number, width: number): boolean {
  return n <= width - GUTTER;
}

/** A canvas that shows the cells of a matrix, and the colours of its steps. */
export interface PairCanvas {
  readonly canvas: HTMLCanvasElement;
  /** draws the cells in an order; the colours are those of the page at that moment */
  draw(steps: Uint8Array, order: readonly number[], scale: readonly PairStep[], layout: PairLayout): void;
}

export function pairCanvas(): PairCanvas {
  const canvas = document.createElement("canvas");
  let image: ImageData | null = null;
  let pixels = new Uint32Array();
  let tiles: {readonly key: string; readonly tiles: readonly CellTile[]} = {key: "", tiles: []};
  return {
    canvas,
    draw(steps, order, scale, {n, side, cell}) {
      const width = Math.max(1, n * side);
      const context = canvas.getContext("2d");
      if (!context) return;
      if (image?.width !== width) {
        canvas.width = width;
        canvas.height = width;
        image = context.createImageData(width, width);
        pixels = new Uint32Array(image.data.buffer);
      }
      canvas.style.width = `${n * cell}px`;
      canvas.style.height = `${n * cell}px`;
      const colours = coloursOf(scale);
      const key = JSON.stringify([side, cell, colours, scale.map(({text}) => text)]);
      if (tiles.key !== key) tiles = {key, tiles: makeTiles(scale, colours, side, cell)};
      composePixels(steps, order, tiles.tiles, pixels);
      context.putImageData(image, 0, 0);
    },
  };
}

/** Of each step its colour and that of its mark as the theme has them, then those of the ground. */
function coloursOf(scale: readonly PairStep[]): readonly (readonly [colour: string, ink: string])[] {
  const style = getComputedStyle(document.documentElement);
  const value = (property: string) => style.getPropertyValue(property).trim();
  const ground = value("--jsd-self");
  return [...scale.map(({colour, ink}) => [value(colour), value(ink)] as const), [ground, ground]];
}

function makeTiles(
  scale: readonly PairStep[],
  colours: readonly (readonly [colour: string, ink: string])[],
  side: number,
  cell: number,
): readonly CellTile[] {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const context = canvas.getContext("2d", {willReadFrequently: true});
  if (!context) return [];
  const ratio = side / cell;
  const ground = colours.at(-1)?.[0] ?? "";
  return colours.map(([colour, ink], i) => {
    const marked = cell >= MARKED_CELL;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = colour;
    context.fillRect(0, 0, side, side);
    if (marked) {
      context.globalAlpha = 0.5; // a thin line that is seen between light cells and between dark ones
      context.fillStyle = ground;
      context.fillRect(side - 1, 0, 1, side);
      context.fillRect(0, side - 1, side - 1, 1);
      context.globalAlpha = 1;
    }
    const path = marked ? (scale[i]?.mark(0, 0, cell) ?? "") : "";
    if (path !== "") {
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.strokeStyle = ink;
      context.lineCap = "round";
      context.lineWidth = isDotted(path) ? Math.min(3, cell / 3) : Math.min(1.5, cell / 6);
      context.stroke(new Path2D(path.replaceAll("h0", "h0.01"))); // a canvas drops lines of no length, SVG makes them dots
    }
    const {data} = context.getImageData(0, 0, side, side);
    return {side, pixels: new Uint32Array(data.buffer.slice(0))};
  });
}
