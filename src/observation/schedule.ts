/**
 * Hours from one scheduled run to the next.
 *
 * Six runs a day see every time of day and every phase of the market within it, and a year of them fits into a
 * repository. More often would cost strangers' servers more questions and tell little: who shares a node changes over days.
 */
export const HOURS_BETWEEN_RUNS = 4;
