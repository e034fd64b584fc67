import type {Signature} from "../report/signature.js";
import {arrowMoves} from "./arrowMoves.js";
import {element, svgElement} from "./element.js";
import {levelOfLetter, levelSwatch} from "./levelScale.js";
import type {Cell, Geometry} from "./matrixLayout.js";
import type {MatrixScale} from "./matrixScale.js";
import {pairIndex} from "./signatureCells.js";
import {siteAddress} from "./siteAddress.js";

/** Shows the pair under the pointer, the finger or the arrow keys in both triangles, and opens its comparison. */
export function followPair(
  svg: SVGSVGElement,
  tooltip: HTMLElement,
  data: Signature,
  scale: MatrixScale,
  {cell, left, side, width}: Geometry,
): void {
  const n = data.servers.length;
  const square = () => svgElement("rect", {width: cell, height: cell});
  const [here, twin] = [square(), square()];
  const cursor = svgElement("g", {class: "matrix-cursor", hidden: ""}, here, twin);
  svg.append(cursor);
  let at: Cell = {row: 0, column: 1};
  const shown = () => !cursor.hasAttribute("hidden");
  const hide = () => {
    cursor.setAttribute("hidden", "");
    tooltip.hidden = true;
  };
  const show = ({row, column}: Cell) => {
    at = {row: within(row, n), column: within(column, n)};
    cursor.removeAttribute("hidden");
    place(here, at.column * cell, at.row * cell);
    place(twin, at.row * cell, at.column * cell);
    tooltip.replaceChildren(...pairInWords(data, scale, at));
    tooltip.hidden = false;
    const [x, y] = [left + (at.column + 1) * cell + 8, (at.row + 1) * cell + 8];
    tooltip.style.left = `${Math.max(0, Math.min(x, width - tooltip.offsetWidth))}px`;
    tooltip.style.top = `${y}px`;
  };
  const under = (event: MouseEvent): Cell | null => {
    const box = svg.getBoundingClientRect();
    const zoom = (left + side + 1) / box.width; // narrower than drawn, should the page not give it its width
    const [x, y] = [(event.clientX - box.left) * zoom - left, (event.clientY - box.top) * zoom];
    return x < 0 ? null : {row: Math.floor(y / cell), column: Math.floor(x / cell)};
  };
  const open = () => {
    const [a, b] = [data.servers[at.row], data.servers[at.column]];
    if (a && b && a !== b) location.assign(siteAddress(`compare?a=${a.id}&b=${b.id}`));
  };
  let seen = false; // whether the finger is on a pair that it has been shown
  svg.addEventListener("pointerdown", (event) => {
    const cell = under(event);
    seen = event.pointerType === "mouse" || (shown() && cell?.row === at.row && cell.column === at.column);
    if (cell) show(cell);
  });
  svg.addEventListener("pointermove", (event) => {
    const cell = under(event);
    if (cell) show(cell);
    else hide();
  });
  svg.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse") hide();
  });
  svg.addEventListener("click", (event) => {
    if (seen && under(event)) open();
  });
  svg.addEventListener("focus", () => {
    if (svg.matches(":focus-visible")) show(at);
  });
  svg.addEventListener("blur", hide);
  svg.addEventListener("keydown", (event) => {
    const move = arrowMoves[event.key];
    if (event.key === "Escape") hide();
    if (event.key === "Enter" && shown()) open();
    if (!move) return;
    event.preventDefault();
    show({row: at.row + move[0], column: at.column + move[1]});
  });
}

function within(value: number, count: number): number {
  return Math.max(0, Math.min(count - 1, value));
}

function place(square: SVGRectElement, x: number, y: number): void {
  square.setAttribute("x", String(x));
  square.setAttribute("y", String(y));
}

function pairInWords({servers, divergences, levels}: Signature, scale: MatrixScale, at: Cell): HTMLElement[] {
  const alone = at.row === at.column;
  const lines = (alone ? [at.row] : [at.row, at.column]).map((position) =>
    element(
      "div",
      {},
      element("strong", {}, servers[position]?.endpoint ?? ""),
      element("span", {}, ` ${servers[position]?.program ?? ""}`),
    ),
  );
  if (alone) return [...lines, element("div", {class: "tooltip-value"}, "one and the same server")];
  const index = pairIndex(at.row, at.column);
  const {level, label} = levelOfLetter(levels[index] ?? "");
  const step = Number(divergences[index]);
  const bits = step > 0 && step < scale.steps.length - 1 ? " bits" : "";
  return [
    ...lines,
    element("div", {class: "tooltip-value"}, `Divergence: ${scale.steps[step]?.text ?? ""}${bits}`),
    element("div", {class: "tooltip-value"}, levelSwatch(level), ` ${label}`),
  ];
}
