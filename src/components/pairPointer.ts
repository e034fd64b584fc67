import {arrowMoves} from "./arrowMoves.js";

/** A cell of the drawn matrix. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface PairListener {
  /** a pair came under the pointer, the finger or the keys */
  readonly show: (at: Place, by: "pointer" | "keys") => void;
  readonly hide: () => void;
  /** the reader wants the pair's own page */
  readonly open: (at: Place, elsewhere: boolean) => void;
  /** `,` and `.`: one round back or on; `<` and `>`: one run */
  readonly step: (by: 1 | -1, what: "round" | "run") => void;
}

/** Cells that Page Up and Page Down move. */
const PAGE = 10;

const moves: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ...arrowMoves,
  PageUp: [-PAGE, 0],
  PageDown: [PAGE, 0],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

const steps: Readonly<Record<string, readonly [by: 1 | -1, what: "round" | "run"]>> = {
  ",": [-1, "round"],
  ".": [1, "round"],
  "<": [-1, "run"],
  ">": [1, "run"],
};

/**
 * Follows pointer, finger and keys over a matrix. A finger’s first tap shows a pair, its second on the same cell opens it.
 *
 * @param size number of rows, and px of a cell, at that moment
 */
export function pairPointer(
  canvas: HTMLCanvasElement,
  size: () => {readonly n: number; readonly cell: number},
  {show, hide, open, step}: PairListener,
): void {
  let at: Place = {row: 0, column: 1};
  let shown = false;
  let tapped = "";
  const go = (next: Place, by: "pointer" | "keys") => {
    const {n} = size();
    if (n === 0) return;
    at = {row: within(next.row, n), column: within(next.column, n)};
    shown = true;
    show(at, by);
  };
  const leave = () => {
    shown = false;
    tapped = "";
    hide();
  };
  const under = ({offsetX, offsetY}: MouseEvent): Place => {
    const {cell} = size();
    return {row: Math.floor(offsetY / cell), column: Math.floor(offsetX / cell)};
  };
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerType === "mouse") go(under(event), "pointer");
  });
  canvas.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse") leave();
  });
  canvas.addEventListener("click", (event) => {
    const next = under(event);
    const key = `${next.row} ${next.column}`;
    const byFinger = event instanceof PointerEvent && event.pointerType !== "mouse";
    if (byFinger && tapped !== key) {
      tapped = key;
      go(next, "pointer");
    } else {
      go(next, "pointer");
      open(at, event.ctrlKey || event.metaKey);
    }
  });
  canvas.addEventListener("focus", () => {
    if (canvas.matches(":focus-visible")) go(at, "keys");
  });
  canvas.addEventListener("blur", leave);
  canvas.addEventListener("keydown", (event) => {
    const move = moves[event.key];
    const stepped = steps[event.key];
    if (event.key === "Escape") leave();
    else if (event.key === "Enter" && shown) open(at, event.ctrlKey || event.metaKey);
    else if (stepped) step(...stepped);
    else if (move && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      go({row: at.row + move[0], column: at.column + move[1]}, "keys");
    }
  });
}

function within(value: number, count: number): number {
  return Math.max(0, Math.min(count - 1, value));
}
