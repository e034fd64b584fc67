import {create} from "d3";
import type {Comparison} from "../report/comparison.js";
import type {RunReport} from "../report/study.js";

/** What a reader chose to look at; no round if the run has none that can be compared. */
export interface Chosen {
  readonly run: RunReport;
  readonly round: Comparison | undefined;
}

/** A control whose value is the chosen run and round; it says `input` when that changes, as Framework's view expects. */
export function roundPicker(runs: readonly RunReport[]): HTMLElement & {readonly value: Chosen | undefined} {
  const form = create("form").attr("class", "picker").attr("aria-label", "Run and round shown");
  const node = form.node() as HTMLFormElement; // created above
  const runSelect = labelled(form, "Run");
  const roundSelect = labelled(form, "Round");
  const back = form.append("button").attr("type", "button").text("← earlier");
  const forward = form.append("button").attr("type", "button").text("later →");
  const chosenRun = () => runs[runSelect.selectedIndex];

  for (const run of runs) runSelect.add(new Option(`${minute(run.startedAt)}, ${run.vantage}`));
  const fillRounds = (at: (run: RunReport) => number) => {
    const run = chosenRun();
    roundSelect.replaceChildren(
      ...(run?.rounds ?? []).map((round) => new Option(roundName(round, run?.counts.rounds ?? 0))),
    );
    if (run) roundSelect.selectedIndex = at(run);
    refresh();
  };
  const refresh = () => {
    const [run, round] = [runSelect.selectedIndex, roundSelect.selectedIndex];
    back.property("disabled", run >= runs.length - 1 && round <= 0);
    forward.property("disabled", run <= 0 && round >= roundSelect.length - 1);
  };
  // Runs stand newest first, rounds oldest first: a step beyond a run's end goes on into its neighbour.
  const step = (by: 1 | -1) => {
    const round = roundSelect.selectedIndex + by;
    if (round >= 0 && round < roundSelect.length) {
      roundSelect.selectedIndex = round;
      refresh();
    } else {
      runSelect.selectedIndex -= by;
      fillRounds((run) => (by > 0 ? 0 : run.rounds.length - 1));
    }
    node.dispatchEvent(new Event("input", {bubbles: true}));
  };
  back.on("click", () => step(-1));
  forward.on("click", () => step(1));
  runSelect.addEventListener("input", () => fillRounds((run) => run.main));
  roundSelect.addEventListener("input", refresh);
  form.on("submit", (event: Event) => event.preventDefault());
  fillRounds((run) => run.main);

  return Object.defineProperty(node, "value", {
    get: (): Chosen | undefined => {
      const run = chosenRun();
      return run && {run, round: run.rounds[roundSelect.selectedIndex]};
    },
  }) as unknown as HTMLElement & {readonly value: Chosen | undefined}; // the getter just defined
}

function labelled(
  form: d3.Selection<HTMLFormElement, undefined, null, undefined>,
  name: string,
): HTMLSelectElement {
  const label = form.append("label");
  label.append("span").text(name);
  return label.append("select").node() as HTMLSelectElement; // appended in this line
}

function roundName({sweep, trigger, asked: [first], answered}: Comparison, of: number): string {
  const when = new Date(first).toISOString().slice(11, 19);
  return `${sweep + 1} of ${of}, ${when}${trigger === "tip" ? ", after a block" : ""}: ${answered} answers`;
}

function minute(utcMs: number): string {
  return `${new Date(utcMs).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
