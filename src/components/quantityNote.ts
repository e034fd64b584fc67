import {create} from "d3";
import type {MatrixQuantity} from "../report/matrixQuantities.js";

/** What a matrix is of, how to move in it, and what it cannot show. */
export function quantityNote({
  ofRound,
  unit,
  usual,
  cannotShow,
  compared,
  strangers,
}: MatrixQuantity): HTMLElement {
  const note = create("div");
  const time = ofRound
    ? "Of the chosen round."
    : "Of all runs of the archive together: run and round change the order of the servers, not the values.";
  note
    .append("p")
    .text(
      `${time} ${unit === "" ? "" : `Unit: ${unit}. `}Rows and columns are the same servers in the same order; outlines are clusters at the threshold. ${usual} Point at a cell or use the arrow keys; a click or Enter opens the comparison of the two, a second tap on a phone. The keys , and . go one round back and on, < and > one run.`,
    );
  note
    .append("p")
    .text(
      strangers.pairs === 0
        ? "No pair of known strangers is in the archive, so no null stands beside a value."
        : `The null is what strangers show: ${compared}.`,
    );
  note.append("p").append("strong").text("What it cannot show. ");
  note.select("p:last-child").append("span").text(cannotShow);
  return note.node() as HTMLElement; // created above
}
