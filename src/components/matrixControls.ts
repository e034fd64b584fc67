import {create} from "d3";
import type {QuantityId} from "../report/matrixQuantities.js";
import type {RunList} from "../report/runList.js";
import {type PairOrder, pairOrders} from "./pairOrder.js";
import type {ThresholdScale} from "./thresholdScale.js";

/** Steps of the threshold's slider. */
const SLIDER_STEPS = 400;

/** What to show, in which order, and linked from where on. */
export interface MatrixControls {
  readonly element: HTMLElement;
  update(quantity: QuantityId, order: PairOrder): void;
  /** @param scale null: there is nothing to link */
  threshold(scale: ThresholdScale | null, threshold: number): void;
}

export interface MatrixControlEvents {
  readonly onQuantity: (quantity: QuantityId) => void;
  readonly onOrder: (order: PairOrder) => void;
  readonly onThreshold: (threshold: number) => void;
  /** back to the usual threshold */
  readonly onReset: () => void;
}

export function matrixControls(
  {quantities}: Pick<RunList, "quantities">,
  {onQuantity, onOrder, onThreshold, onReset}: MatrixControlEvents,
): MatrixControls {
  const form = create("form").attr("class", "picker").attr("aria-label", "What to show");
  form.on("submit", (event: Event) => event.preventDefault());
  const choice = <Value extends string>(
    name: string,
    options: readonly (readonly [value: Value, text: string])[],
    onChoice: (value: Value) => void,
  ) => {
    const label = form.append("label");
    label.append("span").text(name);
    const select = label.append("select").node() as HTMLSelectElement; // appended in this line
    for (const [value, text] of options) select.add(new Option(text, value));
    select.addEventListener("input", () => {
      const chosen = options[select.selectedIndex];
      if (chosen) onChoice(chosen[0]);
    });
    return select;
  };
  const quantity = choice(
    "Show",
    quantities.map(({id, name}) => [id, name] as const),
    onQuantity,
  );
  const order = choice("In the order", Object.entries(pairOrders) as [PairOrder, string][], onOrder);
  const label = form.append("label").attr("class", "wide");
  const text = label.append("span");
  const slider = label
    .append("input")
    .attr("type", "range")
    .attr("min", 0)
    .attr("max", SLIDER_STEPS)
    .attr("step", 1)
    .node() as HTMLInputElement; // appended in this statement
  const reset = form.append("button").attr("type", "button").text("usual threshold");
  reset.on("click", onReset);
  let scale: ThresholdScale | null = null;
  const name = (threshold: number) => {
    const words = scale?.text(threshold) ?? "";
    text.text(`Linked at ${words}`);
    slider.setAttribute("aria-valuetext", words);
  };
  slider.addEventListener("input", () => {
    if (!scale) return;
    const threshold = scale.threshold(Number(slider.value) / SLIDER_STEPS);
    name(threshold);
    onThreshold(threshold);
  });
  return {
    element: form.node() as HTMLElement, // created above
    update(nextQuantity, nextOrder) {
      quantity.value = nextQuantity;
      order.value = nextOrder;
    },
    threshold(next, threshold) {
      label.attr("hidden", next ? null : "");
      reset.attr("hidden", next ? null : "");
      scale = next;
      if (!next) return;
      const at = String(Math.round(next.position(threshold) * SLIDER_STEPS));
      // While it is dragged the slider stands where the finger is.
      if (next.threshold(Number(slider.value) / SLIDER_STEPS) !== threshold) slider.value = at;
      name(threshold);
    },
  };
}
