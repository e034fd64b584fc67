/**
 * Hours from one scheduled run to the next.
 *
 * Six runs a day see every time of day and every phase of the market within it, and a year of them fits into a
 * repository. More often would cost strangers' servers more questions and tell little: who shares a node changes over days.
 */
export const HOURS_BETWEEN_RUNS = 4;

/**
 * Hours after the newest run from which collection may have stopped: by then three runs are missing. One may fail on its
 * own, and two may be late or dropped by a hosted scheduler, but three in a row mean that nobody collects.
 */
export const STOPPED_AFTER_HOURS = 3 * HOURS_BETWEEN_RUNS;
