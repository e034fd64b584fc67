import {create, select} from "d3";
import type {PairGrid} from "../report/pairGrid.js";
import type {RunList} from "../report/runList.js";
import {componentList} from "./componentList.js";
import {matrixControls} from "./matrixControls.js";
import {addressOf, type MatrixView, viewIn} from "./matrixQuery.js";
import {clusterSentence, pairFinding} from "./pairFinding.js";
import {pairLegend} from "./pairLegend.js";
import {componentCurve, componentsFrom, groupsOf} from "./pairLinks.js";
import {pairMatrix} from "./pairMatrix.js";
import {fits} from "./pairCanvas.js";
import {leafOrders, noLeafOrder, orderedServers, stretches} from "./pairOrder.js";
import {pairSearch} from "./pairSearch.js";
import {quantityNote} from "./quantityNote.js";
import {type Entry, runCursor} from "./runCursor.js";
import {runFiles} from "./runFiles.js";
import {runSlider} from "./runSlider.js";
import {setAsideList} from "./setAsideList.js";
import {type ShownQuantity, shownQuantity, thresholdOf} from "./shownQuantity.js";
import {type ThresholdChart, thresholdChart} from "./thresholdChart.js";

/** px. From this width on, the curve stands beside the matrix; its width and what lies between, as the style sheet has them. */
const BESIDE = 900;
const CURVE_WIDTH = 250;
const GAP = 20;

/** ms of rest after which the address is brought up to date: a browser refuses more than some twenty changes a second. */
const ADDRESS_AFTER_MS = 250;

/** px. The widest curve below a matrix. */
const WIDEST_CURVE = 480;

/**
 * Every pair: controls, matrix, curve, search and lists, kept in step with each other and with the page's address.
 *
 * Another run, round or quantity makes values and their spanning tree anew; another threshold or order only draws, at the next frame.
 */
export function everyPair(list: RunList, grid: PairGrid): HTMLElement {
  const root = create("div").attr("class", "every-pair");
  const node = root.node() as HTMLElement; // created above
  const [usual] = list.quantities;
  if (list.runs.length === 0 || !usual) {
    root.append("p").text("There is nothing to compare yet: the archive holds no run.");
    return node;
  }
  let view: MatrixView = viewIn(location.search, list);
  let shown: ShownQuantity | null = null;
  let chart: ThresholdChart | null = null;
  let scheduled = false;
  let drawnWidth = 0;
  let addressing = 0;
  const cursor = runCursor(list, runFiles());
  const leaves = leafOrders();

  const slider = runSlider(list, {
    onRun: (position) => void goTo(position, "main"),
    onRound: choose,
    onStep: (by) => step(by, "round"),
  });
  const controls = matrixControls(list, {
    onQuantity: (quantity) => {
      keep({quantity, threshold: null});
      prepare();
    },
    onOrder: (order) => redraw({order}),
    onThreshold: (threshold) => redraw({threshold}),
    onReset: () => redraw({threshold: null}),
  });
  const matrix = pairMatrix(list, step);
  const search = pairSearch(list, (i, j) => matrix.point(i, j));
  const members = componentList();

  root.append(() => slider.element);
  root.append(() => controls.element);
  const problem = root.append("p").attr("role", "status");
  const figure = root.append("figure").attr("class", "matrix pairs");
  const heading = figure.append("h2");
  const sides = figure.append("div").attr("class", "pair-sides");
  const main = sides.append("div").attr("class", "pair-main");
  const wide = main
    .append("p")
    .attr("class", "pair-wide")
    .attr("hidden", "")
    .text("More servers than this window has pixels for: the matrix scrolls sideways.");
  main.append(() => matrix.element);
  const legend = main.append("div").node() as HTMLElement; // appended in this line
  const curve = sides.append("div").node() as HTMLElement; // appended in this line
  const notice = figure.append("p").attr("role", "status");
  const caption = figure.append("figcaption").node() as HTMLElement; // appended in this line
  const below = root.append("div");
  const byNames = below.append("h2").text("A pair by its names");
  below.append(() => search.element);
  below.append("h2").text("The clusters at this threshold");
  below.append(() => members.element);
  const aside = below.append("div").node() as HTMLElement; // appended in this line

  function keep(change: Partial<MatrixView>): void {
    view = {...view, ...change};
    clearTimeout(addressing);
    addressing = window.setTimeout(() => {
      if (node.isConnected)
        history.replaceState(history.state, "", `${location.pathname}${addressOf(view)}${location.hash}`);
    }, ADDRESS_AFTER_MS);
  }

  function keepPlace(): void {
    const {position, chosen, run} = cursor;
    keep({
      run: position === list.runs.length - 1 ? null : (list.runs[position]?.name ?? null),
      round: chosen && chosen.round !== run?.rounds[run.main] ? chosen.round.sweep : null,
    });
  }

  async function goTo(position: number, entry: Entry): Promise<void> {
    node.setAttribute("aria-busy", "true");
    const wrong = await cursor.go(position, entry);
    if (wrong === undefined) return; // another run was asked for meanwhile
    node.removeAttribute("aria-busy");
    problem.text(wrong ?? "");
    keepPlace();
    prepare();
  }

  function choose(round: number): void {
    cursor.choose(round);
    keepPlace();
    prepare();
  }

  function step(by: 1 | -1, what: "round" | "run"): void {
    const next = cursor.next(by, what);
    if (!next) return;
    if ("round" in next) choose(next.round);
    else void goTo(next.position, next.entry);
  }

  function prepare(): void {
    const {position, run, round, chosen} = cursor;
    const quantity = list.quantities.find(({id}) => id === view.quantity) ?? list.quantities[0];
    slider.update(position, run?.rounds ?? [], round);
    controls.update(view.quantity, view.order);
    shown = quantity ? shownQuantity(quantity, chosen, grid, list) : null;
    figure.attr("hidden", shown ? null : "");
    below.attr("hidden", shown ? null : "");
    if (!shown) return controls.threshold(null, 0);
    const {values, scale, steps} = shown;
    const alone = values.servers.length < 2 ? "" : null;
    for (const part of [sides, select(caption), byNames]) part.attr("hidden", alone);
    chart = null;
    heading.text(pairFinding(values, list));
    legend.replaceChildren(pairLegend(scale, steps, values.servers.length));
    caption.replaceChildren(quantityNote(values.quantity));
    search.update(values);
    aside.replaceChildren(setAsideList(chosen));
    schedule();
  }

  function redraw(change: Partial<MatrixView>): void {
    keep(change);
    schedule();
  }

  /** Draws at the next frame, however often it was asked for before. */
  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      if (shown && node.clientWidth > 0) draw(shown, node.clientWidth);
    });
  }

  function draw({values, scale, steps, links, thresholds, nameOf}: ShownQuantity, width: number): void {
    const beside = width >= BESIDE && fits(values.servers.length, width - CURVE_WIDTH - GAP);
    sides.classed("beside", beside);
    if (width !== drawnWidth) chart = null;
    drawnWidth = width;
    const threshold = thresholdOf({values, scale, steps, links, thresholds, nameOf}, view.threshold);
    const components = componentsFrom(links, threshold, values);
    const round = view.order === "leaf" ? cursor.chosen?.round : undefined;
    const places = round ? leaves(round) : null;
    notice.text(round && !places ? noLeafOrder(round) : "");
    const order = orderedServers(values, view.order, components, places);
    const name = (group: readonly number[]) => nameOf(group.map((i) => values.servers[i]?.id ?? ""));
    const outlines = stretches(order, components).map(({from, size}) => ({
      from,
      size,
      name: name(order.slice(from, from + size)),
    }));
    matrix.draw({values, scale, steps, order, outlines}, beside ? width - CURVE_WIDTH - GAP : width);
    wide.attr("hidden", fits(order.length, width) ? "" : null);
    if (!chart) {
      const steps = componentCurve(links, values).filter(({from}) => thresholds.contains(from));
      chart = thresholdChart(steps, thresholds, {
        width: beside ? CURVE_WIDTH : Math.min(width, WIDEST_CURVE),
        onPick: (picked) => redraw({threshold: picked}),
      });
      curve.replaceChildren(chart.element);
    }
    chart.mark(threshold);
    controls.threshold(thresholds, threshold);
    const groups = groupsOf(components);
    members.update(
      clusterSentence(
        groups.map(({length}) => length),
        thresholds.text(threshold),
      ),
      groups.map((group) => ({name: name(group), servers: group.flatMap((i) => values.servers[i] ?? [])})),
    );
  }

  new ResizeObserver(() => {
    if (node.clientWidth !== drawnWidth) schedule();
  }).observe(node);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", schedule);
  const first = list.runs.findIndex((run) => run.name === view.run);
  void goTo(first < 0 ? list.runs.length - 1 : first, view.round === null ? "main" : {sweep: view.round});
  return node;
}
