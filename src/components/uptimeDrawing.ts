import type {RunColumns} from "./runColumns.js";

/** Where everything stands, px. */
export interface UptimeLayout {
  readonly width: number;
  readonly height: number;
  /** height of a row */
  readonly cell: number;
  /** height of the dates below */
  readonly axis: number;
  readonly columns: RunColumns;
  /** of the rows; null where there is no room */
  readonly names: readonly string[] | null;
  /** columns in which our own side is suspected */
  readonly untold: readonly boolean[];
}

/** Draws rows of states (a letter a run) on a canvas, sharp on any screen, in the page's present colours. */
export function drawUptime(canvas: HTMLCanvasElement, states: readonly string[], layout: UptimeLayout): void {
  const {width, height, cell, axis, columns, names} = layout;
  const density = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * density);
  canvas.height = Math.round(height * density);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext("2d");
  if (!context) return; // a browser without canvas still has the table
  context.scale(density, density);
  const style = getComputedStyle(canvas);
  const colour = (name: string) => style.getPropertyValue(name).trim() || "#888";
  const fills: Readonly<Record<string, string>> = {
    a: colour("--uptime-up"),
    f: colour("--uptime-down"),
    "-": colour("--uptime-untold"),
  };
  const gap = cell > 6 ? 1 : 0;
  for (const [i, row] of states.entries())
    for (let from = 0; from < row.length;) {
      let to = from + 1;
      while (to < row.length && row[to] === row[from]) to++;
      context.fillStyle = fills[row[from] ?? "-"] ?? "#888";
      const x = columns.edges[from] ?? 0;
      context.fillRect(x, i * cell, (columns.edges[to] ?? x) - x, cell - gap);
      from = to;
    }
  const bottom = height - axis;
  context.fillStyle = colour("--uptime-suspected");
  for (const [i, untold] of layout.untold.entries()) {
    const x = columns.edges[i] ?? 0;
    if (untold) context.fillRect(x, 0, Math.max(1, (columns.edges[i + 1] ?? x) - x), bottom);
  }
  context.strokeStyle = colour("--theme-foreground");
  context.setLineDash([2, 2]);
  context.beginPath();
  for (const x of columns.gaps) {
    context.moveTo(x, 0);
    context.lineTo(x, bottom);
  }
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = colour("--theme-foreground-muted");
  context.font = `12px ${style.getPropertyValue("--sans-serif") || "sans-serif"}`;
  context.textBaseline = "middle";
  for (const {x, text} of columns.labels) context.fillText(text, x, height - axis / 2 + 2);
  const left = (columns.edges[0] ?? 0) - 8;
  for (const [i, name] of (names ?? []).entries())
    context.fillText(shortened(context, name, left), 0, (i + 0.5) * cell);
}

/** The end of a name goes first: what tells servers of one domain apart stands at its beginning, and the port is in the readout. */
function shortened(context: CanvasRenderingContext2D, name: string, room: number): string {
  if (context.measureText(name).width <= room) return name;
  let length = name.length;
  while (length > 1 && context.measureText(`${name.slice(0, length)}…`).width > room) length--;
  return `${name.slice(0, length)}…`;
}
