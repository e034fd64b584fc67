import {type Bin, histogramKey, MAX_BIN_VSIZE, MAX_BINS, MAX_LABEL} from "../../src/observation/histogram.js";
import {histogramsByNumber, type Tables} from "../../src/observation/snapshot.js";
import type {ProblemList} from "./problems.js";

/** The table `histograms` in itself: numbered upwards, bins from 0, labels descending, each answer once. */
export function checkHistograms({histograms}: Tables, at: string, problems: ProblemList): void {
  let last = {histogram: -1, bin: 0, label: 0};
  for (const [i, row] of histograms.entries()) {
    const where = `row ${i}`;
    const begins = row.histogram !== last.histogram;
    problems.expect(
      row.histogram >= last.histogram && row.histogram >= 0,
      at,
      `${where} histogram`,
      "numbers that ascend from 0",
      row.histogram,
    );
    const bin = begins ? 0 : last.bin + 1;
    problems.expect(row.bin === bin, at, `${where} bin`, "each histogram's bins in order from 0", row.bin);
    problems.expect(row.bin < MAX_BINS, at, `${where} bin`, `at most ${MAX_BINS} bins`, row.bin);
    if (!begins)
      problems.expect(
        row.label < last.label,
        at,
        `${where} label`,
        "labels that strictly descend",
        row.label,
      );
    problems.expect(
      row.label >= 0 && row.label <= MAX_LABEL,
      at,
      `${where} label`,
      `a label from 0 to ${MAX_LABEL}`,
      row.label,
    );
    problems.expect(
      row.vsize >= 0 && row.vsize <= MAX_BIN_VSIZE,
      at,
      `${where} vsize`,
      `vbytes from 0 to ${MAX_BIN_VSIZE}`,
      row.vsize,
    );
    last = row;
  }
  const known = new Map<string, number>();
  for (const [number, bins] of histogramsByNumber(histograms)) {
    const key = histogramKey(bins satisfies readonly Bin[]);
    problems.expect(
      !known.has(key),
      at,
      `histogram ${number}`,
      "each distinct histogram once",
      `the same as ${known.get(key)}`,
    );
    known.set(key, number);
  }
}
