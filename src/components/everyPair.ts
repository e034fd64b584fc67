import {create} from "d3";
import type {MatrixRun} from "../report/matrixRun.js";
import type {PairGrid} from "../report/pairGrid.js";
import type {RunList} from "../report/runList.js";
import {componentList} from "./componentList.js";
import {matrixControls} from "./matrixControls.js";
import {addressOf, type MatrixView, viewIn} from "./matrixQuery.js";
import {clusterSentence, pairFinding} from "./pairFinding.js";
import {pairLegend} from "./pairLegend.js";
import {componentCurve, componentsFrom, type PairLinks, pairLinks} from "./pairLinks.js";
import {pairMatrix} from "./pairMatrix.js";
import {LARGEST_LEAF_ORDER, leafPlaces, orderedServers, stretches} from "./pairOrder.js";
import {type PairScale, pairScale} from "./pairScale.js";
import {pairSearch} from "./pairSearch.js";
import {type PairValues, roundValues, windowValues} from "./pairValues.js";
import {quantityNote} from "./quantityNote.js";
import {runFiles} from "./runFiles.js";
import {runSlider} from "./runSlider.js";
import {setAsideList} from "./setAsideList.js";
import {type ThresholdChart, thresholdChart} from "./thresholdChart.js";
import {type ThresholdScale, thresholdScale} from "./thresholdScale.js";

/** A quantity of all pairs, with what follows from it alone: neither order nor threshold. */
interface Shown {
  readonly values: PairValues;
  readonly scale: PairScale;
  readonly steps: Uint8Array;
  readonly links: PairLinks;
  readonly thresholds: ThresholdScale;
}

/** px. From this width on, the curve stands beside the matrix. */
const BESIDE = 900;
const CURVE_WIDTH = 280;

/** The page of every pair: controls, matrix, curve, search and lists, kept in step with each other and with the address. */
export function everyPair(list: RunList, grid: PairGrid): HTMLElement {
  const {runs, quantities} = list;
  const [usual] = quantities;
  const root = create("div").attr("class", "every-pair");
  const node = root.node() as HTMLElement; // created above
  if (runs.length === 0 || !usual) {
    root.append("p").text("There is nothing to compare yet: the archive holds no run.");
    return node;
  }
  let view: MatrixView = viewIn(location.search, list);
  let run: MatrixRun | null = null;
  let round = -1;
  let shown: Shown | null = null;
  let leaves: {readonly of: unknown; readonly places: readonly number[] | null} = {of: null, places: null};
  let chart: ThresholdChart | null = null;
  let wanted = 0;
  let scheduled = false;

  const fetchRun = runFiles();
  const position = () => {
    const found = runs.findIndex(({name}) => name === view.run);
    return found < 0 ? runs.length - 1 : found;
  };
  const keep = (change: Partial<MatrixView>) => {
    view = {...view, ...change};
    history.replaceState(history.state, "", `${location.pathname}${addressOf(view)}${location.hash}`);
  };

  const slider = runSlider(list, {
    onRun: (next) => void goTo(next, null),
    onRound: (next) => chooseRound(next),
    onStep: (by) => step(by, "round"),
  });
  const controls = matrixControls(list, {
    onQuantity: (quantity) => {
      keep({quantity, threshold: null});
      prepare();
    },
    onOrder: (order) => {
      keep({order});
      schedule();
    },
    onThreshold: (threshold) => {
      keep({threshold});
      schedule();
    },
    onReset: () => {
      keep({threshold: null});
      schedule();
    },
  });
  const matrix = pairMatrix(list, step);
  const search = pairSearch(list, (i, j) => matrix.point(i, j));
  const members = componentList();

  root.append(() => slider.element);
  root.append(() => controls.element);
  const state = root.append("p").attr("class", "state").attr("role", "status");
  const figure = root.append("figure").attr("class", "matrix pairs");
  const heading = figure.append("h3");
  const sides = figure.append("div").attr("class", "pair-sides");
  const left = sides.append("div").attr("class", "pair-main");
  left.append(() => matrix.element);
  const legend = left.append("div");
  const curve = sides.append("div").attr("class", "pair-curve");
  const caption = figure.append("figcaption");
  root.append("h2").text("A pair by its names");
  root.append(() => search.element);
  root.append("h2").text("The clusters at this threshold");
  root.append(() => members.element);
  const aside = root.append("div");

  function step(by: 1 | -1, what: "round" | "run"): void {
    const count = run?.rounds.length ?? 0;
    const next = round + by;
    if (what === "round" && next >= 0 && next < count) chooseRound(next);
    else {
      const to = position() + by;
      if (to >= 0 && to < runs.length) void goTo(to, what === "run" ? null : by > 0 ? "first" : "last");
    }
  }

  function chooseRound(next: number): void {
    round = next;
    const chosen = run?.rounds[next];
    keep({round: chosen && next !== run?.main ? chosen.sweep : null});
    prepare();
  }

  /** Fetches a run and shows it, unless another was asked for in the meantime. */
  async function goTo(next: number, at: "first" | "last" | null, sweep: number | null = null): Promise<void> {
    const name = runs[next]?.name ?? "";
    keep({run: next === runs.length - 1 ? null : name, round: sweep});
    const asked = ++wanted;
    node.setAttribute("aria-busy", "true");
    let found: MatrixRun | null = null;
    let problem = "";
    try {
      found = await fetchRun(name);
      if (!found) problem = "The file of this run is not there.";
    } catch (error) {
      problem = `The file of this run could not be had: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (asked !== wanted) return;
    node.removeAttribute("aria-busy");
    run = found;
    const rounds = found?.rounds ?? [];
    const named = rounds.findIndex((each) => each.sweep === sweep);
    round = at === "first" ? 0 : at === "last" ? rounds.length - 1 : named >= 0 ? named : (found?.main ?? -1);
    const chosen = rounds[round];
    keep({round: chosen && round !== found?.main ? chosen.sweep : null});
    state.text(problem);
    prepare();
    // The neighbours, so that going on needs no waiting.
    for (const neighbour of [next - 1, next + 1]) {
      const neighbourName = runs[neighbour]?.name;
      if (neighbourName !== undefined) fetchRun(neighbourName).catch(() => null);
    }
  }

  /** Another run, round or quantity. */
  function prepare(): void {
    const quantity = quantities.find(({id}) => id === view.quantity) ?? usual;
    const chosen = run?.rounds[round];
    const pair = run && chosen ? {run, round: chosen} : null;
    slider.update(position(), run?.rounds ?? [], round);
    controls.update(view.quantity, view.order);
    if (!quantity || (quantity.ofRound && !pair)) {
      shown = null;
      figure.attr("hidden", "");
      if (run) state.text("In this run no answer came that could be compared.");
      return;
    }
    if (run) state.text("");
    figure.attr("hidden", null);
    const values =
      quantity.ofRound && pair
        ? roundValues(quantity, pair, grid, list)
        : windowValues(quantity, pair, grid, list);
    const scale = pairScale(quantity, list);
    const links = pairLinks(values);
    shown = {
      values,
      scale,
      links,
      steps: stepsOf(values, scale),
      thresholds: thresholdScale(quantity, links, list),
    };
    chart = null;
    heading.text(pairFinding(values, list));
    (legend.node() as HTMLElement).replaceChildren(pairLegend(scale, shown.steps, values.servers.length));
    caption.selectAll("*").remove();
    caption.append(() => quantityNote(quantity));
    search.update(values);
    (aside.node() as HTMLElement).replaceChildren(setAsideList(pair));
    schedule();
  }

  /** Draws at the next frame, however often it was asked for before. */
  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      draw();
    });
  }

  function draw(): void {
    if (!shown || !node.isConnected) return;
    const {values, scale, steps, links, thresholds} = shown;
    const width = node.clientWidth;
    const beside = width >= BESIDE;
    sides.classed("beside", beside);
    const threshold = clamped(view.threshold ?? values.quantity.threshold ?? links.nearest, shown);
    const components = componentsFrom(links, threshold, values);
    const order = orderedServers(values, view.order, components, leavesOf());
    const outlines = stretches(order, components).map(({from, size}) => ({
      from,
      size,
      name: clusterName(order.slice(from, from + size)),
    }));
    matrix.draw({values, scale, steps, order, outlines}, beside ? width - CURVE_WIDTH - 24 : width);
    if (!chart) {
      chart = thresholdChart(componentCurve(links, values), thresholds, {
        width: beside ? CURVE_WIDTH : Math.min(width, 480),
        onPick: (picked) => {
          keep({threshold: picked});
          schedule();
        },
      });
      (curve.node() as HTMLElement).replaceChildren(chart.element);
    }
    chart.mark(threshold);
    controls.threshold(thresholds, threshold);
    const groups = groupsOf(components);
    members.update(
      clusterSentence(
        groups.map(({length}) => length),
        thresholds.text(threshold),
      ),
      groups.map((group) => ({
        name: clusterName(group),
        servers: group.flatMap((i) => values.servers[i] ?? []),
      })),
    );
  }

  /** The name of a named cluster of the round, for exactly its members. */
  function clusterName(group: readonly number[]): string | null {
    const chosen = run?.rounds[round];
    if (!shown || !chosen || !run) return null;
    const ids = new Set(group.map((i) => shown?.values.servers[i]?.id));
    let from = 0;
    for (const {name, size} of chosen.clusters) {
      const own = chosen.servers.slice(from, (from += size));
      if (name !== null && size === ids.size && own.every((i) => ids.has(run?.endpoints[i]?.id))) return name;
    }
    return null;
  }

  function leavesOf(): readonly number[] | null {
    const chosen = run?.rounds[round];
    if (view.order !== "leaf" || !chosen) return null;
    if (leaves.of !== chosen) leaves = {of: chosen, places: leafPlaces(chosen)};
    if (!leaves.places)
      state.text(
        `The optimal leaf order of ${chosen.divergences.length} distinct answers would take this page too long (more than ${LARGEST_LEAF_ORDER}): servers stand cluster by cluster, in optimal order within each.`,
      );
    return leaves.places;
  }

  let lastWidth = 0;
  new ResizeObserver(() => {
    if (node.clientWidth === lastWidth) return;
    lastWidth = node.clientWidth;
    chart = null;
    schedule();
  }).observe(node);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", schedule);
  void goTo(position(), null, view.round);
  return node;
}

function stepsOf({servers, values, answers}: PairValues, scale: PairScale): Uint8Array {
  const n = servers.length;
  const steps = new Uint8Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++)
      steps[i * n + j] = steps[j * n + i] = scale.step(
        values[i * n + j] ?? NaN,
        answers !== null && answers[i] === answers[j],
      );
  return steps;
}

/** A threshold that the slider can show: anybody can write an address. */
function clamped(threshold: number, {thresholds, values}: Shown): number {
  const at = thresholds.position(threshold);
  return at > 0 && at < 1 && values.quantity.id !== "level" ? threshold : thresholds.threshold(at);
}

function groupsOf(components: readonly number[]): readonly (readonly number[])[] {
  const groups: number[][] = [];
  for (const [i, component] of components.entries()) (groups[component] ??= []).push(i);
  return groups.toSorted((a, b) => b.length - a.length);
}
