import {create} from "d3";
import type {TwoNodes} from "../simulation/twoNodes.js";
import {isPreset, presets, sliders} from "./programSettings.js";

/** Presets, sliders and the choice of the market, as a form; tells of every change. */
export function programControls(opening: TwoNodes, onChange: (settings: TwoNodes) => void): HTMLElement {
  let settings = opening;
  const form = create("form")
    .attr("class", "program-controls")
    .attr("aria-label", "Settings of the simulation")
    .on("submit", (event: Event) => event.preventDefault());
  const change = (next: Partial<TwoNodes>) => {
    settings = {...settings, ...next};
    show();
    onChange(settings);
  };

  const row = form.append("div").attr("class", "program-presets").attr("role", "group");
  row.attr("aria-label", "Telling settings");
  const buttons = presets.map((preset) =>
    row
      .append("button")
      .attr("type", "button")
      .text(preset.name)
      .on("click", () => change(preset.settings)),
  );
  const fields = form.append("div").attr("class", "program-sliders");
  const inputs = sliders.map(({key, name, stops}) => {
    const label = fields.append("label");
    label.append("span").text(name);
    const input = label
      .append("input")
      .attr("type", "range")
      .attr("aria-label", name)
      .attr("min", 0)
      .attr("max", stops.length - 1)
      .attr("step", 1);
    const output = label.append("span").attr("class", "value");
    input.on("input", (event: Event) => {
      change({[key]: stops[(event.target as HTMLInputElement).valueAsNumber] ?? stops[0]});
    });
    return {input, output, label};
  });
  const last = fields.append("div").attr("class", "program-market");
  const check = last.append("label");
  const box = check
    .append("input")
    .attr("type", "checkbox")
    .on("input", (event: Event) => change({oneNode: (event.target as HTMLInputElement).checked}));
  check.append("span").text("Servers B ask node A too");
  last
    .append("button")
    .attr("type", "button")
    .text("Another market")
    .on("click", () => change({seed: settings.seed + 1}));
  const seed = last.append("output");

  function show(): void {
    for (const [i, preset] of presets.entries())
      buttons[i]?.attr("aria-pressed", String(isPreset(preset, settings)));
    for (const [i, {key, stops, text, ofNodeB}] of sliders.entries()) {
      const words = text(settings[key]);
      const idle = ofNodeB && settings.oneNode;
      const {input, output, label} = inputs[i] ?? {};
      input?.property("value", stops.indexOf(settings[key])).property("disabled", idle);
      input?.attr("aria-valuetext", words);
      label?.classed("idle", idle);
      output?.text(idle ? "as node A" : words);
    }
    box.property("checked", settings.oneNode);
    seed.text(`market ${settings.seed}`);
  }
  show();
  return form.node() as HTMLElement; // created above
}
