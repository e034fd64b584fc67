import {axisBottom, type ScaleTime, scaleUtc, type Selection, utcFormat} from "d3";
import type {ClusterHistory} from "../report/clusterHistory.js";

/** px. Charts over time share these, so that one moment is at one place in all of them. */
export const MARGIN = {left: 92, right: 46} as const;

/** Room for labels on a narrow page. */
const NARROW_MARGIN = {left: 78, right: 48} as const;
const NARROW = 560;

export interface HistoryAxis {
  readonly left: number;
  readonly right: number;
  readonly time: ScaleTime<number, number>;
  /** px of a run by its position */
  readonly x: (run: number) => number;
}

/** The time axis of a history: from its first run to its last. */
export function historyAxis({startedAt}: ClusterHistory, width: number): HistoryAxis {
  const {left, right} = width < NARROW ? NARROW_MARGIN : MARGIN;
  const [first, last] = [startedAt[0] ?? 0, startedAt.at(-1) ?? 0];
  // One run has no extent: half a day on each side puts it in the middle.
  const around = first === last ? 12 * 3_600_000 : 0;
  const time = scaleUtc([first - around, last + around], [left, Math.max(left + 1, width - right)]);
  return {left, right, time, x: (run) => time(startedAt[run] ?? first)};
}

/** Draws the axis at a height of the picture. */
export function drawTimeAxis(
  svg: Selection<SVGSVGElement, undefined, null, undefined>,
  {time}: HistoryAxis,
  y: number,
  width: number,
): void {
  svg
    .append("g")
    .attr("class", "time-axis")
    .attr("transform", `translate(0,${y})`)
    .call(
      axisBottom(time)
        .ticks(Math.max(3, Math.floor(width / 110)))
        .tickFormat((at, i) => tickText(at as Date, i, time.domain()))
        .tickSizeOuter(0),
    );
}

const [hour, day, year, both] = ["%H:%M", "%b %-d", "%Y", "%b %-d, %H:%M"].map((pattern) =>
  utcFormat(pattern),
);

/** ms. An axis shorter than that may have no tick at midnight, so its first tick tells the day. */
const SHORT_AXIS = 2 * 24 * 3_600_000;

/** A tick in UTC: the hour within a day, the day within a year, the year. */
export function tickText(at: Date, position: number, [from, to]: readonly Date[]): string {
  const format =
    position === 0 && (to?.getTime() ?? 0) - (from?.getTime() ?? 0) < SHORT_AXIS
      ? both
      : at.getUTCHours() + at.getUTCMinutes() > 0
        ? hour
        : at.getUTCMonth() + at.getUTCDate() === 1
          ? year
          : day;
  return format?.(at) ?? "";
}

const whole = utcFormat("%Y-%m-%d %H:%M UTC");

/** The moment at which a run began: `2026-11-22 15:30 UTC`. */
export function runTime({startedAt}: Pick<ClusterHistory, "startedAt">, run: number): string {
  return whole(new Date(startedAt[run] ?? 0));
}
