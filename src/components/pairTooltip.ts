import {create} from "d3";
import type {RunList} from "../report/runList.js";
import {levelTag} from "./levelScale.js";
import {levelText, nullText, valueText} from "./pairText.js";
import type {PairValues} from "./pairValues.js";

type Levels = Pick<RunList, "levels">;

/** A pair in words, for the eye and for a screen reader. */
export interface PairWords {
  /** names and programs, one or two */
  readonly servers: readonly {readonly endpoint: string; readonly program: string}[];
  readonly value: string;
  /** what strangers show; null of a server and itself */
  readonly strangers: string | null;
  readonly level: string;
}

export function pairWords(values: PairValues, i: number, j: number, list: Levels): PairWords {
  const {servers, answers, quantity} = values;
  const n = servers.length;
  const named = [...new Set([i, j])].flatMap((position) => {
    const server = servers[position];
    return server ? [{endpoint: server.endpoint, program: `${server.program} ${server.version}`.trim()}] : [];
  });
  if (i === j) return {servers: named, value: "one and the same server", strangers: null, level: ""};
  const identical = answers !== null && answers[i] === answers[j];
  return {
    servers: named,
    value: valueText(quantity, values.values[i * n + j] ?? NaN, identical, list),
    strangers: nullText(values, i, j, list),
    level: levelText(values.levels[i * n + j] ?? -1, list),
  };
}

/** The same as one text. */
export function pairSentence({servers, value, strangers, level}: PairWords): string {
  const names = servers.map(({endpoint, program}) => `${endpoint}, ${program}`).join("; and ");
  return [names, value, strangers, level === value ? "" : level].filter((part) => part).join(". ") + ".";
}

/** Fills and shows the box beside the pair. */
export function fillTooltip(
  tooltip: HTMLElement,
  values: PairValues,
  i: number,
  j: number,
  list: Levels,
): void {
  const words = pairWords(values, i, j, list);
  const lines = words.servers.map(({endpoint, program}) => {
    const line = create("div");
    line.append("strong").text(endpoint);
    line.append("span").text(` ${program}`);
    return line.node() as HTMLElement; // created above
  });
  const value = create("div").attr("class", "tooltip-value").text(words.value);
  tooltip.replaceChildren(...lines, value.node() as HTMLElement);
  if (words.strangers !== null) {
    const strangers = create("div").attr("class", "tooltip-null").text(words.strangers);
    tooltip.append(strangers.node() as HTMLElement);
    const level = list.levels[values.levels[i * values.servers.length + j] ?? -1];
    if (level !== undefined && values.quantity.id !== "level") tooltip.append(levelTag(level));
  }
  tooltip.hidden = false;
}
