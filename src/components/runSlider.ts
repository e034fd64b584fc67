import {create} from "d3";
import type {MatrixRun} from "../report/matrixRun.js";
import type {RunList} from "../report/runList.js";

/** Where the reader stands: a run of the list, and one of its rounds. */
export interface RunSlider {
  readonly element: HTMLElement;
  /** shows which run and round are on display; the run's rounds are known once it is fetched */
  update(run: number, rounds: MatrixRun["rounds"], round: number): void;
}

export interface RunSliderEvents {
  readonly onRun: (run: number) => void;
  readonly onRound: (round: number) => void;
  /** one round on or back, across runs */
  readonly onStep: (by: 1 | -1) => void;
}

/** Goes through runs with a slider and through rounds with two keys and a list. */
export function runSlider(
  {runs}: Pick<RunList, "runs">,
  {onRun, onRound, onStep}: RunSliderEvents,
): RunSlider {
  const form = create("form").attr("class", "picker").attr("aria-label", "Which run and round to look at");
  form.on("submit", (event: Event) => event.preventDefault());
  const runLabel = form.append("label").attr("class", "wide");
  const runText = runLabel.append("span").text("Run");
  const slider = runLabel
    .append("input")
    .attr("type", "range")
    .attr("min", 0)
    .attr("max", Math.max(0, runs.length - 1))
    .attr("step", 1)
    .node() as HTMLInputElement; // appended in this line
  const roundLabel = form.append("label");
  roundLabel.append("span").text("Round");
  const select = roundLabel.append("select").node() as HTMLSelectElement; // appended in this line
  const buttons = form.append("span").attr("class", "pair-buttons");
  const back = buttons.append("button").attr("type", "button").text("← earlier");
  const forward = buttons.append("button").attr("type", "button").text("later →");
  const showName = (run: number) => {
    const name = runName(runs[run]);
    runText.text(`Run ${run + 1} of ${runs.length}: ${name}`);
    slider.setAttribute("aria-valuetext", name);
  };
  slider.addEventListener("input", () => {
    showName(Number(slider.value));
    onRun(Number(slider.value));
  });
  select.addEventListener("input", () => onRound(select.selectedIndex));
  back.on("click", () => onStep(-1));
  forward.on("click", () => onStep(1));
  return {
    element: form.node() as HTMLElement, // created above
    update(run, rounds, round) {
      slider.value = String(run);
      showName(run);
      const sweeps = runs[run]?.sweeps ?? rounds.length;
      select.replaceChildren(...rounds.map((each) => new Option(roundName(each, sweeps))));
      select.selectedIndex = round;
      select.disabled = rounds.length === 0;
      back.property("disabled", run <= 0 && round <= 0);
      forward.property("disabled", run >= runs.length - 1 && round >= rounds.length - 1);
    },
  };
}

function runName(run: RunList["runs"][number] | undefined): string {
  if (!run) return "none";
  return `${new Date(run.startedAt).toISOString().slice(0, 16).replace("T", " ")} UTC, ${run.vantage}${run.simulated ? ", simulated" : ""}`;
}

export function roundName(
  {
    sweep,
    trigger,
    askedAt,
    servers,
    setAside,
  }: Pick<MatrixRun["rounds"][number], "sweep" | "trigger" | "askedAt" | "servers" | "setAside">,
  of: number,
): string {
  const when = new Date(askedAt).toISOString().slice(11, 19);
  const answers = servers.length + setAside.length;
  return `${sweep + 1} of ${of}, ${when}${trigger === "tip" ? ", after a block" : ""}: ${answers.toLocaleString("en-US")} ${answers === 1 ? "answer" : "answers"}`;
}
