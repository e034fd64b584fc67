import {arrowMoves} from "./arrowMoves.js";
import {create} from "d3";
import type {Coverage} from "../report/coverage.js";
import {chartFigure} from "./chartFigure.js";
import {dataTable} from "./dataTable.js";
import {type RunColumns, runColumns, runName} from "./runColumns.js";
import {siteAddress} from "./siteAddress.js";
import {drawUptime, type UptimeLayout} from "./uptimeDrawing.js";

/** px. */
const [WIDEST, AXIS, NAMES] = [960, 20, 250];

/** px. Names stand beside rows of at least this height, where there is room for them. */
const NAMED_ROW = 12;

/** States in words, by letter. */
const words: Readonly<Record<string, string>> = {
  a: "answered",
  f: "failed",
  "-": "not asked, or our own side suspected",
};

/** Which server answered in which run: one row a server, one column a run. */
export function uptimeMatrix(coverage: Coverage, {width}: {width: number}): HTMLElement {
  const {uptime, runs} = coverage;
  const {servers, title, alwaysUp, alwaysDown, left} = uptime;
  const caption =
    `One row a server, like ones beside each other; one column a run. Left out, as a row without a change says nothing about who fails together: ${alwaysUp} that always answered and ${alwaysDown} that never did. ` +
    `${left > 0 ? `${left} with fewer changes are left out for want of room. ` : ""}What it cannot show: a shared cause. Servers of one hosting company fall silent together, and so does everything when our own connection stumbles.`;
  const states = servers.map((row) => unfold(row.states));
  const table = () => uptimeTable(coverage, states);
  if (servers.length === 0)
    return chartFigure({
      title,
      caption:
        "A row a server and a column a run would be drawn of those that changed: a row without a change says nothing about who fails together. What it cannot show: a shared cause.",
    });
  const whole = Math.min(width, WIDEST);
  const cell = servers.length <= 40 ? 14 : servers.length <= 120 ? 8 : 5;
  const names = cell >= NAMED_ROW && whole >= 640;
  const layout: UptimeLayout = {
    width: whole,
    height: servers.length * cell + AXIS,
    cell,
    axis: AXIS,
    columns: runColumns(coverage, names ? NAMES : 0, whole - 1),
    names: names ? servers.map(({endpoint}) => endpoint) : null,
    untold: runs.map(({ownSide}) => ownSide),
  };
  return chartFigure({title, caption, table}, legend(), interactive(coverage, states, layout));
}

/** @example unfold("3af") // "aaaf" */
export function unfold(states: string): string {
  return states.replace(/(\d+)(\D)/g, (_, count: string, letter: string) => letter.repeat(Number(count)));
}

function legend(): HTMLElement {
  const list = create("ul").attr("class", "legend");
  for (const [letter, className] of [
    ["a", "up"],
    ["f", "down"],
    ["-", "untold"],
  ] as const) {
    const item = list.append("li");
    item.append("span").attr("class", `uptime-swatch ${className}`);
    item.append("span").text(words[letter] ?? "");
  }
  return list.node() as HTMLElement; // created above
}

/** The drawing, a frame around the cell that is looked at, and what it says: by pointer and by arrow keys. */
function interactive({uptime, runs}: Coverage, states: readonly string[], layout: UptimeLayout): HTMLElement {
  const {servers, title} = uptime;
  const box = create("div").attr("class", "uptime");
  const place = box.append("div").attr("class", "uptime-box");
  const canvas = place
    .append("canvas")
    .attr("tabindex", 0)
    .attr("role", "img")
    .attr("aria-label", `${title}. Arrow keys move from cell to cell; the table below has every value.`);
  const frame = place.append("div").attr("class", "uptime-frame").attr("hidden", "");
  const output = box.append("output").attr("class", "uptime-output").attr("aria-live", "polite");
  output.text("Point at a cell, or move with the arrow keys.");
  const node = canvas.node() as HTMLCanvasElement; // created above
  drawUptime(node, states, layout);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const redraw = () => {
    if (node.isConnected) drawUptime(node, states, layout);
    else dark.removeEventListener("change", redraw);
  };
  dark.addEventListener("change", redraw);
  // Custom properties are known only once the canvas stands on the page.
  requestAnimationFrame(redraw);

  let [row, column] = [0, Math.max(0, runs.length - 1)];
  const show = () => {
    const [server, run] = [servers[row], runs[column]];
    if (!server || !run) return;
    const [x, right] = [layout.columns.edges[column] ?? 0, layout.columns.edges[column + 1] ?? 0];
    frame
      .attr("hidden", null)
      .style("left", `${x}px`)
      .style("top", `${row * layout.cell}px`)
      .style("width", `${Math.max(3, right - x)}px`)
      .style("height", `${layout.cell}px`);
    output.text("");
    output
      .append("a")
      .attr("href", siteAddress(`servers/${server.id}`))
      .text(server.endpoint);
    output
      .append("span")
      .text(
        `: ${words[states[row]?.[column] ?? "-"]} in the run of ${runName(run)}. ${server.changes} ${server.changes === 1 ? "change" : "changes"} in all.`,
      );
  };
  canvas.on("pointermove pointerdown", (event: PointerEvent) => {
    const {left, top} = node.getBoundingClientRect();
    const found = cellAt(event.clientX - left, event.clientY - top, layout, servers.length);
    if (!found) return;
    [row, column] = found;
    show();
  });
  canvas.on("focus", show);
  canvas.on("keydown", (event: KeyboardEvent) => {
    const moved = arrowMoves[event.key];
    if (!moved) return;
    event.preventDefault();
    row = Math.min(servers.length - 1, Math.max(0, row + moved[0]));
    column = Math.min(runs.length - 1, Math.max(0, column + moved[1]));
    show();
  });
  return box.node() as HTMLElement; // created above
}

function cellAt(
  x: number,
  y: number,
  {columns, cell}: {columns: RunColumns; cell: number},
  rows: number,
): [row: number, column: number] | null {
  const row = Math.floor(y / cell);
  const column = columns.edges.findIndex((edge, i) => edge <= x && x < (columns.edges[i + 1] ?? edge));
  return row < 0 || row >= rows || column < 0 ? null : [row, column];
}

function uptimeTable({uptime, runs}: Coverage, states: readonly string[]): HTMLElement {
  const count = (text: string, letter: string) => text.split(letter).length - 1;
  const last = (text: string) => {
    const at = text.lastIndexOf("f");
    const run = runs[at];
    return run ? runName(run) : "–";
  };
  return dataTable(
    "Servers that changed",
    uptime.servers.map((row, i) => ({...row, text: states[i] ?? ""})),
    [
      {
        heading: "Server",
        text: ({endpoint}) => endpoint,
        kind: "name",
        href: ({id}) => siteAddress(`servers/${id}`),
      },
      {heading: "Answered", text: ({text}) => String(count(text, "a")), kind: "numeric"},
      {heading: "Failed", text: ({text}) => String(count(text, "f")), kind: "numeric"},
      {heading: "Not told", text: ({text}) => String(count(text, "-")), kind: "numeric"},
      {heading: "Changes", text: ({changes}) => String(changes), kind: "numeric"},
      {heading: "Last failed", text: ({text}) => last(text)},
    ],
  );
}
