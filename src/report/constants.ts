import {methods, reasons} from "../observation/failure.js";
import type {Snapshot} from "../observation/snapshot.js";
import {LINK_THRESHOLD} from "../evidence/firstStudy.js";
import {STEPS} from "./comparison.js";
import {comparisonNumbers} from "./comparisonNumbers.js";
import {exclusionNumbers} from "./exclusionNumbers.js";
import {levelNumbers} from "./levelNumbers.js";
import {likenessNumbers} from "./likenessNumbers.js";
import {type MethodChange, methodLog} from "./methodLog.js";
import type {NamedNumber} from "./namedNumber.js";
import {shownNumbers} from "./shownNumbers.js";
import {type Standing, standingOf} from "./standing.js";

/** What the method page prints, taken from the code that uses it. */
export interface Constants {
  readonly standing: Standing;
  /** by the part of the method that they belong to */
  readonly numbers: typeof numbers;
  /** every question that a server is asked */
  readonly methods: readonly string[];
  /** every way in which an endpoint can fail to answer, with its meaning */
  readonly reasons: readonly (readonly [name: string, meaning: string])[];
  /** bits; up to this, the rule of the first study links two servers */
  readonly linkThreshold: number;
  /** bits; upper limits of the colour steps of a matrix */
  readonly steps: readonly number[];
  /** oldest first */
  readonly log: readonly MethodChange[];
}

/** Every number that shapes what the pages say. */
export const numbers = {
  comparison: comparisonNumbers,
  exclusion: exclusionNumbers,
  likeness: likenessNumbers,
  level: levelNumbers,
  shown: shownNumbers,
} as const satisfies Record<string, readonly NamedNumber[]>;

/** @param newest the newest snapshot of the archive, for the banner */
export function constants(newest: Snapshot | undefined): Constants {
  return {
    standing: standingOf(newest),
    numbers,
    methods,
    reasons: Object.entries(reasons),
    linkThreshold: LINK_THRESHOLD,
    steps: STEPS,
    log: methodLog,
  };
}
