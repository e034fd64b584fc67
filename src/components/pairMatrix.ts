import {create} from "d3";
import type {RunList} from "../report/runList.js";
import {pairCanvas, type PairLayout, pairLayout} from "./pairCanvas.js";
import {drawFrame, type Outline} from "./pairFrame.js";
import {pairPointer} from "./pairPointer.js";
import type {PairScale} from "./pairScale.js";
import {compareAddress} from "./pairSearch.js";
import {fillTooltip, pairSentence, pairWords} from "./pairTooltip.js";
import type {PairValues} from "./pairValues.js";

/** All that one picture of a matrix is made of. */
export interface MatrixPicture {
  readonly values: PairValues;
  readonly scale: PairScale;
  /** n × n colour steps */
  readonly steps: Uint8Array;
  readonly order: readonly number[];
  readonly outlines: readonly Outline[];
}

/** Every pair as a coloured cell: drawn anew as often as one likes, without a new element. */
export interface PairMatrix {
  readonly element: HTMLElement;
  draw(picture: MatrixPicture, width: number): void;
  /** shows a pair as if the pointer stood on it */
  point(i: number, j: number): void;
}

export function pairMatrix(
  list: Pick<RunList, "levels">,
  onStep: (by: 1 | -1, what: "round" | "run") => void,
): PairMatrix {
  const box = create("div").attr("class", "matrix-box");
  const scroll = box.append("div").attr("class", "pair-scroll");
  const stage = scroll.append("div").attr("class", "pair-stage");
  const stageNode = stage.node() as HTMLElement; // created above
  const cells = pairCanvas();
  const {canvas} = cells;
  canvas.tabIndex = 0;
  canvas.className = "pair-cells";
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-roledescription", "matrix");
  stageNode.append(canvas);
  const frame = stage.append("canvas").attr("class", "pair-frame").attr("aria-hidden", "true");
  const across = stage.append("div").attr("class", "pair-cursor").attr("hidden", "");
  const down = stage.append("div").attr("class", "pair-cursor").attr("hidden", "");
  const tooltip = box.append("div").attr("class", "tooltip").attr("aria-hidden", "true").attr("hidden", "");
  const tooltipNode = tooltip.node() as HTMLElement; // created above
  const spoken = box.append("p").attr("class", "visually-hidden").attr("role", "status");

  let picture: MatrixPicture | null = null;
  let layout: PairLayout = pairLayout(0, 0, 1);
  const at = (row: number, column: number): [number, number] => [
    picture?.order[row] ?? -1,
    picture?.order[column] ?? -1,
  ];
  const hide = () => {
    across.attr("hidden", "");
    down.attr("hidden", "");
    tooltip.attr("hidden", "");
  };
  const show = (row: number, column: number) => {
    if (!picture) return;
    const {cell, left, n} = layout;
    const [i, j] = at(row, column);
    across
      .attr("hidden", null)
      .style("transform", `translate(${left}px, ${row * cell + 1}px)`)
      .style("width", `${n * cell}px`)
      .style("height", `${cell}px`);
    down
      .attr("hidden", null)
      .style("transform", `translate(${left + column * cell}px, 1px)`)
      .style("width", `${cell}px`)
      .style("height", `${n * cell}px`);
    fillTooltip(tooltipNode, picture.values, i, j, list);
    const scrolled = (scroll.node() as HTMLElement).scrollLeft; // created above
    place(
      tooltipNode,
      left + (column + 1) * cell - scrolled,
      (row + 1) * cell,
      stageNode.parentElement?.clientWidth ?? 0,
    );
  };
  pairPointer(canvas, () => layout, {
    show: ({row, column}, by) => {
      show(row, column);
      if (by !== "keys" || !picture) return;
      spoken.text(pairSentence(pairWords(picture.values, ...at(row, column), list)));
      across.node()?.scrollIntoView({block: "nearest", inline: "nearest"});
    },
    hide,
    open: ({row, column}, elsewhere) => {
      if (!picture) return;
      const address = compareAddress(picture.values, ...at(row, column));
      if (elsewhere) open(address, "_blank", "noopener");
      else location.assign(address);
    },
    step: onStep,
  });
  return {
    element: box.node() as HTMLElement, // created above
    draw(next, width) {
      const n = next.order.length;
      const ratio = devicePixelRatio || 1;
      layout = pairLayout(n, width, ratio);
      if (next.values !== picture?.values) {
        hide();
        canvas.setAttribute(
          "aria-label",
          `${next.values.quantity.name}, matrix of ${n} by ${n} servers. Arrow keys move from pair to pair, Enter opens the comparison of a pair.`,
        );
      }
      picture = next;
      box.attr("hidden", n < 2 ? "" : null);
      canvas.style.left = `${layout.left}px`;
      stage
        .style("width", `${layout.left + n * layout.cell + 1}px`)
        .style("height", `${n * layout.cell + 2}px`);
      cells.draw(next.steps, next.order, next.scale.steps, layout);
      drawFrame(
        frame.node() as HTMLCanvasElement, // created above
        layout,
        next.order.map((i) => next.values.servers[i]?.endpoint ?? ""),
        next.outlines,
      );
    },
    point(i, j) {
      const [row, column] = [picture?.order.indexOf(i) ?? -1, picture?.order.indexOf(j) ?? -1];
      if (row >= 0 && column >= 0) show(row, column);
    },
  };
}

/** px from the box's corner; kept within the width. */
function place(tooltip: HTMLElement, x: number, y: number, width: number): void {
  tooltip.style.left = `${Math.max(0, Math.min(x + 8, width - tooltip.offsetWidth))}px`;
  tooltip.style.top = `${y + 8}px`;
}
