import {groups, rollup, sum} from "d3";
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
}

/** px */
const TALLEST = 400;
const PER_SERVER = 9;
const GAP = 10;
const GAPS_AT_FULL = 12;
const TOP = 8;

/**
 * Where each cluster stands in each drawn run, and the bands between them, with one height for every server.
 *
 * A cluster has a lane of its own, as high as it ever is, so that it stays in its place while others grow; clusters
 * whose lives do not overlap share one.
 */
export function ribbonLayout(history: ClusterHistory, {x}: HistoryAxis): RibbonLayout {
  const columns = placesByColumn(history);
  const lanes = lanesOf(columns);
  const heights = lanes.map((lane) => Math.max(...lane.map(({largest}) => largest)));
  const gap = GAP * Math.min(1, GAPS_AT_FULL / Math.max(1, lanes.length));
  const unit = Math.min(PER_SERVER, (TALLEST - gap * lanes.length) / Math.max(1, sum(heights)));
  const tops = new Map<number, number>();
  let height = TOP;
  for (const [i, lane] of lanes.entries()) {
    for (const {place} of lane) tops.set(place, height);
    height += unit * (heights[i] ?? 0) + gap;
  }
  const nodes = columns.map((places, column) => nodesOf(places, column, tops, unit));
  const positions = history.drawn.map((run) => x(run));
  const steps = positions.slice(1).map((at, i) => at - (positions[i] ?? at));
  const half = Math.min(7, ...steps.map((step) => Math.max(0.2, step / 4)));
  const flows = columns
    .slice(1)
    .flatMap((places, i) =>
      flowsBetween(
        {places: columns[i] ?? places, nodes: nodes[i] ?? [], x: (positions[i] ?? 0) + half},
        {places, nodes: nodes[i + 1] ?? [], x: (positions[i + 1] ?? 0) - half},
        tops,
        unit,
      ),
    );
  return {nodes: nodes.flat(), flows, half, height};
}

/** A cluster, or the servers on their own, over the drawn runs. */
interface Extent {
  readonly place: number;
  readonly first: number;
  readonly last: number;
  readonly columns: number;
  /** most servers */
  readonly largest: number;
}

/** Lanes from the top: long-lived clusters first, servers on their own at the foot. */
function lanesOf(columns: readonly Int32Array[]): readonly (readonly Extent[])[] {
  const extents = new Map<number, Extent>();
  for (const [column, places] of columns.entries())
    for (const [place, size] of rollup(
      places.filter((place) => place >= 0),
      (list) => list.length,
      (place) => place,
    )) {
      const before = extents.get(place);
      extents.set(place, {
        place,
        first: before?.first ?? column,
        last: column,
        columns: (before?.columns ?? 0) + 1,
        largest: Math.max(before?.largest ?? 0, size),
      });
    }
  const lanes: Extent[][] = [];
  for (const extent of [...extents.values()].toSorted((a, b) => b.columns - a.columns || a.place - b.place)) {
    if (extent.place === 0) continue;
    const free = lanes.find((lane) =>
      lane.every(({first, last}) => last + 1 < extent.first || extent.last + 1 < first),
    );
    if (free) free.push(extent);
    else lanes.push([extent]);
  }
  const alone = extents.get(0);
  return alone ? [...lanes, [alone]] : lanes;
}

function nodesOf(
  places: Int32Array,
  column: number,
  tops: ReadonlyMap<number, number>,
  unit: number,
): readonly RibbonNode[] {
  const present = [...places.keys()].filter((server) => (places[server] ?? -1) >= 0);
  return groups(present, (server) => places[server] ?? 0)
    .map(([place, servers]) => {
      const top = tops.get(place) ?? TOP;
      return {column, place, servers, top, bottom: top + unit * servers.length};
    })
    .toSorted((a, b) => a.top - b.top);
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
  tops: ReadonlyMap<number, number>,
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
  const at = (place: number) => tops.get(place) ?? 0;
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
