/** Colours of one cell: `side` × `side` pixels, row by row. */
export interface CellTile {
  readonly side: number;
  readonly pixels: Uint32Array;
}

/**
 * The picture of a matrix: every cell of the ordered matrix as the tile of its step.
 *
 * Pixels are composed here and put on the canvas in one piece, since half a million calls to a canvas take a second.
 *
 * @param steps n × n colour steps, in the servers' own order
 * @param order positions of the servers in the order in which they are drawn
 * @param tiles of each step, then one for the diagonal; all of one side
 * @param into (n × side)² pixels
 */
export function composePixels(
  steps: Uint8Array,
  order: readonly number[],
  tiles: readonly CellTile[],
  into: Uint32Array,
): void {
  const n = order.length;
  const side = tiles[0]?.side ?? 1;
  const width = n * side;
  const pixels = tiles.map((tile) => tile.pixels);
  const self = pixels.length - 1;
  const columns = Int32Array.from(order);
  for (let row = 0; row < n; row++) {
    const from = (columns[row] as number) * n;
    for (let column = 0; column < n; column++) {
      const step = row === column ? self : (steps[from + (columns[column] as number)] as number);
      const tile = pixels[step] as Uint32Array;
      let to = row * side * width + column * side;
      for (let y = 0, at = 0; y < side; y++, to += width - side)
        for (let x = 0; x < side; x++) into[to++] = tile[at++] as number;
    }
  }
}
