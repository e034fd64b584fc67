import type {FeeHistogram} from "../observation/histogram.js";
import type {KnownProgram} from "./knownProgram.js";
import type {Reading} from "./window.js";

/** vbytes that the first bin must exceed, and by what each closed bin raises that. ElectrumX `server/mempool.py`, Fulcrum `src/Mempool.cpp`. */
export const FIRST_BIN = {old: 100_000, new: 30_000} as const;
export const GROWTH = 1.1;

/** vbytes that each bin but the last must exceed. Blockstream/electrs `src/util/fees.rs`. */
const ESPLORA_BIN = 50_000;

/** Bins from which on all being over 100 kvB means the older rule. In a quiet market the first few may all be lumps. */
const ENOUGH_BINS = 10;

/** Labels with a real fraction that must all be tenths or single-precision numbers before exact double ones are ruled out. */
const ENOUGH_FRACTIONS = 3;

/** Whether all answers of a server could be of a program, by their labels, sizes and number style. True if they show nothing. */
export function couldHaveWritten(program: KnownProgram, readings: readonly Reading[]): boolean {
  return readings.every(({histogram, style}) => {
    if (!histogram.some(({vsize}) => vsize > 0)) return true; // empty, or not computed yet: any program starts so
    return styleAllows(program, style) && shapes[program](histogram);
  });
}

/** Programs whose labels are whole numbers and written so. */
const whole: ReadonlySet<KnownProgram> = new Set(["fulcrum", "electrs", "electrumx-1.15"]);

function styleAllows(program: KnownProgram, style: string | null): boolean {
  if (style === "integer") return whole.has(program);
  return style !== "fraction" || !whole.has(program);
}

const shapes: Readonly<Record<KnownProgram, (histogram: FeeHistogram) => boolean>> = {
  fulcrum: (bins) => hasWholeLabels(bins) && grows(bins, FIRST_BIN.new),
  "electrumx-1.15": (bins) => hasWholeLabels(bins) && growsCarrying(bins),
  "electrumx-1.16": (bins) => hasTenths(bins) && grows(bins, FIRST_BIN.old),
  "electrumx-1.17": hasBinsOf117,
  "electrumx-1.20": hasBinsOf117,
  electrs: hasPowersOfTwo,
  "esplora-f32": (bins) => hasEsploraBins(bins) && bins.every(({label}) => isSingle(label)),
  "esplora-f64": (bins) => {
    const fractions = bins.filter(({label}) => !Number.isInteger(label * 8));
    const enough = fractions.length >= ENOUGH_FRACTIONS;
    const other = enough && (fractions.every(({label}) => isSingle(label)) || hasTenths(fractions));
    return hasEsploraBins(bins) && !other;
  },
};

function hasWholeLabels(bins: FeeHistogram): boolean {
  return bins.every(({label}) => Number.isInteger(label));
}

function hasTenths(bins: FeeHistogram): boolean {
  return bins.every(({label}) => Math.round(label * 10) / 10 === label);
}

function hasBinsOf117(bins: FeeHistogram): boolean {
  const older = bins.length >= ENOUGH_BINS && grows(bins, FIRST_BIN.old);
  return hasTenths(bins) && grows(bins, FIRST_BIN.new) && !older;
}

/** Every bin exceeds its limit, or was closed early because more than twice the limit at one rate came next. */
function grows(bins: FeeHistogram, first: number): boolean {
  let limit = first;
  return bins.every(({vsize}, i) => {
    const lump = (bins[i + 1]?.vsize ?? 0) > 2 * limit;
    const kept = vsize > limit || lump;
    limit *= GROWTH;
    return kept;
  });
}

/** The older rule carries what a bin exceeds its limit by, so the sum of the bins always exceeds the sum of the limits. */
function growsCarrying(bins: FeeHistogram): boolean {
  let limit: number = FIRST_BIN.old;
  let room = 0;
  return bins.every(({vsize}) => {
    room += limit - vsize;
    limit *= GROWTH;
    return room < 0;
  });
}

/** 2^k - 1 from the highest band down to 0, none left out. romanz/electrs `src/mempool.rs`. */
function hasPowersOfTwo(bins: FeeHistogram): boolean {
  return bins.every(({label}, i) => label === 2 ** (bins.length - 1 - i) - 1);
}

function hasEsploraBins(bins: FeeHistogram): boolean {
  return bins.every(({vsize}, i) => vsize > ESPLORA_BIN || i === bins.length - 1);
}

function isSingle(label: number): boolean {
  return Math.fround(label) === label;
}
