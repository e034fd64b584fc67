import type {Level} from "../evidence/level.js";
import type {Archived} from "./archived.js";
import type {PairFacts} from "./pairFacts.js";
import {programOf} from "./program.js";
import {serverId} from "./serverIds.js";

/** One letter for each level, so that all pairs of a network fit into one short text. */
export const LEVEL_LETTERS: Readonly<Record<Level, string>> = {
  contradicted: "x",
  declared: "d",
  supported: "s",
  candidate: "c",
  "no evidence": "-",
  "not comparable": ".",
};

/** Signals whose statistic the matrix can show beside the divergence. */
export const SHOWN_SIGNALS = ["exact agreement", "fee estimates"] as const;

/** Every pair of the servers that answered, over all runs of the archive, in few bytes. */
export interface PairGrid {
  /** in the order in which pairs are counted */
  readonly servers: readonly GridServer[];
  /** meaning of the letters */
  readonly letters: Readonly<Record<Level, string>>;
  /** a letter for each pair: of servers 0 and 1, 0 and 2, …, 1 and 2, … */
  readonly levels: string;
  /** in the same order, one decimal; null if nothing can be weighed */
  readonly bits: readonly (number | null)[];
  readonly signals: readonly GridSignal[];
}

export interface GridServer {
  readonly id: string;
  readonly endpoint: string;
  /** self-reported, of its newest run */
  readonly program: string;
  readonly version: string;
  /** sat/vB, as text; null if it did not say */
  readonly relayMinimum: string | null;
}

export interface GridSignal {
  readonly name: string;
  readonly unit: string;
  /** three digits; null where the two are not comparable */
  readonly values: readonly (number | null)[];
  /** median over comparable strangers; null if none are known */
  readonly null: number | null;
}

export function pairGrid({findings, window}: Pick<Archived, "findings" | "window">): PairGrid {
  const {pairs} = findings;
  return {
    servers: window.servers.map(({endpoint, rows}) => {
      const row = rows.findLast((each) => each.row.outcome === "answered")?.row;
      return {
        id: serverId(endpoint),
        endpoint,
        ...programOf(row?.server_version ?? null),
        relayMinimum:
          row?.relay_fee === null || row?.relay_fee === undefined ? null : String(row.relay_fee / 1000),
      };
    }),
    letters: LEVEL_LETTERS,
    levels: pairs.map(({level}) => LEVEL_LETTERS[level]).join(""),
    bits: pairs.map(({bits}) => (bits === null ? null : Math.round(bits * 10) / 10)),
    signals: SHOWN_SIGNALS.flatMap((name) => {
      const facts = findings.signals.find((signal) => signal.name === name);
      return facts
        ? [
            {
              name,
              unit: facts.unit,
              values: pairs.map((pair) => statisticOf(pair, name)),
              null: facts.controls.negative.median,
            },
          ]
        : [];
    }),
  };
}

function statisticOf({signals}: PairFacts, name: string): number | null {
  const signal = signals.find((each) => each.name === name);
  return signal?.comparable ? Number(signal.statistic.toPrecision(3)) : null;
}
