import {groups, rollup} from "d3";
import type {ClusterHistory} from "../report/clusterHistory.js";
import type {HistoryAxis} from "./historyAxis.js";
import {placesByColumn} from "./places.js";

/** All servers of one place in one drawn run. */
export interface RibbonNode {
  readonly column: number;
  readonly place: number;
  readonly servers: readonly number[];
  /** px from the top of the picture */
  readonly top: number;
  readonly bottom: number;
}

/** Servers that go from one place to another between two drawn runs. */
export interface RibbonFlow {
  readonly from: number;
  readonly to: number;
  readonly path: string;
}

export interface RibbonLayout {
  readonly nodes: readonly RibbonNode[];
  readonly flows: readonly RibbonFlow[];
  /** px. Half the width of a node */
  readonly half: number;
  readonly height: number;
  /** clusters from the top, long-lived ones first; servers on their own are at the foot */
  readonly order: readonly number[];
}

/** px */
const TALLEST = 380;
const PER_SERVER = 9;
const GAP = 10;
const TOP = 8;

/** Where each cluster stands in each drawn run, and the bands between them, with one height for every server. */
export function ribbonLayout(history: ClusterHistory, {x}: HistoryAxis): RibbonLayout {
  const columns = placesByColumn(history);
  const order = stacked(columns);
  const rank = new Map(order.map((place, i) => [place, i]));
  const most = Math.max(1, ...columns.map((places) => places.filter((place) => place >= 0).length));
  const bands = Math.max(1, ...columns.map((places) => new Set(places.filter((place) => place >= 0)).size));
  const unit = Math.min(PER_SERVER, (TALLEST - GAP * Math.min(bands, 12)) / most);
  const gap = GAP * Math.min(1, 12 / bands);
  const nodes = columns.map((places, column) => nodesOf(places, column, rank, unit, gap));
  const positions = history.drawn.map((run) => x(run));
  const steps = positions.slice(1).map((at, i) => at - (positions[i] ?? at));
  const half = Math.min(7, ...steps.map((step) => Math.max(0.2, step / 4)));
  const flows = columns
    .slice(1)
    .flatMap((places, i) =>
      flowsBetween(
        {places: columns[i] ?? places, nodes: nodes[i] ?? [], x: (positions[i] ?? 0) + half},
        {places, nodes: nodes[i + 1] ?? [], x: (positions[i + 1] ?? 0) - half},
        rank,
        unit,
      ),
    );
  const all = nodes.flat();
  return {nodes: all, flows, half, order, height: Math.max(TOP, ...all.map(({bottom}) => bottom)) + TOP};
}

/** Long-lived clusters first, so that what comes and goes does not move what stays. */
function stacked(columns: readonly Int32Array[]): readonly number[] {
  const alive = new Map<number, number>();
  for (const places of columns)
    for (const place of new Set(places)) if (place > 0) alive.set(place, (alive.get(place) ?? 0) + 1);
  return [...[...alive].toSorted(([a, m], [b, n]) => n - m || a - b).map(([place]) => place), 0];
}

function nodesOf(
  places: Int32Array,
  column: number,
  rank: ReadonlyMap<number, number>,
  unit: number,
  gap: number,
): readonly RibbonNode[] {
  let top = TOP;
  return groups(
    [...places.keys()].filter((server) => (places[server] ?? -1) >= 0),
    (server) => places[server] ?? 0,
  )
    .toSorted(([a], [b]) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0))
    .map(([place, servers]) => {
      const node = {column, place, servers, top, bottom: top + unit * servers.length};
      top = node.bottom + gap;
      return node;
    });
}

interface Side {
  readonly places: Int32Array;
  readonly nodes: readonly RibbonNode[];
  readonly x: number;
}

/** Bands between two columns; at both ends they lie in the order of the clusters at the other, so few cross. */
function flowsBetween(
  a: Side,
  b: Side,
  rank: ReadonlyMap<number, number>,
  unit: number,
): readonly RibbonFlow[] {
  const moving = [...a.places.keys()].filter(
    (server) => (a.places[server] ?? -1) >= 0 && (b.places[server] ?? -1) >= 0,
  );
  const counts = rollup(
    moving,
    (servers) => servers.length,
    (server) => a.places[server] ?? 0,
    (server) => b.places[server] ?? 0,
  );
  const list = [...counts].flatMap(([from, tos]) => [...tos].map(([to, count]) => ({from, to, count})));
  const at = (place: number) => rank.get(place) ?? 0;
  const starts = new Map(a.nodes.map(({place, top}) => [place, top]));
  const ends = new Map(b.nodes.map(({place, top}) => [place, top]));
  const leaving = new Map<(typeof list)[number], number>();
  for (const flow of list.toSorted((p, q) => at(p.from) - at(q.from) || at(p.to) - at(q.to))) {
    const y = starts.get(flow.from) ?? 0;
    leaving.set(flow, y);
    starts.set(flow.from, y + unit * flow.count);
  }
  return list
    .toSorted((p, q) => at(p.to) - at(q.to) || at(p.from) - at(q.from))
    .map((flow) => {
      const [y0, y1] = [leaving.get(flow) ?? 0, ends.get(flow.to) ?? 0];
      const thickness = unit * flow.count;
      ends.set(flow.to, y1 + thickness);
      return {from: flow.from, to: flow.to, path: band(a.x, y0, b.x, y1, thickness)};
    });
}

/** A band that leaves and arrives level. */
function band(x0: number, y0: number, x1: number, y1: number, thickness: number): string {
  const [a, b, c, d, m, y2, y3] = [x0, y0, x1, y1, (x0 + x1) / 2, y1 + thickness, y0 + thickness].map(
    (number) => Math.round(number * 10) / 10,
  );
  return b === d
    ? `M${a},${b}H${c}V${y2}H${a}Z`
    : `M${a},${b}C${m},${b} ${m},${d} ${c},${d}V${y2}C${m},${y2} ${m},${y3} ${a},${y3}Z`;
}
