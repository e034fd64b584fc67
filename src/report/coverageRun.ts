import type {RunRecord} from "./runRecord.js";

/** How many endpoints of one run answered. */
export interface CoverageRun {
  readonly vantage: string;
  /** UTC ms */
  readonly startedAt: number;
  readonly asked: number;
  readonly answered: number;
  readonly notTried: number;
  /** nobody answered: our own side is the likely cause */
  readonly ownSide: boolean;
}

export function coverageRun({vantage, startedAt, endpoints, ownSideSuspected}: RunRecord): CoverageRun {
  const of = (outcome: string) => endpoints.filter((row) => row.outcome === outcome).length;
  const answered = of("answered");
  return {
    vantage,
    startedAt,
    asked: answered + of("failed"),
    answered,
    notTried: of("not-tried"),
    ownSide: ownSideSuspected,
  };
}
