import * as Plot from "@observablehq/plot";

/**
 * A chart by Plot, as assistive technology should meet it: Plot puts a label on the group of each mark, which has no
 * role that may carry one; the chart as a whole is an image with a label.
 */
export function plot(options: Plot.PlotOptions): ReturnType<typeof Plot.plot> {
  const chart = Plot.plot(options);
  for (const group of chart.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label");
  const svgs = [...(chart.matches("svg") ? [chart] : []), ...chart.querySelectorAll("svg")];
  for (const svg of svgs) if (svg.hasAttribute("aria-label")) svg.setAttribute("role", "img");
  return chart;
}
